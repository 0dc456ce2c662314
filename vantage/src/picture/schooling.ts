import type { Person } from '../identity/index.ts';
import { ageOn, holds, lastDay, type Span, type Tx } from '../platform/index.ts';
import type { Agency } from '../sharing/index.ts';
import type { PicturePerson } from './shape.ts';
import { sharedBy } from './store.ts';

/** Whose records name somebody as a pupil. */
export type Schooling = {
  /** Schools whose records name them today. */
  schools: string[];
  /** Where none does today: the last day on which one did. */
  schoolUntil: string | null;
  /** Schools whose records named them until that day. */
  schoolsBefore: string[];
};

export const noSchooling: Schooling = { schools: [], schoolUntil: null, schoolsBefore: [] };

type OfAgency = { agency: string; happened: Span | null };

/** The schools whose records name somebody on a day, or until when one did. */
function schoolingOf(agencyList: readonly Agency[], details: readonly OfAgency[], on: string): Schooling {
  const told = details.flatMap(({ agency, happened }) =>
    agencyList.flatMap(({ agency: code, name, type }) =>
      type === 'school' && code === agency ? [{ name, happened }] : [],
    ),
  );
  const now = told.filter(({ happened }) => happened === null || holds(happened, on));
  const last = told.flatMap(({ happened }) => (happened === null ? [] : (lastDay(happened) ?? []))).sort();
  const until = now.length > 0 ? null : (last.at(-1) ?? null);
  const before = told.filter(({ happened }) => happened !== null && lastDay(happened) === until);
  return {
    schools: [...new Set(now.map(({ name }) => name))],
    schoolUntil: until,
    schoolsBefore: until === null ? [] : [...new Set(before.map(({ name }) => name))],
  };
}

/** Born, and younger than so many years, as far as anybody has said. */
export const isUnder = (born: string | null, on: string, years: number): boolean =>
  born === null || (born <= on && ageOn(born, on) < years);

/** Of whoever is of an age for school and whose whereabouts are not kept back: whose records name them as pupils. */
export function schoolingIn({
  people,
  persons,
  agencyList,
  keptBack,
  on,
}: {
  people: readonly Pick<PicturePerson, 'personId' | 'born' | 'died'>[];
  persons: ReadonlyMap<string, Pick<Person, 'details'>>;
  agencyList: readonly Agency[];
  keptBack: ReadonlySet<string>;
  on: string;
}): Map<string, Schooling> {
  return new Map(
    people
      .filter(({ personId, born, died }) => died === null && !keptBack.has(personId) && isUnder(born, on, 19))
      .map(({ personId }) => [personId, schoolingOf(agencyList, persons.get(personId)?.details ?? [], on)]),
  );
}

/** A child of an age for school whom no school's record that the reader may see has ever named. */
export type NeverNamed = {
  personId: string;
  /** Whether a school shares with the reader who they are: else nothing is known of it. */
  isShared: boolean;
};

/** Of an age at which a child has to be at school, or was within the year. */
const isOfSchoolAge = ({ age }: Pick<PicturePerson, 'age'>): boolean => age !== null && age >= 5 && age <= 16;

/** Rule no-school-named, of who is alive and belongs today. */
export async function neverNamed(
  tx: Tx,
  {
    people,
    facts,
    schooling,
    agencyList,
  }: {
    people: readonly PicturePerson[];
    facts: readonly { personId: string; agency: string }[];
    schooling: ReadonlyMap<string, Schooling>;
    agencyList: readonly Agency[];
  },
): Promise<NeverNamed[]> {
  const schools = agencyList.flatMap(({ agency, type }) => (type === 'school' ? [agency] : []));
  const told = new Set(facts.flatMap(({ personId, agency }) => (schools.includes(agency) ? [personId] : [])));
  const unnamed = people.filter(isOfSchoolAge).filter(({ personId }) => {
    const known = schooling.get(personId);
    return (
      !told.has(personId) && known !== undefined && known.schools.length === 0 && known.schoolUntil === null
    );
  });
  if (unnamed.length === 0) return [];
  const ids = unnamed.map(({ personId }) => personId);
  const shared = new Set(await sharedBy(tx, ids, schools));
  return ids.map((personId) => ({ personId, isShared: shared.has(personId) }));
}

/** Up to 18 a young person has to be at school, at college or in training. */
export const mustLearn = ({ age }: Pick<PicturePerson, 'age'>): boolean =>
  age !== null && age >= 5 && age < 18;
