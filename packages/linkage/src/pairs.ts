import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { hashJoins, hashSql, keySql, type Rule } from './rules.ts';

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
 * Makes `candidate` (l, r, rules): every pair that a rule proposes, once, l < r, with a bit for each rule that does; and beside
 * them the pairs of `others` (SQL of l, r, rules). With `apart`, pairs in the table of that name are left out.
 */
export async function findCandidates(
  engine: Engine,
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
  await engine.run(`CREATE TABLE candidate AS ${apart ? openSql(all) : all}`);
}

/** SQL of the pairs (l, r, rules) that are not in the table `apart`. */
export const openSql = (pairs: string) =>
  `SELECT * FROM (${pairs}) q WHERE NOT EXISTS (SELECT 1 FROM apart WHERE apart.l = least(q.l, q.r) AND apart.r = greatest(q.l, q.r))`;

/** SQL of pairs (l, r, rules) with both records' codes (a0…, b0…) and whether both are of one source (within). */
export function withCodes(fields: readonly Field[], pairs: string): string {
  const codes = fields.map((_, f) => `a.f${f} AS a${f}, b.f${f} AS b${f}`).join(', ');
  return `SELECT p.l, p.r, p.rules, a.source = b.source AS within, ${codes} FROM (${pairs}) p JOIN record a ON a.n = p.l JOIN record b ON b.n = p.r`;
}

/** A file of a few records fewer than the pairs wanted draws one for each, and not two. */
const aboutAsMany = 0.05;

/** SQL of pairs (l, r, rules) drawn without regard to any rule: about `count` or all there are, whichever is less. */
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
  const each = Math.max(1, Math.ceil(count / records - aboutAsMany));
  const step = Math.max(1, Math.floor(records / count));
  const draw = `SELECT source, n, (hash(n * 31 + i) % ${records})::INTEGER AS other FROM record, range(${each}) t(i) WHERE n % ${step} = 0`;
  return `${select} record b JOIN (${draw}) a ON b.n = a.other WHERE a.n <> b.n AND ${allowed}`;
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
    const block = `SELECT n, source, f${family} AS family, f${place} AS place FROM record WHERE f${family} > 0 AND f${place} > 0 AND hash(f${family}) % ${step} = 0 QUALIFY count(*) OVER (PARTITION BY f${family}, f${place}) BETWEEN 2 AND ${largestHousehold}`;
    return `SELECT a.n AS l, b.n AS r, ${householdMark} AS rules FROM (${block}) a JOIN (${block}) b ON a.family = b.family AND a.place = b.place AND a.n < b.n WHERE ${allowed}`;
  });
  return each.join(' UNION ');
}

/** SQL of one field's code in a pattern. */
export const codeIn = (f: number) => `((pattern >> ${bits * f}) & ${2 ** bits - 1})::INTEGER`;
