import { newId, replaceStanding, type Span, spanText, type Tx } from '../platform/index.ts';
import { standingVersions } from '../sources/index.ts';
import type { Disagreed, Disagreement } from './disagreements.ts';
import type { DerivedFact, Detail, Part } from './model.ts';
import type { Opening } from './openings.ts';
import type { WrittenFact } from './written.ts';

const compared = [
  'person_id',
  'role',
  'agency',
  'kind',
  'shape',
  'happened',
  'precision',
  'occasion',
] as const;
const columns = ['fact_id', 'assertion_key', ...compared, 'recorded_at', 'received_at'];
const list = columns.join(', ');
/** A fact that stands and its detail, `t` and `d`, and the fact wanted in its place, `w`. */
const sameAsWanted = [
  'w.assertion_key = t.assertion_key',
  ...compared.map((column) => `w.${column} IS NOT DISTINCT FROM t.${column}`),
  'w.detail = d.detail',
  '(w.recorded_at IS NULL OR t.recorded_at <= w.recorded_at)',
].join(' AND ');

/** Facts that wait, inside a transaction, until they are compared with those that stand. */
export type WantedFacts = {
  /** Adds all facts that one agency tells. */
  add(facts: readonly DerivedFact[]): Promise<void>;
  /**
   * Makes the facts that stand equal to those added, writing only what differs. A fact that takes another's place is
   * known here from the moment that the other is superseded. A fact stays when only later recording times come to it; an
   * earlier one is news. With `scoped`, only facts noted by `openScope` are superseded.
   */
  replace(asOf: Date, options?: { scoped: boolean }): Promise<Replaced>;
};

/** A fact that came, went or may be told by other records. */
export type TouchedFact = { factId: string; personId: string; kind: string; occasion: string | null };

/** What was written; which facts were touched is told where only some were looked at. */
export type Replaced = { added: number; superseded: number; touched?: TouchedFact[] };

export async function openWanted(tx: Tx): Promise<WantedFacts> {
  await tx.sql(
    `CREATE TEMPORARY TABLE wanted_fact ON COMMIT DROP AS
     SELECT ${list}, about, detail FROM fact JOIN fact_detail USING (area, fact_id, person_id, agency, kind) WITH NO DATA`,
  );
  await tx.sql(
    `CREATE TEMPORARY TABLE wanted_source (fact_id uuid, record_id uuid, version integer) ON COMMIT DROP`,
  );
  return {
    async add(facts) {
      const ids = facts.map(newId);
      await tx.copyIn('wanted_fact', [...columns, 'about', 'detail'], rowsOf(facts, ids));
      await tx.copyIn('wanted_source', ['fact_id', 'record_id', 'version'], sourceRowsOf(facts, ids));
    },
    async replace(asOf, { scoped } = { scoped: false }) {
      const empty = await tx.filling('fact', 'fact_detail', 'fact_source');
      return empty ? addFirst(tx) : replaceFacts(tx, asOf, scoped);
    },
  };
}

/** Facts of an area that has none yet. */
async function addFirst(tx: Tx): Promise<{ added: number; superseded: number }> {
  const { added } = await tx.one<{ added: number }>(
    `WITH fresh AS (INSERT INTO fact (area, ${list}) SELECT $1, ${list} FROM wanted_fact RETURNING 1)
     SELECT count(*) AS added FROM fresh`,
    [tx.actor.area],
  );
  await tx.sql(
    `INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail)
     SELECT $1, fact_id, person_id, agency, kind, about, detail FROM wanted_fact`,
    [tx.actor.area],
  );
  await tx.sql(
    `INSERT INTO fact_source (area, fact_id, record_id, version)
     SELECT $1, fact_id, record_id, version FROM wanted_source`,
    [tx.actor.area],
  );
  await tx.sql('DROP TABLE wanted_fact, wanted_source');
  await tx.filled('fact', 'fact_detail', 'fact_source');
  return { added, superseded: 0 };
}

/**
 * Notes the facts that stand of some assertions, of some spells in care, and of some persons, in the run's table
 * `scope_fact`: their assertions, and the records that ever told them.
 */
