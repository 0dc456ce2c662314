/** Gathers what records state about who belongs with whom. */
import { daysOf, type Value, valuesOf } from '@vantage/returns';
import { personsInShort, type RecordAbout } from '../identity/index.ts';
import { addDays, addMonths, dayOf, type Span, type Tx } from '../platform/index.ts';
import { agencies } from '../sharing/index.ts';
import { firstDayCovered } from '../sources/index.ts';
import type { Stated } from './grouping.ts';
import { openCases } from './help-cases.ts';
import {
  addressKey,
  type FamilyPerson,
  type GroupPlace,
  type Relationship,
  type RelationshipKind,
  type Residence,
} from './model.ts';

/** Returns of children only: whoever they are about is or was a child. */
const childKinds = ['cin.child', 'cin.referral', 'ssda903.child', 'ssda903.episode'];
/** Children and grown people together, of agencies whose help may open a picture: here the birth date tells. */
const personKinds = ['ssd.person', 'eh.people', 'yj.people'];
const tieKinds = ['care.relationships', 'ssd.mother'];
/** What services for every child say of who brings it up (rule said-by-universal-services). */
const universalTieKinds = ['school.carers', 'health.pregnancies'];
/** Where early help lists who is in a case, and as what (rule said-in-a-help-case). */
const caseKind = 'eh.cases';
const homeKinds = ['ssd.address', 'police.nominals'];
/** Where an agency lists who belongs to a family of its own numbering, and under which column the number stands. */
const groupNumbers: Readonly<Record<string, string>> = {
  'ssd.family': 'fami_family_id',
  'eh.people': 'family_no',
};

const relationshipKinds: Readonly<Record<string, RelationshipKind>> = {
  parent: 'parent',
  partner: 'partner',
  'former partner': 'former-partner',
  sibling: 'sibling',
  grandparent: 'grandparent',
  carer: 'carer',
  'other kin': 'other-kin',
};

/** What a school calls those whom it may ring. */
const schoolKinds: Readonly<Record<string, RelationshipKind>> = {
  parent: 'parent',
  'step-parent': 'carer',
  grandparent: 'grandparent',
  carer: 'carer',
};

/** Kinds of record that tell of families. */
export const familyKinds: readonly string[] = [
  ...new Set([
    ...childKinds,
    ...personKinds,
    ...Object.keys(groupNumbers),
    ...tieKinds,
    ...universalTieKinds,
    caseKind,
    ...homeKinds,
  ]),
];

/** A record that tells of families, with whom it is about. */
export type Telling = Omit<RecordAbout, 'version' | 'key' | 'sheet' | 'line' | 'path'>;

/** Everything that the rules of families read, of records that stand. */
export async function gatherStated(
  tx: Tx,
  records: AsyncIterable<Telling> | Iterable<Telling>,
  asOf: Date,
): Promise<Stated> {
  const relationships: Relationship[] = [];
  const universal: Relationship[] = [];
  const residences: Residence[] = [];
  const groups: GroupPlace[] = [];
  const inReturns = new Set<string>();
  const ofAnyAge = new Set<string>();
  const cases = openCases();
  for await (const record of records) {
    const { subject } = record.persons;
    if (subject === undefined) continue;
    if (childKinds.includes(record.kind)) inReturns.add(subject);
    if (personKinds.includes(record.kind)) ofAnyAge.add(subject);
    groups.push(...groupOf(record, subject));
    if (record.kind === caseKind) cases.add(record, subject);
    else if (homeKinds.includes(record.kind)) residences.push(...residenceOf(record, subject));
    else if (universalTieKinds.includes(record.kind)) universal.push(...universalTie(record, subject));
    else if (tieKinds.includes(record.kind)) relationships.push(...relationshipOf(record, subject));
  }
  const alsoSaid = notYetSaid(universal, relationships);
  const named = await peopleNamed(tx, [
    ...inReturns,
    ...ofAnyAge,
    ...[...relationships, ...alsoSaid].flatMap((tie) => [tie.personId, tie.otherId]),
    ...groups.map((place) => place.personId),
  ]);
  // One by one: there may be more than a call takes arguments.
  for (const tie of withoutNamesakes(alsoSaid, relationships, named)) relationships.push(tie);
  const inCases = cases.ties([...relationships, ...alsoSaid], named);
  for (const tie of withoutNamesakes(inCases, relationships, named)) relationships.push(tie);
  return {
    persons: named,
    children: new Set([...inReturns, ...(await childrenAmong(tx, ofAnyAge, relationships, named, asOf))]),
    relationships,
    groups,
    residences,
    agencyNames: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
    today: dayOf(asOf),
  };
}

/** The column in which an agency numbers a family or a case of it, and the number, of a record that has one. */
export function familyNumber({
  kind,
  content,
}: Pick<Telling, 'kind' | 'content'>): { column: string; number: string } | undefined {
  const column = kind === caseKind ? 'case_id' : groupNumbers[kind];
  const number = content[column ?? ''] ?? '';
  return column === undefined || number === '' ? undefined : { column, number };
}

function groupOf(record: Telling, personId: string): GroupPlace[] {
  const { agency, recordId } = record;
  const family = record.kind === caseKind ? undefined : familyNumber(record);
  return family ? [{ group: `${agency} ${family.number}`, personId, agency, recordId }] : [];
}

