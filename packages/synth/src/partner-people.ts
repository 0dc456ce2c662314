import type { Desk, Row } from './book.ts';
import { ageOn, extractDay } from './days.ts';
import { detailsHeld, identifier } from './holdings.ts';
import type { Person } from './model.ts';
import type { Holder, Noise } from './noise.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

/** An agency's list of the people it knows: the format, the column of its number, and what it adds. */
type List = {
  holder: Holder;
  kind: string;
  id: string;
  more?: (person: Person, noise: Noise, chance: Random) => Row;
};

const withNhs = (person: Person, noise: Noise, chance: Random): Row => ({
  nhs_number: identifier(person.nhsNumber, undefined, noise, chance),
});

const lists: Readonly<Record<'health' | 'ae' | 'camhs' | 'yj' | 'housing' | 'treatment' | 'eh', List>> = {
  health: {
    holder: 'health',
    kind: 'health.patients',
    id: 'patient_id',
    more: (person, noise, chance) => ({
      gp_practice: `Z${String(90_000 + chance.int(1, 40))}`,
      // Health services’ own number: seldom missing for those who were born here.
      nhs_number: chance.chance(0.9)
        ? person.nhsNumber
        : identifier(person.nhsNumber, undefined, noise, chance),
    }),
  },
  ae: { holder: 'ae', kind: 'ae.patients', id: 'hospital_no', more: withNhs },
  camhs: { holder: 'camhs', kind: 'camhs.patients', id: 'client_no', more: withNhs },
  yj: { holder: 'yj', kind: 'yj.people', id: 'yj_id' },
  housing: { holder: 'housing', kind: 'housing.people', id: 'tenant_no' },
  treatment: { holder: 'treatment', kind: 'treatment.clients', id: 'client_id' },
  eh: { holder: 'eh', kind: 'eh.people', id: 'member_id' },
};

/** Nobody has a name or a record of their own before birth. */
const isBorn = ({ given, born }: Person): boolean => given !== '' && born <= extractDay;

/** Writes each agency’s rows about people themselves, errors and all. */
export function writePartnerPeople(town: Town, chance: Random): void {
  for (const [name, { holder, kind, id, more }] of Object.entries(lists)) {
    const desk = town[name as keyof typeof lists];
    for (const { held, number, details, chance: own } of detailsHeld(
      desk.numbers,
      holder,
      town.noise,
      chance,
    )) {
      if (!isBorn(held.person)) continue;
      desk.book.add(kind, Math.max(held.person.born, held.since, held.seen), {
        [id]: number,
        ...details,
        ...more?.(held.person, town.noise, own),
      });
    }
  }
  writeNominals(town, chance);
  nameOnRoll(town, chance);
  nameInNotices(town, chance);
}

/** Writes the police's rows about people: one for each number, with the last address they were given. */
function writeNominals({ police, noise }: Town, chance: Random): void {
  for (const { held, number, details } of detailsHeld(police.numbers, 'police', noise, chance))
    police.book.add('police.nominals', held.seen, { nominal_id: number, ...details });
}

const byNumber = ({ numbers }: Desk, holder: Holder, noise: Noise, chance: Random) =>
  new Map([...detailsHeld(numbers, holder, noise, chance)].map((each) => [each.number, each] as const));

/** Names pupils in the rows of the rolls that they were on, and their carers; schools know each by a number of their own. */
function nameOnRoll({ school, noise }: Town, chance: Random): void {
  const pupils = byNumber(school, 'school', noise, chance);
  for (const row of school.book.rows.get('school.pupils') ?? []) {
    const pupil = pupils.get(row.pupil_id ?? '');
    if (!pupil) continue;
    const { surname, forename, date_of_birth: dob, sex, address, postcode } = pupil.details;
    const { person } = pupil.held;
    const year = ageOn(person.born, extractDay) - 5;
    Object.assign(row, {
      // Few are without one: those who came lately, or from abroad.
      upn: pupil.chance.chance(0.97) ? person.upn : identifier(person.upn, undefined, noise, pupil.chance),
      surname,
      forename,
      dob,
      sex,
      ethnicity: pupil.chance.chance(0.02) ? 'REFU' : person.ethnicity,
      ncyearactual: year < 0 ? 'R' : year > 11 ? '' : String(year + 1),
      addressline1: address.replace(/, Ashmere$/, ''),
      postcode,
    });
  }
  for (const row of school.book.rows.get('school.carers') ?? []) {
    const details = pupils.get(row.carer_id ?? '')?.details;
    if (!details) continue;
    const { surname, forename, address, postcode } = details;
    Object.assign(row, { surname, forename, addressline1: address.replace(/, Ashmere$/, ''), postcode });
  }
}

function nameInNotices({ other, noise }: Town, chance: Random): void {
  const known = byNumber(other, 'other', noise, chance);
  for (const row of other.book.rows.get('other.notices') ?? []) {
    const details = known.get(row.child_ref ?? '')?.details;
    if (!details) continue;
    const { surname, forename, date_of_birth, sex } = details;
    Object.assign(row, { surname, forename, date_of_birth, sex });
  }
}