export async function openScope(
  tx: Tx,
  of: { keys: readonly string[]; spells: readonly string[]; persons: readonly string[] },
): Promise<{ keys: string[]; records: string[] }> {
  const spells = of.spells.map((spell) => spell.split('|'));
  await tx.sql(
    `CREATE TEMPORARY TABLE scope_fact ON COMMIT DROP AS
     SELECT fact_id, assertion_key, agency, occasion FROM fact
       WHERE area = $1 AND superseded_at IS NULL AND assertion_key = ANY ($2)
     UNION SELECT fact_id, assertion_key, agency, occasion FROM fact
       WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($3::uuid[])
     UNION SELECT fact_id, assertion_key, agency, occasion
       FROM unnest($4::uuid[], $5::text[], $6::text[]) AS s (person_id, agency, kind)
       JOIN fact USING (person_id, agency, kind) WHERE area = $1 AND superseded_at IS NULL`,
    [tx.actor.area, of.keys, of.persons, ...[0, 1, 2].map((at) => spells.map((spell) => spell[at]))],
  );
  await tx.sql('ANALYZE scope_fact');
  const facts = await tx.sql<{ key: string }>('SELECT assertion_key AS key FROM scope_fact');
  const records = await tx.sql<{ id: string }>(
    `SELECT DISTINCT record_id AS id FROM scope_fact JOIN fact_source USING (fact_id) WHERE area = $1`,
    [tx.actor.area],
  );
  return { keys: facts.map(({ key }) => key), records: records.map(({ id }) => id) };
}

async function replaceFacts(tx: Tx, asOf: Date, scoped: boolean): Promise<Replaced> {
  await tx.sql('ANALYZE wanted_fact (fact_id, assertion_key)');
  await tx.sql('ANALYZE wanted_source');
  await tx.sql(
    `CREATE TEMPORARY TABLE gone_fact (
       fact_id uuid, person_id uuid, kind text, occasion text, assertion_key text, superseded_at timestamptz) ON COMMIT DROP`,
  );
  const gone = await tx.one<{ n: number }>(
    `WITH gone AS (
       UPDATE fact t SET superseded_at = greatest($2::timestamptz, t.received_at)
       FROM fact_detail d
       WHERE t.area = $1 AND t.superseded_at IS NULL AND t.written_by IS NULL AND d.area = t.area AND d.fact_id = t.fact_id
         ${scoped ? 'AND t.fact_id IN (SELECT fact_id FROM scope_fact)' : ''}
         AND NOT EXISTS (SELECT FROM wanted_fact w WHERE ${sameAsWanted})
       RETURNING t.*),
     noted AS (
       INSERT INTO gone_fact
       SELECT fact_id, person_id, kind, occasion, assertion_key, superseded_at FROM gone RETURNING 1)
     SELECT count(*) AS n FROM noted`,
    [tx.actor.area, asOf],
  );
  const fresh = await tx.one<{ n: number }>(
    `WITH fresh AS (
       INSERT INTO fact (area, ${list})
       SELECT $1, ${columns
         .slice(0, -1)
         .map((column) => `w.${column}`)
         .join(', ')},
              greatest(w.received_at, g.superseded_at)
       FROM wanted_fact w LEFT JOIN gone_fact g USING (assertion_key)
       WHERE NOT EXISTS (
         SELECT FROM fact t WHERE t.area = $1 AND t.superseded_at IS NULL AND t.assertion_key = w.assertion_key)
       RETURNING 1)
     SELECT count(*) AS n FROM fresh`,
    [tx.actor.area],
  );
  await tx.filled('fact');
  await tx.sql(
    `INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail)
     SELECT t.area, t.fact_id, t.person_id, t.agency, t.kind, w.about, w.detail
     FROM wanted_fact w JOIN fact t ON t.area = $1 AND t.fact_id = w.fact_id`,
    [tx.actor.area],
  );
  await tx.sql(
    `INSERT INTO fact_source (area, fact_id, record_id, version)
     SELECT $1, fact_id, s.record_id, s.version FROM wanted_source s JOIN fact t USING (fact_id) WHERE t.area = $1`,
    [tx.actor.area],
  );
  if (!scoped) await tellThoseThatStay(tx);
  else await tellHappeningsAgain(tx);
  await addSources(tx);
  await tx.filled('fact_detail');
  const touched = scoped ? await touchedFacts(tx) : undefined;
  await tx.sql(`DROP TABLE wanted_fact, wanted_source, gone_fact ${scoped ? ', scope_fact' : ''}`);
  await tx.filled('fact_source');
  return { added: fresh.n, superseded: gone.n, ...(touched && { touched }) };
}