function residenceOf(record: Telling, personId: string): Residence[] {
  const { address, postcode } = record.people.find((person) => person.role === 'subject')?.identity ?? {};
  const key = addressKey(address, postcode);
  if (key === undefined || address === undefined) return [];
  return [
    {
      personId,
      addressKey: key,
      address,
      postcode: postcode ?? null,
      happened: record.happened ?? { from: null, to: null },
      precision: record.happened === null ? 'unknown' : 'day',
      ...provenance(record),
    },
  ];
}

function relationshipOf(record: Telling, subject: string): Relationship[] {
  const values = valuesOf(record.kind, record.content);
  const isMother = record.kind === 'ssd.mother';
  const other = record.persons[isMother ? 'mother' : 'other'];
  const kind = isMother ? 'parent' : relationshipKinds[String(values.relationship ?? '')];
  if (other === undefined || other === subject || kind === undefined) return [];
  const happened = isMother ? { from: day(values.moth_childs_dob), to: null } : spanOf(record.happened);
  return [
    {
      personId: isMother ? other : subject,
      otherId: isMother ? subject : other,
      kind,
      happened,
      precision: happened.from === null ? 'unknown' : 'day',
      ...(isMother ? { asMother: true } : {}),
      ...provenance(record),
    },
  ];
}

/** Who bears or brings up a child, as community health or a school says. A pregnancy that was lost makes nobody a parent. */
function universalTie(record: Telling, subject: string): Relationship[] {
  const values = valuesOf(record.kind, record.content);
  const isPregnancy = record.kind === 'health.pregnancies';
  const other = record.persons[isPregnancy ? 'mother' : 'pupil'];
  const kind = isPregnancy ? 'parent' : schoolKinds[String(values.relationship ?? '')];
  if (other === undefined || other === subject || kind === undefined || values.outcome === 'loss') return [];
  const said = day(values.outcome === 'birth' ? values.ended_on : values.due_on);
  const born = said === null ? null : daysOf(said);
  const happened = { from: isPregnancy ? (born?.from ?? null) : null, to: null };
  return [
    {
      personId: isPregnancy ? other : subject,
      otherId: isPregnancy ? subject : other,
      kind,
      happened,
      precision: happened.from === null ? 'unknown' : (born?.precision ?? 'unknown'),
      ...(isPregnancy ? { asMother: true } : {}),
      ...provenance(record),
    },
  ];
}

/** Rule said-by-universal-services: of what they say, that of which nothing else is stated of the same two people. */
function notYetSaid(universal: readonly Relationship[], stated: readonly Relationship[]): Relationship[] {
  const pairs = new Set(
    stated.flatMap(({ personId, otherId }) => [`${personId} ${otherId}`, `${otherId} ${personId}`]),
  );
  return universal.filter(({ personId, otherId }) => !pairs.has(`${personId} ${otherId}`));
}

/** Rule said-by-universal-services: somebody without a birth date is held to be whoever of the same name is stated of the child. */
function withoutNamesakes(
  universal: readonly Relationship[],
  stated: readonly Relationship[],
  named: ReadonlyMap<string, FamilyPerson>,
): Relationship[] {
  const calledBeside = (personId: string, otherId: string) =>
    `${otherId} ${named.get(personId)?.name?.toLocaleLowerCase('en') ?? ''}`;
  const beside = new Set(
    stated.flatMap((tie) => [
      calledBeside(tie.personId, tie.otherId),
      calledBeside(tie.otherId, tie.personId),
    ]),
  );
  return universal.filter((tie) => {
    const person = named.get(tie.personId);
    const unsure = person !== undefined && person.name !== null && person.birthDate === null;
    return !(unsure && beside.has(calledBeside(tie.personId, tie.otherId)));
  });
}

function spanOf(span: Span | null): Span {
  return span ?? { from: null, to: null };
}

function day(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function provenance({ agency, recordId, recordedAt, receivedAt }: Telling) {
  return { agency, recordId, recordedAt, receivedAt };
}

const batch = 5000;

async function peopleNamed(tx: Tx, ids: readonly string[]): Promise<Map<string, FamilyPerson>> {
  const wanted = [...new Set(ids)];
  const named = new Map<string, FamilyPerson>();
  for (let from = 0; from < wanted.length; from += batch) {
    for (const person of await personsInShort(tx, wanted.slice(from, from + batch)))
      named.set(person.personId, person);
  }
  return named;
}

/** Rule who-is-a-child, for those of whom the birth date tells. */
async function childrenAmong(
  tx: Tx,
  ofAnyAge: ReadonlySet<string>,
  relationships: readonly Relationship[],
  persons: ReadonlyMap<string, FamilyPerson>,
  asOf: Date,
): Promise<Set<string>> {
  const first = await firstDayCovered(tx);
  const bornAfter = addMonths(first ?? addDays(dayOf(asOf), -18 * 365), -18 * 12);
  const parents = new Set(relationships.filter((tie) => tie.kind === 'parent').map((tie) => tie.personId));
  const children = new Set<string>();
  for (const personId of ofAnyAge) {
    const born = persons.get(personId)?.birthDate ?? null;
    if (born === null ? !parents.has(personId) : born > bornAfter) children.add(personId);
  }
  return children;
}
