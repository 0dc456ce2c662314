import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './page.tsx';

/** Smaller answers are sent as they are. */
const worthwhileBytes = 1024;

/** @returns The better coding that the header allows with a weight above nought, brotli first. */
export function chooseCoding(acceptEncoding: string | undefined): 'br' | 'gzip' | undefined {
  const allowed = new Map<string, boolean>();
  for (const part of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [name = '', ...settings] = part.split(';').map((piece) => piece.trim());
    allowed.set(name, !settings.some((setting) => /^q=0(\.0*)?$/.test(setting)));
  }
  const takes = (coding: string) => allowed.get(coding) ?? allowed.get('*') ?? false;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
}

/**
 * Compresses pages and JSON at a low level: they are made afresh for every request, and a page takes a millisecond or
 * two, less than handing it to another thread costs at its worst. Hono's own middleware knows neither brotli nor levels.
 */
export const compress: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const { headers } = c.res;
  const type = headers.get('content-type') ?? '';
  if (!/^(text\/html|application\/(problem\+)?json)/.test(type)) return;
  headers.append('Vary', 'Accept-Encoding');
  const coding = chooseCoding(c.req.header('accept-encoding'));
  if (!coding || headers.has('content-encoding')) return;
  const start = performance.now();
  // A page's text is at hand; to read it back out of the answer takes as long as to compress it.
  const html = type.startsWith('text/html') ? c.get('html') : undefined;
  const plain = html === undefined ? new Uint8Array(await c.res.arrayBuffer()) : Buffer.from(html);
  const small = plain.byteLength < worthwhileBytes;
  const body = small
    ? plain
    : coding === 'br'
      ? brotliCompressSync(plain, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 4,
            [constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength,
          },
        })
      : gzipSync(plain, { level: 4 });
  if (!small) headers.set('Content-Encoding', coding);
  headers.set('Content-Length', String(body.byteLength));
  const answer = new Response(body as Uint8Array<ArrayBuffer>, { status: c.res.status, headers });
  // In place of another answer it would be made into a stream, and be read from it piece by piece.
  c.res = undefined;
  c.res = answer;
  c.get('spent').compress += performance.now() - start;
};