async function touchedFacts(tx: Tx): Promise<TouchedFact[]> {
  return tx.sql<TouchedFact>(
    `SELECT fact_id AS "factId", person_id AS "personId", kind, occasion FROM gone_fact
     UNION ALL SELECT t.fact_id, t.person_id, t.kind, t.occasion
     FROM wanted_fact w JOIN fact t ON t.assertion_key = w.assertion_key WHERE t.area = $1 AND t.superseded_at IS NULL`,
    [tx.actor.area],
  );
}

/** Of facts that stay: who else the same happening is now told of. */
async function tellThoseThatStay(tx: Tx): Promise<void> {
  await tx.sql(
    `UPDATE fact_detail d SET about = w.about
     FROM wanted_fact w JOIN fact t ON t.area = $1 AND t.superseded_at IS NULL AND t.assertion_key = w.assertion_key
     WHERE d.area = t.area AND d.fact_id = t.fact_id AND d.about <> w.about`,
    [tx.actor.area],
  );
}

/** The same of every happening that is touched: not everybody of whom it is told is among those wanted. */
async function tellHappeningsAgain(tx: Tx): Promise<void> {
  await tx.sql(
    `WITH touched AS (
       SELECT agency, occasion FROM scope_fact WHERE occasion IS NOT NULL
       UNION SELECT agency, occasion FROM wanted_fact WHERE occasion IS NOT NULL),
     told AS (
       SELECT agency, occasion, array_agg(DISTINCT person_id ORDER BY person_id) AS about
       FROM touched JOIN fact USING (agency, occasion) WHERE area = $1 AND superseded_at IS NULL
       GROUP BY agency, occasion)
     UPDATE fact_detail d SET about = told.about
     FROM told JOIN fact t ON t.area = $1 AND t.superseded_at IS NULL AND t.occasion = told.occasion AND t.agency = told.agency
     WHERE d.area = t.area AND d.fact_id = t.fact_id AND d.about <> told.about`,
    [tx.actor.area],
  );
}

/** What else tells facts that stay. */
async function addSources(tx: Tx): Promise<void> {
  await tx.sql(
    `INSERT INTO fact_source (area, fact_id, record_id, version)
     SELECT $1, t.fact_id, s.record_id, s.version
     FROM wanted_source s JOIN wanted_fact w USING (fact_id)
     JOIN fact t ON t.area = $1 AND t.superseded_at IS NULL AND t.assertion_key = w.assertion_key AND t.fact_id <> w.fact_id
     WHERE NOT EXISTS (
       SELECT FROM fact_source k
       WHERE k.area = $1 AND k.fact_id = t.fact_id AND k.record_id = s.record_id AND k.version = s.version)`,
    [tx.actor.area],
  );
}

/** Everybody of whom each happening is told, by agency and occasion. */
function tellOf(facts: readonly DerivedFact[]): (fact: DerivedFact) => string[] {
  const together = new Map<string, Set<string>>();
  for (const { agency, occasion, personId } of facts) {
    if (occasion === null) continue;
    const key = `${agency} ${occasion}`;
    together.set(key, (together.get(key) ?? new Set()).add(personId));
  }
  return ({ agency, occasion, personId }) =>
    [...((occasion !== null && together.get(`${agency} ${occasion}`)) || [personId])].sort();
}

function* rowsOf(facts: readonly DerivedFact[], ids: readonly string[]): Generator<unknown[]> {
  const about = tellOf(facts);
  for (const [at, fact] of facts.entries()) {
    yield [
      ids[at],
      fact.assertionKey,
      fact.personId,
      fact.role,
      fact.agency,
      fact.kind,
      fact.shape,
      spanText(fact.happened.from, fact.happened.to),
      fact.precision,
      fact.occasion,
      fact.recordedAt,
      fact.receivedAt,
      `{${about(fact).join(',')}}`,
      fact.detail,
    ];
  }
}

