import { readdir, stat } from 'node:fs/promises';
import { builtFrom, noteBuiltFrom, snapshot, type Totals } from '../area/index.ts';
import { follow as followNotes } from '../casework/index.ts';
import { build as buildChronology, buildRelations, countFacts, kindsOfEvents } from '../chronology/index.ts';
import { build as buildCosts } from '../costs/index.ts';
import { build as buildFamilies } from '../families/index.ts';
import { openToReview, resolveAgain, resolve as resolveIdentity } from '../identity/index.ts';
import { index as indexPictures, personsShown } from '../picture/index.ts';
import { follow as followPlans } from '../plans/index.ts';
import { type Actor, clock, type Database, type Progress, type Tx, VantageError } from '../platform/index.ts';
import {
  type Area,
  agencies,
  ensureAgreements,
  ensureKinds,
  kindsBesideEvents,
  type Marking,
  settleSight,
  systemActor,
} from '../sharing/index.ts';
import {
  changedRecords,
  counts as countRecords,
  type Delivery,
  type Intake,
  lastReceived,
  mappedFormats,
  noteFollowed,
  readManifest,
  recordsTaken,
  type Taken,
  takeIn,
} from '../sources/index.ts';
import { build as buildVoice } from '../voice/index.ts';
import { basisBesideRecords, basisOf } from './basis.ts';

/** What a build did to each kind of thing: rows added, superseded or undone, and what stands now. */
export type Built = {
  area: Area;
  delivery: Delivery;
  intake: Intake;
  totals: Totals;
};

export type BuildOptions = {
  progress: Progress;
  marking?: Marking | undefined;
  /** Told of each file as soon as it is kept for good. */
  taken?: (file: Taken) => void;
};

/** @throws {VantageError} bad-input where there is no such folder, or nothing in it: before anything is made of it. */
export async function mustHoldExtracts(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  const fault = !found
    ? `There is no folder ${folder}.`
    : !found.isDirectory()
      ? `${folder} is a file, not a folder.`
      : (await readdir(folder)).length === 0
        ? `The folder ${folder} is empty.`
        : undefined;
  if (fault === undefined) return;
  throw new VantageError('bad-input', fault, {
    remedy:
      'Call it as: vantage build FOLDER, with the folder that holds the extracts and their manifest.json.',
  });
}

/**
 * Takes a folder of extracts in and makes everything that follows from the records: persons, families, chronology,
 * spending, statements, search. Each file is kept in a transaction of its own; what follows from them in one, so that a
 * reader sees the whole of one build or of the next. Safe to repeat: what has not changed is not written.
 */
export async function buildFolder(db: Database, folder: string, options: BuildOptions): Promise<Built> {
  await mustHoldExtracts(folder);
  const delivery = await readManifest(folder, {
    marking: options.marking,
    mapped: (area) => db.asActor(systemActor(area, 'build'), mappedFormats, { readOnly: true }),
  });
  const actor = systemActor(delivery.area.code, 'build');
  return db.withBuildLock('vantage build', async () => {
    const intake = await options.progress.step(
      'extracts',
      async (report) =>
        takeIn(db, actor, delivery, {
          progress: (done, total) => report(done, total),
          ...(options.taken ? { taken: options.taken } : {}),
        }),
      'bytes',
    );
    const totals = await db.asActor(actor, async (tx) => {
      const before = await builtFrom(tx);
      return before?.basis === (await basisOf(tx))
        ? before.totals
        : derive(
            tx,
            options.progress,
            before && hasAll(before.totals) ? standing(db, actor, before.totals) : undefined,
          );
    });
    return { area: delivery.area, delivery, intake, totals };
  });
}

/**
 * Makes everything that follows from the records anew, as after taking extracts in: what people have decided since takes
 * effect. Nothing is written that has not changed.
 */
