import { type Span, type Tx, VantageError } from '../../platform/index.ts';
import { readableRecords } from '../../sources/index.ts';
import { firstNames } from '../called.ts';
import { homesOn } from '../genogram/homes.ts';
import { beginPicture, finishPicture } from '../service.ts';
import type { Picture } from '../shape.ts';

/** A spell of somebody at a home, as one agency states it. */
export type Stay = {
  personId: string;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  agency: string;
  /** The record that says so, where the reader may open it. */
  recordId: string | null;
};

export type HomeShown = {
  picture: Picture;
  homeId: string;
  address: string;
  /** Who of the family lives there today, as records that state their days tell; and of them, of whom other records tell another home. */
  now: string[];
  alsoElsewhere: string[];
  /** Every spell that is stated, the newest first; those without days last. */
  stays: Stay[];
  name(personId: string): string;
};

/**
 * A home of a family: who lives and lived there, and when, of what the reader may see. A VantageError 'not-found' where there
 * is no picture of the family, and where the reader sees nobody of it there: a home that is kept back is no different.
 */
export async function getHome(tx: Tx, familyId: string, homeId: string): Promise<HomeShown> {
  const begun = await beginPicture(tx, familyId);
  const { family, agencyList } = begun;
  const own = family.residences.filter((stay) => stay.homeId === homeId);
  const [{ picture, persons, stays: placed }, readable] = await Promise.all([
    finishPicture(tx, begun),
    readableRecords(
      tx,
      own.map(({ recordId }) => recordId),
    ),
  ]);
  const home = family.homes.find((one) => one.homeId === homeId);
  if (home === undefined || own.length === 0) {
    throw new VantageError('not-found', 'There is no such home of this family.', {
      remedy: 'Begin at the family’s genogram, which names its homes.',
    });
  }
  const homes = homesOn(placed, picture.today);
  const members = [...new Set(family.members.map(({ personId }) => personId))];
  const now = members.filter(
    (personId) => homes.get(personId)?.includes(homeId) && !persons.get(personId)?.deathDate,
  );
  const names = new Map(agencyList.map(({ agency, name }) => [agency, name]));
  const first = ({ happened, precision }: Stay) => (precision === 'unknown' ? '' : (happened.from ?? ''));
  return {
    picture,
    homeId,
    address: [home.address, home.postcode].filter(Boolean).join(', '),
    now,
    alsoElsewhere: now.filter((personId) => (homes.get(personId)?.length ?? 0) > 1),
    stays: own
      .map(({ personId, happened, precision, agency, recordId }) => ({
        personId,
        happened,
        precision,
        agency: names.get(agency) ?? agency,
        recordId: readable.has(recordId) ? recordId : null,
      }))
      .sort((a, b) => (first(a) < first(b) ? 1 : first(a) > first(b) ? -1 : 0)),
    name: firstNames(picture),
  };
}
