import {
  catalogue,
  closesOn,
  type Fact,
  fewRecords,
  involvedNow,
  isOpen,
  manyEventsAtOnce,
  type Opening,
  openingRules,
  openingsOf,
  openPersons,
  outlineOf,
  visitsPerWeek,
} from '../chronology/index.ts';
import {
  type Family,
  familiesOf,
  getFamily,
  membersOfFamilies,
  noSurname,
  openingParts,
  type Part,
} from '../families/index.ts';
import {
  currentLinks,
  linksOfPerson,
  type Person,
  type PersonLink,
  personsByIds,
  personsOfRecord,
} from '../identity/index.ts';
import {
  addMonths,
  ageOn,
  clock,
  dayOf,
  lastDay,
  overlap,
  type Tx,
  VantageError,
} from '../platform/index.ts';
import { agencies } from '../sharing/index.ts';
import { type Coverage, coverage } from '../sources/index.ts';
import {
  audienceWords,
  likesToBeCalled,
  type Statement,
  statementsOf,
  unreadRecords,
} from '../voice/index.ts';
import { goingWell, type Happening, happeningsOf, weighing } from './model.ts';
import { keysOf } from './names.ts';
import { findFamilies } from './search.ts';
import {
  type FamilyList,
  type FamilyRow,
  nameNotRecorded,
  type Picture,
  type PictureLine,
  type PicturePerson,
} from './shape.ts';
import * as store from './store.ts';

/** Today as a calendar day. */
export function today(): string {
  return dayOf(clock.now());
}

const reasonLabels = new Map(openingRules.map((rule) => [rule.id, rule.label]));

/** The error of a family that does not exist for the reader: one without an open picture is no different. */
function noSuchFamily(): VantageError {
  return new VantageError('not-found', 'There is no picture of such a family.', {
    remedy:
      'Search for one of its members by name. A picture exists only while there is a listed reason for one.',
  });
}

/**
 * Everything a family's picture says on a day. A VantageError 'not-found' when there is no such family or no listed
 * reason keeps its picture open.
 */
export async function getPicture(tx: Tx, familyId: string, on: string = today()): Promise<Picture> {
  const family = await getFamily(tx, familyId).catch((error: unknown) => {
    throw error instanceof VantageError && error.code === 'not-found' ? noSuchFamily() : error;
  });
  const ids = family.members.map((member) => member.personId);
  const openings = await openingsOf(tx, opening(family.members));
  if (!isOpen(openings, on)) throw noSuchFamily();
  const persons = new Map((await personsByIds(tx, ids)).map((person) => [person.personId, person]));
  const facts = (await outlineOf(tx, ids)).filter((fact) => belongsThen(family, fact));
  const covers = await coverage(tx);
  const names = new Map((await agencies(tx)).map((agency) => [agency.agency, agency.name]));
  const said = await statementsOf(tx, ids, { reader: 'team' });
  const called = await likesToBeCalled(tx, ids, { reader: 'team' });
  const named = (personId: string) => ({ personId, name: nameOf(persons.get(personId)) });
  const happenings = happeningsOf(facts, catalogue);
  const lineOf = (one: Happening): PictureLine => ({
    factId: one.factId,
    kind: one.kind,
    label: one.label,
    service: one.service,
    tone: one.tone,
    lane: one.lane,
    shape: one.shape,
    agency: one.agency,
    happened: one.happened,
    precision: one.precision,
    people: one.people.map((person) => ({
      ...named(person.personId),
      role: person.role,
      factId: person.factId,
    })),
    note: noteOf(one),
    contradicted: one.contradicted,
  });
  const speakers = new Set(said.map((statement) => statement.personId));
  return {
    familyId,
    name: familyInWords(family.name),
    calledNote: calledInWords(called, (personId) => persons.get(personId)?.given ?? null),
    today: on,
    openBecause: openings
      .filter((opening) => isOpen([opening], on))
      .sort(byStanding)
      .map((opening) => ({
        person: named(opening.personId),
        reason: reasonLabels.get(opening.reason) ?? opening.reason,
        happened: opening.happened,
        closesOn: closesOn(opening),
        factId: opening.factId,
      })),
    statements: newestOfEachFirst(said).map((statement) => ({
      speaker: named(statement.personId),
      words: statement.words,
      saidOn: statement.happened.from,
      precision: statement.precision,
      saidTo: statement.saidTo,
      audience: audienceWords[statement.audience],
      done: statement.done,
      recordId: statement.recordId,
    })),
    notAsked: askable(family, persons, on)
      .filter((personId) => !speakers.has(personId))
      .map(named),
    goingWell: goingWell(happenings, addMonths(on, -24)).map(({ happening, count }) => ({
      line: lineOf(happening),
      count,
    })),
    weighing: weighing(happenings, addMonths(on, -12), on).map(({ happening, count }) => ({
      line: lineOf(happening),
      count,
    })),
    involvedNow: involvedNow(facts, on).map((one) => ({
      label: one.label,
      service: one.serviceLabel,
      agency: names.get(one.agency) ?? one.agency,
      worker: one.worker,
      workerRole: one.workerRole,
      team: one.team,
      since: one.since,
      people: one.personIds.map(named),
      factId: one.factIds[0] ?? '',
    })),
    people: peopleOf(family, persons, on),
    happenings: happenings.map(lineOf),
    fewRecords: fewRecords(
      facts,
      covers.map(({ agency, covers: span }) => ({ agency, span })),
    ).map((band) => ({
      from: band.from,
      last: band.last,
      days: band.days,
      words: coverInWords(band.covered, band.partly, names),
    })),
    manyEvents: manyEventsAtOnce(facts).map(({ from, last, count }) => ({ from, last, count })),
    visits: visitsPerWeek(facts),
    workers: workersIn(facts),
    coverage: latestByAgency(covers, names),
  };
}

