import { comparedSql } from './compare.ts';
import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import type { Guard } from './guards.ts';
import type { Model } from './model.ts';
import { usualHeld, withCodes } from './pairs.ts';
import { priorBits } from './score.ts';
import { scorePairs } from './scoring.ts';

/** A pair that somebody decided, by record number, l < r. */
export type Judged = readonly [l: number, r: number, onePerson: boolean];

/** How far the odds are believed to be off before anybody has decided anything: one standard deviation, in bits. */
const doubt = 2;

/**
 * How far log odds, in bits, are off, judging by pairs that people decided: the most probable shift when it is believed to
 * be 0 give or take two bits, so that one or two answers move little. Pairs that are certain either way teach nothing.
 */
export function shiftOf(pairs: readonly { bits: number; onePerson: boolean }[]): number {
  let [low, high] = [-20, 20];
  const nat = Math.LN2;
  for (let i = 0; i < 60; i++) {
    const shift = (low + high) / 2;
    let slope = -shift / doubt ** 2;
    for (const { bits, onePerson } of pairs)
      slope += nat * ((onePerson ? 1 : 0) - 1 / (1 + 2 ** -(bits + shift)));
    if (slope > 0) low = shift;
    else high = shift;
  }
  return (low + high) / 2;
}

/** The prior of a model whose log odds are shifted by so many bits. */
export function shifted({ prior, relatives }: Pick<Model, 'prior' | 'relatives'>, bits: number): number {
  const odds = 2 ** (priorBits({ prior, relatives }) + bits);
  return ((1 - relatives) * odds) / (1 + odds);
}

/**
 * The chance that two records are one person, moved by what people decided of pairs that a rule did not settle already. Which
 * pairs they were asked of does not matter, as long as they were chosen by how they compare.
 */
export async function taughtPrior(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  judged: readonly Judged[],
): Promise<number> {
  if (judged.length === 0) return model.prior;
  await engine.create('judged', {
    l: { type: 'integer', values: judged.map(([l]) => l) },
    r: { type: 'integer', values: judged.map(([, r]) => r) },
    rules: { type: 'integer', values: judged.map(([, , one]) => (one ? 1 : 0)) },
  });
  const usual = model.fields.map(usualHeld);
  await engine.run(`CREATE TABLE judged_pair AS ${withCodes(fields, 'SELECT DISTINCT * FROM judged')}`);
  await engine.run(`CREATE TABLE judged_compared AS ${comparedSql(fields, 'judged_pair', usual)}`);
  await scorePairs(engine, fields, model, guard, 0, 'judged_compared', 'judged_scored');
  const [weight = [], one = []] = await engine.numbers(
    'SELECT weight, rules::INTEGER FROM judged_scored WHERE NOT held ORDER BY l, r',
  );
  for (const table of ['judged', 'judged_pair', 'judged_compared', 'judged_scored']) {
    await engine.run(`DROP TABLE ${table}`);
  }
  const prior = priorBits(model);
  const pairs = Array.from(weight, (bits, i) => ({ bits: prior + bits, onePerson: one[i] === 1 }));
  return shifted(model, shiftOf(pairs));
}
