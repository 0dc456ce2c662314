import type { Span } from '../platform/index.ts';
import type { CurrentRecord } from '../sources/index.ts';

export const detailKinds = [
  'name',
  'birth-date',
  'sex',
  'death-date',
  'address',
  'nhs-number',
  'upn',
] as const;
export type DetailKind = (typeof detailKinds)[number];

/** A person a record is about, by the agency's own number, with what the record says of them. */
export type Mention = CurrentRecord['people'][number];

/** What one record states of one person. */
export type Statement = {
  kind: DetailKind;
  value: string;
  /** `given` and `surname` of a name, `address` and `postcode` of an address; empty otherwise. */
  parts: Readonly<Record<string, string>>;
  agency: string;
  /** The agency's own number for the person. */
  localId: string;
  recordId: string;
  recordKind: string;
  happened: Span | null;
  /** Null when the agency does not say. */
  recordedAt: Date | null;
  receivedAt: Date;
};

/**
 * A statement as it stands with a person, and the rule that chose it or passed it over. `place` is where the rule puts
 * it among all of its kind, from 0; the first that the reader may see is chosen.
 */
export type Detail = Omit<Statement, 'localId' | 'recordKind'> & {
  place: number;
  chosen: boolean;
  rule: string;
};

/** A person as known now. A value is null when no record states it. */
export type Person = {
  personId: string;
  name: string | null;
  given: string | null;
  surname: string | null;
  birthDate: string | null;
  sex: string | null;
  deathDate: string | null;
  details: Detail[];
};

/**
 * One of the terms that add up to a link's weight in bits. The first of a joined number's reasons weighs nothing and
 * says to which of the person's other numbers it is joined most strongly.
 */
export type Reason = { field: string; level: string; words: string; weight: number; number?: AgencyNumber };

/** An agency's own number for somebody. */
export type AgencyNumber = { agency: string; localId: string };

/** Says that a record is about a person in a role. */
export type Link = {
  linkId: string;
  recordId: string;
  role: string;
  personId: string;
  agency: string;
  localId: string;
  /** Null when the person has no other number. */
  weight: number | null;
  reasons: Reason[];
  /** `engine`. Where it follows what somebody decided, its reasons say so. */
  decidedBy: string;
  decidedAt: Date;
};

/** The engine's name in `decided_by` and `undone_by`. */
export const engine = 'engine';

/** One agency's number for somebody, as text that no other pair of agency and number shares. */
export function subjectOf(agency: string, localId: string): string {
  return `${agency} ${localId}`;
}

/** The parts of a value that has none: one for all of them, of which there are millions. */
const noParts: Readonly<Record<string, string>> = Object.freeze({});

/** The record that states something. */
export type Source = Omit<Statement, 'kind' | 'value' | 'parts' | 'localId'>;

/** Takes apart what a record states of a person it mentions. */
export function statementsOf({ id, identity }: Mention, source: Source): Statement[] {
  const found: Statement[] = [];
  const state = (
    kind: DetailKind,
    value: string | undefined,
    parts: Readonly<Record<string, string>> = noParts,
  ) => {
    if (value === undefined || value === '') return;
    found.push({
      kind,
      value,
      parts,
      agency: source.agency,
      localId: id,
      recordId: source.recordId,
      recordKind: source.recordKind,
      happened: source.happened,
      recordedAt: source.recordedAt,
      receivedAt: source.receivedAt,
    });
  };
  const {
    given,
    surname,
    birthDate,
    sex,
    deathDate,
    address,
    postcode,
    nhsNumber,
    upn,
  }: NonNullable<Mention['identity']> = identity ?? {};
  state('name', joined(' ', given, surname), stated({ given, surname }));
  state('birth-date', birthDate);
  state('sex', sex);
  state('death-date', deathDate);
  state('address', joined(', ', address, postcode), stated({ address, postcode }));
  state('nhs-number', nhsNumber);
  state('upn', upn);
  return found;
}

const joined = (between: string, ...texts: (string | undefined)[]) =>
  texts.filter((text) => text !== undefined && text !== '').join(between);

const stated = (parts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parts).filter((part): part is [string, string] => (part[1] ?? '') !== ''),
  );
