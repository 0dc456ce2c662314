/** Which families' pictures are open, and what may be shown of them. */
import { closesOn, type Opening, openingRules, openingsOf, openPersons } from '../chronology/index.ts';
import {
  familiesOf,
  familyName,
  membersOfFamilies,
  noSurname,
  openingParts,
  type Part,
} from '../families/index.ts';
import { linksOfPerson, type Person, type PersonLink, personsOfRecords } from '../identity/index.ts';
import {
  addDays,
  clock,
  dayOf,
  lastDay,
  overlap,
  type Span,
  type Tx,
  VantageError,
} from '../platform/index.ts';
import { dayInWords } from '../platform/parts/index.ts';
import { getRecord, type OpenedRecord, type Version } from '../sources/index.ts';
import { readableVersions } from '../voice/index.ts';
import { nameNotRecorded } from './shape.ts';

/** Today as a calendar day. */
export function today(): string {
  return dayOf(clock.now());
}

export const reasonLabels = new Map(openingRules.map((rule) => [rule.id, rule.label]));

/** The members whose reasons open the family's picture. */
export function opening(members: readonly { personId: string; part: Part }[]): string[] {
  return members.filter((member) => openingParts.has(member.part)).map((member) => member.personId);
}

/** Open reasons before ended ones, then those further down the list of rules, then the newest. */
export function byStanding(a: Opening, b: Opening): number {
  const place = (opening: Opening) => openingRules.findIndex((rule) => rule.id === opening.reason);
  return (
    Number(a.happened.to !== null) - Number(b.happened.to !== null) ||
    place(b) - place(a) ||
    ((a.happened.from ?? '') < (b.happened.from ?? '') ? 1 : -1)
  );
}

/** Families whose picture is open on a day. */
export async function openFamilyIds(tx: Tx, on: string): Promise<string[]> {
  const places = await familiesOf(tx, await openPersons(tx, on));
  return [...new Set(places.filter((place) => openingParts.has(place.part)).map((place) => place.familyId))];
}

/** Everybody who belongs to a family whose picture is open on a day. */
export async function personsShown(tx: Tx, on: string = today()): Promise<string[]> {
  const members = await membersOfFamilies(tx, await openFamilyIds(tx, on));
  return [...new Set(members.map((member) => member.personId))];
}

/** Who belongs to families, by family, and the reasons that open a picture, by the person that they are of. */
export async function standingOfFamilies(tx: Tx, familyIds: readonly string[]) {
  const places = await membersOfFamilies(tx, familyIds);
  const openings = await openingsOf(tx, [...new Set(opening(places))]);
  return {
    members: Map.groupBy(places, (place) => place.familyId),
    openings: Map.groupBy(openings, (one) => one.personId),
  };
}

/** Of the families given, those whose picture is open on a day. */
export async function shownFamilies<F extends { familyId: string }>(
  tx: Tx,
  families: readonly F[],
  on: string = today(),
): Promise<F[]> {
  const ids = [...new Set(families.map(({ familyId }) => familyId))];
  const places = await membersOfFamilies(tx, ids, openingParts);
  const persons = new Set(await openPersons(tx, on, [...new Set(places.map(({ personId }) => personId))]));
  const open = new Set(places.flatMap(({ personId, familyId }) => (persons.has(personId) ? familyId : [])));
  return families.filter(({ familyId }) => open.has(familyId));
}

/** Of the persons given, those who belong to a family whose picture is open on a day; and these families. */
async function shownPersons(
  tx: Tx,
  personIds: readonly string[],
  on: string,
): Promise<{ persons: Set<string>; families: Set<string> }> {
  const places = await familiesOf(tx, personIds);
  const families = new Set((await shownFamilies(tx, places, on)).map((family) => family.familyId));
  const shown = places.filter((place) => families.has(place.familyId));
  return { persons: new Set(shown.map((place) => place.personId)), families };
}

