import { columnsOf, subjectColumnOf } from '@vantage/returns';
import type { Row } from '../book.ts';
import { type Day, day, extractDay } from '../days.ts';
import type { Ledger } from '../ledger.ts';
import { type Person, surnameOn } from '../model.ts';
import type { Holder } from '../noise.ts';
import { addPerson } from '../people.ts';
import type { Town } from '../town.ts';

/** Names of people in a story, with spaces between. */
type Who = string;

/**
 * What agencies other than social care and the police hold of a written family: a row for each of the people, with the
 * last day that it states.
 */
export type Elsewhere = {
  rows: readonly (readonly [agency: Holder, kind: string, who: Who, latest: string, row: Row])[];
  /** Mother; child, or nothing for one who is not born; days; empty where it goes on. */
  pregnancies: readonly (readonly [
    mother: string,
    child: string,
    booked: string,
    due: string,
    ended: string,
  ])[];
};

/** Years at a school: pupil, school, first and last day, special needs; an empty last day is still there. */
export const onRoll = (
  who: Who,
  urn: string,
  from: string,
  to: string,
  need: 'N' | 'K' | 'E',
  meals: 'Y' | 'N',
) =>
  [
    'school',
    'school.pupils',
    who,
    to || from,
    { urn, entrydate: from, leavingdate: to, senprovision: need, fsmeligible: meals },
  ] as const;

/** A school year's three terms and the sessions missed in each, in hundredths. */
export const attended = (who: Who, urn: string, year: number, missed: readonly [number, number, number]) =>
  (['autumn', 'spring', 'summer'] as const).map((term, i) => {
    const possible = [142, 116, 122][i] ?? 0;
    const out = Math.round((possible * (missed[i] ?? 0)) / 100);
    const excused = Math.round(out / 3);
    return [
      'school',
      'school.attendance',
      who,
      `${year + (i === 0 ? 0 : 1)}-${['12-18', '03-27', '07-21'][i] ?? ''}`,
      {
        urn,
        year: String(year),
        term,
        sessionspossible: String(possible),
        sessionsauthorised: String(excused),
        sessionsunauthorised: String(out - excused),
      },
    ] as const;
  });

/** Whom a school may ring for some pupils. */
export const rings = (pupils: readonly string[], carer: string, on: string, parent = true) =>
  pupils.map(
    (pupil) =>
      [
        'school',
        'school.carers',
        carer,
        on,
        {
          pupil_id: pupil,
          relationship: parent ? 'parent' : 'grandparent',
          responsibility: parent ? 'Y' : 'N',
        },
      ] as const,
  );

/** A health visitor's or school nurse's contact. */
export const metHealth = (who: Who, on: string, type: string, outcome: 'seen' | 'not-brought' = 'seen') =>
  ['health', 'health.contacts', who, on, { contact_date: on, contact_type: type, outcome }] as const;

const needsAtSchool = { N: 'none', K: 'support', E: 'plan' } as const;

/** What a row of a written family says that rates are made of, as true as if it had been drawn. */
function noteTruth(ledger: Ledger, kind: string, child: Person, row: Row): void {
  const on = (column: string): Day => day(row[column] ?? '');
  switch (kind) {
    case 'school.pupils':
      ledger.schooling.push({
        child,
        from: on('entrydate'),
        need: needsAtSchool[row.senprovision as keyof typeof needsAtSchool] ?? 'none',
        freeMeals: row.fsmeligible === 'Y',
      });
      return;
    case 'school.attendance': {
      const year = Number(row.year);
      const known = ledger.attendance.find((each) => each.child === child && each.year === year);
      const own = known ?? { child, year, possible: 0, missed: 0 };
      own.possible += Number(row.sessionspossible);
      own.missed += Number(row.sessionsauthorised) + Number(row.sessionsunauthorised);
      if (!known) ledger.attendance.push(own);
      return;
    }
    case 'school.exclusions':
      ledger.suspensions.push({ child, on: on('startdate'), permanent: row.category === 'PERM' });
      return;
    case 'school.results': {
      const stage = row.stage as 'EYFS' | 'KS2' | 'KS4';
      const score = stage === 'KS4' ? Number(row.result) : Number(row.result === 'expected');
      ledger.results.push({ child, stage, on: on('assessed_on'), score });
      return;
    }
    case 'yj.outcomes':
      if (row.first_time === 'Y') ledger.firstOffences.push({ child, on: on('outcome_date') });
  }
}

/** Tells the other agencies of a written family. */
export function tellElsewhere(
  { rows, pregnancies }: Elsewhere,
  people: ReadonlyMap<string, Person>,
  town: Town,
): void {
  const one = (name: string): Person => {
    const person = people.get(name);
    if (!person) throw new RangeError(`The story has nobody called ${name}.`);
    return person;
  };
  for (const [agency, kind, who, latest, row] of rows)
    for (const name of who.split(' ')) {
      const { book, numbers } = town[agency];
      const subject = subjectColumnOf(kind) ?? '';
      const [first] = columnsOf(kind);
      const own: Row = { ...row, [subject]: numbers.of(one(name), day(latest)) };
      // A row that names a second person of the story names it by the agency’s number too.
      if (kind === 'school.carers') own.pupil_id = numbers.of(one(row.pupil_id ?? ''), day(latest));
      if (first && first.name !== subject && !own[first.name])
        own[first.name] = book.number(first.name.slice(0, 3).toUpperCase());
      book.add(kind, day(latest), own);
      noteTruth(town.ledger, kind, one(name), own);
    }
  for (const [mother, child, booked, due, ended] of pregnancies) {
    const woman = one(mother);
    const born =
      child === ''
        ? addPerson(town.making, {
            sex: 'female',
            given: '',
            surname: surnameOn(woman, extractDay),
            born: day(due),
            culture: woman.culture,
            ethnicity: woman.ethnicity,
          })
        : one(child);
    town.making.world.pregnancies.push({
      mother: woman,
      child: born,
      begun: day(due) - 280,
      due: day(due),
      ended: ended === '' ? null : day(ended),
      outcome: ended === '' ? null : 'birth',
    });
    town.health.book.add('health.pregnancies', day(ended || booked), {
      pregnancy_id: town.health.book.number('PRG'),
      mother_id: town.health.numbers.of(woman, day(booked)),
      child_id: town.health.numbers.of(born, day(booked)),
      booked_on: booked,
      due_on: due,
      outcome: ended === '' ? '' : 'birth',
      ended_on: ended,
    });
  }
}