export async function rebuild(
  db: Database,
  area: string,
  { progress }: Pick<BuildOptions, 'progress'>,
): Promise<Totals> {
  const actor = systemActor(area, 'build');
  return db.withBuildLock('vantage who-is-who apply', () => db.asActor(actor, (tx) => derive(tx, progress)));
}

/** How much stood before: in all, and how many records and facts stand as this begins, which is counted meanwhile. */
type Stood = {
  totals: Totals;
  records: ReturnType<typeof countRecords>;
  facts: ReturnType<typeof countFacts>;
};

/** Whether a build has filled all the tables that grow by the million: their indexes stand, and none is begun anew. */
const hasAll = ({ records, events, involvements }: Totals) => records > 0 && events + involvements > 0;

/**
 * Counts in a transaction of its own what stands before anything is made of what came. It and the build must not wait for
 * one another: so only where the build takes no table for itself. No record changes while what follows from them is made.
 */
function standing(db: Database, actor: Actor, totals: Totals): Stood {
  const both = db.asActor(
    actor,
    async (tx) => ({ facts: await countFacts(tx), records: await countRecords(tx) }),
    { readOnly: true },
  );
  // What goes wrong is told to whoever waits for it.
  both.catch(() => undefined);
  const [facts, records] = [both.then((all) => all.facts), both.then((all) => all.records)];
  for (const one of [facts, records]) one.catch(() => undefined);
  return { totals, facts, records };
}

/**
 * Makes everything that follows from the records: of those that changed since it was made, as far as a room can tell what
 * they bear on; of all of them where what `stood` before is not told.
 */
async function derive(tx: Tx, progress: Progress, stood?: Stood): Promise<Totals> {
  const asOf = (await lastReceived(tx)) ?? clock.now();
  // What is read row by row here is read to its end: the plan is to be the quickest for all rows, not for the first.
  await tx.sql(`SET LOCAL work_mem = '192MB'; SET LOCAL cursor_tuple_fraction = 1`);
  const madeWith = await basisBesideRecords(tx);
  const followed = stood && (await changedRecords(tx, madeWith));
  const who = await progress.step('who is who', async (report) => {
    const prepare = () => recordsTaken(tx);
    if (followed) await prepare();
    const again = followed && (await resolveAgain(tx, { ...followed, asOf, stood: stood.totals }));
    return again ?? resolveIdentity(tx, { asOf, progress: report, meanwhile: prepare });
  });
  const since = followed && { ...followed, moved: who.moved, renamed: who.details.renamed };
  const { families, touched: regrouped } = await buildFamilies(tx, { asOf, progress, since });
  const { events, involvements, touched } = await buildChronology(tx, {
    asOf,
    progress,
    since,
    stood: stood?.facts,
  });
  await progress.step('what was written', async () => {
    await followNotes(tx);
    await followPlans(tx);
  });
  await progress.step('spending', () => buildCosts(tx, { asOf, touched }));
  await progress.step('statements', () => buildVoice(tx, { asOf }));
  await progress.step('who may see what', async () => {
    await ensureKinds(tx, [...kindsBesideEvents, ...kindsOfEvents()]);
    await ensureAgreements(tx, await agencies(tx), asOf);
    await buildRelations(tx, { asOf });
    await settleSight(tx);
  });
  await progress.step('search', async () => {
    const renamed = since && { families: regrouped, persons: since.moved.union(since.renamed) };
    await indexPictures(tx, { since: renamed });
    await tx.filled('search_key');
  });
  await progress.step('who to ask about', async () => openToReview(tx, await personsShown(tx)));
  await progress.step('the area', () =>
    snapshot(
      tx,
      since && touched && { moved: since.moved, renamed: since.renamed, families: regrouped, facts: touched },
    ),
  );
  const totals = {
    ...(await (stood?.records ?? countRecords(tx))),
    persons: who.persons,
    links: who.links.kept + who.links.added,
    families,
    events,
    involvements,
  };
  await noteBuiltFrom(tx, await basisOf(tx), totals);
  await noteFollowed(tx, madeWith, asOf);
  return totals;
}