/** The newest words of each person first, then all others, newest first. */
function newestOfEachFirst(said: readonly Statement[]): Statement[] {
  const newest = new Set([...new Map([...said].reverse().map((one) => [one.personId, one])).values()]);
  return [...said.filter((one) => newest.has(one)), ...said.filter((one) => !newest.has(one))];
}

/** "They like to be called “the Harts” (Dawn)": who said so stands beside it. */
function calledInWords(
  called: ReadonlyMap<string, string>,
  given: (personId: string) => string | null,
): string | null {
  if (called.size === 0) return null;
  const said = [...called].map(([personId, words]) => {
    const who = given(personId);
    return who === null ? `“${words}”` : `“${words}” (${who})`;
  });
  return `They like to be called ${said.join(', ')}.`;
}

/** The members whose reasons open the family's picture. */
function opening(members: readonly { personId: string; part: Part }[]): string[] {
  return members.filter((member) => openingParts.has(member.part)).map((member) => member.personId);
}

/** Facts count while their person belongs to the family; a father's life before or after is not this family's. */
function belongsThen(family: Family, fact: Fact): boolean {
  return family.members.some(
    (member) => member.personId === fact.personId && overlap(member.happened, fact.happened) !== undefined,
  );
}

/** What a family is called on a page. */
export function familyInWords(name: string): string {
  return name === noSurname ? 'A family without a recorded surname' : `The ${name} family`;
}

/** Name as pages show it. */
export function nameOf(person: Person | undefined): string {
  return person?.name ?? nameNotRecorded;
}

function noteOf(one: Happening): string | null {
  const said = one.parts.find((part) => part.name === 'note')?.value;
  if (said) return said;
  const shown = one.parts.filter((part) =>
    ['category', 'need', 'placement', 'outcome', 'worker'].includes(part.name),
  );
  return shown.length ? shown.map((part) => `${part.label}: ${part.value}`).join('; ') : null;
}

/** Children and their parents or carers who belong today and are alive and at least four. */
function askable(family: Family, persons: ReadonlyMap<string, Person>, on: string): string[] {
  return family.members
    .filter(
      (member) =>
        ['child', 'main-carer'].includes(member.part) &&
        (member.happened.to === null || member.happened.to > on),
    )
    .map((member) => member.personId)
    .filter((personId) => {
      const person = persons.get(personId);
      if (!person || person.deathDate) return false;
      return !person.birthDate || ageOn(person.birthDate, on) >= 4;
    });
}

function peopleOf(family: Family, persons: ReadonlyMap<string, Person>, on: string): PicturePerson[] {
  const known = (personId: string) => nameOf(persons.get(personId));
  return family.members.map((member) => {
    const person = persons.get(member.personId);
    const home = family.residences
      .filter((one) => one.personId === member.personId && (one.happened.to === null || one.happened.to > on))
      .sort((a, b) => ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1))[0];
    return {
      personId: member.personId,
      name: nameOf(person),
      given: person?.given ?? '',
      born: person?.birthDate ?? null,
      died: person?.deathDate ?? null,
      age: person?.birthDate ? ageOn(person.birthDate, person.deathDate ?? on) : null,
      belongs: member.happened,
      because: member.reason,
      relations: family.relationships
        .filter(
          (one) =>
            one.personId === member.personId &&
            family.members.some((other) => other.personId === one.otherId),
        )
        .map((one) => ({
          words: `${relationWords[one.kind] ?? one.kind} ${known(one.otherId)}`,
          happened: one.happened,
          recordId: one.recordId,
        })),
      home: home
        ? {
            words: [home.address, home.postcode].filter(Boolean).join(', '),
            since: home.happened.from,
            recordId: home.recordId,
          }
        : null,
    };
  });
}

