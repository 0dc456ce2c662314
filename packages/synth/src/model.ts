import type { Day } from './days.ts';

export type Sex = 'female' | 'male';

/** An address in Ashmere; `area` is its small area's number. */
export type Place = { house: string; street: string; ward: string; postcode: string; area: number };

/** A spell at a home. `place` is null while the person has no fixed address; `to` is null while they live there still. */
export type Stay = { from: Day; to: Day | null; place: Place | null };

/** What one agency holds of a person when somebody wrote that down by hand, instead of what chance makes of it. */
export type Known = { given?: string; surname?: string; born?: string; noAddress?: boolean };

/** How a child does: drawn once from its home and its luck, before any service has said a word. */
export type Schooling = { need: 'none' | 'support' | 'plan'; freeMeals: boolean };

/** A true person. */
export type Person = {
  id: string;
  sex: Sex;
  given: string;
  /** Surnames in order, each from a day on; the first from birth. */
  surnames: { from: Day; surname: string }[];
  /** For the unborn, the day on which the birth is expected. */
  born: Day;
  died: Day | null;
  /** Key of the stock of names, used for spellings that differ between agencies. */
  culture: string;
  ethnicity: string;
  nhsNumber: string;
  upn: string;
  stays: Stay[];
  /** Hides from somebody: agencies other than social care hold no address. */
  shielded?: true;
  schooling?: Schooling;
  /** Set for people written by hand: no chance errors. An agency may still hold what is stated here. */
  written?: Readonly<Record<string, Known>>;
};

export type TieKind =
  | 'parent'
  | 'partner'
  | 'former partner'
  | 'sibling'
  | 'grandparent'
  | 'carer'
  | 'other kin';

/** A true relationship: `person` is the <kind> of `other`. */
export type Tie = { person: Person; other: Person; kind: TieKind; from: Day; to: Day | null };

export type Spell = { from: Day; to: Day | null };

/** A pregnancy: its child becomes a person of Ashmere by being born, or is lost. `ended` is null while it goes on. */
export type Pregnancy = {
  mother: Person;
  child: Person;
  begun: Day;
  due: Day;
  ended: Day | null;
  outcome: 'birth' | 'loss' | null;
};

/** Everything true about the people of a part of Ashmere. */
export type World = {
  people: Person[];
  ties: Tie[];
  guardians: ({ child: Person; guardian: Person } & Spell)[];
  members: ({ person: Person; family: string } & Spell)[];
  twins: [Person, Person][];
  /** Children of different families with one name, born within a year of one another. */
  cousins: [Person, Person][];
  pregnancies: Pregnancy[];
};

export const emptyWorld = (): World => ({
  people: [],
  ties: [],
  guardians: [],
  members: [],
  twins: [],
  cousins: [],
  pregnancies: [],
});

export const surnameOn = (person: Person, on: Day): string => {
  let name = person.surnames[0]?.surname ?? '';
  for (const each of person.surnames) if (each.from <= on) name = each.surname;
  return name;
};

export const aliveOn = (person: Person, on: Day): boolean =>
  person.born <= on && (person.died === null || on <= person.died);

export const stayOn = (person: Person, on: Day): Stay | undefined =>
  person.stays.find((stay) => stay.from <= on && (stay.to === null || on < stay.to));

/** Whether a spell holds on a day; its end is the first day on which it no longer does. */
export const holdsOn = ({ from, to }: Spell, on: Day): boolean => from <= on && (to === null || on < to);
