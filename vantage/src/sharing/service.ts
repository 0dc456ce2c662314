import { type Actor, type Tx, VantageError } from '../platform/index.ts';
import type { Agency, Area } from './model.ts';
import * as store from './store.ts';

/** The actor for work that no person asked for: the build, or the start of the server. `purpose` says what it is for. */
export function systemActor(area: string, purpose: string): Actor {
  return { area, id: 'vantage', role: 'system', purpose };
}

/** Begins the id of an actor who is whoever runs the machine; the name that the operating system has for them follows. */
export const operatorPrefix = 'machine:';

/**
 * The actor for numbers: it sees every row but those of sealed persons. For verbs that return nothing but numbers, and
 * for nothing else.
 */
export function countsActor(area: string, purpose: string): Actor {
  return { area, id: 'vantage', role: 'counts', purpose };
}

/** Keeps the count of what changes sight in one row, however much was changed. For a build, of which there is one at a time. */
export async function settleSight(tx: Tx): Promise<void> {
  await store.settleSight(tx);
}

/** The area this data folder belongs to, whatever the actor's; undefined while it is empty. */
export async function findArea(tx: Tx): Promise<Area | undefined> {
  return store.findArea(tx);
}

/** Like `findArea`; a VantageError 'not-found' while the data folder is empty. */
export async function getArea(tx: Tx): Promise<Area> {
  const area = await store.findArea(tx);
  if (area === undefined) {
    throw new VantageError('not-found', 'This data folder holds no area yet.', {
      remedy: 'Build one first: vantage build FOLDER.',
    });
  }
  return area;
}

/**
 * Makes the area on the first build and checks it on every later one: a data folder holds one area, and whether its
 * people are made up or real is said once. The actor's area must be the area's code. Returns the area as it is kept.
 */
export async function ensureArea(tx: Tx, area: Area): Promise<Area> {
  const here = await store.findArea(tx);
  if (here === undefined) {
    await store.insertArea(tx, area);
    return area;
  }
  if (here.code !== area.code) {
    throw new VantageError(
      'refused',
      `This data folder holds the area ${here.code}; the extracts are of ${area.code}.`,
      {
        remedy: 'Build each area into a data folder of its own: --data FOLDER.',
      },
    );
  }
  if (here.marking !== area.marking) {
    throw new VantageError(
      'refused',
      `This data folder is marked ${here.marking}; the extracts are marked ${area.marking}.`,
      {
        remedy:
          'A marking is never changed. Build into another data folder, or correct the marking of the extracts.',
      },
    );
  }
  return here;
}

/** Adds agencies that are new and takes up a new name or type of those that are known. None is ever removed. */
export async function ensureAgencies(tx: Tx, agencies: readonly Agency[]): Promise<void> {
  for (const agency of agencies) await store.putAgency(tx, agency);
}

/**
 * How many agencies of a discreet type the area has that are not named to the actor, and of which of these types none is
 * named. The information governance lead, the administrator, their own people and those with whom they agreed to share
 * have business with them; to everybody else their agreements and files do not exist.
 */
export async function notNamed(tx: Tx): Promise<{ agencies: number; types: ReadonlySet<string> }> {
  const { agencies, types } = await store.listNotNamed(tx);
  return { agencies, types: new Set(types) };
}

/** Whether a person who looks for themselves may see who leads and what happens next: nobody is protected from them. */
export async function seesOwnPlan(tx: Tx): Promise<boolean> {
  return store.seesOwnPlan(tx);
}

/** The area's agencies that are named to the actor, in the order of their codes. */
export async function agencies(tx: Tx): Promise<Agency[]> {
  return store.listAgencies(tx);
}
