import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { levelOf } from './fields.ts';
import { hashJoins, hashSql, keySql, type Rule } from './rules.ts';
import { similarityColumn } from './twin.ts';

/*
 * A pair's pattern holds four bits for each field: 0 when not stated on both sides (or a surname already counted with
 * the given name, the two being swapped), 1 when equal, otherwise the level's number plus one. Numbers from `commoner`
 * on are equal values too, of more common bands, so that learning sees that they say less.
 */
export const bits = 4;
export const commoner = 12;

/** The level in a code: 0 is the first; null for none. */
export const levelIn = (code: number): number | null => (code === 0 ? null : code >= commoner ? 0 : code - 1);

/** Frequency bands: how many times as common as is usual a value must be to fall into a higher band. */
export const bandLimits = [0.25, 2, 8];

/** True of a field whose equal values differ in how much they say. */
export const countsValues = ({ comparison }: Field) => comparison.levels[0]?.frequency === 'own';

/** Code of an equal value that so many records hold, where `usual` hold one on average. */
export function equalCode(field: Field, held: number, usual: number): number {
  if (!countsValues(field)) return 1;
  const band = bandLimits.findIndex((limit) => held <= limit * usual);
  return band === 0 ? 1 : commoner + (band < 0 ? bandLimits.length : band) - 1;
}

/** How many records hold a value on average over records, from a field's model. */
export const usualHeld = ({ stated, agreement }: { stated: number; agreement: number }) =>
  Math.max(1, stated * agreement);

/** Stand for rules of pairs that none proposed: those drawn at random, and those of one surname and place. */
export const [drawnMark, householdMark] = [0, -1];

/** Which pairs may be compared, by source. */
export type Mode = 'dedupe' | 'link' | 'one-to-one';

/** SQL that is true of two records `a` and `b` that the mode lets be compared. */
function allowedSql(mode: Mode, neverDuplicates: readonly number[]): string {
  if (mode !== 'dedupe') return 'a.source <> b.source';
  if (neverDuplicates.length === 0) return 'true';
  return `(a.source <> b.source OR a.source NOT IN (${neverDuplicates.join(', ')}))`;
}

/** Makes `keyed`: each record's source and its key by each rule, hashed; null where a rule does not apply to it. */
export async function makeKeys(engine: Engine, rules: readonly Rule[]): Promise<void> {
  const gone = rules.flatMap(({ leftOut }, rule) => leftOut.map((key) => ({ rule, key })));
  await engine.create('left_out', {
    rule: { type: 'integer', values: gone.map(({ rule }) => rule) },
    key: { type: 'text', values: gone.map(({ key }) => key) },
  });
  const keys = rules.map(({ parts, leftOut }, r) => {
    const number = hashSql(parts);
    if (leftOut.length === 0) return `${number} AS k${r}`;
    return `CASE WHEN ${keySql(parts)} NOT IN (SELECT key FROM left_out WHERE rule = ${r}) THEN ${number} END AS k${r}`;
  });
  const parts = rules.flatMap((rule) => rule.parts);
  const spelt = rules.flatMap((rule) => (rule.leftOut.length === 0 ? [] : rule.parts));
  await engine.run(
    `CREATE TABLE keyed AS SELECT ${['n', 'source', ...keys].join(', ')} FROM record ${hashJoins(parts, spelt)}`,
  );
}

/**
 * Makes `candidate` (see `withCodes`): every pair that a rule proposes, once, l < r, with a bit for each rule that does; and
 * beside them the pairs of `others` (SQL of l, r, rules).
 */
