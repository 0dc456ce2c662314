/** A built made-up area, and answers of its pages and operations to whoever asks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeArea } from '@vantage/synth';
import { type Actor, type Database, silent } from '../../platform/index.ts';
import { roles, type WorkRole } from '../../sharing/index.ts';
import { makeApp } from '../../web/testing.ts';
import { buildFolder } from '../pipeline.ts';
import { areaCode } from './world.ts';

/** Makes an area of some families and builds it. */
export async function buildArea(db: Database, families: number, seed: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-area-'));
  try {
    await makeArea({ out: folder, size: 'small', seed, families });
    await buildFolder(db, join(folder, 'extracts'), { progress: silent });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const actorOf = (workerId: string, role: WorkRole): Actor => ({
  area: areaCode,
  id: workerId,
  role,
  purpose: roles[role].purpose,
});

export type Answer = { status: number; body: string; to: string | null };
/** What is sent: a form, or JSON to the API. */
export type Form = Readonly<Record<string, string | readonly (string | object)[]>>;
/** Asks as a viewer; with `form`, sends it. */
export type Ask = (viewer: Actor, path: string, form?: Form) => Promise<Answer>;

const encoded = (form: Form) =>
  new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  ).toString();

/** Asks the pages and operations of a database, put together as the server puts them together. */
export async function asking(db: Database): Promise<Ask & { routes: string[] }> {
  const app = await makeApp({ db, area: { code: areaCode, name: 'Ashmere', marking: 'made-up' } });
  const ask: Ask = async (viewer, path, form) => {
    const headers = {
      host: 'localhost',
      origin: 'http://localhost',
      cookie: `vantage-as=${viewer.id}.${viewer.role}`,
    };
    const [type, body] = path.startsWith('/api/')
      ? ['application/json', JSON.stringify(form)]
      : ['application/x-www-form-urlencoded', encoded(form ?? {})];
    const answer = await app.request(
      `http://localhost${path}`,
      form === undefined
        ? { headers }
        : { method: 'POST', headers: { ...headers, 'content-type': type }, body },
    );
    return { status: answer.status, body: await answer.text(), to: answer.headers.get('location') };
  };
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  return Object.assign(ask, { routes: [...new Set(routes)] });
}

/** An answer without what its forms have anew each time: the number of what is written in one, of its draft, and the key to a worker's drafts. */
export const asideDrafts = <A extends Pick<Answer, 'body'>>(answer: A): A => ({
  ...answer,
  body: answer.body.replace(/((?:name="id" value|name="draft" value|data-draft|data-key)=")[^"]+/g, '$1'),
});
