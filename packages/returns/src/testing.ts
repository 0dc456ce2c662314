import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
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

/** A zip archive (PKWARE APPNOTE) of texts, stored as they are. */
export function zipped(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [Buffer.from(path), Buffer.from(text)];
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const placed = Buffer.alloc(14);
    placed.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04'), shared, name, data);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), shared, placed, name);
    offset += 30 + name.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 4, 8);
  end.writeUInt16LE(directory.length / 4, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
