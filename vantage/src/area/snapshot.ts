import {
  type BandId,
  bandOf,
  bands,
  countsByKindAndYear,
  familiesInNeed,
  type NeedId,
  needs,
  openByKind,
  openPersons,
} from '../chronology/index.ts';
import { spendingOfArea } from '../costs/index.ts';
import { countFamilies } from '../families/index.ts';
import { countPersons } from '../identity/index.ts';
import { clock, dayOf, newId, type Tx } from '../platform/index.ts';
import { countLike, likeDays } from './like.ts';
import type { Daily, Lasting } from './numbers.ts';
import * as store from './store.ts';

/** Before everything that records tell of. */
const ever = '1800-04-01';

async function countLasting(tx: Tx, day: string): Promise<Lasting> {
  return {
    like: await countLike(tx, day),
    persons: await countPersons(tx),
    began: await countsByKindAndYear(tx, ever),
    spent: await spendingOfArea(tx),
  };
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
 * that stands is left alone.
 */
export async function snapshot(tx: Tx): Promise<void> {
  const written = await store.hasWritten(tx);
  await store.asCounting(tx, async () => {
    const standing = await store.standing(tx);
    if (!written && standing.buildId !== undefined) return void (await standingSnapshot(tx, standing));
    await store.removeSnapshots(tx);
    await keep(tx, { ...standing, buildId: newId() }, today(), { ofBuild: true });
  });
}

/**
 * Makes the area's snapshot anew without the persons sealed from now on: to be called after a seal is set or taken
 * away, in the same transaction. Snapshots with the others are stale from then on.
 */
export async function refresh(tx: Tx): Promise<void> {
  await store.asCounting(tx, async () => {
    const standing = await store.standing(tx);
    if (standing.buildId !== undefined) await standingSnapshot(tx, standing);
  });
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
