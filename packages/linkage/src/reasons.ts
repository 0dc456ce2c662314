import type { PairLevel } from './words.ts';

/** Why a pair is linked or not, in a sentence or three. */
export function sentence(
  levels: readonly PairLevel[],
  linked: boolean,
  together: boolean,
  held: string | null,
  probability: number,
): string {
  const by = (sign: number) =>
    [...levels]
      .filter(({ weight }) => sign * weight > 0.5)
      .sort((a, b) => sign * (b.weight - a.weight))
      .slice(0, 3)
      .map(({ words }) => words.replace(/ \(held by .*/, '').toLowerCase());
  const [speaksFor, against] = [by(1).join(', '), by(-1).join(', ')];
  const said = `${speaksFor === '' ? 'Nothing speaks for one person' : `For one person: ${speaksFor}`}${against === '' ? '.' : `. Against: ${against}.`}`;
  const chance = `The chance that they are one person is ${(100 * probability).toFixed(probability > 0.99 ? 2 : 0)} in 100.`;
  if (held !== null) return `Kept apart. ${held} ${said}`;
  if (linked)
    return `${together ? 'Linked' : 'Enough for a link, but their clusters disagree'}. ${said} ${chance}`;
  return `${together ? 'Not linked by themselves, but together through others' : 'Not linked'}. ${said} ${chance}`;
}

/** What would change the answer. `threshold` and `weight` are in bits. */
export function change(
  levels: readonly PairLevel[],
  weight: number,
  threshold: number,
  held: string | null,
): string {
  if (held !== null) return 'An identifier that both state and that agrees, or a decision by a person.';
  const distance = threshold - weight;
  if (distance <= 0) {
    const enough = levels.filter(({ weight: each }) => each > -distance).map(({ field }) => field);
    return enough.length === 0
      ? `No single field: it has ${(-distance).toFixed(1)} bits to spare.`
      : `Without ${enough.join(' or ')} it would not be linked.`;
  }
  const worst = levels.filter(({ weight: each }) => -each >= distance).map(({ field }) => field);
  const missing = `It lacks ${distance.toFixed(1)} bits`;
  return worst.length === 0
    ? `${missing}; no single disagreement makes up for that.`
    : `${missing}; it would be linked but for ${worst.join(' or ')}.`;
}
