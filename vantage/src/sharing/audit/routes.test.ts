import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../platform/http/index.ts';
import { type Actor, newId } from '../../platform/index.ts';
import { testDatabase } from '../../platform/testing.ts';
import { workerNear } from '../testing.ts';
import { auditRoutes, lookingRules, record, sealWaiting } from './index.ts';
import { type KeptEntry, surnameOf } from './model.ts';
import { actInWords, withoutIds } from './pages.tsx';
import { testSealing } from './testing.ts';

const site = {
  name: 'Vantage',
  nav: [],
  search: { action: '/families', name: 'q', label: 'Find a family' },
  notice: 'Everybody here is made up.',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};

const db = await testDatabase();
const overseer = await db.asTest((tx) => workerNear(tx, { role: 'information-governance-lead' }));
let viewer: Actor = overseer;
const names = new Map([
  [newId(), 'Hart'],
  [newId(), 'Okafor'],
]);
const [hart = '', okafor = ''] = [...names.keys()];
const [dawn, ada] = [newId(), newId()];
const person = newId();

const app = createApp({ site, assets: { href: (name) => `/assets/${name}`, find: () => undefined } });
auditRoutes(app, {
  routeWords: (route) => {
    if (route === '/families/:id') return { seen: 'a family’s page' };
    return /^r\d+$/.test(route) ? { seen: route } : undefined;
  },
  visit: (_c, look, work) =>
    db.asActor(viewer, async (tx) => {
      const answer = await work(tx);
      await record(tx, { ...look, route: '/audit' });
      return answer;
    }),
  personNames: async (_tx, ids) => new Map(ids.includes(person) ? [[person, 'Grace Okafor']] : []),
  personsNamed: async (_tx, words) =>
    words === 'Grace Okafor' || words === person ? [{ personId: person, familyId: okafor }] : [],
  familyNames: async (_tx, ids) => new Map([...names].filter(([id]) => ids.includes(id))),
  familiesNamed: async (_tx, wanted) =>
    [...names]
      .filter(([, name]) => wanted.includes(name.toLowerCase()))
      .map(([familyId, name]) => ({ familyId, name })),
});

/** Rows of the page's first table, as a reader reads them. */
async function read(path: string): Promise<{ status: number; rows: string[]; words: string; html: string }> {
  const answer = await app.request(path, { headers: { host: 'localhost' } });
  const html = await answer.text();
  const plain = (part: string) =>
    part
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const body = html.slice(html.indexOf('<tbody'), html.indexOf('</tbody>'));
  const rows = html.includes('<tbody') ? [...body.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => plain(row)) : [];
  return { status: answer.status, rows, words: plain(html.slice(html.indexOf('<main'))), html };
}

/** Puts an entry in at a time of the past, as nobody but the owner could. */
const put = (actor: string, at: string, over: Record<string, unknown> = {}) =>
  db.asOwner(async (client) => {
    const entry = { role: 'practitioner', action: 'read', families: [okafor], persons: [person], ...over };
    await client.query(
      `INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action, families, persons)
       VALUES ('testshire', $1, $2, $3, $4, 'help', $5, $6, $7)`,
      [newId(), at, actor, entry.role, entry.action, entry.families, entry.persons],
    );
    await client.query(
      `INSERT INTO audit_unsealed SELECT area, entry_id FROM audit_entry WHERE at = $1 ON CONFLICT DO NOTHING`,
      [at],
    );
  });

await db.asOwner(async (client) => {
  for (const [id, name] of [
    [dawn, 'Dawn Hart'],
    [ada, 'Ada Smith'],
  ]) {
    await client.query(
      `INSERT INTO worker (area, worker_id, agency, told_by, local_id, name, job)
       VALUES ('testshire', $1, 'social-care', 'social-care', $2, $2, 'Social worker')`,
      [id, name],
    );
    await client.query(
      `INSERT INTO relation (area, relation_id, worker_id, person_id, kind, via, happened, agency, reason, received_at)
       VALUES ('testshire', $1, $2, $3, 'allocated', $3, '[2025-01-01,2025-07-04)', 'social-care', 'Allocated social worker', now())`,
      [newId(), id, person],
    );
  }
});

const sealing = testSealing();
// Half past midnight in London.
await put(ada, '2025-07-01T23:30:00Z');
await sealWaiting(db, sealing);

