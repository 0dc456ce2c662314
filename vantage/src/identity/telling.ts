import type { Link, Reason } from './model.ts';

/** Why two numbers are held to be one person, for a page: what was compared, and how strongly it speaks. */
export type ToldReason = { words: string; speaks: string };

/** Of a value that fewer than one in so many bear it is said that it is uncommon. */
const uncommonBelow = 1 / 1000;

/**
 * The reasons of a link in words. Weights and frequencies are worked out over everybody, hidden people too, so that no
 * number of them is told; and where the reader may not see the other number, none are: that there is one would say that
 * another agency knows the person.
 * @param seen Links of the same person that the reader may see.
 */
export function reasonsInWords(link: Link, seen: readonly Link[]): ToldReason[] {
  const other = link.reasons[0]?.number;
  if (!other || !seen.some((one) => one.agency === other.agency && one.localId === other.localId)) return [];
  return link.reasons.slice(1).map((reason) => ({ words: plain(reason.words), speaks: strength(reason) }));
}

function plain(words: string): string {
  return words.replace(/\(held by ([\d,]+) of ([\d,]+)\)/, (_, held: string, all: string) =>
    count(held) / count(all) < uncommonBelow ? '(an uncommon value)' : '(a common value)',
  );
}

const count = (digits: string) => Number(digits.replaceAll(',', ''));

/** Weights are in bits: each doubles the odds that it is one person. */
function strength({ weight }: Reason): string {
  const how = Math.abs(weight) >= 6 ? 'strongly ' : '';
  if (weight >= 0.5) return `${how}for one person`;
  return weight <= -0.5 ? `${how}against` : 'says little';
}
