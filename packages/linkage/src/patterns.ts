import type { Engine } from './engine.ts';
import { type Field, levelOf } from './fields.ts';
import { agreed, gainsaid, type Said, unsaid } from './model.ts';
import { codeIn, drawnMark, householdMark, levelIn } from './pairs.ts';

/** Distinct patterns of pairs: each field's code in a row, the rules that proposed them as bits, and how many there are. */
export type Patterns = {
  width: number;
  codes: Uint8Array;
  rules: Int32Array;
  counts: Float64Array;
};

/** Gathers the patterns of `pair`: of what rules found, of what was drawn and of households, the last counted `step` times. */
export async function gather(
  engine: Engine,
  fields: readonly Field[],
  step: number,
): Promise<{ found: Patterns; drawn: Patterns; household: Patterns }> {
  const width = fields.length;
  const each = fields.map((_, f) => codeIn(f)).join(', ');
  const [rules = none, counts = none, ...columns] = await engine.numbers(
    `SELECT rules::INTEGER, held::DOUBLE, ${each} FROM (SELECT rules, pattern, count(*) AS held FROM pair GROUP BY ALL) ORDER BY ALL`,
  );
  const of = (mine: (rule: number) => boolean, times: number): Patterns => {
    const rows = Array.from(rules.keys()).filter((p) => mine(rules[p] ?? 0));
    const codes = new Uint8Array(rows.length * width);
    rows.forEach((p, i) => {
      for (let f = 0; f < width; f++) codes[i * width + f] = columns[f]?.[p] ?? 0;
    });
    return {
      width,
      codes,
      rules: Int32Array.from(rows, (p) => rules[p] ?? 0),
      counts: Float64Array.from(rows, (p) => (counts[p] ?? 0) * times),
    };
  };
  return {
    found: of((rule) => rule > 0, 1),
    drawn: of((rule) => rule === drawnMark, 1),
    household: of((rule) => rule === householdMark, step),
  };
}

const none = new Float64Array();

/** What the more telling fields of its matter say of each field (see `Chances`). `codes` are one pattern's. */
export function alreadySaid(fields: readonly Field[], codes: ArrayLike<number>): Said[] {
  return fields.map(({ after }) => {
    if (after.some((g) => agrees(fields[g], codes[g] ?? 0))) return agreed;
    return after.some((g) => (codes[g] ?? 0) !== 0) ? gainsaid : unsaid;
  });
}

/**
 * Whether each field is stated on both sides: 0 when it is and 1 when it is left out where no more telling field of its matter is
 * stated, 2 and 3 where one is; −1 for a surname that is counted with the given name. `said` is of `alreadySaid`.
 */
export function statedIn(
  fields: readonly Field[],
  codes: ArrayLike<number>,
  said: readonly Said[],
): number[] {
  const swapped = fields.some(
    ({ kind, comparison }, f) =>
      kind === 'given-name' && codes[f] !== 0 && codes[f] === levelOf(comparison, 'swapped') + 1,
  );
  return fields.map(({ kind }, f) => {
    if (swapped && kind === 'surname') return -1;
    return (said[f] === unsaid ? 0 : 2) + (codes[f] === 0 ? 1 : 0);
  });
}

/** True of a code that speaks for one person. */
export function agrees(field: Field | undefined, code: number): boolean {
  const level = levelIn(code);
  const sense = level === null ? undefined : field?.comparison.levels[level]?.sense;
  return sense === 'same' || sense === 'near';
}
