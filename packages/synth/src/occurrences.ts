import { ageOn, type Day, extractDay } from './days.ts';
import type { Household } from './households.ts';
import { aliveOn, type Person } from './model.ts';
import type { Offence, Outcome, Part } from './police.ts';
import { atHome, type Standing, stranger, type Town } from './town.ts';

export type Trouble =
  | 'violence-at-home'
  | 'nuisance'
  | 'theft'
  | 'damage'
  | 'drugs'
  | 'fight'
  | 'neighbours'
  | 'gone-missing';

const troubles: readonly (readonly [Trouble, number])[] = [
  ['violence-at-home', 22],
  ['nuisance', 14],
  ['theft', 22],
  ['damage', 10],
  ['drugs', 5],
  ['fight', 16],
  ['neighbours', 7],
  ['gone-missing', 4],
];

const adultsOn = (household: Household, on: Day): Person[] =>
  [
    household.head,
    ...household.partnerships
      .filter((each) => each.from <= on && (each.to === null || on < each.to))
      .map((each) => each.partner),
  ].filter((person) => aliveOn(person, on) && ageOn(person.born, on) >= 16);

/** Something that the police record with somebody of a family in it: a given trouble, or any. */
export function happen(town: Town, standing: Standing, on: Day, trouble: Trouble | null): void {
  const { household } = standing;
  const parts = partsOf(town, household, trouble ?? town.chance.weighted(troubles), on);
  if (!parts || on > extractDay) return;
  town.police.occurrence(on, parts.to ?? on, parts.type, parts.parts);
}

type Told = { type: Offence; parts: Part[]; to?: Day };

/** Who was in it and how; nothing where the family has nobody for it. */
function partsOf(town: Town, household: Household, trouble: Trouble, on: Day): Told | undefined {
  const { chance } = town;
  const adults = adultsOn(household, on);
  const [first, second] = adults;
  const young = household.children.filter((child) => aliveOn(child, on) && ageOn(child.born, on) >= 11);
  const ending = (): Outcome =>
    chance.weighted<Outcome>([
      ['no-further-action', 55],
      ['words-of-advice', 14],
      ['arrest', 12],
      ['caution', 5],
      ['charged', 11],
      ['', 3],
    ]);
  const suspect = (person: Person): Part => ({ person, role: 'suspect', outcome: ending() });
  const victim = (person: Person): Part => ({ person, role: 'victim' });
  const doer = young.length > 0 && chance.chance(0.45) ? chance.pick(young) : first;
  const either = (type: Offence, hurts: number, others: number): Told | undefined => {
    if (!doer) return undefined;
    const parts = chance.chance(hurts) ? [victim(doer)] : [suspect(doer)];
    if (chance.chance(others)) {
      const other = stranger(town, on);
      parts.push(parts[0]?.role === 'victim' ? suspect(other) : victim(other));
    }
    return { type, parts };
  };
  switch (trouble) {
    case 'violence-at-home': {
      const former = household.partnerships.findLast(
        (each) => each.to !== null && each.to <= on && aliveOn(each.partner, on),
      );
      const other = second ?? former?.partner;
      if (!first || !other) return undefined;
      const [hurt, does] = (first.sex === 'female') === chance.chance(0.82) ? [first, other] : [other, first];
      const present = atHome(household, on).filter(() => chance.chance(0.75));
      return {
        type: 'domestic-abuse',
        parts: [
          victim(hurt),
          suspect(does),
          ...present.map((person): Part => ({ person, role: 'child-present' })),
        ],
      };
    }
    case 'nuisance':
      if (!doer) return undefined;
      return {
        type: 'anti-social-behaviour',
        parts: chance.chance(0.7)
          ? [suspect(doer)]
          : [suspect(doer), { person: stranger(town, on), role: 'witness' }],
      };
    case 'theft':
      return either('theft', 0.7, 0.2);
    case 'damage':
      return either('criminal-damage', 0.6, 0.25);
    case 'drugs':
      return doer && ageOn(doer.born, on) >= 13 ? { type: 'drugs', parts: [suspect(doer)] } : undefined;
    case 'fight':
      return either('violence', 0.55, 0.45);
    case 'neighbours':
      return first && { type: 'neighbour-dispute', parts: [suspect(first), victim(stranger(town, on))] };
    case 'gone-missing': {
      const gone = young.filter((child) => ageOn(child.born, on) < 18);
      if (gone.length === 0) return undefined;
      return {
        type: 'missing-person',
        parts: [victim(chance.pick(gone))],
        to: Math.min(extractDay, on + chance.int(0, 3)),
      };
    }
  }
}
