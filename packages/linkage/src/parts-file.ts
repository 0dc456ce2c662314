import { closeSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import type { Part } from './arrays.ts';

const kinds = { Int32Array, Float64Array, Uint8Array };
type Kind = keyof typeof kinds;
type Head = { of: unknown; parts: { kind: Kind; length: number }[] };

/** First bytes of a file of ours; the last is the version. */
const mark = Buffer.from('vlinkage 2\n');
/** Most bytes written or read at a time. */
const most = 1 << 30;

const kindOf = (part: Part): Kind =>
  part instanceof Int32Array ? 'Int32Array' : part instanceof Float64Array ? 'Float64Array' : 'Uint8Array';

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(most, bytes.length - at));
}

function readAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const length = readSync(file, bytes, at, Math.min(most, bytes.length - at), null);
    if (length === 0) throw new RangeError('The file ends too early.');
    at += length;
  }
}

/** Writes what JSON can say, and numbers as they lie in memory; the file is there whole or not at all. */
export function writeParts(path: string, of: unknown, parts: readonly Part[]): void {
  const head: Head = { of, parts: parts.map((part) => ({ kind: kindOf(part), length: part.length })) };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const file = openSync(`${path}.new`, 'w');
  try {
    for (const bytes of [mark, length, text]) writeAll(file, bytes);
    for (const { buffer, byteOffset, byteLength } of parts) {
      writeAll(file, new Uint8Array(buffer, byteOffset, byteLength));
    }
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** Reads what `writeParts` wrote. Throws a RangeError for any other file. */
export function readParts(path: string): { of: unknown; parts: Part[] } {
  const file = openSync(path, 'r');
  try {
    const [start, length] = [Buffer.alloc(mark.length), Buffer.alloc(4)];
    readAll(file, start);
    if (!start.equals(mark)) throw new RangeError('It does not begin as such a file does.');
    readAll(file, length);
    const text = Buffer.alloc(length.readUInt32LE());
    readAll(file, text);
    const head = JSON.parse(text.toString()) as Head;
    const parts = head.parts.map(({ kind, length: numbers }): Part => {
      const part = new kinds[kind](numbers);
      readAll(file, new Uint8Array(part.buffer));
      return part;
    });
    return { of: head.of, parts };
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${path}: ${error.message}`);
    throw error;
  } finally {
    closeSync(file);
  }
}