function* sourceRowsOf(facts: readonly DerivedFact[], ids: readonly string[]): Generator<unknown[]> {
  for (const [at, { sources }] of facts.entries()) {
    for (const { recordId, version } of sources) yield [ids[at], recordId, version];
  }
}

/** A fact as the table holds it, without where it came from. */
export type KeptFact = {
  factId: string;
  personId: string;
  agency: string;
  kind: string;
  shape: 'event' | 'involvement';
  role: string;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  occasion: string | null;
  detail: Detail;
  /** True when the reader may see that it happened, and not what is said about it. */
  withheld: boolean;
  recordedAt: Date | null;
  receivedAt: Date;
};

const factColumns = `fact_id AS "factId", f.person_id AS "personId", f.agency, f.kind, shape, role, happened, precision,
  occasion, coalesce(detail, '{"parts": []}') AS detail, detail IS NULL AS withheld, recorded_at AS "recordedAt",
  received_at AS "receivedAt"`;
const factFrom = 'fact f LEFT JOIN fact_detail d USING (area, fact_id)';
/** Facts of the persons that stand, in the order of their first day. */
export async function factsOfPersons(tx: Tx, personIds: readonly string[]): Promise<KeptFact[]> {
  return tx.sql<KeptFact>(
    // What is said is looked up once for all of them, not fact by fact.
    `WITH said AS MATERIALIZED (
       SELECT area, fact_id, detail FROM fact_detail WHERE area = $1 AND person_id = ANY ($2::uuid[]))
     SELECT ${factColumns} FROM fact f LEFT JOIN said d USING (area, fact_id)
     WHERE area = $1 AND superseded_at IS NULL AND f.person_id = ANY ($2::uuid[])
     ORDER BY lower(happened), f.kind, f.person_id, fact_id`,
    [tx.actor.area, personIds],
  );
}

/** Facts of the persons that stand, but for some kinds, and go on or were not over by a day. */
export async function factsLately(
  tx: Tx,
  personIds: readonly string[],
  { since, without }: { since: string; without: readonly string[] },
): Promise<KeptFact[]> {
  return tx.sql<KeptFact>(
    `WITH lately AS MATERIALIZED (
       SELECT * FROM fact WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[])
         AND happened && daterange($3::date, NULL) AND kind <> ALL ($4::text[])),
     said AS MATERIALIZED (
       SELECT area, fact_id, detail FROM fact_detail WHERE area = $1 AND fact_id = ANY (ARRAY(SELECT fact_id FROM lately)))
     SELECT ${factColumns} FROM lately f LEFT JOIN said d USING (area, fact_id)
     ORDER BY lower(happened), f.kind, f.person_id, fact_id`,
    [tx.actor.area, personIds, since, without],
  );
}

/** Of the facts of which the reader, who looks for themselves, is told: what may come from lists, by the fact's number. */
export async function partsTold(tx: Tx): Promise<ReadonlyMap<string, Part[]>> {
  const rows = await tx.sql<{ factId: string; parts: Part[] }>(
    'SELECT fact_id AS "factId", parts FROM told_parts()',
  );
  return new Map(rows.map(({ factId, parts }) => [factId, parts]));
}

/** Happenings of the persons of which the reader may see all that is said, of everybody in them. */
export async function occasionsSeen(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ occasion: string }>(
    `SELECT DISTINCT f.occasion FROM fact f JOIN fact_detail d USING (area, fact_id)
     WHERE area = $1 AND f.person_id = ANY ($2::uuid[]) AND f.occasion IS NOT NULL AND f.superseded_at IS NULL`,
    [tx.actor.area, personIds],
  );
  return rows.map(({ occasion }) => occasion);
}

/** A fact as spending is counted on it. */
export type CountedFact = Pick<
  KeptFact,
  'factId' | 'personId' | 'agency' | 'kind' | 'role' | 'happened' | 'occasion' | 'recordedAt' | 'receivedAt'
>;

