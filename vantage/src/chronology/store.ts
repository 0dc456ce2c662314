import { newId, replaceStanding, type Span, spanText, type Tx } from '../platform/index.ts';
import { standingVersions } from '../sources/index.ts';
import type { Disagreed, Disagreement } from './disagreements.ts';
import type { Detail, OutlinedFact, Part } from './model.ts';
import type { Opening } from './openings.ts';
import type { TouchedFact } from './wanted.ts';
import type { WrittenFact } from './written.ts';

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

const columnsOf = (
  detail: string,
) => `fact_id AS "factId", f.person_id AS "personId", f.agency, f.kind, shape, role, happened, precision,
  occasion, coalesce(${detail}, '{"parts": []}') AS detail, detail IS NULL AS withheld`;
const factColumns = `${columnsOf('detail')}, recorded_at AS "recordedAt", received_at AS "receivedAt"`;
const factFrom = 'fact f LEFT JOIN fact_detail d USING (area, fact_id)';
/** Facts of the persons that stand, in the order of their first day. */
export async function factsOfPersons(tx: Tx, personIds: readonly string[]): Promise<KeptFact[]> {
  return tx.sql<KeptFact>(standingOf(factColumns), [tx.actor.area, personIds]);
}

/**
 * The same without when each was recorded and received, and beside it what is said of those of which the actor sees it, by
 * their number. Where somebody has tens of thousands, rows of columns take longer than all else: each column comes as one
 * text, and what is said once as it is told, without being joined.
 */
export async function outlineOfPersons(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ facts: OutlinedFact[]; said: Map<string, Detail> }> {
  const parameters = [tx.actor.area, personIds];
  // The facts are read while it is looked up what is said of them.
  const [[facts], [details]] = await Promise.all([
    tx.sql<Record<Column, string | null>>(packedFacts, parameters).then((rows) => rows.map(unpacked)),
    tx.sql<{ factIds: string | null; details: string | null }>(packedDetails, parameters),
  ]);
  const texts = details?.details?.split(between) ?? [];
  // The same is said of many visits: it is read once, and all of them share it.
  const read = new Map<string, Detail>();
  const said = new Map<string, Detail>();
  for (const [n, factId] of (details?.factIds?.split(between) ?? []).entries()) {
    const text = texts[n] ?? '';
    const detail = read.get(text) ?? (JSON.parse(text) as Detail);
    read.set(text, detail);
    said.set(factId, detail);
  }
  return { facts: facts ?? [], said };
}

/** The numbers of these facts alone, in the same order, and of those of which the actor sees what is said; each with commas between. */
export async function outlineSeen(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ factIds: string; told: string }> {
  const parameters = [tx.actor.area, personIds];
  const [[facts], [details]] = await Promise.all([
    tx.sql<{ ids: string | null }>(
      `SELECT string_agg(fact_id::text, ',') AS ids FROM (${outlined('fact_id')}) AS standing`,
      parameters,
    ),
    tx.sql<{ ids: string | null }>(
      `SELECT string_agg(fact_id::text, ',') AS ids FROM fact_detail WHERE ${ofPersons}`,
      parameters,
    ),
  ]);
  return { factIds: facts?.ids ?? '', told: details?.ids ?? '' };
}

/** Facts of packed columns, of which nothing is said yet. What they have in common is read once and shared. */
function unpacked(columns: Record<Column, string | null>): OutlinedFact[] {
  const [ids = [], shared, firsts, ends, occasions] = packed.map(
    (column) => columns[column]?.split(between) ?? [],
  );
  const read = new Map<string, string[]>();
  return ids.map((factId, n) => {
    const text = shared?.[n] ?? '';
    const common = read.get(text) ?? text.split(within);
    read.set(text, common);
    const [personId = '', agency = '', kind = '', shape, role = '', precision] = common;
    const occasion = occasions?.[n];
    return {
      factId,
      personId,
      agency,
      kind,
      shape: shape as OutlinedFact['shape'],
      role,
      happened: { from: firsts?.[n] || null, to: ends?.[n] || null },
      precision: precision as OutlinedFact['precision'],
      occasion: occasion ? (JSON.parse(occasion) as string) : null,
      detail: unsaid,
      withheld: true,
    };
  });
}

const unsaid: Detail = { parts: [] };

/** Stands between the values of a packed column: no code holds it, and in JSON it is written otherwise. */
const between = '\u001e';

/** Stands between what a fact shares with many others, which comes as one column. */
const within = '\u001f';

const ofPersons = 'area = $1 AND person_id = ANY ($2::uuid[])';

/** A subquery with a limit is not run in several processes: the aggregates over it meet its rows in its order. */
const outlined = (
  columns: string,
) => `SELECT ${columns} FROM fact WHERE ${ofPersons} AND superseded_at IS NULL
  ORDER BY lower(happened), kind, person_id, fact_id LIMIT 1000000000`;