describe('who looked at whom', () => {
  it('lists newest first who did what, about whom, and why', async () => {
    const looker = { ...overseer, id: dawn, role: 'practitioner', purpose: 'help' };
    await db.asActor(looker, (tx) => record(tx, { action: 'search', words: 'hart <b>', route: '/families' }));
    await db.asActor(looker, (tx) =>
      record(tx, {
        action: 'read',
        route: '/families/:id',
        families: [hart, newId()],
        persons: [person],
        because: 'Allocated social worker',
      }),
    );
    const { status, rows, words } = await read('/audit');
    expect(status).toBe(200);
    expect(rows[0]).toMatch(
      /Dawn Hart Practitioner Looked at a family’s page Hart , a family that you may not see Grace Okafor Allocated social worker to help$/,
    );
    expect(rows[1]).toMatch(
      /Dawn Hart Practitioner Searched for “hart &lt;b&gt;” on a page that is no more to help$/,
    );
    expect(words).toContain('You see this page because you are the information governance lead.');
    expect(words).toContain('Entries that wait for a seal: 2.');
    // Having looked at this page stands on it next time.
    expect((await read('/audit')).rows[0]).toContain(
      'Information governance lead Looked at a page that is no more',
    );
    await read('/audit?family=Okafor&action=read');
    expect((await read('/audit')).rows[0]).toContain('Searched for “family Okafor, action read” on ');
  });

  it('finds by worker, family, day and action, and says when there is nothing', async () => {
    const found = async (query: string) =>
      (await read(`/audit?${query}`)).rows.map((row) => row.slice(0, 40));
    expect(await found('worker=smith')).toEqual([expect.stringContaining('2 Jul 2025 00:30:00 Ada Smith')]);
    expect(await found(`worker=${ada}`)).toHaveLength(1);
    expect(await found('worker=nobody+of+that+name')).toEqual([]);
    expect(await found('family=okafor')).toHaveLength(1);
    expect(await found(`family=${hart}`), 'before it is sealed').toEqual([]);
    await sealWaiting(db, sealing);
    expect(await found(`family=${hart}`)).toEqual([expect.stringContaining('Dawn Hart')]);
    expect(await found('day=2025-07-02')).toHaveLength(1);
    expect(await found('day=2025-07-01')).toEqual([]);
    expect(await found('worker=hart&action=search')).toHaveLength(1);
    expect(await found('worker=hart&family=&day=&action=search')).toHaveLength(1);
    expect((await read('/audit?day=2025-01-01')).words).toContain('Nothing is written down that fits');
    expect((await read('/audit?day=yesterday')).status).toBe(400);
  });

  it('goes from page to page without leaving out or repeating any', async () => {
    const busy = newId();
    await db.asOwner((client) =>
      client.query(
        `INSERT INTO audit_entry (area, entry_id, at, actor, role, purpose, action, route)
         SELECT 'testshire', gen_random_uuid(), timestamptz '2024-01-01' + (n / 3) * interval '1 microsecond', $1,
           'practitioner', 'help', 'read', 'r' || n FROM generate_series(1, 120) AS n`,
        [busy],
      ),
    );
    const seen: string[] = [];
    let path: string | undefined = `/audit?worker=${busy}`;
    let pages = 0;
    while (path !== undefined) {
      const { rows, html } = await read(path);
      seen.push(...rows.flatMap((row) => row.match(/r\d+/) ?? []));
      path = /href="([^"]+)">Older/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(120);
    expect(seen).toHaveLength(120);
    expect(seen[0]).toBe('r120');
  });

  it('is not there for anybody else', async () => {
    for (const role of ['practitioner', 'director', 'administrator', 'system']) {
      viewer = { ...overseer, role };
      expect((await read('/audit')).status, role).toBe(404);
      expect((await read('/audit/unusual')).status, role).toBe(404);
    }
    viewer = overseer;
  });

  it('names whose own page was looked at, and finds by person', async () => {
    const looker = { ...overseer, id: ada, role: 'practitioner', purpose: 'help' };
    const on = (route: string, persons: string[]) =>
      db.asActor(looker, (tx) => record(tx, { action: 'read', route, families: [okafor], persons }));
    await on('/families/:id/people/:person', [person, newId()]);
    expect((await read('/audit')).rows[0]).toContain('Okafor Grace Okafor to help');
    await on('/families/:id', [newId(), newId()]);
    expect((await read('/audit')).rows[0]).toContain('Okafor 2 people to help');
    await sealWaiting(db, sealing);
    const pages = async (query: string) =>
      (await read(`/audit?${query}`)).rows.filter((row) => row.includes('2 people')).length;
    expect([await pages('worker=smith'), await pages(`person=${person}`)]).toEqual([1, 0]);
    expect((await read('/audit?person=Grace+Okafor')).rows[0]).toContain('Okafor Grace Okafor to help');
    expect((await read('/audit?person=Nobody')).rows).toEqual([]);
  });
});