/** Facts of some kinds about the persons, and those of others about the same happenings. */
export async function factsToCount(
  tx: Tx,
  personIds: readonly string[],
  kinds: readonly string[],
): Promise<CountedFact[]> {
  const columns = `fact_id AS "factId", person_id AS "personId", agency, kind, role, happened, occasion,
    recorded_at AS "recordedAt", received_at AS "receivedAt"`;
  const own = await tx.sql<CountedFact>(
    `SELECT ${columns} FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[]) AND kind = ANY ($3::text[])`,
    [tx.actor.area, personIds, kinds],
  );
  const occasions = [...new Set(own.flatMap((one) => one.occasion ?? []))];
  if (occasions.length === 0) return own;
  const together = await tx.sql<CountedFact>(
    `SELECT ${columns} FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND occasion = ANY ($2::text[]) AND kind = ANY ($3::text[])
       AND person_id <> ALL ($4::uuid[])`,
    [tx.actor.area, occasions, kinds, personIds],
  );
  return [...own, ...together];
}

/** Persons of whom facts of the happenings tell. */
export async function personsOfOccasions(tx: Tx, occasions: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND occasion = ANY ($2::text[])`,
    [tx.actor.area, occasions],
  );
  return rows.map(({ personId }) => personId);
}

/** A fact by its number, also one that no longer stands. */
export async function findFact(
  tx: Tx,
  factId: string,
): Promise<(KeptFact & { supersededAt: Date | null }) | undefined> {
  return tx.maybeOne(
    `SELECT ${factColumns}, superseded_at AS "supersededAt" FROM ${factFrom} WHERE area = $1 AND fact_id = $2`,
    [tx.actor.area, factId],
  );
}

/** Record versions that tell the facts, oldest version first. */
export async function sourcesOf(
  tx: Tx,
  factIds: readonly string[],
): Promise<{ factId: string; recordId: string; version: number }[]> {
  return tx.sql(
    `SELECT fact_id AS "factId", record_id AS "recordId", version FROM fact_source
     WHERE area = $1 AND fact_id = ANY ($2::uuid[]) ORDER BY fact_id, record_id, version`,
    [tx.actor.area, factIds],
  );
}

/** A fact without what is said about it. */
export type BareFact = Omit<KeptFact, 'detail' | 'withheld' | 'shape' | 'precision'>;

/** Facts of some kinds that stand and go on, or end later than a day before they were received. */
export async function factsGoingOn(tx: Tx, kinds: readonly string[]): Promise<BareFact[]> {
  return tx.sql<BareFact>(
    `${bareFacts} AND (upper_inf(happened) OR upper(happened) > received_at::date - 1)`,
    [tx.actor.area, kinds],
  );
}

/** Agencies and kinds of the records that tell facts and stand, and when the last of each was received. */
export async function standingTellers(
  tx: Tx,
  factIds: readonly string[],
): Promise<{ factId: string; agency: string; recordKind: string; receivedAt: Date }[]> {
  return tx.sql(
    `SELECT s.fact_id AS "factId", r.agency, r.kind AS "recordKind", max(r.received_at) AS "receivedAt"
     FROM fact_source s JOIN (${standingVersions}) r USING (record_id, version)
     WHERE s.area = $1 AND s.fact_id = ANY ($2::uuid[]) GROUP BY s.fact_id, r.agency, r.kind`,
    [tx.actor.area, factIds],
  );
}

const bareFacts = `SELECT fact_id AS "factId", person_id AS "personId", agency, kind, role, happened, occasion,
    recorded_at AS "recordedAt", received_at AS "receivedAt"
  FROM fact WHERE area = $1 AND superseded_at IS NULL AND kind = ANY ($2::text[])`;

/** Facts of some kinds that stand, in no order. */
export function factsOfKinds(tx: Tx, kinds: readonly string[]): AsyncIterable<BareFact> {
  return tx.stream<BareFact>(bareFacts, [tx.actor.area, kinds]);
}

export async function replaceOpenings(tx: Tx, openings: readonly Opening[], asOf: Date) {
  return replaceStanding(
    tx,
    {
      table: 'opening',
      id: 'opening_id',
      key: ['fact_id', 'reason'],
      compared: ['kind', 'person_id', 'happened', 'agency'],
      also: ['recorded_at', 'received_at'],
    },
    openings.map((opening) => [
      newId(),
      opening.factId,
      opening.reason,
      opening.kind,
      opening.personId,
      spanText(opening.happened.from, opening.happened.to),
      opening.agency,
      opening.recordedAt,
      opening.receivedAt,
    ]),
    asOf,
  );
}

export async function openingsOfPersons(tx: Tx, personIds: readonly string[]): Promise<Opening[]> {
  return tx.sql<Opening>(
    `SELECT person_id AS "personId", reason, kind, happened, fact_id AS "factId", agency, recorded_at AS "recordedAt",
            received_at AS "receivedAt"
     FROM opening WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[])
     ORDER BY lower(happened), reason, person_id, fact_id`,
    [tx.actor.area, personIds],
  );
}

/** Persons with an opening that has begun and, by its reason's months, not closed. */
export async function personsOpenOn(
  tx: Tx,
  today: string,
  months: ReadonlyMap<string, number>,
): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT o.person_id AS "personId"
     FROM opening o JOIN unnest($3::text[], $4::integer[]) AS r (reason, months) USING (reason)
     WHERE o.area = $1 AND o.superseded_at IS NULL AND lower(o.happened) <= $2::date
       AND (upper_inf(o.happened) OR $2::date < upper(o.happened) + make_interval(months => r.months))
     ORDER BY 1`,
    [tx.actor.area, today, [...months.keys()], [...months.values()]],
  );
  return rows.map((row) => row.personId);
}

