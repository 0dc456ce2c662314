import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { VantageError } from '../errors.ts';
import { type Account, canEnter } from './account.ts';
import { diskError } from './disk.ts';
import { writeWhole } from './files.ts';

/** What `server.json` in the data folder remembers; readable by its owner only. */
const Pointer = z.object({
  id: z.uuid(),
  /** 'inside', or the folder outside the data folder that holds the server. */
  place: z.string(),
  passwords: z.object({ admin: z.string(), owner: z.string(), app: z.string() }),
});

/** Where one data folder's server lives. */
export type Place = {
  /** The data folder itself, absolute. */
  data: string;
  /** Parent of everything the server's account must reach. */
  root: string;
  /** PostgreSQL's own data folder. */
  cluster: string;
  /** Folder of the server's Unix socket. */
  sockets: string;
  passwords: z.infer<typeof Pointer>['passwords'];
};

/** Where root keeps servers whose data folder the server's account cannot reach. */
export const outsideFolder = '/var/lib/vantage';

/** File in a place outside its data folder that names the data folder. */
const backPointer = 'data-folder';

/** Lets a place outside its data folder name that folder, which may have been moved. Call it under the lock. */
export function pointBack({ data, root }: Place): void {
  const pointer = join(root, backPointer);
  if (root.startsWith(data) || !existsSync(root)) return;
  if (!existsSync(pointer) || readFileSync(pointer, 'utf8') !== data) writeWhole(pointer, data, 0o600);
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Places outside their data folders to which no data folder points any more, with the folder that did. */
export function forsakenPlaces(): { root: string; data: string }[] {
  if (!existsSync(outsideFolder)) return [];
  return readdirSync(outsideFolder).flatMap((id) => {
    const root = join(outsideFolder, id);
    const pointer = join(root, backPointer);
    const data = existsSync(pointer) ? readFileSync(pointer, 'utf8') : undefined;
    // A pointer that cannot be read may still be right.
    return data === undefined || existsSync(join(data, 'server.json')) ? [] : [{ root, data }];
  });
}

/** The place of a data folder that has one, or undefined. */
export function findPlace(data: string): Place | undefined {
  const path = join(data, 'server.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') {
      throw new VantageError('refused', `The data folder ${data} belongs to another user.`, {
        remedy: 'Run as the user who made it, or give another folder with --data.',
      });
    }
    throw diskError(error, path);
  }
  const parsed = Pointer.safeParse(parseOrNothing(text));
  if (!parsed.success) {
    throw new VantageError('failed', `${path} is damaged.`, {
      remedy: 'Restore it from a copy, or restore a backup into a new data folder.',
    });
  }
  return placeOf(data, parsed.data);
}

/** Makes the data folder if need be and chooses where its server lives. Call it under the data folder's lock. */
export function choosePlace(data: string, account: Account | undefined): Place {
  const id = randomUUID();
  const password = () => randomBytes(24).toString('base64url');
  const place = canEnter(data, account) ? 'inside' : join(outsideFolder, id);
  const pointer = { id, place, passwords: { admin: password(), owner: password(), app: password() } };
  try {
    const made = placeOf(data, pointer);
    if (place !== 'inside') mkdirSync(outsideFolder, { recursive: true, mode: 0o711 });
    mkdirSync(made.root, { recursive: true, mode: 0o700 });
    give(made.root, account);
    writeWhole(join(data, 'server.json'), JSON.stringify(pointer, null, 2), 0o600);
    return made;
  } catch (error) {
    throw diskError(error, data);
  }
}

/**
 * Removes a data folder with its database, wherever that is. Nothing may run on it.
 */
export function removeDataFolder(data: string): void {
  const place = existsSync(data) ? findPlace(data) : undefined;
  if (place !== undefined) rmSync(place.root, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}

/** A new folder that only the present user can list, and that the server's user can pass through. */
export function makeScratchFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  return folder;
}

/** One after the other: where a folder takes none in (/proc), Node's own way of making them all does not end. */
function makeFolders(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }
  makeFolders(dirname(path));
  mkdirSync(path, { mode: 0o711 });
}

/** Makes the data folder if it is missing; returns its real path. Others may pass through it but not list it. */
export function makeDataFolder(data: string): string {
  try {
    makeFolders(data);
    return realpathSync(data);
  } catch (error) {
    throw diskError(error, data);
  }
}

function placeOf(data: string, pointer: z.infer<typeof Pointer>): Place {
  const root = pointer.place === 'inside' ? join(data, 'server') : pointer.place;
  const inside = join(root, 'run');
  const sockets = socketPathFits(inside) ? inside : join('/tmp', `vantage-${pointer.id.slice(0, 8)}`);
  return { data, root, cluster: join(root, 'postgres'), sockets, passwords: pointer.passwords };
}

/** Makes the folder of the socket, which only the account (and root) can enter. */
export function makeSocketFolder({ sockets }: Place, account: Account | undefined): void {
  try {
    mkdirSync(sockets, { mode: 0o700 });
    give(sockets, account);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskError(error, sockets);
  }
  const { uid, mode } = lstatSync(sockets);
  const owner = account?.uid ?? process.getuid?.();
  if (uid !== owner || (mode & 0o777) !== 0o700) {
    throw new VantageError(
      'refused',
      `The folder ${sockets}, meant for the database's socket, belongs to another user or is open to others.`,
      {
        remedy: 'Remove that folder, or use a data folder with a shorter path.',
      },
    );
  }
}

/** The kernel allows a socket's path 107 bytes. */
export function socketPathFits(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 107;
}

/** Hands a file or folder to the account. */
export function give(path: string, account: Account | undefined): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
