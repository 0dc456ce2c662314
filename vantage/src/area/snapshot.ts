import {
  type BandId,
  bandOf,
  bands,
  countsByKindAndYear,
  countsSince,
  countsWith,
  factsTouchedOf,
  familiesInNeed,
  type NeedId,
  needs,
  openByKind,
  openPersons,
  personsOfOccasions,
  type TouchedFact,
} from '../chronology/index.ts';
import { spendingOfArea, spendingSince, spendingWith } from '../costs/index.ts';
import { countFamilies, familiesOf } from '../families/index.ts';
import { changeInPersons, countPersons } from '../identity/index.ts';
import { canonicalJson, clock, dayOf, newId, type Tx } from '../platform/index.ts';
import { countLike, likeDays, likeFamilies, sumLike } from './like.ts';
import type { Daily, Lasting, LikeNumbers } from './numbers.ts';
import * as store from './store.ts';

/** Before everything that records tell of. */
const ever = '1800-04-01';

async function countLasting(tx: Tx, day: string, like = () => countLike(tx, day)): Promise<Lasting> {
  return {
    like: await like(),
    persons: await countPersons(tx),
    began: await countsByKindAndYear(tx, ever),
    spent: await spendingOfArea(tx),
  };
}

/** What a build has touched, of which it can tell. */
export type Touched = {
  /** Persons who got or lost a number. */
  moved: ReadonlySet<string>;
  /** Persons of whom another name, birth date, sex or death is chosen. */
  renamed: ReadonlySet<string>;
  /** Families in which somebody got or lost a place. */
  families: ReadonlySet<string>;
  facts: readonly TouchedFact[];
};

/** The lasting numbers from those that stood before this build, looking only at what it touched. */
async function countSince(
  tx: Tx,
  day: string,
  before: Lasting,
  { touched, seals }: { touched: Touched; seals: string },
): Promise<Lasting> {
  return {
    like: await likeSince(tx, day, before, { touched, seals }),
    persons: before.persons + (await changeInPersons(tx, touched.moved)),
    began: await countsSince(tx, ever, before.began),
    spent: await spendingSince(tx, before.spent),
  };
}

/** Families like one another: those counted again of which a member is touched, or somebody told of the same happening. */
async function likeSince(
  tx: Tx,
  day: string,
  { like }: Lasting,
  { touched, seals }: { touched: Touched; seals: string },
): Promise<LikeNumbers> {
  const of = { on: likeDays(day).on, seals };
  const kept = like?.on === of.on ? await store.keptLike(tx, of) : [];
  // Kept for another year, or for other seals, they are not those that were counted.
  if (like?.on !== of.on || !isSame(sumLike(of.on, kept), like)) return likeAnew(tx, day, seals);
  const families = touched.families.union(await familiesTouched(tx, touched));
  const fresh = await likeFamilies(tx, day, families);
  await store.replaceLike(tx, of, fresh, families);
  return sumLike(of.on, [...kept.filter(({ familyId }) => !families.has(familyId)), ...fresh]);
}

/** Families of whoever is touched, and of whoever is told of the same happening. */
async function familiesTouched(
  tx: Tx,
  { moved, renamed, facts }: Omit<Touched, 'families'>,
): Promise<Set<string>> {
  const occasions = [...new Set(facts.flatMap(({ occasion }) => occasion ?? []))];
  const persons = new Set([
    ...moved,
    ...renamed,
    ...facts.map(({ personId }) => personId),
    ...(await personsOfOccasions(tx, occasions)),
  ]);
  return new Set((await familiesOf(tx, [...persons])).map(({ familyId }) => familyId));
}

const isSame = (one: LikeNumbers, other: LikeNumbers) => canonicalJson(one) === canonicalJson(other);

/** The same of all families, with what each of them adds kept for the next build. */
async function likeAnew(tx: Tx, day: string, seals: string): Promise<LikeNumbers> {
  const { on } = likeDays(day);
  const families = await likeFamilies(tx, day);
  await store.replaceLike(tx, { on, seals }, families);
  return sumLike(on, families);
}

async function countDaily(tx: Tx, day: string): Promise<Daily> {
  const open = await openPersons(tx, day);
  const { families, open: familiesOpen } = await countFamilies(tx, open);
  return {
    personsOpen: open.length,
    families,
    familiesOpen,
    now: await openByKind(tx, day),
    ...(await countNeeds(tx, families, day)),
  };
}

/** Families by need and by band, of all the families there are: without a need that is known they are managing. */
async function countNeeds(tx: Tx, families: number, day: string): Promise<Pick<Daily, 'needs' | 'bands'>> {
  const all = Object.keys(needs) as NeedId[];
  const found = [...(await familiesInNeed(tx, all, day)).values()];
  const counted = Map.groupBy(found, (own) => bandOf(own.size));
  return {
    needs: all.map((need) => ({ need, families: found.filter((own) => own.has(need)).length })),
    bands: (Object.keys(bands) as BandId[]).map((band) => ({
      band,
      families: band === 'managing' ? families - found.length : (counted.get(band)?.length ?? 0),
    })),
  };
}

/**
 * Makes the area's snapshot as the last step of a build, in its transaction. Where the build has written nothing, one
 * that stands is left alone. With `touched`, numbers that do not change with the day follow from those that stood and from
 * what the build wrote; without, or where none stood, they are counted of everything.
 */