export type KindYear = { kind: string; year: string; facts: number; persons: number };

/** Facts that began in each financial year (from 1 April) since a day, by kind, with how many persons they are about. */
export async function countByKindAndYear(tx: Tx, since: string): Promise<KindYear[]> {
  return tx.sql<KindYear>(
    // Counted of each person first: so nothing need be sorted to find who is counted once.
    `SELECT kind, y || '-' || lpad(((y + 1) % 100)::text, 2, '0') AS year, sum(n)::bigint AS facts, count(*) AS persons
     FROM (
       SELECT kind, extract(year FROM lower(happened) - interval '3 months')::integer AS y, count(*) AS n
       FROM fact WHERE area = $1 AND superseded_at IS NULL AND lower(happened) >= $2::date
       GROUP BY 1, 2, person_id) AS counted
     GROUP BY kind, y ORDER BY kind, y`,
    [tx.actor.area, since],
  );
}

/** A kind of involvement and how many persons have one open. */
export type OpenKind = { kind: string; persons: number };

/** Involvements open on a day, by kind. */
export async function countOpenByKind(tx: Tx, day: string): Promise<OpenKind[]> {
  return tx.sql<OpenKind>(
    `SELECT kind, count(DISTINCT person_id) AS persons FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND shape = 'involvement' AND happened @> $2::date
     GROUP BY kind ORDER BY kind`,
    [tx.actor.area, day],
  );
}

/** Persons with an involvement of a kind open on a day. */
export async function personsOpenInKind(tx: Tx, kind: string, day: string): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND shape = 'involvement' AND kind = $2 AND happened @> $3::date`,
    [tx.actor.area, kind, day],
  );
  return rows.map((row) => row.personId);
}

/** Persons of whom a fact of a kind began within some days, both ends included. */
export async function personsBeginning(tx: Tx, kind: string, from: string, last: string): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND kind = $2 AND lower(happened) BETWEEN $3::date AND $4::date`,
    [tx.actor.area, kind, from, last],
  );
  return rows.map((row) => row.personId);
}

export type Counts = {
  facts: number;
  events: number;
  involvements: number;
  openings: number;
  persons: number;
};

/** How many stand now; persons are those with at least one fact. */
export async function count(tx: Tx): Promise<Counts> {
  return tx.one<Counts>(
    `SELECT coalesce(sum(facts), 0)::bigint AS facts, coalesce(sum(events), 0)::bigint AS events,
            coalesce(sum(facts - events), 0)::bigint AS involvements,
            (SELECT count(*) FROM opening WHERE area = $1 AND superseded_at IS NULL) AS openings,
            count(*) AS persons
     FROM (
       SELECT count(*) AS facts, count(*) FILTER (WHERE shape = 'event') AS events
       FROM fact WHERE area = $1 AND superseded_at IS NULL GROUP BY person_id) AS counted`,
    [tx.actor.area],
  );
}

