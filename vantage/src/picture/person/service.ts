import { addressKey, familiesOf } from '../../families/index.ts';
import {
  type Detail,
  type Person,
  type PersonLink,
  personsByIds,
  reviewsPerson,
} from '../../identity/index.ts';
import { notFound } from '../../platform/http/index.ts';
import { holds, type Span, type Tx } from '../../platform/index.ts';
import { type Agency, keptBack, mayProtect } from '../../sharing/index.ts';
import { readableRecords } from '../../sources/index.ts';
import { type Tie, tiesOf } from '../../voice/index.ts';
import { firstNames } from '../called.ts';
import { homesOn } from '../genogram/homes.ts';
import type { Stay } from '../homes/service.ts';
import { tellsWhere } from '../kept.ts';
import { type KinElsewhere, kinElsewhere } from '../kin-elsewhere.ts';
import { familyNames } from '../naming.ts';
import { readableLinks, readRecord, shownFamilies, today } from '../open.ts';
import { isUnder } from '../schooling.ts';
import { beginPicture, finishPicture } from '../service.ts';
import type { Picture, PicturePerson } from '../shape.ts';

/** What can be only one thing, or is one thing at a time. */
export type Differs = 'name' | 'birth-date' | 'sex' | 'death-date' | 'address';

/** What one agency says of somebody, as far as the reader sees it. */
export type Says = { agency: string; name: string; facts: number; first: string | null; last: string | null };

export type PersonShown = {
  picture: Picture;
  member: PicturePerson;
  person: Person;
  links: PersonLink[];
  agencyNames: ReadonlyMap<string, string>;
  /** Whether the reader may review who is who. */
  reviews: boolean;
  isKept: boolean;
  /** Agencies of which it is kept back that they know them. */
  fromKept: ReadonlySet<string>;
  mayProtect: boolean;
  /** Where they lived, placements among it, newest first; those without days last. `factId` is of a placement of whose address nothing is said. */
  stays: (Stay & { homeId: string; address: string; factId: string | null })[];
  /** Schools whose records name them, the newest first. */
  schools: { name: string; happened: Span | null }[];
  /** Practices that a health record names which the reader may open. */
  practices: { code: string; recordId: string }[];
  /** Who lives with them today, of this family; who works with them; and whom somebody of the family named around them. */
  livesWith: string[];
  involved: Picture['involvedNow'];
  ties: Tie[];
  says: Says[];
  /** Sentences where records say differently who they are. */
  differs: { what: Differs; told: { value: string; agencies: string[] }[] }[];
  differences: Picture['differences'];
  contradicted: Picture['happenings'];
  statements: Picture['statements'];
  notAsked: boolean;
  /** Families that they belong to and the reader may open, this one among them. */
  families: { familyId: string; name: string; happened: Span }[];
  elsewhere: KinElsewhere[];
  name(personId: string): string;
};

/** One person of a family, of what the reader may see. A VantageError 'not-found' where they are none of it for the reader. */
export async function getPerson(tx: Tx, familyId: string, personId: string): Promise<PersonShown> {
  const begun = await beginPicture(tx, familyId);
  const { family, agencyList } = begun;
  const { picture, facts, stays: placed } = await finishPicture(tx, begun);
  const member = picture.people.find((one) => one.personId === personId);
  const [person] = member ? await personsByIds(tx, [personId]) : [];
  if (!member || !person) throw notFound();
  const ids = [...new Set(family.members.map((one) => one.personId))];
  const lived = placed.filter((stay) => stay.personId === personId);
  const [links, reviews, kept, protects, ties, readable, families, elsewhere] = await Promise.all([
    readableLinks(tx, person),
    reviewsPerson(tx, personId),
    keptBack(tx, [personId]),
    mayProtect(tx, personId),
    tiesOf(tx, ids),
    readableRecords(
      tx,
      lived.flatMap(({ recordId }) => recordId ?? []),
    ),
    familiesHere(tx, personId),
    kinElsewhere(tx, { of: [personId], members: ids, on: picture.today }),
  ]);
  const names = new Map(agencyList.map(({ agency, name }) => [agency, name]));
  const agencyName = (code: string) => names.get(code) ?? code;
  const fromKept = new Set(
    kept.size > 0 ? agencyList.flatMap((one) => (tellsWhere(one) ? [one.agency] : [])) : [],
  );
  const fromWhom = (code: string) => (fromKept.has(code) ? 'an agency that is kept back' : agencyName(code));
  const homes = homesOn(placed, picture.today);
  const isTheirs = (line: Picture['happenings'][number]) =>
    line.people.some((one) => one.personId === personId);
  return {
    picture,
    member,
    person,
    links,
    agencyNames: names,
    reviews,
    isKept: kept.size > 0,
    mayProtect: protects,
    stays: lived
      .map(({ homeId, address, postcode, happened, precision, agency, recordId, factId }) => ({
        personId,
        homeId,
        address: [address, postcode].filter(Boolean).join(', '),
        happened,
        precision,
        agency: agencyName(agency),
        recordId: recordId !== null && readable.has(recordId) ? recordId : null,
        factId,
      }))
      .sort((a, b) => (firstDayOf(a) < firstDayOf(b) ? 1 : firstDayOf(a) > firstDayOf(b) ? -1 : 0)),
    fromKept,
    schools: kept.size > 0 ? [] : schoolsOf(person, agencyList),
    practices: await practicesOf(tx, links, picture.today),
    livesWith: ids.filter(
      (other) =>
        other !== personId &&
        member.died === null &&
        homes.get(personId)?.[0] !== undefined &&
        homes.get(other)?.[0] === homes.get(personId)?.[0],
    ),
    involved: picture.involvedNow.filter(({ people }) => people.some((one) => one.personId === personId)),
    ties: ties.filter(
      ({ outcome, name, whose }) => outcome === null && name !== null && whose.includes(personId),
    ),
    says: saysOf(
      facts.filter((fact) => fact.personId === personId && !fromKept.has(fact.agency)),
      agencyName,
    ),
    differs: differsIn(person, picture.today, fromWhom),
    differences: picture.differences.filter(({ told }) =>
      told.some((one) => one.person.personId === personId),
    ),
    contradicted: picture.happenings.filter((line) => line.differing.length > 0 && isTheirs(line)).reverse(),
    statements: picture.statements.filter(({ speaker }) => speaker.personId === personId),
    notAsked: picture.notAsked.some((one) => one.personId === personId),
    families,
    elsewhere,
    name: firstNames(picture),
  };
}

