import { type Desk, latest, text } from './book.ts';
import { type Day, yearOf } from './days.ts';
import type { Person } from './model.ts';

export type Offence =
  | 'domestic-abuse'
  | 'violence'
  | 'anti-social-behaviour'
  | 'theft'
  | 'criminal-damage'
  | 'drugs'
  | 'missing-person'
  | 'neighbour-dispute';
export type Outcome = '' | 'no-further-action' | 'caution' | 'charged' | 'arrest' | 'words-of-advice';
export type Part = {
  person: Person;
  role: 'victim' | 'suspect' | 'witness' | 'child-present';
  outcome?: Outcome;
};

export type PoliceDesk = ReturnType<typeof policeDesk>;

/** Works the police's system at a desk: occurrences, each with the people in it and their parts. */
export function policeDesk(desk: Desk) {
  const { book, numbers } = desk;
  const days = new Map<Person, Day[]>();
  return {
    ...desk,
    /** Whether nobody of these was in an occurrence between two days, both included. */
    quiet: (people: readonly Person[], from: Day, to: Day): boolean =>
      people.every((person) => !days.get(person)?.some((on) => on >= from && on <= to)),
    occurrence(from: Day, to: Day | null, type: Offence, parts: readonly Part[]): void {
      const number = `${book.number(`OCC${yearOf(from)}`)}`;
      for (const { person, role, outcome } of parts) {
        days.set(person, [...(days.get(person) ?? []), from, ...(to === null || to === from ? [] : [to])]);
        book.add('police.occurrences', latest(from, to), {
          occurrence_no: number,
          nominal_id: numbers.of(person, from),
          role,
          occurred_from: text(from),
          occurred_to: text(to),
          offence_type: type,
          outcome: outcome ?? '',
        });
      }
    },
  };
}
