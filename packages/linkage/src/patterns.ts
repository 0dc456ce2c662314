import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { codeIn, levelIn } from './pairs.ts';

/** Distinct patterns of pairs: each field's code in a row, the rules that proposed them as bits, and how many there are. */
export type Patterns = {
  width: number;
  codes: Uint8Array;
  rules: Int32Array;
  counts: Float64Array;
};

export const noPatterns = (width: number): Patterns => ({
  width,
  codes: new Uint8Array(),
  rules: new Int32Array(),
  counts: new Float64Array(),
});

/** Gathers the patterns of a table of compared pairs. */
export async function gather(engine: Engine, fields: readonly Field[], table: string): Promise<Patterns> {
  const width = fields.length;
  const each = fields.map((_, f) => codeIn(f)).join(', ');
  const [rules, counts, ...columns] = await engine.numbers(
    `SELECT rules::INTEGER, held::DOUBLE, ${each} FROM (SELECT rules, pattern, count(*) AS held FROM ${table} GROUP BY ALL) ORDER BY ALL`,
  );
  const size = counts?.length ?? 0;
  const codes = new Uint8Array(size * width);
  columns.forEach((column, f) => {
    for (let p = 0; p < size; p++) codes[p * width + f] = column[p] ?? 0;
  });
  return { width, codes, rules: Int32Array.from(rules ?? []), counts: counts ?? new Float64Array() };
}

/**
 * 1 for each field of a pattern of which another field of the same matter, more telling, already agrees; else 0.
 * `codes` are one pattern's.
 */
export function alreadySaid(fields: readonly Field[], codes: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(fields, ({ after }) =>
    after.some((g) => agrees(fields[g], codes[g] ?? 0)) ? 1 : 0,
  );
}

/** True of a code that speaks for one person. */
export function agrees(field: Field | undefined, code: number): boolean {
  const level = levelIn(code);
  const sense = level === null ? undefined : field?.comparison.levels[level]?.sense;
  return sense === 'same' || sense === 'near';
}