const firstDayOf = ({ happened, precision }: Stay) => (precision === 'unknown' ? '' : (happened.from ?? ''));

async function familiesHere(tx: Tx, personId: string): Promise<PersonShown['families']> {
  const open = await shownFamilies(tx, await familiesOf(tx, [personId]));
  const names = await familyNames(
    tx,
    open.map(({ familyId }) => familyId),
  );
  return open.map(({ familyId, happened }) => {
    const name = names.get(familyId);
    return { familyId, happened, name: name ? `The ${name} family` : 'A family without a recorded surname' };
  });
}

/**
 * Each school once for each spell, the newest first. A school names parents too, whom it may ring: of whoever is not known
 * to be of an age for school only spells with a beginning, before they grew up, are theirs.
 */
export function schoolsOf(
  person: Pick<Person, 'birthDate' | 'details'>,
  agencyList: readonly Pick<Agency, 'agency' | 'name' | 'type'>[],
): PersonShown['schools'] {
  const schools = new Map(
    agencyList.flatMap(({ agency, name, type }) => (type === 'school' ? [[agency, name]] : [])),
  );
  const isPupil = person.birthDate !== null && isUnder(person.birthDate, today(), 19);
  const told = new Map<string, PersonShown['schools'][number]>();
  for (const { agency, happened } of person.details) {
    const name = schools.get(agency);
    const began = happened?.from ?? null;
    if (name === undefined || (!isPupil && (began === null || !isUnder(person.birthDate, began, 19))))
      continue;
    told.set(`${name} ${happened?.from} ${happened?.to}`, { name, happened });
  }
  const first = ({ happened }: PersonShown['schools'][number]) => happened?.from ?? '';
  return [...told.values()].sort((a, b) => (first(a) < first(b) ? 1 : first(a) > first(b) ? -1 : 0));
}

async function practicesOf(
  tx: Tx,
  links: readonly PersonLink[],
  on: string,
): Promise<PersonShown['practices']> {
  const found = new Map<string, PersonShown['practices'][number]>();
  for (const { record, recordId } of links) {
    if (record?.kind !== 'health.patients') continue;
    const opened = await readRecord(tx, recordId, on).catch(() => undefined);
    const code = opened?.versions.at(-1)?.content.gp_practice;
    if (code) found.set(code, { code, recordId });
  }
  return [...found.values()];
}

type Told = { agency: string; happened: Span };

function saysOf(facts: readonly Told[], agencyName: (code: string) => string): Says[] {
  return [...Map.groupBy(facts, ({ agency }) => agency)]
    .map(([agency, own]) => {
      const days = own.flatMap(({ happened }) => happened.from ?? []).sort();
      return {
        agency,
        name: agencyName(agency),
        facts: own.length,
        first: days[0] ?? null,
        last: days.at(-1) ?? null,
      };
    })
    .sort((a, b) => b.facts - a.facts || (a.name < b.name ? -1 : 1));
}

/** What can be only one thing and is said to be several; of addresses, where each agency that names one has them now. */
export function differsIn(
  person: Pick<Person, 'details'>,
  on: string,
  agencyName: (code: string) => string,
): PersonShown['differs'] {
  const asWritten = ({ value }: Detail) => value;
  const asSaid = ({ value }: Detail) => value.toLocaleLowerCase('en').replace(/\s+/g, ' ').trim();
  const asHome = ({ value, parts }: Detail) =>
    addressKey(value, parts?.postcode) ?? asSaid({ value } as Detail);
  const stands = ({ happened }: Detail) => happened === null || holds(happened, on);
  const alike: Readonly<Record<Differs, (one: Detail) => string>> = {
    name: asSaid,
    'birth-date': asWritten,
    sex: asWritten,
    'death-date': asWritten,
    address: asHome,
  };
  return (Object.keys(alike) as Differs[]).flatMap((what) => {
    const all = person.details.filter((one) => one.kind === what && (what !== 'address' || stands(one)));
    // The details of one agency stand in order, the newest first: of an address only that one is where they are now.
    const own =
      what === 'address'
        ? [...Map.groupBy(all, ({ agency }) => agency).values()].flatMap((of) => of.slice(0, 1))
        : all;
    const said = Map.groupBy(own, alike[what]);
    if (said.size < 2) return [];
    return {
      what,
      told: [...said.values()].map((those) => ({
        value: those[0]?.value ?? '',
        agencies: [...new Set(those.map(({ agency }) => agencyName(agency)))].sort(),
      })),
    };
  });
}
