import type { Desk } from './book.ts';
import type { CareDesk } from './care.ts';
import { birthday, type Day, day, extractDay } from './days.ts';
import type { SmallArea } from './geography.ts';
import type { Household } from './households.ts';
import type { Ledger } from './ledger.ts';
import { aliveOn, type Person } from './model.ts';
import { anyCulture, culture } from './names.ts';
import type { Noise } from './noise.ts';
import { addPerson, type Making } from './people.ts';
import type { PoliceDesk } from './police.ts';
import { type Random, random } from './random.ts';
import type { Kind } from './schedule.ts';
import { someStays } from './settle.ts';
import type { Workforce } from './workers.ts';

/** One thing that is to happen: to so many children of one family, on a day. `index` is its place among the whole place’s of its kind. */
export type Task = { kind: Kind; on: Day; size: number; index: number };

/** A family as its services stand to it. */
export type Standing = {
  household: Household;
  /** Until when a referral and early help are open. */
  openUntil: Day;
  helpUntil: Day;
  /** Days of referrals, and the children whom each was about. */
  referrals: { on: Day; children: readonly Person[] }[];
  /** Children who have been on a protection plan. */
  planned: Set<Person>;
  /** Spells in which somebody worked with the family. */
  helped: { from: Day; to: Day }[];
};

/** A small area and everybody at work in it. */
export type Town = {
  area: SmallArea;
  seed: string;
  making: Making;
  chance: Random;
  ledger: Ledger;
  noise: Noise;
  workforce: Workforce;
  care: CareDesk;
  police: PoliceDesk;
  school: Desk;
  health: Desk;
  ae: Desk;
  camhs: Desk;
  yj: Desk;
  housing: Desk;
  treatment: Desk;
  eh: Desk;
  other: Desk;
  standings: Standing[];
  /** Chance that keeps its promises: what has a share of some in a hundred comes to so many, give or take one. */
  deal(what: string, share: number): boolean;
  /** The same without a grain of chance after the first, for what is dealt to few in the whole place. */
  dealFew(what: string, share: number): boolean;
};

export const newStanding = (household: Household): Standing => ({
  household,
  openUntil: 0,
  helpUntil: 0,
  referrals: [],
  planned: new Set(),
  helped: [],
});

/**
 * Opens a small area's dealer: what has not come for long is due, what came early waits. Where areas begin is spread
 * evenly over the place, by multiples of the golden ratio, so that what is rare in each comes out over all.
 */
export function dealer(
  chance: Random,
  { seed, area }: { seed: string; area: number },
): Pick<Town, 'deal' | 'dealFew'> {
  const due = new Map<string, number>();
  const begin = (what: string) => ((random(`${seed}/deal/${what}`).next() + area * 0.618_034) % 1) - 0.5;
  const dealing = (what: string, share: number, from: () => number) => {
    const now = (due.get(what) ?? begin(what)) + share;
    const comes = now > from();
    due.set(what, comes ? now - 1 : now);
    return comes;
  };
  return {
    deal: (what, share) => dealing(what, share, chance.next),
    dealFew: (what, share) => dealing(what, share, () => 0.5),
  };
}

/** Number of the span of three years to 31 March in which a day is; the last is 0. Of three years each rate is the mean. */
export const spanOf = (on: Day): number => Math.floor((day('2026-03-31') - on) / 1096);

/** A day if it has come by the extract, else null: still open. */
export const come = (on: Day): Day | null => (on <= extractDay ? on : null);

/** The day on which services for a child end: the planned day, or its eighteenth birthday or death if sooner. */
export const endFor = (child: Person, planned: Day): Day =>
  Math.min(planned, birthday(child.born, 18), child.died ?? planned);

/** Children who may be helped from a day on: here, born, alive and under 17½, so that help has time to happen. */
export function childrenOn({ children, here }: Household, on: Day): Person[] {
  if (on < here.from || (here.to !== null && on > here.to - 30)) return [];
  return children.filter(
    (child) =>
      child.born <= on && on < birthday(child.born, 18) - 180 && (child.died === null || on < child.died),
  );
}

/** Children at home on a day. */
export const atHome = (household: Household, on: Day): Person[] =>
  household.children.filter((child) => aliveOn(child, on) && on < birthday(child.born, 18));

/** One standing by chance, the more strained the likelier; nothing where none fits. */
export function pickStanding(
  town: Town,
  fits: (standing: Standing) => boolean,
  weight: (standing: Standing) => number = ({ household }) => household.strain,
): Standing | undefined {
  const fitting = town.standings.filter(fits);
  if (fitting.length === 0) return undefined;
  let left = town.chance.next() * fitting.reduce((sum, standing) => sum + weight(standing), 0);
  for (const standing of fitting) {
    left -= weight(standing);
    if (left < 0) return standing;
  }
  return fitting.at(-1);
}

/** Somebody outside the families here whom an agency also meets: a neighbour, a shopkeeper, a stranger. */
export function stranger({ making, chance }: Town, on: Day): Person {
  const key = anyCulture(chance);
  const stock = culture(key);
  const sex = chance.chance(0.5) ? 'female' : 'male';
  const person = addPerson(making, {
    sex,
    given: chance.pick(sex === 'female' ? stock.female : stock.male),
    surname: chance.pick(stock.surnames),
    born: on - chance.int(16 * 365, 75 * 365),
    culture: key,
    passing: true,
  });
  person.stays = someStays(making, person.born, null, 80);
  return person;
}