describe('unusual looking', () => {
  it('lists by each rule what it says, and nothing else', async () => {
    // The relation of both workers to the person ends on 4 July 2025, a Friday.
    await put(ada, '2025-07-01T18:59:59Z'); // 19:59 in London: in hours
    await put(ada, '2025-07-01T19:00:00Z'); // 20:00
    await put(ada, '2025-07-02T04:59:00Z'); // 05:59
    await put(ada, '2025-07-02T05:00:00Z'); // 06:00: in hours
    await put(ada, '2025-07-03T22:59:00Z'); // 23:59, the relation's last day
    await put(ada, '2025-07-04T10:00:00Z'); // no relation any more
    await put(ada, '2025-07-04T10:01:00Z', { role: 'agency-lead' }); // opens by another right
    await put(ada, '2025-07-04T10:02:00Z', { action: 'search' }); // opened nothing
    await put(ada, '2025-07-04T10:03:00Z', { persons: [], families: [hart, okafor] }); // a list
    await put(ada, '2025-07-05T11:00:00Z', { action: 'break-glass', persons: [] }); // a Saturday
    await put(ada, '2025-07-04T10:04:00Z', { action: 'break-glass' }); // reviewed by itself
    await db.asOwner((client) =>
      client.query(
        `INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
         VALUES ('testshire', $1, $2::uuid, 'break-glass', $3, $4, 'It cannot wait.', '2025-07-04T12:00Z', '2025-07-04T13:00Z', $2::text)`,
        [newId(), ada, okafor, [person]],
      ),
    );
    await put(ada, '2025-07-04T12:30:00Z'); // what it opened
    await put(dawn, '2025-07-02T11:00:00Z', { families: [hart] });
    await put(dawn, '2025-07-02T12:00:00Z', { families: [hart], action: 'denied' });
    for (let n = 0; n < 20; n += 1) await put(dawn, `2025-07-03T11:${10 + n}:00Z`, { families: [newId()] });
    await put(newId(), '2025-07-02T21:00:00Z', { role: 'family-member' }); // looks at their own
    const { rows } = await read('/audit/unusual?from=2025-06-30');
    expect(rows).toEqual([
      'Ada Smith Social worker Out of hours 5 Jul 2025 12:00 1 Okafor',
      'Ada Smith Social worker No relation 4 Jul 2025 11:00 1 Okafor',
      'Ada Smith Social worker Out of hours 3 Jul 2025 23:59 1 Okafor',
      'Dawn Hart Social worker Own surname 2 Jul 2025 12:00 1 Hart',
      'Ada Smith Social worker Out of hours 2 Jul 2025 00:30 to 05:59 2 Okafor',
      'Ada Smith Social worker Out of hours 1 Jul 2025 20:00 1 Okafor',
    ]);
    await put(dawn, '2025-07-03T11:59:59Z', { families: [newId()] });
    const busy = (await read('/audit/unusual?from=2025-06-30')).rows.filter((row) => row.includes('Many'));
    expect(busy).toEqual([
      expect.stringMatching(
        /^Dawn Hart Social worker Many families 3 Jul 2025 12:10 to 12:59 21 a family that you may not see( , a family that you may not see){4} and 16 more$/,
      ),
    ]);
    expect((await read('/audit/unusual?from=2025-07-06')).words).toContain('No rule lists anything');
  });

  it('states every rule in the words of docs/rules.md', async () => {
    const page = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
    const { words } = await read('/audit/unusual');
    for (const [id, says] of Object.entries(lookingRules)) {
      expect(new RegExp(`^\\| \`${id}\` \\| (.*) \\|$`, 'm').exec(page)?.[1], id).toBe(says);
      expect(words).toContain(says);
    }
  });
});

it.each([
  ['Dawn Hart', 'hart'],
  ['HART, Dawn', 'hart'],
  ['Dr Ngozi van der Berg-Okafor ', 'berg-okafor'],
  ['', ''],
])('the surname in %o is %o', (name, surname) => {
  expect(surnameOf(name)).toBe(surname);
});

it('says in words what was done: no pattern of an address, and no id', () => {
  const words = (route: string) =>
    new Map([
      ['/families/:id', { seen: 'a family’s page' }],
      ['/facts/:id/telling', { seen: 'what a person is told', done: 'Decided what a person is told' }],
    ]).get(route);
  const said = (entry: Pick<KeptEntry, 'action' | 'route'> & { words?: string }) =>
    actInWords({ words: null, ...entry } as KeptEntry, words);
  expect(said({ action: 'read', route: '/families/:id' })).toBe('Looked at a family’s page');
  expect(said({ action: 'denied', route: '/families/:id' })).toBe('Was refused: a family’s page');
  expect(said({ action: 'change', route: '/facts/:id/telling' })).toBe('Decided what a person is told');
  expect(said({ action: 'search', route: '/families/:id', words: 'Hart' })).toBe(
    'Searched for “Hart” on a family’s page',
  );
  expect(said({ action: 'consent', route: 'vantage consent' })).toBe(
    'Wrote down consent, by the command vantage consent',
  );
  expect(said({ action: 'read', route: '/gone/:id' })).toBe('Looked at a page that is no more');
  expect(withoutIds('There is nothing. Asked for 01a2033f-6065-7569-8fdb-3003f4f4ea1f.')).toBe(
    'There is nothing.',
  );
});
