/** Which families' pictures are open, and what may be shown of them. */
import { isOpen, type Opening, openingRules, openingsOf, openPersons } from '../chronology/index.ts';
import { familiesOf, membersOfFamilies, noSurname, openingParts, type Part } from '../families/index.ts';
import { linksOfPerson, type Person, type PersonLink, personsOfRecord } from '../identity/index.ts';
import { clock, dayOf, type Tx } from '../platform/index.ts';
import { unreadRecords } from '../voice/index.ts';
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

/** What a family is called on a page. */
export function familyInWords(name: string): string {
  return name === noSurname ? 'A family without a recorded surname' : `The ${name} family`;
}

/** Name as pages show it. */
export function nameOf(person: Person | undefined): string {
  return person?.name ?? nameNotRecorded;
}
