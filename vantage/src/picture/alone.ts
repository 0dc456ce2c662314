/** Children at a home at which, by the newest records, no grown person of the family lives. */
import { dayInWords } from '../platform/parts/index.ts';

/** The rule, in plain words. Its id stands in docs/rules.md. */
export const aloneRules = {
  'children-alone':
    'Where everybody of the family whose newest stay that goes on is at one home is under 18, it is said that no grown person lives there by the newest record of each, and since when: from the last day on which the stay of a grown person there ended, or on which they began another one elsewhere. Grown people count whether or not they belong today. A placement away from home has grown people of its own, and whoever’s age is not known may be one.',
} as const;

/** A home, the children who live there, and the first day without a grown person of the family; null where none was recorded there. */
export type ChildrenAlone = { homeId: string; children: string[]; since: string | null };

type Living = { personId: string; age: number | null; homeId: string | null; belongs: boolean };
type Stay = {
  personId: string;
  homeId: string;
  happened: { from: string | null; to: string | null };
  precision: string;
  factId: string | null;
};

const isGrown = ({ age }: Living): boolean => age === null || age >= 18;

/** Rule children-alone, on a day: `living` are those who are alive and born, each at the home of their newest stay that goes on. */
export function childrenAlone(
  living: readonly Living[],
  stays: readonly Stay[],
  on: string,
): ChildrenAlone[] {
  const placements = new Set(stays.flatMap(({ homeId, factId }) => (factId === null ? [] : [homeId])));
  const grown = new Set(living.filter(isGrown).map(({ personId }) => personId));
  const dated = stays.filter(({ personId, precision }) => grown.has(personId) && precision !== 'unknown');
  return [...Map.groupBy(living, ({ homeId }) => homeId)].flatMap(([homeId, own]) => {
    if (homeId === null || placements.has(homeId) || own.some(isGrown)) return [];
    const children = own.flatMap(({ personId, belongs }) => (belongs ? [personId] : []));
    if (children.length === 0) return [];
    const left = dated.filter((stay) => stay.homeId === homeId).flatMap((stay) => leftOn(stay, dated, on));
    return [{ homeId, children, since: left.sort().at(-1) ?? null }];
  });
}

/** The first day without somebody at a home: the stay's end, or the beginning of a later one of theirs elsewhere. */
function leftOn(
  { personId, homeId, happened: { from, to } }: Stay,
  stays: readonly Stay[],
  on: string,
): string[] {
  const later = stays
    .filter((stay) => stay.personId === personId && stay.homeId !== homeId)
    .flatMap(({ happened }) => happened.from ?? [])
    .filter((day) => day > (from ?? '') && day <= on);
  const [first] = [...later, ...(to === null ? [] : [to])].filter((day) => day <= on).sort();
  return first === undefined ? [] : [first];
}

/** "By the newest record of each, no grown person of the family has lived there since 3 May 2026, in what you may see." */
export function aloneInWords({ since }: Pick<ChildrenAlone, 'since'>): string {
  const lives = since === null ? 'lives there' : `has lived there since ${dayInWords(since)}`;
  return `By the newest record of each, no grown person of the family ${lives}, in what you may see.`;
}
