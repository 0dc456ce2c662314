import { postcodeOf } from '@vantage/returns';
import type { Span } from '../platform/index.ts';

/** Rules by which people belong together, in plain words. Each id stands in docs/rules.md. */
export const familyRules = {
  'one-mother-one-family':
    'A family is made around brothers and sisters, full or half, who have the same main carer. So families that share a father, a grandmother or an address stay families of their own, and a wide network of kin never becomes one. A person may be in several.',
  'said-by-universal-services':
    'Who bears a child, as community health says, and whom a school may ring for a pupil, count where nothing else is stated of the two: a parent as a parent from the birth on, a step-parent as a carer. A pregnancy that was lost makes nobody a parent. Somebody whom they name without a birth date is not counted beside somebody of the same name who is stated of the same child: it is nearly always the same person.',
  'said-in-a-help-case':
    'Whom early help lists as a parent in a case with a child counts where nothing else is stated of the two: as a parent, or, where another of the same sex is stated or listed as one, as a carer from the day the first such case opened until the last ends. Nobody less than 12 years older counts.',
  'main-carer':
    'A child’s main carer is the mother whom an agency states; else the main carer of the other children in the agency’s family group; else a stated carer; else the main carer of the only family in which the stated parent already is a parent; else that parent.',
  'family-group':
    'Children for whom no parent or carer is stated belong with the others of the agency’s family group. An adult whom no other rule brings in joins by the group when most of the children in the family have it, unless every relationship stated of that adult is to people outside. Somebody 15 years older than another of the group is no child by the group alone. Whoever is stated as a parent, or as a child, of one who belongs is told by that, and not by the group.',
  'other-parents': 'Every stated parent or carer of a child in the family belongs, wherever they live.',
  'stated-kin':
    'A grandparent, brother, sister or other kin of a child in it belongs when an agency states the relationship, and so do a parent and a present partner of the main carer. Kin of kin do not.',
  'lives-with':
    'Somebody who has lived at the same home as a child of the family for at least 90 days, and has a stated relationship to somebody who belongs, belongs for those dates.',
  'child-alone': 'A child for whom nothing is stated is a family of one, until something is.',
  'who-is-a-child':
    'A child here is a person of whom the children in need census or the looked-after children return tells, or whom social care, early help or youth justice knows and who was under 18 on some day that the extracts cover; and somebody whose birth date nobody states and who is nobody’s parent.',
  'family-name':
    'The surname that most of its children carry; between equals, the main carer’s; else the first by alphabet.',
  'same-family':
    'A family keeps its number while at least half of those who belonged, or half of those who now belong, are the same people. Where several could keep it, those who are children in it before and now count first, then the same main carer, then how many people are the same, then how many have the same part.',
  homes:
    'Two addresses are one home when postcode and every number in them are equal; without a postcode or a number, when all their words are. No fixed address makes no home.',
  'close-family':
    'Close family on a day: the children, their main carer, and whoever of the others lives with them on that day, or is the main carer’s partner then with no other home.',
  guardians:
    'A guardian of a child on a day: a stated parent or carer; a partner of the main carer who lives at the child’s home; or a guardian of a brother or sister, with whom the child shares another guardian, whose address is one that a record gives of the child, or whose surname the child bears where it does not bear the shared guardian’s. From the child’s birth until it is 18, while both live.',
} as const;

export type RelationshipKind =
  | 'parent'
  | 'partner'
  | 'former-partner'
  | 'sibling'
  | 'grandparent'
  | 'carer'
  | 'other-kin';

/** A stated relationship: `personId` is the kind of `otherId`. */
export type Relationship = {
  personId: string;
  otherId: string;
  kind: RelationshipKind;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  /** True when the record is an agency's list of mothers. */
  asMother?: boolean;
  agency: string;
  recordId: string;
  recordedAt: Date | null;
  receivedAt: Date;
};

/** A spell at a home, as one record states it. `precision` 'unknown': the record gives no dates. */
export type Residence = {
  personId: string;
  addressKey: string;
  address: string;
  postcode: string | null;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  agency: string;
  recordId: string;
  recordedAt: Date | null;
  receivedAt: Date;
};

/** An agency's own statement that a person is in a family group. */
export type GroupPlace = { group: string; personId: string; agency: string; recordId: string };

export type FamilyPerson = {
  personId: string;
  /** As pages show it; null when no record states one. */
  name: string | null;
  given: string | null;
  surname: string | null;
  birthDate: string | null;
  sex: string | null;
  deathDate: string | null;
};

/** What a family is called while no record states a surname of anybody in it. */
export const noSurname = 'No surname recorded';

/** Rule family-name, of the surnames of its children and of their main carer; null where none is known. */
export function familyName(children: readonly (string | null)[], carer: string | null): string {
  const counts = new Map<string, number>();
  for (const surname of children) if (surname !== null) counts.set(surname, (counts.get(surname) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const first = [...counts]
    .filter(([, count]) => count === most)
    .map(([surname]) => surname)
    .sort();
  return (carer !== null && (first.length === 0 || first.includes(carer)) ? carer : first[0]) ?? noSurname;
}

/**
 * Whose reasons open a family's picture: those for whom the family is made. Anybody else's open the family that is made
 * for them.
 */
export const openingParts: ReadonlySet<Part> = new Set<Part>(['child', 'main-carer']);

export const everyPart = ['child', 'main-carer', 'parent', 'carer', 'lives-with', 'kin', 'group'] as const;
export type Part = (typeof everyPart)[number];

export type Member = {
  personId: string;
  part: Part;
  /** A plain sentence, such as "Mother of Kyle and Leah, says Ashmere Children's Services". */
  reason: string;
  /** Other persons whom the reason names. */
  about: string[];
  /** Agencies whose records are the evidence. */
  agencies: string[];
  evidence: { recordId: string }[];
  happened: Span;
};

/** What is said of a place whose reason names somebody, or an agency, whom the reader may not see. */
export const reasonWithheld = 'Belongs to this family; why is not shared with you';

/** A family as the records now tell it, before it is matched with those that are kept. */
export type FamilyDraft = { anchor: string; name: string; members: Member[] };

const streetWords: Readonly<Record<string, string>> = {
  rd: 'road',
  st: 'street',
  ave: 'avenue',
  av: 'avenue',
  ln: 'lane',
  dr: 'drive',
  cl: 'close',
  ct: 'court',
  cres: 'crescent',
  gdns: 'gardens',
  gr: 'grove',
  pl: 'place',
  sq: 'square',
  terr: 'terrace',
  tce: 'terrace',
  wy: 'way',
};

/**
 * What tells whether two addresses are one home (rule homes); undefined for no fixed address and for an address that
 * says nothing.
 */
export function addressKey(address: string | undefined, postcode: string | undefined): string | undefined {
  const words = (address ?? '')
    .toLowerCase()
    .replace(/['’.]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => streetWords[word] ?? word);
  const text = words.join(' ');
  if (
    words.length === 0 ||
    /\bno fixed (address|abode)\b|\bhomeless\b|^nfa$|^not known$|^unknown$/.test(text)
  )
    return undefined;
  const code = postcode === undefined ? undefined : postcodeOf(postcode).replace(' ', '');
  const numbers = words.filter((word) => /^\d+[a-z]?$/.test(word));
  if (code !== undefined && numbers.length > 0) return `${code}|${numbers.join('/')}`;
  return code === undefined ? text : `${code}|${text}`;
}
