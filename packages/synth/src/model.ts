import type { Day } from './days.ts';

export type Sex = 'female' | 'male';

/** An address in Ashmere. */
export type Place = { house: string; street: string; ward: string; postcode: string };

/** A spell at a home. `place` is null while the person has no fixed address; `to` is null while they live there still. */
export type Stay = { from: Day; to: Day | null; place: Place | null };

/** What one agency holds of a person when somebody wrote that down by hand, instead of what chance makes of it. */
export type Known = { given?: string; surname?: string; born?: string; noAddress?: boolean };

/** A true person. */
export type Person = {
  id: string;
  sex: Sex;
  given: string;
  /** Surnames in order, each from a day on; the first from birth. */
  surnames: { from: Day; surname: string }[];
  born: Day;
  died: Day | null;
  /** Key of the stock of names, used for spellings that differ between agencies. */
  culture: string;
  ethnicity: string;
  nhsNumber: string;
  upn: string;
  stays: Stay[];
  /** Set for people written by hand: no chance errors. An agency may still hold what is stated here. */
  written?: { care?: Known; police?: Known };
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

/** Everything true about Ashmere's people. */
export type World = {
  people: Person[];
  ties: Tie[];
  guardians: ({ child: Person; guardian: Person } & Spell)[];
  members: ({ person: Person; family: string } & Spell)[];
  twins: [Person, Person][];
  /** Children of different families with one name, born within a year of one another. */
  cousins: [Person, Person][];
};

export const emptyWorld = (): World => ({
  people: [],
  ties: [],
  guardians: [],
  members: [],
  twins: [],
  cousins: [],
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
