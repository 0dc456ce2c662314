/** Families found by a name, behind a number, or because their picture is open; and the keys that find them. */
import { familiesInNeed, isOpen, type NeedId, type Opening } from '../chronology/index.ts';
import { familiesOf, type KeptResidence, membersOfFamilies, residencesOf } from '../families/index.ts';
import { numbersOfPersons, personsByIds, personsInShort } from '../identity/index.ts';
import { ageOn, type Tx } from '../platform/index.ts';
import { dayInWords } from '../platform/parts/index.ts';
import { knownFromBefore } from '../sharing/index.ts';
import { namesChosen, personsWhoChose } from '../voice/index.ts';
import { hintsFor } from './asked.ts';
import { namesInList } from './called.ts';
import { keysOf, numberOf, type SearchKey, wordsOf } from './names.ts';
import {
  byStanding,
  familyInWords,
  nameOf,
  openFamilyIds,
  opening,
  personsShown,
  reasonInWords,
  shownFamilies,
  standingOfFamilies,
  today,
} from './open.ts';
import { findFamilies, type How, type Why } from './search.ts';
import type { FamilyList, FamilyRow } from './shape.ts';
import * as store from './store.ts';

/** Rows of a list for families, in the order given; families without an open picture are left out. */
export async function familyRows(
  tx: Tx,
  familyIds: readonly string[],
  on: string = today(),
): Promise<FamilyRow[]> {
  return rowsOf(tx, await standingOfFamilies(tx, familyIds), familyIds, on);
}

type Standing = Awaited<ReturnType<typeof standingOfFamilies>>;

/** What keeps a family's picture open on a day, the weightiest first. */
function keeping({ members, openings }: Standing, familyId: string, on: string): Opening[] {
  return opening(members.get(familyId) ?? [])
    .flatMap((personId) => openings.get(personId) ?? [])
    .filter((one) => isOpen([one], on))
    .sort(byStanding);
}

async function rowsOf(
  tx: Tx,
  standing: Standing,
  familyIds: readonly string[],
  on: string,
): Promise<FamilyRow[]> {
  const { members } = standing;
  const ids = familyIds.flatMap((familyId) => (members.get(familyId) ?? []).map((one) => one.personId));
  const [known, before] = await Promise.all([
    personsInShort(tx, [...new Set(ids)]),
    knownFromBefore(tx, [...new Set(ids)]),
  ]);
  const persons = new Map(known.map((person) => [person.personId, person]));
  return familyIds.flatMap((familyId) => {
    const own = members.get(familyId) ?? [];
    const [first] = keeping(standing, familyId, on);
    if (!first) return [];
    return {
      familyId,
      name: familyInWords(own, persons),
      members: own.flatMap(({ personId }) => {
        if (before.has(personId)) return [];
        const person = persons.get(personId);
        return {
          personId,
          name: nameOf(person),
          age: person?.birthDate && !person.deathDate ? ageOn(person.birthDate, on) : null,
        };
      }),
      reason: reasonInWords(first),
      since: first.happened.to === null ? first.happened.from : null,
    };
  });
}

/** Most families that a search looks at, the best found first: whoever finds more has written too little of a name. */
const mostFound = 50;

/** One page of the families found by a search; `perPage` rows, pages from 1. */
export async function search(
  tx: Tx,
  { query, page, perPage }: { query: string; page: number; perPage: number },
  most = mostFound,
): Promise<FamilyList> {
  const found = await findFamilies(tx, query, most + 1);
  const why = new Map(found.slice(0, most).map((hit) => [hit.familyId, hit.why]));
  const standing = await standingOfFamilies(tx, [...why.keys()]);
  const open = [...why.keys()].filter((familyId) => keeping(standing, familyId, today()).length > 0);
  const shown = open.slice((page - 1) * perPage, page * perPage);
  const whyOf = (familyId: string) => why.get(familyId) ?? [];
  const [rows, known] = await Promise.all([
    rowsOf(tx, standing, shown, today()),
    knownOf(tx, shown.flatMap(whyOf)),
  ]);
  const families = rows.map((row) => {
    const words = foundInWords(whyOf(row.familyId), { ...known, named: inOrderOf(row, known.named) });
    return words === '' ? row : { ...row, found: words };
  });
  const hints = open.length === 0 ? hintsFor(query) : [];
  return {
    total: open.length,
    page,
    families,
    more: found.length > most,
    ...(hints.length > 0 && { hints }),
  };
}

