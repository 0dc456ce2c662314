import { type Held, latest, type Numbers, text } from './book.ts';
import { ageOn, type Day, day, extractDay } from './days.ts';
import { type Person, type Place, type Stay, stayOn, surnameOn } from './model.ts';
import {
  type Holder,
  habits,
  type Noise,
  otherGiven,
  plain,
  wrongBirthDate,
  wrongNumber,
  wrongSurname,
} from './noise.ts';
import type { Random } from './random.ts';

/** A person's names and birth date as an agency holds them under one of its numbers. */
export type Look = { given: string; surname: string; born: Day | null };

/** What an agency holds of a person it first met on `since` and last on `until`, errors and all. */
export function look(
  person: Person,
  holder: Holder,
  { since, until }: { since: Day; until: Day },
  noise: Noise,
  chance: Random,
): Look {
  const { written } = person;
  if (written) {
    const known = written[holder];
    return {
      given: known?.given ?? person.given,
      surname: known?.surname ?? surnameOn(person, until),
      born: known?.born === undefined ? person.born : known.born === '' ? null : day(known.born),
    };
  }
  const former = surnameOn(person, since) !== surnameOn(person, until) && chance.chance(noise.formerSurname);
  let surname = surnameOn(person, former ? since : until);
  let { given } = person;
  if (chance.chance(noise.surnameError)) surname = wrongSurname(surname, chance);
  if (chance.chance(noise.givenVariant)) given = otherGiven(given, chance);
  if (chance.chance(habits[holder].plainLetters)) [given, surname] = [plain(given), plain(surname)];
  if (chance.chance(noise.namesSwapped)) [given, surname] = [surname, given];
  let born: Day | null = person.born;
  if (chance.chance(noise.birthDateError)) born = wrongBirthDate(person.born, since, chance);
  if (ageOn(person.born, since) >= 18 && chance.chance(noise.birthDateMissing)) born = null;
  return { given, surname, born };
}

/** A number as an agency holds it: missing, wrong, a brother's or sister's, or right. */
export function identifier(
  number: string,
  siblings: string | undefined,
  noise: Noise,
  chance: Random,
): string {
  if (number === '' || chance.chance(noise.identifierMissing)) return '';
  if (!chance.chance(noise.identifierWrong)) return number;
  return siblings && chance.chance(0.3) ? siblings : wrongNumber(number, chance);
}

/** The home that an agency holds: of those who moved, some at an earlier one. Nothing where they hide from somebody. */
export function homeHeld(
  person: Person,
  holder: Holder,
  seen: Day,
  noise: Noise,
  chance: Random,
): Stay | undefined {
  if (person.written?.[holder]?.noAddress || person.shielded) return undefined;
  const now = stayOn(person, seen);
  const before = now && person.stays[person.stays.indexOf(now) - 1];
  return before && !person.written && chance.chance(noise.oldAddress) ? before : now;
}

export const oneLine = (place: Place): string => `${place.house} ${place.street}, Ashmere`;

/** Columns that most agencies hold of a person. */
export type Details = {
  surname: string;
  forename: string;
  date_of_birth: string;
  sex: string;
  address: string;
  postcode: string;
};

/** Who an agency's people are, as it holds them: one for each of its numbers. */
export function* detailsHeld(
  { all }: Numbers,
  holder: Holder,
  noise: Noise,
  chance: Random,
): Generator<{ held: Held; number: string; details: Details; chance: Random }> {
  for (const held of all()) {
    const { person, numbers, since, seen } = held;
    const own = chance.fork(`${holder} ${person.id}`);
    for (const number of numbers) {
      // Maternity gives a child its number before it is born.
      const met = { since: Math.max(since, person.born), until: seen };
      const { given, surname, born } = look(person, holder, met, noise, own);
      const stay = homeHeld(person, holder, seen, noise, own);
      yield {
        held,
        number,
        chance: own,
        details: {
          surname,
          forename: given,
          date_of_birth: text(born),
          sex: own.chance(noise.sexMissing) && !person.written ? '' : person.sex === 'female' ? 'F' : 'M',
          address: stay?.place ? oneLine(stay.place) : stay ? 'No fixed abode' : '',
          postcode: stay?.place?.postcode ?? '',
        },
      };
    }
  }
}

/** The latest day on which somebody was alive, before the extract. */
export const lastAlive = ({ died }: Person): Day => Math.min(latest(died ?? extractDay), extractDay);
