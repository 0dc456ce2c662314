import { date, year } from './dates.ts';
import type { Kind } from './kind.ts';
import { givenName, givenOfFullName, middleName, surname, surnameOfFullName } from './names.ts';
import { type Check, email, identifier, phone, sex } from './others.ts';
import { houseNumber, place, postcode, street, text } from './places.ts';

/** The kinds that a field is compared by. */
export type KindName =
  | 'given-name'
  | 'middle-name'
  | 'surname'
  | 'date'
  | 'year'
  | 'sex'
  | 'postcode'
  | 'street'
  | 'house-number'
  | 'place'
  | 'text'
  | 'identifier'
  | 'email'
  | 'phone';

const plain: Readonly<Record<Exclude<KindName, 'date' | 'identifier'>, Kind>> = {
  'given-name': givenName,
  'middle-name': middleName,
  surname,
  year,
  sex,
  postcode,
  street,
  'house-number': houseNumber,
  place,
  text,
  email,
  phone,
};

/** What a field is compared by, and what that kind needs to know besides. `ofFullName`: its column holds whole names. */
export type KindChoice = { kind: KindName; format?: string | null; check?: Check; ofFullName?: boolean };

/** The comparison for a kind of field. */
export function kindOf({ kind, format = null, check = 'none', ofFullName = false }: KindChoice): Kind {
  if (kind === 'date') return date(format);
  if (kind === 'identifier') return identifier(check);
  if (ofFullName && kind === 'given-name') return givenOfFullName;
  if (ofFullName && kind === 'surname') return surnameOfFullName;
  return plain[kind];
}