/** What it takes to say why people were found, where no name as it is written tells it. */
async function knownOf(tx: Tx, told: readonly Why[]): Promise<Known> {
  const whom = (list: readonly Why[]) => [...new Set(list.flatMap(({ personIds }) => personIds))];
  const [ids, living] = [whom(told), whom(told.filter(({ how }) => how === 'postcode'))];
  const [persons, stays] = await Promise.all([
    ids.length === 0 ? [] : personsInShort(tx, ids),
    living.length === 0 ? [] : residencesOf(tx, living),
  ]);
  // Whoever is found may not belong today, and may still be named by what the reader sees of them.
  const named = new Map(persons.flatMap(({ personId, name }) => (name === null ? [] : [[personId, name]])));
  return { named, stays, on: today() };
}

const whenWords = { now: '', before: ' before', unknown: ', now or before' } as const;

/** Names of persons, those who stand in a row first and in its order. */
function inOrderOf({ members }: FamilyRow, named: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = members.flatMap(({ personId }) => {
    const name = named.get(personId);
    return name === undefined ? [] : [[personId, name] as const];
  });
  return new Map([...own, ...named]);
}

type Known = {
  /** Names of persons, of those whose name the reader sees. */
  named: ReadonlyMap<string, string>;
  stays: readonly KeptResidence[];
  on: string;
};

/** Of persons recorded at a postcode: those who live there on a day, those who did before, and those of whom that is not known. */
function livingAt(postcode: string, personIds: readonly string[], { stays, on }: Known) {
  return Map.groupBy(personIds, (personId): keyof typeof whenWords => {
    const there = stays.filter(
      (stay) =>
        stay.personId === personId &&
        stay.postcode !== null &&
        numberOf(stay.postcode) === numberOf(postcode) &&
        stay.precision !== 'unknown',
    );
    if (there.length === 0) return 'unknown';
    return there.some(({ happened }) => happened.to === null || happened.to > on) ? 'now' : 'before';
  });
}

