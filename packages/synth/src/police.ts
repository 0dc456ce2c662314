import { type Book, giveNumbers, latest, type Numbers, openBook, text } from './book.ts';
import { type Day, yearOf } from './days.ts';
import type { Person } from './model.ts';
import { noise } from './noise.ts';
import type { Random } from './random.ts';

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

/** The police's system: occurrences, each with the people in it and their parts. */
export function policeDesk(chance: Random) {
  const book: Book = openBook(chance);
  const numbers: Numbers = giveNumbers('N', noise.heldTwice.police, chance);
  const lastSeen = new Map<string, Day>();
  return {
    book,
    numbers,
    /** The last day on which the police dealt with each person. */
    lastSeen,
    occurrence(from: Day, to: Day | null, type: Offence, parts: readonly Part[]): void {
      const number = `${book.number(`OCC${yearOf(from)}`)}`;
      for (const { person, role, outcome } of parts) {
        lastSeen.set(person.id, Math.max(from, lastSeen.get(person.id) ?? from));
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