const packed = ['factId', 'shared', 'from', 'to', 'occasion'] as const;
type Column = (typeof packed)[number];
const packedFacts = `SELECT ${[
  'fact_id::text',
  `concat_ws(E'\\x1f', person_id, agency, kind, shape, role, precision)`,
  `coalesce(lower(happened)::text, '')`,
  `coalesce(upper(happened)::text, '')`,
  `coalesce(to_json(occasion)::text, '')`,
]
  .map((value, n) => `string_agg(${value}, E'\\x1e') AS "${packed[n]}"`)
  .join(', ')} FROM (${outlined('*')}) AS standing`;
const packedDetails = `SELECT string_agg(fact_id::text, E'\\x1e') AS "factIds", string_agg(detail::text, E'\\x1e') AS details
  FROM fact_detail WHERE ${ofPersons}`;

/** What is said is looked up once for all of them, not fact by fact: OFFSET keeps the plan from it, and nothing is set aside. */
const standingOf = (columns: string) => `SELECT ${columns} FROM fact f LEFT JOIN (
       SELECT area, fact_id, detail FROM fact_detail WHERE area = $1 AND person_id = ANY ($2::uuid[]) OFFSET 0
     ) d USING (area, fact_id)
     WHERE area = $1 AND superseded_at IS NULL AND f.person_id = ANY ($2::uuid[])
     ORDER BY lower(happened), f.kind, f.person_id, fact_id`;

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

