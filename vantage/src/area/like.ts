/**
 * Families like one another, counted: how many stood in each of the fixed groups on the last day of a financial year,
 * which services worked with them in the year after, and what followed in it.
 */
import {
  catalogue,
  familiesInNeed,
  isWritten,
  kindsWithin,
  type LikeBy,
  type LikeCoarse,
  type LikeGroup,
  likeFineness,
  likeGroupOf,
  likeGroupsBy,
  likeHelp,
  likeNeed,
  likeParts,
  likeWithin,
  likeYoungest,
  type NeedId,
  needs,
  openingsOf,
  openPersons,
} from '../chronology/index.ts';
import { daysOfYear, financialYearOf } from '../costs/index.ts';
import { familiesOf, membersOfFamilies, openingParts } from '../families/index.ts';
import { personsInShort } from '../identity/index.ts';
import { addDays, holds, overlap, type Tx } from '../platform/index.ts';
import type { LikeCounts, LikeList, LikeRow } from './model.ts';
import type { Like, LikeNumbers } from './numbers.ts';
import { roundedPeople } from './rounding.ts';

/** Families of which there must be so many in a group before anything else is told of it. */
export const likeLeast = 15;
/** The greatest number of families that is not shown. */
const few = 5;

/** What may have followed in the year, in words. Each is counted by itself: a family may be in several, or in none. */
export const likeFollowed = {
  care: 'A child came into care',
  protection: 'A child protection plan began',
  referred: 'Somebody of them was referred to social care',
  over: 'At the end of the year the help that they are grouped by no longer went on',
  none: 'At the end of the year none of the kinds of help in these groups went on',
  need: 'At the end of the year records no longer told of what they are grouped by needing',
} as const;
export type LikeFollowed = keyof typeof likeFollowed;
const followedIds = Object.keys(likeFollowed) as LikeFollowed[];

/** Services that work with families over a spell, by what they are called. */
const services = new Map(
  [...catalogue.values()]
    .filter((one) => one.shape === 'involvement' && !isWritten(one.code) && one.service !== 'elsewhere')
    .map((one) => [one.service, one.serviceLabel]),
);

/** The day that families are grouped on, the last of a financial year after which another whole one has passed, and the last day of that. */
export function likeDays(today: string): { on: string; last: string } {
  const [thisYear] = daysOfYear(financialYearOf(today));
  const last = addDays(thisYear, -1);
  const [from] = daysOfYear(financialYearOf(last));
  return { on: addDays(from, -1), last };
}

/** What one family adds to the numbers of the group that it stood in. */
export type LikeFamily = { familyId: string; group: LikeGroup; helped: string[]; followed: LikeFollowed[] };

/** Exact numbers of every group in which there is a family, by the year that `today` is in. */
export async function countLike(tx: Tx, today: string): Promise<LikeNumbers> {
  return sumLike(likeDays(today).on, await likeFamilies(tx, today));
}

/** Adds up what families add. */
export function sumLike(on: string, families: readonly Omit<LikeFamily, 'familyId'>[]): LikeNumbers {
  const groups: LikeNumbers['groups'] = {};
  for (const { group, helped, followed } of families) {
    const counted = groups[group] ?? { families: 0, helped: {}, followed: {} };
    groups[group] = counted;
    counted.families += 1;
    for (const service of helped) counted.helped[service] = (counted.helped[service] ?? 0) + 1;
    for (const one of followed) counted.followed[one] = (counted.followed[one] ?? 0) + 1;
  }
  return { on, groups };
}

/** What each family adds that stands in a group, by the year that `today` is in; of some families only where these are named. */
export async function likeFamilies(
  tx: Tx,
  today: string,
  among?: ReadonlySet<string>,
): Promise<LikeFamily[]> {
  const { on, last } = likeDays(today);
  const allNeeds = Object.keys(needs) as NeedId[];
  const theirs = among && (await membersOfFamilies(tx, [...among], openingParts));
  const some = theirs && [...new Set(theirs.map((one) => one.personId))];
  const open = await familiesOf(tx, await openPersons(tx, on, some));
  const ids = open.filter((one) => openingParts.has(one.part) && holds(one.happened, on));
  const wanted = new Set(ids.map((one) => one.familyId));
  const places = await membersOfFamilies(tx, [...(among ? wanted.intersection(among) : wanted)]);
  const persons = [...new Set(places.map((one) => one.personId))];
  const [inShort, openings, began, needsOn, needsLast] = [
    await personsInShort(tx, persons),
    await openingsOf(tx, persons),
    await kindsWithin(tx, persons, { from: addDays(on, 1), last }),
    await familiesInNeed(tx, allNeeds, on, persons),
    await familiesInNeed(tx, allNeeds, last, persons),
  ];
  const born = new Map(
    inShort.map((one) => [one.personId, { born: one.birthDate, died: one.deathDate }] as const),
  );
  const reasonsOf = Map.groupBy(openings, (one) => one.personId);
  const kindsOf = Map.groupBy(began, (one) => one.personId);
  const year = { from: addDays(on, 1), to: addDays(last, 1) };
  const families: LikeFamily[] = [];
  for (const [familyId, own] of Map.groupBy(places, (one) => one.familyId)) {
    const reasonsOn = (day: string) =>
      own
        .filter((one) => openingParts.has(one.part) && holds(one.happened, day))
        .flatMap((one) => reasonsOf.get(one.personId) ?? []);
    const membersOn = own
      .filter((one) => holds(one.happened, on))
      .map((one) => born.get(one.personId) ?? { born: null, died: null });
    const group = likeGroupOf(
      { reasons: reasonsOn(on), members: membersOn, needs: needsOn.get(familyId) ?? new Set() },
      on,
    );
    if (group === undefined) continue;
    const during = [
      ...new Set(own.filter((one) => overlap(one.happened, year)).map((one) => one.personId)),
    ].flatMap((personId) => kindsOf.get(personId) ?? []);
    const going = new Set<string>(
      reasonsOn(last).flatMap((one) => (holds(one.happened, last) ? one.reason : [])),
    );
    const { help, need } = likeParts(group);
    const goesOn = (reasons: readonly string[]) => reasons.some((reason) => going.has(reason));
    const isTrue: Record<LikeFollowed, boolean> = {
      care: during.some((one) => one.kind === 'in-care' && one.began),
      protection: during.some((one) => one.kind === 'cp-plan' && one.began),
      referred: during.some((one) => one.kind === 'referral' && one.began),
      over: !goesOn(likeHelp[help].reasons),
      none: !Object.values(likeHelp).some(({ reasons }) => goesOn(reasons)),
      need: !likeNeed[need].needs.some((one) => needsLast.get(familyId)?.has(one)),
    };
    const helped = new Set(
      during.flatMap(({ kind }) => {
        const entry = catalogue.get(kind);
        return entry?.shape === 'involvement' && services.has(entry.service) ? entry.service : [];
      }),
    );
    const followed = followedIds.filter((one) => isTrue[one]);
    families.push({ familyId, group, helped: [...helped].sort(), followed });
  }
  return families;
}

