import type { Engine } from './engine.ts';
import type { Model } from './model.ts';

/** No pair less probable than this is linked, however sure the others are: the mean would hide it. */
export const leastProbable = (precision: number) => Math.min(0.5, precision);

/** Pairs of about one weight: the least of their weights, how many, and how many are expected to be right. */
export type Step = { weight: number; pairs: number; right: number };

/** The lowest weight from which pairs are expected to be right as often as `precision` asks, and how often that is. */
export function lowestWeight(
  steps: readonly Step[],
  precision: number,
): { weight: number; expected: number } | null {
  let [pairs, right] = [0, 0];
  let chosen: { weight: number; expected: number } | null = null;
  for (const step of [...steps].sort((a, b) => b.weight - a.weight)) {
    pairs += step.pairs;
    right += step.right;
    if (right / pairs >= precision) chosen = { weight: step.weight, expected: right / pairs };
  }
  return chosen;
}

/** Probabilities are summed as whole numbers of this part of one, so that the order of the pairs makes no difference. */
const whole = 2 ** 40;

/** Chooses the threshold over `scored`. Where no pair is good enough, none is linked. */
export async function chooseThreshold(
  engine: Engine,
  { precision }: Model,
): Promise<{ weight: number; expected: number }> {
  const rows = await engine.rows(
    `SELECT min(weight) AS weight, count(*) AS pairs, sum(round(probability * ${whole})::BIGINT) AS "right" FROM scored WHERE NOT held AND probability >= ${leastProbable(precision)} GROUP BY floor(weight * 16)`,
  );
  const steps = rows.map(({ weight, pairs, right }) => ({
    weight: Number(weight),
    pairs: Number(pairs),
    right: Number(right) / whole,
  }));
  return lowestWeight(steps, precision) ?? { weight: 10_000, expected: 1 };
}
