import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const chunk = 1 << 20;

/** Writes lines to a file, a part at a time: a text of all of them may be longer than a text can be. */
export function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let part = '';
    for (const line of lines) {
      part += `${line}\n`;
      if (part.length < chunk) continue;
      writeSync(file, part);
      part = '';
    }
    writeSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** The lines of a file, read a part at a time. */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(chunk);
    const decoder = new TextDecoder();
    let rest = '';
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const lines = (rest + decoder.decode(buffer.subarray(0, length), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}