/** By how many of help, age and need an area's families are grouped, by how many there are: the first that fits. */
export const likeSizes: readonly { by: LikeBy; least: number }[] = [
  { by: 3, least: 1_500 },
  { by: 2, least: 300 },
  { by: 1, least: 80 },
  { by: 0, least: 0 },
];

/** By how many of the three this area's groups are: one answer for the whole area, so that no group lies in another. */
export function likeBy({ groups }: LikeNumbers): LikeBy {
  const all = Object.values(groups).reduce((sum, one) => sum + one.families, 0);
  return likeSizes.find(({ least }) => all >= least)?.by ?? 0;
}

/** Exact numbers of a group, coarse or not: those of all that lie in it. */
function exactly({ groups }: LikeNumbers, coarse: LikeCoarse): Like {
  const by = likeFineness(coarse);
  const sum: Like = { families: 0, helped: {}, followed: {} };
  for (const [group, own] of Object.entries(groups) as [LikeGroup, Like][]) {
    if (likeWithin(group, by) !== coarse) continue;
    sum.families += own.families;
    for (const of of ['helped', 'followed'] as const)
      for (const [id, count] of Object.entries(own[of])) sum[of][id] = (sum[of][id] ?? 0) + count;
  }
  return sum;
}

/**
 * What is shown of a group: the same whoever asks and whichever family they come from, but for services that are not
 * named to them. In a small area it is of the coarser group that the asked one lies in; undefined for a group that is
 * coarser than this area's. Every number is to the nearest ten; null stands for 0 to 5, and for all of a group of fewer
 * than 15.
 */
export function likeShown(
  numbers: LikeNumbers,
  asked: LikeCoarse,
  notNamed: ReadonlySet<string> = new Set(),
): Omit<LikeCounts, 'area' | 'standsOn'> | undefined {
  const { on } = numbers;
  const by = likeBy(numbers);
  const group = likeWithin(asked, by);
  if (likeFineness(group) < by) return undefined;
  const exact = exactly(numbers, group);
  const { help, youngest, need } = likeParts(group);
  const enough = exact.families >= likeLeast;
  const row = (id: string, label: string, families = 0): LikeRow => ({
    id,
    label,
    families: families > few ? roundedPeople(families).shown : null,
  });
  return {
    group,
    help: help ? likeHelp[help].label : null,
    youngest: youngest ? likeYoungest[youngest].label : null,
    need: need ? likeNeed[need].label : null,
    on,
    last: daysOfYear(financialYearOf(addDays(on, 1)))[1],
    families: enough ? roundedPeople(exact.families).shown : null,
    helped: enough
      ? [...services]
          .filter(([service]) => !notNamed.has(service))
          .map(([service, label]) => row(service, label, exact.helped[service]))
          .sort((a, b) => (b.families ?? 0) - (a.families ?? 0))
      : [],
    followed: enough
      ? followedIds
          // Of what they are not grouped by it cannot be told whether it went on.
          .filter((one) => (one !== 'over' || help) && (one !== 'need' || (need && need !== 'none')))
          .map((one) => row(one, likeFollowed[one], exact.followed[one]))
      : [],
  };
}

/** Every group of this area in the order of the lists, with how many families are in it as it is shown. */
export function likeList(numbers: LikeNumbers): LikeList['groups'] {
  return likeGroupsBy(likeBy(numbers)).flatMap((one) => {
    const shown = likeShown(numbers, one);
    if (!shown) return [];
    const { group, help, youngest, need, families } = shown;
    return { group, help, youngest, need, families };
  });
}