export async function snapshot(tx: Tx, touched?: Touched): Promise<void> {
  const written = await store.hasWritten(tx);
  await store.asCounting(tx, async () => {
    const standing = await store.standing(tx);
    if (!written && standing.buildId !== undefined) return void (await standingSnapshot(tx, standing));
    const day = today();
    const before = touched && (await store.findSnapshot(tx, standing, day));
    await store.removeSnapshots(tx);
    const { seals } = standing;
    const lasting = before
      ? await countSince(tx, day, before.lasting, { touched, seals })
      : await countLasting(tx, day, () => likeAnew(tx, day, seals));
    await keep(tx, { ...standing, buildId: newId() }, day, { lasting, ofBuild: true });
  });
}

/**
 * Makes the area's snapshot anew without the persons sealed from now on: to be called after a seal is set or taken
 * away, in the same transaction. Snapshots with the others are stale from then on. Where it is told whose seal that is, and
 * nothing else has changed, what does not depend on the day follows from the numbers with them or without.
 */
export async function refresh(tx: Tx, personId?: string): Promise<void> {
  const one = personId !== undefined && (await store.seesAll(tx)) ? await addedBy(tx, personId) : undefined;
  await store.asCounting(tx, async () => {
    const standing = await store.standing(tx);
    if (standing.buildId === undefined) return;
    const day = today();
    const isKept = (await store.findSnapshot(tx, standing, day)) !== undefined;
    const then = one && !isKept ? await store.standingBefore(tx, standing, one.personId) : undefined;
    const before = then && (await store.findSnapshot(tx, then, day));
    if (one === undefined || then === undefined || before?.lasting.like?.on !== likeDays(day).on)
      return void (await standingSnapshot(tx, standing));
    const lasting = await lastingWithout(tx, day, before.lasting, one, { then, now: standing });
    await keep(tx, standing, day, { lasting });
  });
}

/** What somebody adds to the numbers, and the families that are counted otherwise with them and without. */
type Added = Pick<Lasting, 'persons' | 'began' | 'spent'> & { personId: string; families: Set<string> };

/** Asked with a sight of everything, before or after the seal. */
async function addedBy(tx: Tx, personId: string): Promise<Added> {
  const none = new Set<string>();
  const facts = await factsTouchedOf(tx, personId);
  return {
    personId,
    persons: await countPersons(tx, personId),
    began: await countsByKindAndYear(tx, ever, personId),
    spent: await spendingOfArea(tx, personId),
    families: await familiesTouched(tx, { moved: new Set([personId]), renamed: none, facts }),
  };
}

/** The numbers of before with what somebody adds taken away, or put to them where they are sealed no longer. */
async function lastingWithout(
  tx: Tx,
  day: string,
  before: Lasting,
  one: Added,
  { then, now }: { then: store.Standing; now: store.Standing },
): Promise<Lasting> {
  const sign = (await store.isSealed(tx, one.personId)) ? -1 : 1;
  const of = { on: likeDays(day).on, seals: then.seals };
  const kept = await store.keptLike(tx, of);
  let like: LikeNumbers;
  if (before.like === undefined || !isSame(sumLike(of.on, kept), before.like))
    like = await likeAnew(tx, day, now.seals);
  else {
    const fresh = await likeFamilies(tx, day, one.families);
    await store.sealLike(tx, of, now.seals);
    await store.replaceLike(tx, { on: of.on, seals: now.seals }, fresh, one.families);
    like = sumLike(of.on, [...kept.filter(({ familyId }) => !one.families.has(familyId)), ...fresh]);
  }
  return {
    like,
    persons: before.persons + sign * one.persons,
    began: await countsWith(tx, ever, before.began, one.began, sign),
    spent: spendingWith(before.spent, one.spent, sign),
  };
}

const today = () => dayOf(clock.now());

/**
 * Numbers that this process has read or is counting, oldest first: many readers of a new day count once. What they are
 * of never changes, so they are never wrong.
 */
const known = new Map<string, Promise<store.Snapshot>>();
const knownAtMost = 8;

/**
 * The numbers of a day, of what is built and sealed now: those kept, otherwise counted, and kept for the next reader.
 * The transaction must be able to write, and see what counting sees.
 */
export async function numbersOn(tx: Tx, day: string): Promise<store.Snapshot> {
  const standing = await store.standing(tx);
  if (standing.buildId === undefined) {
    const [lasting, daily] = [await countLasting(tx, day), await countDaily(tx, day)];
    return { snapshotId: newId(), buildId: newId(), day, lasting, daily };
  }
  const key = `${tx.actor.area} ${standing.buildId} ${standing.seals} ${day}`;
  const before = known.get(key);
  if (before) return before;
  const found = standingSnapshot(tx, standing, day);
  known.set(key, found);
  found.catch(() => known.delete(key));
  for (const oldest of [...known.keys()].slice(0, -knownAtMost)) known.delete(oldest);
  return found;
}

async function standingSnapshot(tx: Tx, standing: store.Standing, day = today()): Promise<store.Snapshot> {
  const found = await store.findSnapshot(tx, standing, day);
  const isOfYear = found?.lasting.like?.on === likeDays(day).on;
  if (found?.day === day && isOfYear) return found;
  const lasting = found && !isOfYear ? { ...found.lasting, like: await countLike(tx, day) } : found?.lasting;
  return keep(tx, standing, day, { lasting });
}

async function keep(
  tx: Tx,
  { buildId = newId(), seals }: store.Standing,
  day: string,
  { lasting, ofBuild = false }: { lasting?: Lasting | undefined; ofBuild?: boolean },
): Promise<store.Snapshot> {
  const made = {
    snapshotId: newId(),
    buildId,
    day,
    lasting: lasting ?? (await countLasting(tx, day)),
    daily: await countDaily(tx, day),
  };
  await store.addSnapshot(tx, made, { seals, ofBuild });
  return made;
}
