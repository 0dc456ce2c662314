import type { Field } from './fields.ts';
import { levelOf } from './fields.ts';
import { equalCode } from './pairs.ts';
import type { Value } from './twin.ts';

/** Reads what was typed as the field's kind; null where it says nothing. `heldBy` tells how many records hold a text. */
export function readValue(
  field: Pick<Field, 'comparison'>,
  typed: string,
  heldBy: (text: string) => number,
): Value | null {
  let text = typed;
  for (const stage of field.comparison.prepare) text = stage.js(text);
  return text === '' ? null : valueFrom(field, text, heldBy(text));
}

/** A value from its prepared text. */
export function valueFrom({ comparison }: Pick<Field, 'comparison'>, text: string, held: number): Value {
  const features: Record<string, string> = {};
  for (const { name, from, step } of comparison.features) {
    features[name] = step.js(from === 'text' ? text : (features[from] ?? ''));
  }
  return { text, held, features };
}

/** Level of two values of a field, by number; the names swapped are not looked for. */
export function levelBetween({ comparison }: Pick<Field, 'comparison'>, a: Value, b: Value): number {
  if (a.text === b.text) return 0;
  for (const [name, test] of comparison.tests) if (test.js(a, b)) return levelOf(comparison, name);
  return comparison.levels.length - 1;
}

/** True when given name and surname, both stated, stand the other way round in the other record. */
function areSwapped(
  fields: readonly Field[],
  a: readonly (Value | null)[],
  b: readonly (Value | null)[],
): boolean {
  const g = fields.findIndex(({ kind }) => kind === 'given-name');
  const s = fields.findIndex(({ kind }) => kind === 'surname');
  const [given, other] = [a[g]?.text, b[g]?.text];
  if (given === undefined || other === undefined || given === other) return false;
  return given === b[s]?.text && other === a[s]?.text;
}

/**
 * Codes of a pair (see `pairs.ts`) and how many records hold the rarer of each field's two values. `usual` is how many
 * hold a value of each field on average.
 */
export function comparePair(
  fields: readonly Field[],
  a: readonly (Value | null)[],
  b: readonly (Value | null)[],
  usual: readonly number[],
): { codes: number[]; held: number[] } {
  const swapped = areSwapped(fields, a, b);
  const given = fields.findIndex(({ kind }) => kind === 'given-name');
  const family = fields.findIndex(({ kind }) => kind === 'surname');
  const codes = fields.map((field, f) => {
    const [one, other] = [a[f] ?? null, b[f] ?? null];
    if (one === null || other === null) return 0;
    if (swapped && f === given) return levelOf(field.comparison, 'swapped') + 1;
    if (swapped && f === family) return 0;
    const level = levelBetween(field, one, other);
    return level === 0 ? equalCode(field, one.held, usual[f] ?? 1) : level + 1;
  });
  return { codes, held: fields.map((_, f) => Math.min(a[f]?.held ?? 0, b[f]?.held ?? 0)) };
}
