import type { Tx } from '../platform/index.ts';
import type { Detail, OutlinedFact } from './model.ts';
import { remember } from './remembered.ts';

const remembered = remember(100_000);

/**
 * Facts of the persons that stand, in the order of their first day, then kind, person and number: those that the actor may
 * see, `withheld` where not what is said of them. They are shared with whoever asks next and must not be changed.
 */
export async function outlineOfPersons(tx: Tx, personIds: readonly string[]): Promise<OutlinedFact[]> {
  const again = personIds.every(remembered.has) ? await seenOf(tx, personIds) : undefined;
  if (again === undefined) return readAll(tx, personIds);
  remembered.lookedAt(personIds);
  return again;
}

/** Which of the facts in memory the actor sees; undefined where some of them are not there. */
async function seenOf(tx: Tx, personIds: readonly string[]): Promise<OutlinedFact[] | undefined> {
  const parameters = [tx.actor.area, personIds];
  const [[facts], [details]] = await Promise.all([
    tx.sql<{ ids: string | null }>(
      `SELECT string_agg(fact_id::text, ',') AS ids FROM (${standing('fact_id')}) AS standing`,
      parameters,
    ),
    tx.sql<{ ids: string | null }>(
      `SELECT string_agg(fact_id::text, ',') AS ids FROM fact_detail WHERE ${ofPersons}`,
      parameters,
    ),
  ]);
  const told = new Set(details?.ids?.split(','));
  const outline: OutlinedFact[] = [];
  for (const factId of facts?.ids?.split(',') ?? []) {
    const fact = remembered.get(factId, { told: told.has(factId) });
    if (fact === undefined) return undefined;
    outline.push(fact);
  }
  return outline;
}

/**
 * Where somebody has tens of thousands of facts, rows of columns take longer than all else: each column comes as one
 * text, and what is said once as it is told, without being joined.
 */
async function readAll(tx: Tx, personIds: readonly string[]): Promise<OutlinedFact[]> {
  const parameters = [tx.actor.area, personIds];
  // The facts are read while it is looked up what is said of them.
  const [[facts], [said]] = await Promise.all([
    tx.sql<Record<Column, string | null>>(packedFacts, parameters).then((rows) => rows.map(unpacked)),
    tx.sql<{ factIds: string | null; details: string | null }>(packedDetails, parameters),
  ]);
  const bare = facts ?? [];
  const texts = said?.details?.split(between) ?? [];
  // The same is said of many visits: it is read once, and all of them share it.
  const read = new Map<string, Detail>();
  const told = new Map<string, Detail>();
  for (const [n, factId] of (said?.factIds?.split(between) ?? []).entries()) {
    const text = texts[n] ?? '';
    const detail = read.get(text) ?? (JSON.parse(text) as Detail);
    read.set(text, detail);
    told.set(factId, detail);
  }
  remembered.lookedAt(personIds);
  const outline = bare.map((fact) => remembered.keep(fact, told.get(fact.factId)));
  remembered.forget();
  return outline;
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
const standing = (
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
  .join(', ')} FROM (${standing('*')}) AS standing`;
const packedDetails = `SELECT string_agg(fact_id::text, E'\\x1e') AS "factIds", string_agg(detail::text, E'\\x1e') AS details
  FROM fact_detail WHERE ${ofPersons}`;
