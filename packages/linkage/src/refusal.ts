import type { Field } from './fields.ts';
import { levelOf } from './fields.ts';
import { levelBetween, valueFrom } from './values.ts';

/** What is known of a record for telling whether groups may be one. `born` is '' where no birth date is stated. */
export type Member = { source: number; born: string };

/** The date that most of a group state, when at least two do and no other is stated as often; else ''. */
function attested(group: readonly Member[]): string {
  const counts = new Map<string, number>();
  for (const { born } of group) if (born !== '') counts.set(born, (counts.get(born) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first === undefined || first[1] < 2 || first[1] === second?.[1] ? '' : first[0];
}

/**
 * Says whether two groups of records must not become one: a source in which nobody appears twice (`closed`) is in both,
 * or each has a birth date of its own that two of its records state.
 */
export function refuses(
  date: Field | undefined,
  closed: (source: number) => boolean,
  one: readonly Member[],
  other: readonly Member[],
): boolean {
  const sources = new Set(one.map(({ source }) => source));
  if (other.some(({ source }) => sources.has(source) && closed(source))) return true;
  const [a, b] = [attested(one), attested(other)];
  if (date === undefined || a === '' || b === '') return false;
  const level = levelBetween(date, valueFrom(date, a, 1), valueFrom(date, b, 1));
  return level !== 0 && level !== levelOf(date.comparison, 'default day');
}
