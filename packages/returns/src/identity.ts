import type { IdentityColumns } from './definition.ts';
import type { Identity } from './model.ts';
import { dayOf, stated } from './values.ts';

/** Sex as the returns code it, Annex A with a letter before. Not known, not recorded and unborn are not stated. */
const sexes: Readonly<Record<string, Identity['sex']>> = {
  F: 'female',
  FEMALE: 'female',
  '2': 'female',
  M: 'male',
  MALE: 'male',
  '1': 'male',
  '9': 'other',
};

const packed = (text: string) => text.toUpperCase().replace(/[\s-]/g, '');

/** A postcode in capitals with one space before its last three characters; other text in capitals as it is. */
export function postcodeOf(text: string): string {
  const code = packed(text);
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(code)
    ? `${code.slice(0, -3)} ${code.slice(-3)}`
    : text.toUpperCase();
}

/**
 * An address as one line without its postcode, from plain text or from the Standard Safeguarding Dataset's JSON
 * (ROOM, FLOOR, FLAT, BUILDING, HOUSE, STREET, TOWN). Undefined when neither says anything.
 */
export function addressOf(text: string): string | undefined {
  if (!text.startsWith('{')) return text.replace(/\s*[\r\n]+\s*/g, ', ') || undefined;
  const lines: unknown = JSON.parse(text);
  if (typeof lines !== 'object' || lines === null) return undefined;
  const items = new Map(Object.entries(lines).map(([name, value]) => [name.toUpperCase(), value]));
  const item = (name: string) => {
    const value = items.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const numbered = (word: string, value: string) => (/^\w{1,4}$/.test(value) ? `${word} ${value}` : value);
  return (
    [
      numbered('Room', item('ROOM')),
      numbered('Floor', item('FLOOR')),
      numbered('Flat', item('FLAT')),
      item('BUILDING'),
      `${item('HOUSE')} ${item('STREET')}`.trim(),
      item('TOWN'),
    ]
      .filter((part) => part !== '')
      .join(', ') || undefined
  );
}

/** Standard form of each identity item; undefined when the text does not state one. */
const forms: { [Item in keyof Identity]-?: (text: string) => Identity[Item] | undefined } = {
  given: (text) => text,
  surname: (text) => text,
  birthDate: dayOf,
  deathDate: dayOf,
  sex: (text) => sexes[text.toUpperCase().replace(/^[A-D]\)\s*/, '')],
  nhsNumber: (text) => (/^\d{10}$/.test(packed(text)) ? packed(text) : undefined),
  upn: (text) => (/^[A-Z]\d{11}[0-9A-Z]$/.test(packed(text)) ? packed(text) : undefined),
  address: addressOf,
  postcode: postcodeOf,
};

function itemOf<Item extends keyof Identity>(
  item: Item,
  names: IdentityColumns[Item],
  content: Readonly<Record<string, string>>,
): Pick<Identity, Item> | undefined {
  for (const name of [names ?? []].flat()) {
    const text = stated(content[name]);
    const value = text === '' ? undefined : forms[item](text);
    if (value !== undefined) return { [item]: value } as Pick<Identity, Item>;
  }
  return undefined;
}

/** What a row's content says of a person, in standard form; undefined when it says nothing. JSON in it must be sound. */
export function identityOf(
  columns: IdentityColumns,
  content: Readonly<Record<string, string>>,
): Identity | undefined {
  const identity: Identity = {};
  for (const item of Object.keys(columns) as (keyof Identity)[])
    Object.assign(identity, itemOf(item, columns[item], content));
  return Object.keys(identity).length === 0 ? undefined : identity;
}