const relationWords: Readonly<Record<string, string>> = {
  parent: 'Parent of',
  partner: 'Partner of',
  'former-partner': 'Former partner of',
  sibling: 'Brother or sister of',
  grandparent: 'Grandparent of',
  carer: 'Carer of',
  'other-kin': 'Kin of',
};

function workersIn(facts: readonly Fact[]): number {
  const workers = new Set<string>();
  for (const fact of facts) {
    for (const part of fact.detail.parts) if (part.name === 'worker') workers.add(part.value);
  }
  return workers.size;
}

function coverInWords(
  covered: readonly string[],
  partly: readonly string[],
  names: ReadonlyMap<string, string>,
): string {
  const named = (list: readonly string[]) => list.map((agency) => names.get(agency) ?? agency).join(', ');
  const parts = [
    covered.length ? `the records of ${named(covered)} cover all of these days` : '',
    partly.length ? `those of ${named(partly)} cover some of them` : '',
  ].filter(Boolean);
  return parts.length ? parts.join('; ') : 'no agency’s records are known to cover these days';
}

function latestByAgency(
  covers: readonly Coverage[],
  names: ReadonlyMap<string, string>,
): Picture['coverage'] {
  const latest = new Map<string, Picture['coverage'][number]>();
  for (const cover of covers) {
    const until = lastDay(cover.covers);
    const known = latest.get(cover.agency);
    const receivedAt = cover.receivedAt.toISOString();
    if (!known || known.receivedAt < receivedAt) {
      latest.set(cover.agency, {
        agency: cover.agency,
        name: names.get(cover.agency) ?? cover.agency,
        until,
        receivedAt,
      });
    }
  }
  return [...latest.values()].sort((a, b) => (a.agency < b.agency ? -1 : 1));
}

/** Rows of a list for families, in the order given; families without an open picture are left out. */
export async function familyRows(
  tx: Tx,
  familyIds: readonly string[],
  on: string = today(),
): Promise<FamilyRow[]> {
  const rows: FamilyRow[] = [];
  const families: Family[] = [];
  for (const familyId of familyIds) families.push(await getFamily(tx, familyId));
  const ids = [...new Set(families.flatMap((family) => family.members.map((member) => member.personId)))];
  const persons = new Map((await personsByIds(tx, ids)).map((person) => [person.personId, person]));
  const openings = Map.groupBy(await openingsOf(tx, ids), (opening) => opening.personId);
  for (const family of families) {
    const own = opening(family.members).flatMap((personId) => openings.get(personId) ?? []);
    const keeping = own.filter((opening) => isOpen([opening], on));
    const [first] = keeping.sort(byStanding);
    if (!first) continue;
    rows.push({
      familyId: family.familyId,
      name: familyInWords(family.name),
      members: family.members.map((member) => {
        const person = persons.get(member.personId);
        return {
          personId: member.personId,
          name: nameOf(person),
          age: person?.birthDate && !person.deathDate ? ageOn(person.birthDate, on) : null,
        };
      }),
      reason: reasonLabels.get(first.reason) ?? first.reason,
      since: first.happened.from,
    });
  }
  return rows;
}

/** Open reasons before ended ones, then those further down the list of rules, then the newest. */
function byStanding(a: Opening, b: Opening): number {
  const place = (opening: Opening) => openingRules.findIndex((rule) => rule.id === opening.reason);
  return (
    Number(a.happened.to !== null) - Number(b.happened.to !== null) ||
    place(b) - place(a) ||
    ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1)
  );
}

/** One page of the families found by a search; `perPage` rows, pages from 1. */
export async function search(
  tx: Tx,
  input: { query: string; page: number; perPage: number },
): Promise<FamilyList> {
  const hits = await findFamilies(tx, input.query);
  const first = (input.page - 1) * input.perPage;
  const shown = hits.slice(first, first + input.perPage).map((hit) => hit.familyId);
  return { total: hits.length, page: input.page, families: await familyRows(tx, shown) };
}

