import { UnreadableFile } from './unreadable.ts';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/** What a file's first bytes say of its encoding: its byte order mark, or the XML declaration; otherwise UTF-8. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(opening)?.[1] ?? 'utf-8';
}

/**
 * A file's text as a stream, by its byte order mark or XML declaration, otherwise as UTF-8; marks are left out.
 * Node only: the one function here that needs a file system, which it asks for when it is called.
 * @throws UnreadableFile when the file cannot be opened, or has bytes that its encoding does not know.
 */
export async function* textOf(path: string): AsyncGenerator<string> {
  const { createReadStream } = await import('node:fs');
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let lines = 1;
  const decode = (bytes: Uint8Array, last: boolean) => {
    decoder ??= decoderFor(path, encodingOf(bytes));
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
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Uint8Array>)
      yield decode(bytes, false);
  } catch (error) {
    if (error instanceof UnreadableFile || !(error instanceof Error && 'code' in error)) throw error;
    throw new UnreadableFile(
      path,
      null,
      `The file cannot be opened (${error.code}).`,
      'Check its path and its rights.',
    );
  }
  const rest = decode(new Uint8Array(), true);
  if (rest !== '') yield rest;
}

function decoderFor(path: string, encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new UnreadableFile(
      path,
      { line: 1 },
      `The file says that it is written in ${encoding}, which is unknown.`,
      'Save the file as UTF-8 and send it again.',
    );
  }
}