/** Why a family was found, where no name as it is written tells it. */
function foundInWords(why: readonly Why[], known: Known): string {
  const names = ({ personIds }: Pick<Why, 'personIds'>) => {
    const found = [...known.named].filter(([personId]) => personIds.includes(personId));
    const all = [...new Set(found.map(([, name]) => name))];
    // Those who bear one surname are found together: two of them say enough.
    return (
      namesInList(all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} others`] : all) || 'somebody in it'
    );
  };
  const said: Readonly<Record<How, (one: Why) => string>> = {
    sound: (one) => `a name of ${names(one)} sounds like “${one.asked}”`,
    spelling: (one) => `a name of ${names(one)} is spelled nearly like “${one.asked}”`,
    date: (one) => `${names(one)}: born on ${dayInWords(one.asked)}, as a record says`,
    postcode: ({ asked, personIds }) =>
      [...livingAt(asked, personIds, known)]
        .map(([when, those]) => `${names({ personIds: those })}: recorded at ${asked}${whenWords[when]}`)
        .join('; '),
  };
  return why.map((one) => said[one.how](one)).join('; ');
}

/**
 * Families whose own name bears one of the words, and in which somebody bears each of the others: whole words, as they are
 * spelled. At most 25.
 */
export async function familiesCalled(tx: Tx, words: string): Promise<FamilyRow[]> {
  const wanted = wordsOf(words);
  const { families } = await search(tx, { query: words, page: 1, perPage: 500 });
  const bears = (row: FamilyRow) => {
    const own = new Set(wordsOf(row.name.replace(/^The (.*) family$/, '$1')));
    const all = new Set([...own, ...row.members.flatMap((member) => wordsOf(member.name))]);
    return wanted.some((word) => own.has(word)) && wanted.every((word) => all.has(word));
  };
  return families.filter(bears).slice(0, 25);
}

/** One page of the families of persons, those with an open picture only. */
export async function familiesBehind(
  tx: Tx,
  input: { persons: readonly string[]; page: number; perPage: number },
  on: string = today(),
): Promise<FamilyList> {
  const places = await familiesOf(tx, input.persons);
  const families = [...new Set(places.map((place) => place.familyId))].map((familyId) => ({ familyId }));
  return openOf(tx, { ...input, families }, on);
}

/** One page of the families of which what the reader may see tells of a need, those with an open picture only. */
export async function familiesNeeding(
  tx: Tx,
  input: { need: NeedId; page: number; perPage: number },
  on: string = today(),
): Promise<FamilyList> {
  const found = await familiesInNeed(tx, [input.need], on, await personsShown(tx, on));
  const families = [...found.keys()].sort().map((familyId) => ({ familyId }));
  return openOf(tx, { ...input, families }, on);
}

async function openOf(
  tx: Tx,
  input: { families: readonly { familyId: string }[]; page: number; perPage: number },
  on: string,
): Promise<FamilyList> {
  const open = await shownFamilies(tx, input.families, on);
  const first = (input.page - 1) * input.perPage;
  const ids = open.slice(first, first + input.perPage).map(({ familyId }) => familyId);
  return { total: open.length, page: input.page, families: await familyRows(tx, ids, on) };
}

/** One page of every family whose picture is open, for those who may go from a number to the families behind it. */
export async function openFamilies(tx: Tx, input: { page: number; perPage: number }): Promise<FamilyList> {
  const all = await openFamilyIds(tx, today());
  const first = (input.page - 1) * input.perPage;
  const shown = all.slice(first, first + input.perPage);
  return { total: all.length, page: input.page, families: await familyRows(tx, shown) };
}

/** A name or number that an agency states of somebody. */
type Stated = { kind: string; agency: string; value: string };

/** Families in which somebody got or lost a place since the keys were made, and persons who are called or known by something else. */
export type Renamed = { families: ReadonlySet<string>; persons: Iterable<string> };

/**
 * Makes the search keys equal to the names and identifiers of the members of families whose picture is open. Nobody
 * else can be found. With `since`, only families are looked at of which something has changed since they were made. Returns
 * how many keys were added and taken away.
 */
export async function index(
  tx: Tx,
  { on = today(), since }: { on?: string; since?: Renamed | undefined } = {},
): Promise<{ added: number; removed: number }> {
  const open = await openFamilyIds(tx, on);
  const within = since && (await familiesSince(tx, open, since));
  const wanted = within ? open.filter((familyId) => within.has(familyId)) : open;
  const keys = await store.openKeys(tx);
  for (let first = 0; first < wanted.length; first += familiesAtATime)
    await keys.add(await keysOfFamilies(tx, wanted.slice(first, first + familiesAtATime)));
  return keys.replace(within && [...within]);
}

/** Families whose keys may be others: of those renamed, of whoever chose a name, and those that opened or closed. */
async function familiesSince(
  tx: Tx,
  open: readonly string[],
  { families, persons }: Renamed,
): Promise<Set<string>> {
  const choosing = [...(await personsWhoChose(tx)), ...(await store.personsUnder(tx, 'likes-to-be-called'))];
  const places = await familiesOf(tx, [...new Set([...persons, ...choosing])]);
  const found = new Set(await store.familiesFound(tx));
  return new Set([
    ...families,
    ...places.map(({ familyId }) => familyId),
    ...found.symmetricDifference(new Set(open)),
  ]);
}

const familiesAtATime = 2000;

/** The keys of what is stated of somebody. */
function keysUnder(kind: string, value: string): SearchKey[] {
  if (kind === 'name' || kind === 'likes-to-be-called') return keysOf([value], []);
  if (kind === 'birth-date') return [{ key: value, form: 'date' }];
  if (kind === 'address') return [{ key: value, form: 'postcode' }];
  return keysOf([], [value]);
}

async function keysOfFamilies(tx: Tx, families: readonly string[]): Promise<Iterable<store.KeyRow>> {
  const places = await membersOfFamilies(tx, families);
  const ids = [...new Set(places.map((place) => place.personId))];
  const stated = new Map<string, Stated[]>();
  const state = (personId: string, one: Stated) => {
    const known = stated.get(personId);
    if (known) known.push(one);
    else stated.set(personId, [one]);
  };
  for (const person of await personsByIds(tx, ids)) {
    for (const { kind, agency, value, parts } of person.details) {
      if (kind === 'name' || kind === 'nhs-number' || kind === 'upn' || kind === 'birth-date')
        state(person.personId, { kind, agency, value });
      else if (kind === 'address' && parts?.postcode)
        state(person.personId, { kind, agency, value: parts.postcode });
    }
  }
  for (const { personId, agency, localId } of await numbersOfPersons(tx, ids))
    state(personId, { kind: 'record', agency, value: localId });
  for (const { personId, agency, kind, words } of await namesChosen(tx, ids))
    state(personId, { kind, agency, value: words });
  const keys = new Map<string, store.KeyRow>();
  for (const { personId, familyId } of places) {
    for (const { kind, agency, value } of stated.get(personId) ?? []) {
      for (const key of keysUnder(kind, value)) {
        const row = { ...key, personId, familyId, agency, kind };
        keys.set(Object.values(row).join('|'), row);
      }
    }
  }
  return keys.values();
}
