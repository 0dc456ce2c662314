import { newId, spanText, type Tx } from '../platform/index.ts';
import type { DerivedFact } from './model.ts';

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

/** What was written, and how many of it were events; which facts were touched is told where only some were looked at. */
export type Replaced = {
  added: number;
  superseded: number;
  events: { added: number; superseded: number };
  touched?: TouchedFact[];
};

export async function openWanted(tx: Tx): Promise<WantedFacts> {
  return (await tx.filling('fact', 'fact_detail', 'fact_source')) ? firstFacts(tx) : factsToCompare(tx);
}

/** Facts of an area that has none yet: there is nothing to compare them with. */
function firstFacts(tx: Tx): WantedFacts {
  const { area } = tx.actor;
  let [added, events] = [0, 0];
  return {
    async add(facts) {
      for (const { shape } of facts) if (shape === 'event') events += 1;
      const ids = facts.map(newId);
      const about = tellOf(facts);
      added += await tx.copyIn(
        'fact',
        ['area', ...columns],
        rows(facts, (at, fact) => [area, ...factRow(ids[at], fact)]),
      );
      await tx.copyIn(
        'fact_detail',
        ['area', 'fact_id', 'person_id', 'agency', 'kind', 'about', 'detail'],
        rows(facts, (at, fact) => [
          area,
          ids[at],
          fact.personId,
          fact.agency,
          fact.kind,
          uuids(about(fact)),
          fact.detail,
        ]),
      );
      await tx.copyIn(
        'fact_source',
        ['area', 'fact_id', 'record_id', 'version'],
        sourceRows(facts, ids, [area]),
      );
    },
    async replace() {
      await tx.filled('fact', 'fact_detail', 'fact_source');
      return { added, superseded: 0, events: { added: events, superseded: 0 } };
    },
  };
}

/** Facts that wait in the run's tables `wanted_fact` and `wanted_source`. */
async function factsToCompare(tx: Tx): Promise<WantedFacts> {
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
      const about = tellOf(facts);
      await tx.copyIn(
        'wanted_fact',
        [...columns, 'about', 'detail'],
        rows(facts, (at, fact) => [...factRow(ids[at], fact), uuids(about(fact)), fact.detail]),
      );
      await tx.copyIn('wanted_source', ['fact_id', 'record_id', 'version'], sourceRows(facts, ids));
    },
    replace: (asOf, { scoped } = { scoped: false }) => replaceFacts(tx, asOf, scoped),
  };
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
  const gone = await tx.one<{ n: number; events: number }>(
    `WITH gone AS (
       UPDATE fact t SET superseded_at = greatest($2::timestamptz, t.received_at)
       FROM fact_detail d
       WHERE t.area = $1 AND t.superseded_at IS NULL AND t.written_by IS NULL AND d.area = t.area AND d.fact_id = t.fact_id
         ${scoped ? 'AND t.fact_id IN (SELECT fact_id FROM scope_fact)' : ''}
         AND NOT EXISTS (SELECT FROM wanted_fact w WHERE ${sameAsWanted})
       RETURNING t.*),
     noted AS (
       INSERT INTO gone_fact
       SELECT fact_id, person_id, kind, occasion, assertion_key, superseded_at FROM gone)
     SELECT count(*) AS n, count(*) FILTER (WHERE shape = 'event') AS events FROM gone`,
    [tx.actor.area, asOf],
  );
  const fresh = await tx.one<{ n: number; events: number }>(
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
       RETURNING shape)
     SELECT count(*) AS n, count(*) FILTER (WHERE shape = 'event') AS events FROM fresh`,
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
  return {
    added: fresh.n,
    superseded: gone.n,
    events: { added: fresh.events, superseded: gone.events },
    ...(touched && { touched }),
  };
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
  return ({ agency, occasion, personId }) => {
    const told = occasion === null ? undefined : together.get(`${agency} ${occasion}`);
    return told === undefined || told.size === 1 ? [personId] : [...told].sort();
  };
}

/** What stands in `columns`. */
function factRow(id: string | undefined, fact: DerivedFact): unknown[] {
  return [
    id,
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
  ];
}

const uuids = (ids: readonly string[]) => `{${ids.join(',')}}`;

function* rows(
  facts: readonly DerivedFact[],
  rowOf: (at: number, fact: DerivedFact) => unknown[],
): Generator<unknown[]> {
  for (const [at, fact] of facts.entries()) yield rowOf(at, fact);
}

function* sourceRows(
  facts: readonly DerivedFact[],
  ids: readonly string[],
  before: readonly unknown[] = [],
): Generator<unknown[]> {
  for (const [at, { sources }] of facts.entries()) {
    for (const { recordId, version } of sources) yield [...before, ids[at], recordId, version];
  }
}
