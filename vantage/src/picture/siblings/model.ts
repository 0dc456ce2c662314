/** Brothers and sisters of a family: who they are to each other, and where what is known of them differs. */
import { daysBetween } from '../../platform/index.ts';

/** Rules by which brothers and sisters stand side by side, in plain words. Each id stands in docs/rules.md. */
export const siblingRules = {
  'who-are-siblings':
    'Side by side stand the children of the family, but for whoever is a parent of one of them and no brother or sister of another, and whoever else belongs to it and is stated as a brother or sister of one of them, or as a child of a parent of one of them, however old and wherever they live. Those in other families stand below, where the reader may see them there.',
  'full-half-step':
    'Two with the same two stated parents are brothers or sisters; with one in common and another each, half-brothers or half-sisters; with one in common where the other is not stated of one of them, it is said that this is not recorded. Where only a parent of one is or was a partner of a parent of the other, they are step-brothers or step-sisters. Where no parent is stated, what agencies state of the two is said.',
  twins:
    'Two who were born on one day, and of whom one mother is stated, are told as twins: a mother is a stated parent who is not recorded as male.',
  'seen-alone':
    'Last seen alone is the newest day on which a visit under a plan says so, or a visit that was written down here names the child as seen alone. Where no such record can be seen, that is said; it does not say that nobody saw them.',
  'seen-apart':
    'It is told where one was seen alone and of another no record says so, or where the last days lie more than six weeks apart.',
  'of-some':
    'It is told where a plan, a kind of help or a spell of care goes on for some of the children and not for others, where they live apart, and where the words of some alone are recorded. The grown and the unborn are left out of it.',
} as const;

/** Days after which it is told that one was seen alone and another was not since. */
const apart = 42;

export type Stated = { personId: string; otherId: string; kind: string };

/** How two are related, by rule full-half-step. */
export type Between = 'full' | 'half' | 'one-parent' | 'step' | 'stated' | null;

const partners: ReadonlySet<string> = new Set(['partner', 'former-partner']);

export function betweenOf(a: string, b: string, stated: readonly Stated[]): Between {
  const parentsOf = (child: string) =>
    new Set(
      stated.flatMap(({ personId, otherId, kind }) =>
        kind === 'parent' && otherId === child ? [personId] : [],
      ),
    );
  const [own, theirs] = [parentsOf(a), parentsOf(b)];
  const common = own.intersection(theirs);
  if (common.size >= 2) return 'full';
  if (common.size === 1) return own.size > 1 && theirs.size > 1 ? 'half' : 'one-parent';
  const isStep = stated.some(
    ({ personId, otherId, kind }) =>
      partners.has(kind) &&
      ((own.has(personId) && theirs.has(otherId)) || (own.has(otherId) && theirs.has(personId))),
  );
  if (isStep) return 'step';
  const isStated = stated.some(
    ({ personId, otherId, kind }) =>
      kind === 'sibling' && ((personId === a && otherId === b) || (personId === b && otherId === a)),
  );
  return isStated ? 'stated' : null;
}

/** Rule twins, of what is known of their birth dates and their parents’ sex. */
export function areTwins(
  [a, b]: readonly [string, string],
  stated: readonly Stated[],
  { bornOn, isMale }: { bornOn(personId: string): string | null; isMale(personId: string): boolean },
): boolean {
  const born = bornOn(a);
  if (a === b || born === null || born !== bornOn(b)) return false;
  const mothersOf = (child: string) =>
    stated.flatMap(({ personId, otherId, kind }) =>
      kind === 'parent' && otherId === child && !isMale(personId) ? [personId] : [],
    );
  const mothers = mothersOf(a);
  return mothersOf(b).some((one) => mothers.includes(one));
}

/** Rule who-are-siblings: the children first, then the others. */
export function siblingsAmong(
  children: readonly string[],
  others: readonly string[],
  stated: readonly Stated[],
): string[] {
  const isParent = (one: string) =>
    stated.some(
      ({ kind, personId, otherId }) =>
        kind === 'parent' && personId === one && otherId !== one && children.includes(otherId),
    );
  const isSibling = (one: string) =>
    children.some((other) => {
      const between = one === other ? null : betweenOf(one, other, stated);
      return between !== null && between !== 'step';
    });
  const own = children.filter((one) => !isParent(one) || isSibling(one));
  const related = others.filter((one) =>
    own.some((child) => {
      const between = betweenOf(one, child, stated);
      return between !== null && between !== 'step';
    }),
  );
  return [...own, ...related];
}

/** When somebody was seen alone, by whom, and what it opens to. */
export type Sighting = { on: string; by: string; href: string };

/** What stands side by side of one of them, as far as differences need it. */
export type Compared = {
  name: string;
  /** Whether differences are told of them: a child who is born and not grown. */
  counts: boolean;
  home: string | null;
  seenAlone: Sighting | null;
  spells: readonly string[];
  hasSpoken: boolean;
};

/** Rules seen-apart and of-some, as sentences. `day` writes a day; `list` a list of names. */
export function differencesBetween(
  all: readonly Compared[],
  { day, list }: { day(on: string): string; list(names: readonly string[]): string },
): string[] {
  const compared = all.filter(({ counts }) => counts);
  if (compared.length < 2) return [];
  const names = (of: readonly Compared[]) => list(of.map(({ name }) => name));
  const told: string[] = [];
  const seen = compared.filter(({ seenAlone }) => seenAlone !== null);
  const unseen = compared.filter(({ seenAlone }) => seenAlone === null);
  if (seen.length > 0 && unseen.length > 0)
    told.push(
      `Seen alone: ${seen.map((one) => `${one.name} on ${day(one.seenAlone?.on ?? '')}`).join(', ')}. Of ${names(unseen)} no record that you may see says so.`,
    );
  else if (seen.length > 1) {
    const sorted = [...seen].sort((a, b) => ((a.seenAlone?.on ?? '') < (b.seenAlone?.on ?? '') ? 1 : -1));
    const [newest, oldest] = [sorted[0], sorted.at(-1)];
    if (
      newest?.seenAlone &&
      oldest?.seenAlone &&
      daysBetween(oldest.seenAlone.on, newest.seenAlone.on) > apart
    )
      told.push(
        `${newest.name} was seen alone on ${day(newest.seenAlone.on)}, ${oldest.name} last on ${day(oldest.seenAlone.on)}.`,
      );
  }
  const homes = Map.groupBy(
    compared.filter(({ home }) => home !== null),
    ({ home }) => home,
  );
  if (homes.size > 1) told.push(`They live apart: ${[...homes.values()].map(names).join('; ')}.`);
  for (const spell of new Set(compared.flatMap(({ spells }) => spells))) {
    const those = compared.filter(({ spells }) => spells.includes(spell));
    const rest = compared.filter(({ spells }) => !spells.includes(spell));
    if (rest.length > 0) told.push(`${spell}: ${names(those)}, and not ${names(rest)}.`);
  }
  const silent = compared.filter(({ hasSpoken }) => !hasSpoken);
  if (silent.length > 0 && silent.length < compared.length)
    told.push(
      `Words of ${names(compared.filter(({ hasSpoken }) => hasSpoken))} are here, and none of ${names(silent)} that you may read.`,
    );
  return told;
}
