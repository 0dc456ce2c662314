import { type Actor, type Database, VantageError } from '../platform/index.ts';
import { type Area, findArea, systemActor } from '../sharing/index.ts';
import { operator } from './operator.ts';

/** The area of a data folder; a VantageError that says how to build one while there is none. */
export async function areaOf(db: Database): Promise<Area> {
  const area = await db.asActor(systemActor('vantage', 'find-area'), findArea);
  if (area === undefined) {
    throw new VantageError('not-found', 'This data folder holds no area yet.', {
      remedy: 'Build one first, such as the made-up one: npm run demo. Or name another folder with --data.',
    });
  }
  return area;
}

/**
 * Whoever runs the machine looks at made-up people from the command line, at sealed ones only where they asked for them.
 * Real people are refused until sign-in exists.
 */
export function readerOf(area: Area, { sealed = false }: { sealed?: boolean } = {}): Actor {
  if (area.marking === 'real') {
    throw new VantageError('refused', `${area.name} is marked real, and nobody can sign in yet.`, {
      remedy: 'Pictures of real people open when sign-in exists. Use a made-up area until then.',
    });
  }
  return operator(area.code, sealed ? 'system' : 'counts');
}