/**
 * The versions of a record that may be read, oldest first, whom it is about and their families. A record that is about anybody without an open picture does
 * not exist for the reader (VantageError 'not-found'), nor does a version that holds words kept for others.
 */
export async function readRecord(tx: Tx, recordId: string, on: string = today()): Promise<OpenedRecord> {
  const persons = (await personsOfRecords(tx, [recordId])).get(recordId) ?? [];
  const shown = await shownPersons(tx, persons, on);
  const open = persons.length > 0 && persons.every((person) => shown.persons.has(person));
  const all = open ? await getRecord(tx, recordId).catch(() => []) : [];
  const versions = all.filter((version) => isAbout(version, all.at(-1)));
  const readable = await readableVersions(tx, versions, persons);
  if (readable.length === 0) {
    throw new VantageError('not-found', 'There is no such record.', {
      remedy: 'Check the address, or begin at a family.',
    });
  }
  return { versions: readable, persons, families: [...shown.families] };
}

/** Whether a version is about the very people of another: links are of the one that stands, and say nothing of others. */
function isAbout({ people }: Version, standing: Version | undefined): boolean {
  const who = (mentions: Version['people']) =>
    mentions
      .map(({ role, id }) => `${role} ${id}`)
      .sort()
      .join('|');
  return standing !== undefined && who(people) === who(standing.people);
}

/** The links of a person's records that say who the person is, each to a record that may be opened. */
export async function readableLinks(tx: Tx, person: Person, on: string = today()): Promise<PersonLink[]> {
  const stating = new Set(person.details.map((detail) => detail.recordId));
  const links = (await linksOfPerson(tx, person.personId)).filter((link) => stating.has(link.recordId));
  const about = await personsOfRecords(
    tx,
    links.map((link) => link.recordId),
  );
  const shown = (await shownPersons(tx, [...new Set([...about.values()].flat())], on)).persons;
  return links.filter(
    (link) =>
      link.record !== null && (about.get(link.recordId) ?? []).every((personId) => shown.has(personId)),
  );
}

/** Tells of a fact whether its days fall within its person's time in a family; a life before or after is not this family's. */
export function belongsTo(
  members: readonly { personId: string; happened: Span }[],
): (fact: { personId: string; happened: Span }) => boolean {
  const times = Map.groupBy(members, ({ personId }) => personId);
  return ({ personId, happened }) =>
    times.get(personId)?.some((time) => overlap(time.happened, happened) !== undefined) ?? false;
}

/** A reason in words, with its end and until when it keeps the picture open where it is over. */
export function reasonInWords(opening: Pick<Opening, 'reason' | 'happened'>): string {
  const label = reasonLabels.get(opening.reason) ?? opening.reason;
  const ended = lastDay(opening.happened);
  const closes = closesOn(opening);
  if (ended === null || closes === null) return label;
  return `${label} that ended on ${dayInWords(ended)}; kept until ${dayInWords(addDays(closes, -1))}`;
}

type Members = readonly { personId: string; part: Part }[];
type Surnames = ReadonlyMap<string, Pick<Person, 'surname'>>;

/** The surname of a family, of those of whom the reader may see; null where no record states one. */
export function familySurname(members: Members, persons: Surnames): string | null {
  const surnames = (part: Part) =>
    members
      .filter((member) => member.part === part)
      .map((member) => persons.get(member.personId)?.surname ?? null);
  const name = familyName(surnames('child'), surnames('main-carer')[0] ?? null);
  return name === noSurname ? null : name;
}

/** What a family is called on a page: by the surnames of those whom the reader may see, and of nobody else. */
export function familyInWords(members: Members, persons: Surnames): string {
  const name = familySurname(members, persons);
  return name === null ? 'A family without a recorded surname' : `The ${name} family`;
}

/** Name as pages show it. */
export function nameOf(person: Pick<Person, 'name'> | undefined): string {
  return person?.name ?? nameNotRecorded;
}
