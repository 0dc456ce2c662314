import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BadRow, Format, GoodRow, Sink } from './model.ts';

/** A sink that remembers what it is given. */
export function memory(): Sink & { kept: GoodRow[]; held: BadRow[] } {
  const kept: GoodRow[] = [];
  const held: BadRow[] = [];
  return {
    kept,
    held,
    keep: (row) => {
      kept.push(row);
    },
    hold: (row) => {
      held.push(row);
    },
  };
}

/** Text in pieces of a size, as a stream gives it. */
export async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** Does work with a file of the given name and content, in a folder that is removed afterwards. */
export async function withFile<T>(
  name: string,
  content: string | Uint8Array,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'returns-'));
  try {
    const path = join(folder, name);
    await writeFile(path, content);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads content as a file of a format. */
export async function readAs(
  format: Format | undefined,
  content: string | Uint8Array,
  key?: readonly string[],
) {
  const sink = memory();
  await withFile('extract', content, async (path) => {
    if (!format) throw new Error('no such format');
    await format.read(path, sink, key ? { key } : {});
  });
  return sink;
}