export async function findCandidates(
  engine: Engine,
  fields: readonly Field[],
  rules: readonly Rule[],
  mode: Mode,
  neverDuplicates: readonly number[],
  apart: boolean,
  others: readonly string[] = [],
): Promise<void> {
  const allowed = allowedSql(mode, neverDuplicates);
  const each = rules.map(
    (_, r) =>
      `SELECT a.n AS l, b.n AS r, ${2 ** r} AS rule FROM keyed a JOIN keyed b ON a.k${r} = b.k${r} AND a.n < b.n WHERE ${allowed}`,
  );
  const found = `SELECT l, r, bit_or(rule)::INTEGER AS rules FROM (${each.join(' UNION ALL ')}) GROUP BY l, r`;
  const all = [found, ...others].map((sql) => `SELECT l, r, rules FROM (${sql})`).join(' UNION ALL ');
  await engine.run(`CREATE TABLE candidate AS ${withCodes(fields, all, apart)}`);
}

/**
 * SQL of pairs (l, r, rules) with both records' codes (a0…, b0…) and whether both are of one source (within). With `apart`,
 * pairs in the table of that name are left out before anything is made of them.
 */
export function withCodes(fields: readonly Field[], pairs: string, apart: boolean): string {
  const codes = fields.map((_, f) => `a.f${f} AS a${f}, b.f${f} AS b${f}`).join(', ');
  const open = apart
    ? `SELECT * FROM (${pairs}) q WHERE NOT EXISTS (SELECT 1 FROM apart WHERE apart.l = least(q.l, q.r) AND apart.r = greatest(q.l, q.r))`
    : pairs;
  return `SELECT p.l, p.r, p.rules, a.source = b.source AS within, ${codes} FROM (${open}) p JOIN record a ON a.n = p.l JOIN record b ON b.n = p.r`;
}

/** SQL of pairs (l, r, rules) drawn without regard to any rule: `count` or all there are, whichever is less. */
export function drawnSql(
  records: number,
  count: number,
  mode: Mode,
  neverDuplicates: readonly number[],
): string {
  const allowed = allowedSql(mode, neverDuplicates);
  const select = `SELECT a.n AS l, b.n AS r, ${drawnMark} AS rules FROM`;
  if ((records * (records - 1)) / 2 <= 2 * count) {
    return `${select} record a JOIN record b ON a.n < b.n WHERE ${allowed}`;
  }
  const each = Math.max(1, Math.ceil(count / records));
  const step = Math.max(1, Math.floor(records / count));
  const draw = `WITH draw AS MATERIALIZED (SELECT n AS x, (hash(n * 31 + i) % ${records})::INTEGER AS y FROM record, range(${each}) t(i) WHERE n % ${step} = 0)`;
  return `${draw} ${select} draw JOIN record a ON a.n = draw.x JOIN record b ON b.n = draw.y WHERE a.n <> b.n AND ${allowed}`;
}

/** More records than this of one surname and place are a place's fault, such as a default postcode, and no household. */
const largestHousehold = 50;

/**
 * SQL of the pairs (l, r, rules) of equal surname and equal postcode or street, whatever else they say, of one surname in
 * `step`; null where there is no such field. They show what relatives are like, which no rule need propose.
 */
export function householdSql(
  fields: readonly Field[],
  step: number,
  mode: Mode,
  neverDuplicates: readonly number[],
): string | null {
  const family = fields.findIndex(({ kind }) => kind === 'surname');
  const places = fields.flatMap(({ kind }, f) => (kind === 'postcode' || kind === 'street' ? [f] : []));
  if (family < 0 || places.length === 0) return null;
  const allowed = allowedSql(mode, neverDuplicates);
  const each = places.map((place) => {
    const block = `SELECT f${family} AS family, f${place} AS place FROM record WHERE f${family} > 0 AND f${place} > 0 AND hash(f${family}) % ${step} = 0 GROUP BY ALL HAVING count(*) BETWEEN 2 AND ${largestHousehold}`;
    return `SELECT a.n AS l, b.n AS r, ${householdMark} AS rules FROM (${block}) JOIN record a ON a.f${family} = family AND a.f${place} = place JOIN record b ON b.f${family} = family AND b.f${place} = place AND a.n < b.n WHERE ${allowed}`;
  });
  return each.join(' UNION ');
}