/** One page of the families of persons, those with an open picture only, and how many persons are in none of them. */
export async function familiesBehind(
  tx: Tx,
  input: { persons: readonly string[]; page: number; perPage: number },
  on: string = today(),
): Promise<FamilyList & { counted: number; shown: number }> {
  const places = await familiesOf(tx, input.persons);
  const families = [...new Map(places.map((place) => [place.familyId, place])).values()];
  const open = await shownFamilies(tx, families, on);
  const openIds = new Set(open.map((family) => family.familyId));
  const shown = new Set(places.filter((place) => openIds.has(place.familyId)).map((place) => place.personId));
  const first = (input.page - 1) * input.perPage;
  const ids = open.slice(first, first + input.perPage).map((family) => family.familyId);
  return {
    total: open.length,
    page: input.page,
    families: await familyRows(tx, ids, on),
    counted: input.persons.length - shown.size,
    shown: shown.size,
  };
}

/** One page of every family whose picture is open, for those who may go from a number to the families behind it. */
export async function openFamilies(tx: Tx, input: { page: number; perPage: number }): Promise<FamilyList> {
  const all = await store.findableFamilies(tx);
  const first = (input.page - 1) * input.perPage;
  const shown = all.slice(first, first + input.perPage);
  return { total: all.length, page: input.page, families: await familyRows(tx, shown) };
}

/**
 * Makes the search keys equal to the names and identifiers of the members of families whose picture is open. Nobody
 * else can be found. Returns how many keys were added and taken away.
 */
export async function index(tx: Tx, on: string = today()): Promise<{ added: number; removed: number }> {
  const open = await openFamilyIds(tx, on);
  const places = await membersOfFamilies(tx, open);
  const ids = [...new Set(places.map((place) => place.personId))];
  const persons = new Map((await personsByIds(tx, ids)).map((person) => [person.personId, person]));
  const numbers = new Map<string, Set<string>>();
  for await (const { personId, localId } of currentLinks(tx)) {
    if (persons.has(personId)) numbers.set(personId, (numbers.get(personId) ?? new Set()).add(localId));
  }
  const keys: store.KeyRow[] = [];
  for (const { personId, familyId } of places) {
    const details = persons.get(personId)?.details ?? [];
    const of = (...kinds: string[]) =>
      details.filter((one) => kinds.includes(one.kind)).map((one) => one.value);
    for (const key of keysOf(of('name'), [...of('nhs-number', 'upn'), ...(numbers.get(personId) ?? [])])) {
      keys.push({ ...key, personId, familyId });
    }
  }
  return store.replaceKeys(tx, keys);
}

/** Families whose picture is open on a day. */
async function openFamilyIds(tx: Tx, on: string): Promise<string[]> {
  const places = await familiesOf(tx, await openPersons(tx, on));
  return [...new Set(places.filter((place) => openingParts.has(place.part)).map((place) => place.familyId))];
}

/** Of the families given, those whose picture is open on a day. */
export async function shownFamilies<F extends { familyId: string }>(
  tx: Tx,
  families: readonly F[],
  on: string = today(),
): Promise<F[]> {
  const places = await membersOfFamilies(
    tx,
    families.map((family) => family.familyId),
  );
  const openings = Map.groupBy(
    await openingsOf(
      tx,
      places.map((place) => place.personId),
    ),
    (opening) => opening.personId,
  );
  return families.filter((family) =>
    places.some(
      (place) =>
        place.familyId === family.familyId &&
        openingParts.has(place.part) &&
        isOpen(openings.get(place.personId) ?? [], on),
    ),
  );
}

/**
 * True when a record may be opened: one of the persons it is about belongs to a family whose picture is open, and it
 * holds no words kept for others.
 */
export async function mayShowRecord(tx: Tx, recordId: string, on: string = today()): Promise<boolean> {
  const persons = await personsOfRecord(tx, recordId);
  if ((await unreadRecords(tx, persons, { reader: 'team' })).has(recordId)) return false;
  return (await shownFamilies(tx, await familiesOf(tx, persons), on)).length > 0;
}

/** The links that make up a person, without those of records that hold words kept for others. */
export async function readableLinks(tx: Tx, personId: string): Promise<PersonLink[]> {
  const unread = await unreadRecords(tx, [personId], { reader: 'team' });
  return (await linksOfPerson(tx, personId)).filter((link) => !unread.has(link.recordId));
}
