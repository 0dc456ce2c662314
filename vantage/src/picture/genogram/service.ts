import type { Family } from '../../families/index.ts';
import { addDays, type Span, type Tx } from '../../platform/index.ts';
import { keptBack } from '../../sharing/index.ts';
import { firstNames } from '../called.ts';
import { nameOf, today } from '../open.ts';
import { beginPicture, finishPicture } from '../service.ts';
import type { Picture } from '../shape.ts';
import { daysOfChange, homesOn, lettered, type Moved, movedOn } from './homes.ts';
import { type InWords, kinOf } from './kin.ts';
import type { Kindred } from './model.ts';

/** A home with its letter, which it keeps on every day, and who lives there on the day that is shown. */
export type HomeOn = {
  homeId: string;
  letter: string;
  address: string;
  people: { personId: string; since: string | null }[];
};

/** One relation as it is stated, of two people of the family. */
export type Relation = { personId: string; otherId: string; kind: string; happened: Span };

export type GenogramOn = {
  picture: Picture;
  /** Day that is shown. */
  on: string;
  kindred: Kindred;
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
  const [{ picture, persons }, kept] = await Promise.all([finishPicture(tx, begun), keptBack(tx, ids)]);
  const now = today();
  const on = day === undefined || day > now ? now : day;
  const first = firstNames(picture);
  const name = (personId: string) => {
    const known = persons.get(personId)?.name;
    return known === undefined || known === null ? nameOf(undefined) : first(personId);
  };
  const { kindred, inWords } = kinOf({
    members: family.members,
    persons,
    ties: family.relationships,
    on,
    today: now,
    name,
  });
  const relations = new Map(
    family.relationships.map(({ personId, otherId, kind, happened }) => [
      `${kind} ${personId} ${otherId} ${happened.from} ${happened.to}`,
      { personId, otherId, kind, happened },
    ]),
  );
  return {
    picture,
    on,
    kindred,
    inWords,
    kept,
    name,
    relations: [...relations.values()],
    ...livingOn(family, persons, on, now),
  };
}

type Lives = ReadonlyMap<string, { deathDate: string | null }>;

/** Who lives where on a day. The dead live nowhere, whatever end of a stay was not written down. */
function livingOn(family: Family, lives: Lives, on: string, now: string) {
  const stays = family.residences.map((stay) => {
    const died = lives.get(stay.personId)?.deathDate ?? null;
    const gone = died === null ? null : addDays(died, 1);
    const { from, to } = stay.happened;
    return { ...stay, happened: { from, to: gone !== null && (to === null || to > gone) ? gone : to } };
  });
  const letters = lettered(stays);
  const homeOf = homesOn(stays, on);
  const homes = family.homes.flatMap(({ homeId, address, postcode }): HomeOn[] => {
    const people = family.members
      .map(({ personId }) => personId)
      .filter((personId) => homeOf.get(personId)?.[0] === homeId);
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
    changes: daysOfChange(stays, now),
    moved: movedOn(stays, on),
  };
}