export async function addDisagreement(
  tx: Tx,
  one: Disagreed & { disagreementId: string; workerId: string; madeAt: Date },
): Promise<void> {
  await tx.sql(
    `INSERT INTO need_disagreement (area, disagreement_id, family_id, need, facts, details, person_id, worker_id, words, made_at)
     VALUES ($1, $2, $3, $4, $5::uuid[], $6::uuid[], $7, $8, $9, $10)`,
    [
      tx.actor.area,
      one.disagreementId,
      one.familyId,
      one.need,
      one.facts,
      one.details,
      one.personId,
      one.workerId,
      one.words,
      one.madeAt,
    ],
  );
}

export async function disagreementsOfFamily(tx: Tx, familyId: string): Promise<Disagreement[]> {
  return tx.sql<Disagreement>(
    `SELECT disagreement_id AS "disagreementId", need, person_id AS "personId", worker_id AS "workerId", words,
       made_at AS "madeAt"
     FROM need_disagreement WHERE area = $1 AND family_id = $2 AND taken_back_at IS NULL
     ORDER BY made_at, disagreement_id`,
    [tx.actor.area, familyId],
  );
}

/** Whether there was one of the actor's to take back. */
export async function endDisagreement(
  tx: Tx,
  { familyId, disagreementId, at }: { familyId: string; disagreementId: string; at: Date },
): Promise<boolean> {
  const ended = await tx.sql(
    `UPDATE need_disagreement SET taken_back_at = $4
     WHERE area = $1 AND family_id = $2 AND disagreement_id = $3 AND taken_back_at IS NULL RETURNING 1 AS one`,
    [tx.actor.area, familyId, disagreementId, at],
  );
  return ended.length > 0;
}

/** Facts of some kinds that go on, or ended on a day or later, person by person. */
export function factsSince(
  tx: Tx,
  kinds: readonly string[],
  since: string,
  until: string,
): AsyncIterable<KeptFact> {
  return tx.stream<KeptFact>(
    `SELECT ${factColumns} FROM ${factFrom} WHERE area = $1 AND superseded_at IS NULL AND f.kind = ANY ($2::text[])
       AND happened && daterange($3::date, $4::date, '[]')
     ORDER BY f.person_id`,
    [tx.actor.area, kinds, since, until],
  );
}

/** Of what is written here, a fact for each person. */
export async function insertWritten(tx: Tx, one: WrittenFact): Promise<void> {
  const ids = one.persons.map(() => newId());
  const happened = spanText(one.happened.from, one.happened.to);
  const keys = one.persons.map(({ as }) => `written|${one.occasion}|${as}`);
  const persons = one.persons.map(({ now }) => now);
  await tx.sql(
    `INSERT INTO fact (area, fact_id, assertion_key, person_id, role, agency, kind, shape, happened, precision, occasion,
       recorded_at, received_at, audience, written_by)
     SELECT $1, fact_id, key, person_id, 'subject', $5, $6, 'event', $7, $8, $9, $10, $10, $11, $12
     FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS one (fact_id, key, person_id)`,
    [
      tx.actor.area,
      ids,
      keys,
      persons,
      one.agency,
      one.kind,
      happened,
      one.precision,
      one.occasion,
      one.writtenAt,
      one.audience,
      one.writtenBy,
    ],
  );
  await tx.sql(
    `INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail, audience, written_by)
     SELECT $1, fact_id, person_id, $4, $5, $6, jsonb_build_object('parts', parts), $8, $9
     FROM unnest($2::uuid[], $3::uuid[], $7::jsonb[]) AS one (fact_id, person_id, parts)`,
    [
      tx.actor.area,
      ids,
      persons,
      one.agency,
      one.kind,
      [...new Set(persons)].sort(),
      one.persons.map(({ parts = [] }) => JSON.stringify([...one.parts, ...parts])),
      one.audience,
      one.writtenBy,
    ],
  );
}

export async function endWritten(tx: Tx, occasion: string, at: Date): Promise<void> {
  await tx.sql(
    `UPDATE fact SET superseded_at = $3
     WHERE area = $1 AND occasion = $2 AND written_by IS NOT NULL AND superseded_at IS NULL`,
    [tx.actor.area, occasion, at],
  );
}
