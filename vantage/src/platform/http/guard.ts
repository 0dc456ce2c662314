import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { VantageError } from '../errors.ts';
import { hasControl, placeOfControl } from '../plain-text.ts';

/**
 * Headers of every answer: nothing is loaded from elsewhere, framed, guessed at or kept. No inline
 * style or script runs, so text that slips through as markup can do nothing.
 */
export const headers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], browsingTopics: [] },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // No certificate: the server listens on this machine only.
  strictTransportSecurity: false,
});

const own = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns Whether a Host header names this machine by one of its own names. */
export function isOwnHost(host: string | undefined): boolean {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]/@?#\s]+)(:\d{1,5})?$/i.exec(host ?? '');
  return match !== null && own.has((match[1] ?? '').toLowerCase());
}

/**
 * Refuses requests under another name than this machine's own. Without it a page elsewhere could
 * point its own name at 127.0.0.1 and read ours (DNS rebinding).
 */
export const ownHostOnly: MiddlewareHandler = async (c, next) => {
  if (!isOwnHost(c.req.header('host'))) {
    throw new VantageError('refused', 'This address is not one of this server’s own.', {
      remedy: 'Open http://localhost with the port that the server printed when it started.',
    });
  }
  await next();
};

/**
 * Refuses addresses and JSON bodies that hold a character of control, which no database keeps; forms say so beside the
 * field. A body that is no JSON is refused as such.
 */
export const plainTextOnly: MiddlewareHandler = async (c, next) => {
  const { pathname } = new URL(c.req.url);
  if (hasControl(decoded(pathname))) throw notPlain('the address');
  const asked = placeOfControl(c.req.queries());
  if (asked !== undefined) throw notPlain(asked.replace(/\.\d+$/, ''));
  if (/^application\/([a-z.-]+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    const sent = placeOfControl(bodyOf(await c.req.text()));
    if (sent !== undefined) throw notPlain(sent);
  }
  await next();
};

function notPlain(place: string): VantageError {
  return new VantageError('bad-input', `A value holds a character that cannot be kept: ${place}.`, {
    remedy: 'Write it again without it: it may have come with a copy.',
  });
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new VantageError('bad-input', 'What was sent is not JSON.', {
      remedy: 'Send JSON, as /api/openapi.json says.',
    });
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