/** SQL of the code of one field of a pair, from `a<f>` and `b<f>` with their value rows x<f> and y<f>. */
function codeSql(fields: readonly Field[], f: number, band: number): string {
  const field = fields[f];
  if (field === undefined) throw new RangeError(`There is no field ${f}.`);
  const { comparison } = field;
  const swap = swapSql(fields);
  const own = swap !== null && fields.findIndex(({ kind }) => kind === 'given-name') === f;
  const family = swap !== null && fields.findIndex(({ kind }) => kind === 'surname') === f;
  const missing = `WHEN a${f} = 0 OR b${f} = 0 THEN 0`;
  const equal = countsValues(field)
    ? `WHEN a${f} = b${f} THEN CASE ${bandLimits.map((limit, i) => `WHEN x${f}_held <= ${limit * band} THEN ${i === 0 ? 1 : commoner + i - 1}`).join(' ')} ELSE ${commoner + bandLimits.length - 1} END`
    : `WHEN a${f} = b${f} THEN 1`;
  const tests = comparison.tests.map(
    ([name, test]) => `WHEN ${test.sql(`x${f}`, `y${f}`)} THEN ${levelOf(comparison, name) + 1}`,
  );
  const swapped = own ? `WHEN ${swap} THEN ${levelOf(comparison, 'swapped') + 1}` : '';
  const counted = family ? `WHEN ${swap} THEN 0` : '';
  return `CASE ${missing} ${equal} ${swapped}${counted} ${tests.join(' ')} ELSE ${comparison.levels.length} END`;
}

/** SQL that is true when given name and surname stand the other way round in the other record; null without both. */
function swapSql(fields: readonly Field[]): string | null {
  const g = fields.findIndex(({ kind }) => kind === 'given-name');
  const s = fields.findIndex(({ kind }) => kind === 'surname');
  if (g < 0 || s < 0) return null;
  return `(x${g}_text <> '' AND y${g}_text <> '' AND x${g}_text <> y${g}_text AND x${g}_text = y${s}_text AND x${s}_text = y${g}_text)`;
}

/**
 * SQL of a table of pairs (see `withCodes`) compared: l, r, rules, within, pattern, and for each field that counts values `h<f>`, how many records hold the
 * commoner of the two. `usual` is how many records hold a value on average, for the bands.
 */
export function comparedSql(fields: readonly Field[], pairs: string, usual: readonly number[]): string {
  const joins = fields.map(
    (_, f) => `JOIN value${f} x${f} ON p.a${f} = x${f}.code JOIN value${f} y${f} ON p.b${f} = y${f}.code`,
  );
  const held = fields.flatMap((field, f) =>
    countsValues(field) ? [`, greatest(x${f}_held, y${f}_held) AS h${f}`] : [],
  );
  const pattern = fields
    .map((_, f) => `(${codeSql(fields, f, usual[f] ?? 1)})::BIGINT * ${2n ** BigInt(bits * f)}`)
    .join(' + ');
  const similarities = fields.map(
    (_, f) =>
      `, CASE WHEN p.a${f} <> p.b${f} AND p.a${f} <> 0 AND p.b${f} <> 0 THEN jaro_winkler_similarity(x${f}.text, y${f}.text) ELSE 1 END AS ${similarityColumn(`x${f}`, `y${f}`)}`,
  );
  const rows = fields.map(({ comparison }, f) => {
    const names = ['text', 'held', ...comparison.features.map(({ name }) => name)];
    return names.map((name) => {
      const column = name === 'text' || name === 'held' ? name : `x_${name}`;
      return `, x${f}.${column} AS x${f}_${name}, y${f}.${column} AS y${f}_${name}`;
    });
  });
  return `SELECT l, r, rules, within, ${pattern} AS pattern${held.join('')} FROM (SELECT p.*${rows.flat(2).join('')}${similarities.join('')} FROM ${pairs} p ${joins.join(' ')})`;
}

/** SQL of one field's code in a pattern. */
export const codeIn = (f: number) => `((pattern >> ${bits * f}) & ${2 ** bits - 1})::INTEGER`;
