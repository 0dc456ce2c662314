import type { Family } from '../../families/index.ts';
import { addDays, type Span, type Tx } from '../../platform/index.ts';
import { keptBack } from '../../sharing/index.ts';
import { firstNames } from '../called.ts';
import { nameOf, today } from '../open.ts';
import type { Stay } from '../placed.ts';
import { beginPicture, finishPicture } from '../service.ts';
import type { Picture } from '../shape.ts';
import { expectedOn } from './expected.ts';
import { daysOfChange, homesOn, lettered, type Moved, movedOn } from './homes.ts';
import { absentOn, joinedOn } from './joined.ts';
import { type Expected, type InWords, kinOf } from './kin.ts';
import type { Kindred } from './model.ts';

/** A home with its letter, which it keeps on every day, and who lives there on the day that is shown. */
export type HomeOn = {
  homeId: string;
  letter: string;
  address: string;
  /** Of a placement of whose address nothing is said, the fact that tells it. */
  factId: string | null;
  people: { personId: string; since: string | null }[];
};

/** One relation as it is stated, of two people of the family. */
export type Relation = { personId: string; otherId: string; kind: string; happened: Span };

export type GenogramOn = {
  picture: Picture;
  /** Day that is shown, and the one that was asked for where it lies ahead: nobody knows it yet. */
  on: string;
  ahead: string | null;
  /** Children who are expected on the day, by the number under which they are drawn. */
  expected: ReadonlyMap<string, Expected>;
  kindred: Kindred;
  /** Who is not drawn on the day, for what ties them to the family began later. */
  absent: ReadonlySet<string>;
  inWords: InWords[];
  homes: HomeOn[];
  /** Home of each person on the day, those that other records state after it; nobody's of whom none is known. */
  homeOf: ReadonlyMap<string, string[]>;
  letters: ReadonlyMap<string, string>;
  /** Whose whereabouts are kept back from the reader. */
  kept: ReadonlySet<string>;
  /** Days on which somebody moved, oldest first, and who moved on the day that is shown. */
  changes: string[];
  moved: Moved[];
  /** Every stated relation between people of the family, each told once. */
  relations: Relation[];
  name(personId: string): string;
};

/**
 * A family's genogram on a day, of what its reader may see. A VantageError 'not-found' where there is no picture of the
 * family, as of `getPicture`.
 */
export async function getGenogram(tx: Tx, familyId: string, day: string | undefined): Promise<GenogramOn> {
  const begun = await beginPicture(tx, familyId);
  const { family } = begun;
  const ids = family.members.map(({ personId }) => personId);
  const [{ picture, persons, facts, stays }, kept] = await Promise.all([
    finishPicture(tx, begun),
    keptBack(tx, ids),
  ]);
  const now = today();
  const on = day === undefined || day > now ? now : day;
  const first = firstNames(picture);
  const name = (personId: string) => {
    const known = persons.get(personId)?.name;
    return known === undefined || known === null ? nameOf(undefined) : first(personId);
  };
  const expected = expectedOn(facts, { on, persons, ties: family.relationships });
  const { kindred, inWords } = kinOf({
    expected,
    members: family.members,
    persons,
    ties: family.relationships,
    on,
    today: now,
    name,
  });
  const joined = joinedOn(family.members, family.relationships, stays);
  const absent = absentOn(kindred, joined, on);
  const relations = new Map(
    family.relationships.map(({ personId, otherId, kind, happened }) => [
      `${kind} ${personId} ${otherId} ${happened.from} ${happened.to}`,
      { personId, otherId, kind, happened },
    ]),
  );
  return {
    picture,
    on,
    ahead: on === day ? null : (day ?? null),
    expected: new Map(expected.map((one) => [one.id, one])),
    kindred,
    absent,
    inWords,
    kept,
    name,
    relations: [...relations.values()],
    ...livingOn({ family, stays, joined }, persons, on, now),
  };
}

type Lives = ReadonlyMap<string, { deathDate: string | null }>;

/** Who lives where on a day, of those who are tied to the family by then. The dead live nowhere, whatever end of a stay was not written down. */
function livingOn(
  {
    family,
    stays: told,
    joined,
  }: { family: Family; stays: readonly Stay[]; joined: ReadonlyMap<string, string> },
  lives: Lives,
  on: string,
  now: string,
) {
  const stays = told.map((stay) => {
    const died = lives.get(stay.personId)?.deathDate ?? null;
    const gone = died === null ? null : addDays(died, 1);
    const { from, to } = stay.happened;
    return { ...stay, happened: { from, to: gone !== null && (to === null || to > gone) ? gone : to } };
  });
  const isHere = (personId: string, day: string) => (joined.get(personId) ?? '') <= day;
  const movedHere = (day: string) => movedOn(stays, day).filter(({ personId }) => isHere(personId, day));
  const letters = lettered(stays);
  const homeOf = homesOn(stays, on);
  const places = new Map(stays.map((stay) => [stay.homeId, stay]));
  const homes = [...places.values()].flatMap(({ homeId, address, postcode, factId }): HomeOn[] => {
    const people = family.members
      .map(({ personId }) => personId)
      .filter((personId) => isHere(personId, on) && homeOf.get(personId)?.[0] === homeId);
    if (people.length === 0) return [];
    const since = (personId: string) =>
      stays
        .filter((stay) => stay.personId === personId && stay.homeId === homeId)
        .flatMap(({ happened }) => (happened.from !== null && happened.from <= on ? [happened.from] : []))
        .sort()
        .at(-1) ?? null;
    return [
      {
        homeId,
        letter: letters.get(homeId) ?? '',
        address: [address, postcode].filter(Boolean).join(', '),
        factId,
        people: people.map((personId) => ({ personId, since: since(personId) })),
      },
    ];
  });
  const byLetter = (letter: string) => letter.padStart(3);
  homes.sort((a, b) => (byLetter(a.letter) < byLetter(b.letter) ? -1 : 1));
  return {
    letters,
    homeOf,
    homes,
    changes: daysOfChange(stays, now).filter((day) => movedHere(day).length > 0),
    moved: movedHere(on),
  };
}
