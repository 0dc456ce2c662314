import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { VantageError } from '../../platform/index.ts';

/**
 * One line of the file of heads: the last seal at a moment. It stands for all seals before it, since each holds the
 * hash of the one before.
 */
export const Head = z.object({
  area: z.string(),
  seal: z.int().positive(),
  /** SHA-256, 64 hexadecimal digits. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.iso.datetime(),
  /** Of a head by which somebody acknowledged what verifying had found of seals up to this one: why, in words. */
  why: z.string().optional(),
  /** Who acknowledged it. */
  by: z.string().optional(),
});
export type Head = z.infer<typeof Head>;

/** Where the heads of a data folder are kept: outside its database. */
export function headsFile(data: string): string {
  return join(data, 'audit-heads.jsonl');
}

/** No line is longer. */
const longestLine = 4096;

/** The last head of a file, or undefined when it has none. A line that was cut off while it was written does not count. */
export function lastHead(path: string): Head | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 2 * longestLine));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf('\n');
    if (end === -1) return undefined;
    const line = tail.subarray(tail.lastIndexOf('\n', end - 1) + 1, end).toString();
    const head = parseHead(line);
    if (head === undefined) throw unreadable(path);
    return head;
  } finally {
    closeSync(file);
  }
}

/** Adds heads so that they outlast a power cut; makes the file and its folder if need be. Only its owner can read it. */
export function appendHeads(path: string, heads: readonly Head[]): void {
  const fresh = !existsSync(path);
  if (fresh) mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  const file = openSync(path, 'a+', 0o600);
  try {
    removeTorn(file);
    writeSync(file, heads.map((head) => `${JSON.stringify(Head.parse(head))}\n`).join(''));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (fresh) syncFolder(dirname(path));
}

/** Takes away a last line that was cut off. */
function removeTorn(file: number): void {
  const { size } = fstatSync(file);
  const tail = Buffer.alloc(Math.min(size, longestLine));
  readSync(file, tail, 0, tail.length, size - tail.length);
  const whole = size - tail.length + tail.lastIndexOf('\n') + 1;
  if (whole < size) ftruncateSync(file, whole);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Bytes that a file of heads has now; undefined when there is none. */
export function sizeOfHeads(path: string): number | undefined {
  return existsSync(path) ? statSync(path).size : undefined;
}

/**
 * The heads in the first `bytes` of a file, in order; null for a line that is none. A line that is cut off by the end
 * does not count.
 */
export async function* readHeads(path: string, bytes: number): AsyncGenerator<Head | null> {
  if (bytes === 0) return;
  const lines = createInterface({ input: createReadStream(path, { end: bytes - 1 }), crlfDelay: Infinity });
  let before: string | undefined;
  for await (const line of lines) {
    if (before !== undefined) yield parseHead(before) ?? null;
    before = line;
  }
  const last = before === undefined ? undefined : parseHead(before);
  if (last !== undefined) yield last;
}

/** Heads by which somebody acknowledged something, among those in the first `bytes` of a file. */
export async function acknowledgements(path: string, bytes: number): Promise<Head[]> {
  const found: Head[] = [];
  if (bytes === 0) return found;
  for await (const line of createInterface({ input: createReadStream(path, { end: bytes - 1 }) })) {
    const head = line.includes('"why"') ? parseHead(line) : undefined;
    if (head?.why !== undefined) found.push(head);
  }
  return found;
}

function parseHead(line: string): Head | undefined {
  try {
    return Head.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function unreadable(path: string): VantageError {
  return new VantageError('refused', `The last line of ${path} is not the head of an audit.`, {
    remedy: 'Run vantage audit verify, and find out who wrote to the file.',
  });
}
