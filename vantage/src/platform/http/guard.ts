import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { VantageError } from '../errors.ts';

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