/** Facts of a person that stand, as what is counted on them is found again. */
export async function touchedOf(tx: Tx, personId: string): Promise<TouchedFact[]> {
  return tx.sql<TouchedFact>(
    `SELECT fact_id AS "factId", person_id AS "personId", kind, occasion FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND person_id = $2`,
    [tx.actor.area, personId],
  );
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

/** Facts of some kinds that stand, all or those with these numbers, in no order. */
export function factsOfKinds(
  tx: Tx,
  kinds: readonly string[],
  factIds?: readonly string[],
): AsyncIterable<BareFact> {
  return factIds === undefined
    ? tx.stream<BareFact>(bareFacts, [tx.actor.area, kinds])
    : tx.stream<BareFact>(`${bareFacts} AND fact_id = ANY ($3::uuid[])`, [tx.actor.area, kinds, factIds]);
}

/** With `within`, `openings` are all that are wanted by these facts, and those by others are left alone. */
export async function replaceOpenings(
  tx: Tx,
  openings: readonly Opening[],
  asOf: Date,
  within?: readonly string[],
) {
  return replaceStanding(
    tx,
    {
      table: 'opening',
      id: 'opening_id',
      key: ['fact_id', 'reason'],
      compared: ['kind', 'person_id', 'happened', 'agency'],
      also: ['recorded_at', 'received_at'],
      ...(within && { within: { column: 'fact_id', ids: within } }),
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
  among?: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT o.person_id AS "personId"
     FROM opening o JOIN unnest($3::text[], $4::integer[]) AS r (reason, months) USING (reason)
     WHERE o.area = $1 AND o.superseded_at IS NULL AND lower(o.happened) <= $2::date
       ${among ? 'AND o.person_id = ANY ($5::uuid[])' : ''}
       AND (upper_inf(o.happened) OR $2::date < upper(o.happened) + make_interval(months => r.months))
     ORDER BY 1`,
    [tx.actor.area, today, [...months.keys()], [...months.values()], ...(among ? [among] : [])],
  );
  return rows.map((row) => row.personId);
}

export type KindYear = { kind: string; year: string; facts: number; persons: number };

const yearBegun = "extract(year FROM lower(happened) - interval '3 months')::integer";
const yearWords = `y || '-' || lpad(((y + 1) % 100)::text, 2, '0')`;

/**
 * Facts that began in each financial year (from 1 April) since a day, by kind, with how many persons they are about; of
 * some kinds or one person only where these are named.
 */
export async function countByKindAndYear(
  tx: Tx,
  since: string,
  { kinds, personId }: { kinds?: readonly string[]; personId?: string | undefined } = {},
): Promise<KindYear[]> {
  return tx.sql<KindYear>(
    // Counted of each person first: so nothing need be sorted to find who is counted once.
    `SELECT kind, ${yearWords} AS year, sum(n)::bigint AS facts, count(*) AS persons
     FROM (
       SELECT kind, ${yearBegun} AS y, count(*) AS n
       FROM fact WHERE area = $1 AND superseded_at IS NULL AND lower(happened) >= $2::date
         AND ($3::text[] IS NULL OR kind = ANY ($3)) ${personId ? 'AND person_id = $4' : ''}
       GROUP BY 1, 2, person_id) AS counted
     GROUP BY kind, y`,
    [tx.actor.area, since, kinds ?? null, ...(personId ? [personId] : [])],
  );
}

/**
 * By how much this transaction has changed those numbers, of all kinds but some. A row of this transaction that stands
 * came in it, one that does not went in it: nothing that came before is changed in any other way.
 */
export async function changeByKindAndYear(
  tx: Tx,
  since: string,
  without: readonly string[],
): Promise<KindYear[]> {
  return tx.sql<KindYear>(
    `WITH written AS MATERIALIZED (
       SELECT kind, ${yearBegun} AS y, person_id, count(*) FILTER (WHERE superseded_at IS NULL) AS come,
         count(*) FILTER (WHERE superseded_at IS NOT NULL) AS gone
       FROM fact WHERE area = $1 AND xmin = pg_current_xact_id()::xid AND lower(happened) >= $2::date
         AND kind <> ALL ($3::text[])
       GROUP BY 1, 2, 3)
     SELECT kind, ${yearWords} AS year, sum(come - gone)::bigint AS facts,
       sum(CASE WHEN stays THEN 0 ELSE (come > 0)::integer - (gone > 0)::integer END)::bigint AS persons
     FROM written w CROSS JOIN LATERAL (
       SELECT EXISTS (
         SELECT FROM fact f WHERE f.area = $1 AND f.superseded_at IS NULL AND f.person_id = w.person_id AND f.kind = w.kind
           AND lower(f.happened) >= $2::date AND ${yearBegun.replace('happened', 'f.happened')} = w.y
           AND f.xmin <> pg_current_xact_id()::xid) AS stays) AS s
     GROUP BY kind, y`,
    [tx.actor.area, since, without],
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

/** A kind of which a person has a fact; `began` where one of them began on the days asked for. */
export type KindOfPerson = { personId: string; kind: string; began: boolean };

/** Kinds of which the persons have a fact with a day among some days, both ends included. */
export async function kindsWithin(
  tx: Tx,
  personIds: readonly string[],
  { from, last }: { from: string; last: string },
): Promise<KindOfPerson[]> {
  return tx.sql<KindOfPerson>(
    `SELECT person_id AS "personId", kind, coalesce(bool_or(lower(happened) >= $3::date), false) AS began FROM fact
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[])
       AND happened && daterange($3::date, $4::date, '[]')
     GROUP BY person_id, kind`,
    [tx.actor.area, personIds, from, last],
  );
}

export type Counts = {
  facts: number;
  events: number;
  involvements: number;
  openings: number;
};

/** Facts that stand, and how many of them are events. */
export type Standing = Pick<Counts, 'facts' | 'events'>;

/** How many facts stand now. */
export async function count(tx: Tx): Promise<Standing> {
  return tx.one<Standing>(
    `SELECT count(*) AS facts, count(*) FILTER (WHERE shape = 'event') AS events
     FROM fact WHERE area = $1 AND superseded_at IS NULL`,
    [tx.actor.area],
  );
}

/** How many openings stand now. */
export async function countOpenings(tx: Tx): Promise<number> {
  const { n } = await tx.one<{ n: number }>(
    'SELECT count(*) AS n FROM opening WHERE area = $1 AND superseded_at IS NULL',
    [tx.actor.area],
  );
  return n;
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

/** Facts of some kinds that stand, with what is said about them, person by person. */
export function wholeFacts(tx: Tx, kinds: readonly string[]): AsyncIterable<KeptFact> {
  return tx.stream<KeptFact>(
    `SELECT ${factColumns} FROM ${factFrom} WHERE area = $1 AND superseded_at IS NULL AND f.kind = ANY ($2::text[])
     ORDER BY f.person_id`,
    [tx.actor.area, kinds],
  );
}

/** A fact as the rules of needs read it. */
export type SpeakingFact = Pick<
  KeptFact,
  'factId' | 'personId' | 'agency' | 'kind' | 'role' | 'happened' | 'occasion' | 'detail'
>;

/**
 * Facts of some kinds that go on, or ended on a day or later, person by person; of some persons only where these are
 * named. What is said about a fact is read of the kinds in `said` alone: of the others nothing is asked.
 */
export function factsSince(
  tx: Tx,
  kinds: readonly string[],
  {
    since,
    until,
    said,
    among,
  }: { since: string; until: string; said: readonly string[]; among?: readonly string[] | undefined },
): AsyncIterable<SpeakingFact> {
  return tx.stream<SpeakingFact>(
    `SELECT fact_id AS "factId", person_id AS "personId", agency, kind, role, happened, occasion,
       coalesce(CASE WHEN kind = ANY ($5::text[]) THEN (
         SELECT detail FROM fact_detail d WHERE d.area = f.area AND d.fact_id = f.fact_id) END, '{"parts": []}') AS detail
     FROM fact f WHERE area = $1 AND superseded_at IS NULL AND kind = ANY ($2::text[])
       AND happened && daterange($3::date, $4::date, '[]') ${among ? 'AND person_id = ANY ($6::uuid[])' : ''}
     ORDER BY person_id`,
    [tx.actor.area, kinds, since, until, said, ...(among ? [among] : [])],
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
