/**
 * The groups in which families are counted as being like one another: few, coarse and fixed, so that nobody can put
 * together a group of their own. Each family that is being helped is in one at most, by what somebody may see of it.
 * Data, reviewed like code.
 */
import { addMonths, holds, type Span } from '../platform/index.ts';
import type { NeedId } from './need-rules.ts';

/** Kinds of help, by the listed reasons of a picture that go on. A family with several is counted in the first. */
export const likeHelp = {
  care: { label: 'A child in care', reasons: ['in-care'] },
  protection: {
    label: 'A child protection plan, or an enquiry into one',
    reasons: ['protection-plan', 'protection-conference', 'protection-enquiry'],
  },
  'in-need': { label: 'A child in need plan', reasons: ['child-in-need-plan'] },
  early: { label: 'Early help, or work with youth justice', reasons: ['help-agreed', 'youth-justice'] },
} as const;
export type LikeHelp = keyof typeof likeHelp;

/** Ages of the youngest child, from and under so many years. */
export const likeYoungest = {
  'under-5': { label: 'under 5', under: 5 },
  '5-to-10': { label: '5 to 10', under: 11 },
  '11-to-17': { label: '11 to 17', under: 18 },
} as const;
export type LikeYoungest = keyof typeof likeYoungest;

/** What records tell of a family's needs. A family with several is counted in the first; nothing else is in the order. */
export const likeNeed = {
  'domestic-abuse': { label: 'Domestic abuse', needs: ['domestic-abuse'] },
  health: { label: 'Health, drink or drugs', needs: ['health', 'substances'] },
  daily: {
    label: 'School, home, money, getting on, trouble or safety',
    needs: ['learning', 'early-years', 'relationships', 'crime', 'home', 'money', 'safety'],
  },
  none: { label: 'None of the ten headline needs told of', needs: [] },
} as const satisfies Record<string, { label: string; needs: readonly NeedId[] }>;
export type LikeNeed = keyof typeof likeNeed;

/** A group: `in-need.5-to-10.health`. */
export type LikeGroup = `${LikeHelp}.${LikeYoungest}.${LikeNeed}`;

const keys = <T extends object>(of: T) => Object.keys(of) as (keyof T & string)[];

/** Every group there is, in the order of the lists. */
export const likeGroups: readonly LikeGroup[] = keys(likeHelp).flatMap((help) =>
  keys(likeYoungest).flatMap((youngest) =>
    keys(likeNeed).map((need): LikeGroup => `${help}.${youngest}.${need}`),
  ),
);

/** A group by fewer of the three, for areas too small for all of them: `in-need.5-to-10`, `in-need`, or `any` of all. */
export type LikeCoarse = LikeGroup | `${LikeHelp}.${LikeYoungest}` | LikeHelp | 'any';

/** By how many of help, age and need families are grouped. */
export type LikeBy = 0 | 1 | 2 | 3;

/** The group by the first so many of the three that a group is part of. */
export const likeWithin = (group: LikeCoarse, by: LikeBy): LikeCoarse =>
  (by === 0 || group === 'any' ? 'any' : group.split('.').slice(0, by).join('.')) as LikeCoarse;

/** By how many of the three a group is. */
export const likeFineness = (group: LikeCoarse): LikeBy =>
  group === 'any' ? 0 : (group.split('.').length as LikeBy);

/** Every group by so many of the three, in the order of the lists. */
export const likeGroupsBy = (by: LikeBy): LikeCoarse[] => [
  ...new Set(likeGroups.map((group) => likeWithin(group, by))),
];

/** Those of the three that a group is by. */
export function likeParts(group: LikeGroup): { help: LikeHelp; youngest: LikeYoungest; need: LikeNeed };
export function likeParts(group: LikeCoarse): { help?: LikeHelp; youngest?: LikeYoungest; need?: LikeNeed };
export function likeParts(group: LikeCoarse) {
  if (group === 'any') return {};
  const [help, youngest, need] = group.split('.') as [LikeHelp, LikeYoungest?, LikeNeed?];
  return { help, ...(youngest && { youngest }), ...(need && { need }) };
}

/** What is known of a family on a day, of those who belong to it then. */
export type Likened = {
  /** Listed reasons of its members, with their days. */
  reasons: readonly { reason: string; happened: Span }[];
  members: readonly { born: string | null; died: string | null }[];
  needs: ReadonlySet<NeedId>;
};

/** The group of a family on a day; undefined where no help goes on or the age of no child is known. */
export function likeGroupOf({ reasons, members, needs }: Likened, on: string): LikeGroup | undefined {
  const going = new Set(reasons.filter(({ happened }) => holds(happened, on)).map(({ reason }) => reason));
  const help = keys(likeHelp).find((one) => likeHelp[one].reasons.some((reason) => going.has(reason)));
  const youngest = members
    .flatMap(({ born, died }) => (born !== null && born <= on && (died === null || died > on) ? born : []))
    .sort()
    .at(-1);
  const age =
    youngest === undefined
      ? undefined
      : keys(likeYoungest).find((one) => youngest > addMonths(on, -12 * likeYoungest[one].under));
  if (help === undefined || age === undefined) return undefined;
  const need =
    keys(likeNeed).find((one) => [...likeNeed[one].needs].some((own: NeedId) => needs.has(own))) ?? 'none';
  return `${help}.${age}.${need}`;
}
