import type { Context } from 'hono';
import type { Env } from '../platform/http/index.ts';
import { type Actor, type Database, type Tx, VantageError } from '../platform/index.ts';
import type { Site } from '../platform/parts/index.ts';
import { denied, type Entry, record } from './audit/index.ts';
import { mayHavePurpose, roles, type WorkRole } from './roles.ts';
import * as store from './store.ts';

/** What a visit is written down as; of what was shown, where that is only known afterwards. */
export type Noted = Omit<Entry, 'route'>;

/**
 * Does work on behalf of whoever asks, and writes down in the same transaction that they did. The answer leaves when
 * both are kept. What is refused or does not exist for them is written down as a denial. Every page and operation that
 * shows anything about anybody goes through it.
 */
export type Visit = <T>(
  c: Context<Env>,
  work: (tx: Tx) => Promise<T>,
  noted: Noted | ((shown: T) => Noted),
  /** What was tried, for a denial. */
  tried?: Pick<Noted, 'words' | 'reason'>,
) => Promise<T>;

/** @param whoAsks The actor of a request. */
export function visits(db: Database, whoAsks: (c: Context<Env>) => Actor): Visit {
  return async (c, work, noted, tried) => {
    const actor = whoAsks(c);
    if (actor.role === 'family-member') c.set('site', siteForThemselves(c.get('site')));
    const route = c.req.routePath;
    try {
      return await db.asActor(
        actor,
        async (tx) => {
          if (actor.role === 'family-member' && !forThemselves.has(route)) refuseOthers();
          const whoIsHere = store.whoIsHere(tx);
          // Questions travel together: to somebody without the role there is nothing to show, and it is not shown.
          const reading = c.req.method === 'GET' ? work(tx) : undefined;
          reading?.catch(() => undefined);
          const here = await whoIsHere;
          const { role, name } = here;
          if (role !== actor.role) refuse();
          const shown = await (reading ?? work(tx));
          if (name !== null) c.set('site', siteFor(c.get('site'), { ...here, name }));
          const entry = typeof noted === 'function' ? noted(shown) : noted;
          // Travels with the commit, which fails when it does.
          record(tx, { ...entry, route }).catch(() => undefined);
          return shown;
        },
        { snapshot: true, together: true },
      );
    } catch (error) {
      const said = error instanceof VantageError ? error.message : 'It failed.';
      const asked = Object.values(c.req.param() as Record<string, string>).join(' ');
      const reason = [
        said,
        asked && `Asked for ${asked}.`,
        tried?.reason && `Tried because: ${tried.reason}`,
      ];
      await denied(db, actor, { route, ...tried, reason: reason.filter(Boolean).join(' ') });
      throw error;
    }
  };
}

function refuse(): never {
  throw new VantageError('refused', 'Whoever this was done for does not hold that role today.', {
    remedy: 'Choose again who you are, at /as.',
  });
}

/** What each person may open for themselves; everything else is for people at work. */
const forThemselves: ReadonlySet<string> = new Set([
  '/me',
  '/api/me',
  '/me/consents/:consent/withdraw',
  '/me/accounts/:account/end',
  '/me/ties/:tie/take-back',
  '/api/me/ties/:tie/take-back',
]);

function refuseOthers(): never {
  throw new VantageError('refused', 'This page is for people at work.', {
    remedy: 'What is said of you is at /me.',
  });
}

/** What of the site somebody sees who looks for themselves: nothing that would refuse them. */
export function siteForThemselves({ search: _, ...site }: Site, name?: string): Site {
  return {
    ...site,
    nav: [{ key: 'me', text: 'What is said of you', href: '/me' }],
    footer: site.footer.filter(({ forAll }) => forAll),
    viewer: { name: name ?? 'one of a family', part: 'looking for yourself' },
  };
}

/** The site's frame for one viewer: who they are, and the parts that only some roles have. */
function siteFor(site: Site, { name, agencyName, role, toReview }: store.Here & { name: string }): Site {
  const part = [roles[role as WorkRole]?.label ?? role, agencyName].filter(Boolean).join(', ');
  const nav = [...site.nav];
  if (role === 'information-governance-lead') {
    nav.push({ key: 'audit', text: 'Audit', href: '/audit', shortcut: 'u' });
    if (toReview > 0)
      nav.push({ key: 'openings', text: `Openings to review: ${toReview}`, href: '/openings' });
  }
  if (mayHavePurpose.has(role)) nav.push({ key: 'purpose', text: 'Open for a purpose', href: '/purpose' });
  if (['information-governance-lead', 'agency-lead'].includes(role))
    nav.push({ key: 'who-is-who', text: 'Who is who', href: '/who-is-who', shortcut: 'w' });
  return { ...site, nav, viewer: { name, part } };
}
