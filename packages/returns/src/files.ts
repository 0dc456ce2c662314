import { UnreadableFile } from './unreadable.ts';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/** What a file is by its first bytes: a workbook (XLSX), Parquet, XML, or text in rows. */
export type Container = 'workbook' | 'parquet' | 'xml' | 'text';

/**
 * What a file is, by its first bytes and not by its name; Node only.
 * @throws UnreadableFile when the file cannot be opened.
 */
export async function containerOf(path: string): Promise<Container> {
  const bytes = await firstBytes(path);
  const opening = new TextDecoder('latin1').decode(bytes);
  if (opening.startsWith('PK\x03\x04')) return 'workbook';
  if (opening.startsWith('PAR1')) return 'parquet';
  const text = new TextDecoder(encodingOf(bytes) ?? 'utf-8').decode(bytes);
  return text.trimStart().startsWith('<') ? 'xml' : 'text';
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const { createReadStream } = await import('node:fs');
  try {
    for await (const bytes of createReadStream(path, { end: 511 }) as AsyncIterable<Uint8Array>) return bytes;
    return new Uint8Array();
  } catch (error) {
    throw unopened(path, error);
  }
}

/**
 * The encoding that a file's first bytes tell: by a byte order mark, by the XML declaration, or, without a mark, by the
 * empty halves that UTF-16 gives plain letters. Undefined when they tell none.
 */
function encodingOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xef && second === 0xbb) return 'utf-8';
  if (first && second === 0) return 'utf-16le';
  if (first === 0 && second) return 'utf-16be';
  const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(opening)?.[1];
}

/**
 * A file's text as a stream, without its byte order mark: in the given encoding, else in the one that its first bytes
 * tell, else as UTF-8 or, where its first letter beyond the plain ones is none in UTF-8, as Windows-1252.
 * Node only: it asks for a file system when it is called.
 * @throws UnreadableFile when the file cannot be opened, or has bytes that its encoding does not know.
 */
export async function* textOf(path: string, encoding?: string): AsyncGenerator<string> {
  const [{ createReadStream }, { isAscii }] = await Promise.all([import('node:fs'), import('node:buffer')]);
  let decode: Decode | undefined;
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Uint8Array>) {
      decode ??= decodeFor(path, encoding ?? encodingOf(bytes), isAscii);
      yield decode(bytes, false);
    }
  } catch (error) {
    throw unopened(path, error);
  }
  const rest = decode?.(new Uint8Array(), true) ?? '';
  if (rest !== '') yield rest;
}

function unopened(path: string, error: unknown): unknown {
  if (error instanceof UnreadableFile || !(error instanceof Error && 'code' in error)) return error;
  return new UnreadableFile(
    path,
    null,
    `The file cannot be opened (${error.code}).`,
    'Check its path and its rights.',
  );
}

type Decode = (bytes: Uint8Array, last: boolean) => string;
type IsPlain = (bytes: Uint8Array) => boolean;

const decodeFor = (path: string, encoding: string | undefined, isPlain: IsPlain): Decode =>
  encoding === undefined ? guessing(path, isPlain) : decoding(path, encoding);

function decoding(path: string, encoding: string): Decode {
  const decoder = decoderFor(path, encoding);
  let lines = 1;
  return (bytes, last) => {
    try {
      const text = decoder.decode(bytes, { stream: !last });
      lines += text.split('\n').length - 1;
      return text;
    } catch {
      const shown = new TextDecoder(decoder.encoding).decode(bytes);
      const line = lines + shown.slice(0, shown.indexOf('\uFFFD')).split('\n').length - 1;
      throw new UnreadableFile(
        path,
        { line },
        `A character is not written in ${decoder.encoding.toUpperCase()}.`,
        'Save the file as UTF-8 and send it again.',
      );
    }
  };
}

/** Plain letters are the same in UTF-8 and in Windows-1252: up to the first other one, nothing need be decided. */
function guessing(path: string, isPlain: IsPlain): Decode {
  let decided: Decode | undefined;
  const utf8 = decoding(path, 'utf-8');
  return (bytes, last) => {
    if (decided === undefined && !isPlain(bytes))
      decided = opensUtf8(bytes) ? utf8 : decoding(path, 'windows-1252');
    return (decided ?? utf8)(bytes, last);
  };
}

/** Whether the first bytes beyond the plain letters are a letter in UTF-8, or may be one that the next bytes complete. */
function opensUtf8(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  const lead = bytes[first] ?? 0;
  const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  const letter = bytes.subarray(first, first + length);
  return length > 0 && lead < 0xf5 && letter.subarray(1).every((byte) => byte >= 0x80 && byte < 0xc0);
}

function decoderFor(path: string, encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new UnreadableFile(
      path,
      { line: 1 },
      `The file is said to be written in ${encoding}, which is unknown.`,
      'Save the file as UTF-8 and send it again.',
    );
  }
}
