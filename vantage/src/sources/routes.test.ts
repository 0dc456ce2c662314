import { describe, expect, it } from 'vitest';
import { createApp, notFound, publishOpenApi } from '../platform/http/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { visits } from '../sharing/index.ts';
import { ExtractsJson, HeldRowsJson, RecordJson } from './api.ts';
import { routes } from './routes.tsx';
import { getRecord } from './service.ts';
import { occurrences, take } from './testing.ts';

const jan = (day: number) => `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;
const site = {
  name: 'Vantage',
  nav: [{ key: 'extracts', text: 'Extracts', href: '/extracts', shortcut: 'e' }],
  search: { action: '/families', name: 'q', label: 'Find a family' },
  notice: 'Everybody here is made up.',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};

const about = '01890000-0000-7000-8000-00000000abcd';

async function visit() {
  const db = await testDatabase();
  const app = createApp({ site, assets: { href: (name) => `/assets/${name}`, find: () => undefined } });
  routes(app, {
    db,
    visit: visits(db, () => testActor),
    readRecord: async (tx, id) => ({ versions: await getRecord(tx, id), persons: [about], families: [] }),
  });
  publishOpenApi(app, { title: 'Vantage', version: '0', description: 'Test' });
  const get = async (path: string) => {
    const answer = await app.request(path, { headers: { host: 'localhost' } });
    return { status: answer.status, text: await answer.text() };
  };
  /** What a reader reads: the text of the page without its tags. */
  const readAs = async (path: string) => {
    const { status, text } = await get(path);
    const words = text
      .slice(text.indexOf('<main'))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    return { status, words };
  };
  return { db, get, readAs };
}

describe('the pages and operations of sources', async () => {
  const { db, get, readAs } = await visit();
  const recordId = () =>
    db.asTest(async (tx) => (await tx.one<{ id: string }>('SELECT DISTINCT record_id AS id FROM record')).id);

  it('say so when there is nothing', async () => {
    expect((await readAs('/extracts')).words).toContain('No extract has come yet');
    expect((await readAs('/extracts/held')).words).toContain('No row is held back');
    expect((await readAs('/extracts/held?mended=true')).words).toContain('No row has been mended yet');
  });

  it('list what came and what became of it', async () => {
    const bad = { no: 'B', on: '2025-13-01' };
    await take(db, {
      received_at: jan(1),
      text: occurrences([{ no: 'A', outcome: 'caution', recorded: '2025-06-02T09:00:00Z' }, bad]),
    });
    await take(db, {
      received_at: jan(2),
      path: 'later.csv',
      text: occurrences([{ no: 'A', outcome: 'charged' }, bad]),
    });

    const { words } = await readAs('/extracts');
    expect(words).toContain('Rows held back (1)');
    expect(words).toContain('2 extracts');
    expect(words).toContain(
      'later.csv Testshire Police 2 Jan 2026 2 1 1 0 1.csv Testshire Police 1 Jan 2026 2 1 1 0',
    );
  });

  it('open an extract', async () => {
    const list = ExtractsJson.parse(JSON.parse((await get('/api/extracts')).text));
    expect(list).toMatchObject({ page: 1, pages: 1, total: 2 });
    const [newest, first] = list.extracts;
    expect(newest).toMatchObject({
      path: 'later.csv',
      rowsIn: 2,
      rowsChanged: 1,
      rowsHeld: 1,
      covers: { from: null, to: null },
    });
    const { words } = await readAs(`/extracts/${first?.extractId}`);
    expect(words).toContain('Rows in 2 New 1 Changed 0 As before 0 Held back 1 Records withdrawn 0');
    expect(words).toContain('1.csv , line 3');
  });

  it('list a held row with where, column, value, reason and remedy, and in JSON', async () => {
    const { words } = await readAs('/extracts/held');
    expect(words).toMatch(
      /1\.csv , line 3 Testshire Police, received 1 Jan 2026 occurred_from 2025-13-01 \S.* \S/,
    );
    const { held, total } = HeldRowsJson.parse(JSON.parse((await get('/api/held')).text));
    expect(total).toBe(1);
    expect(held[0]).toMatchObject({
      path: '1.csv',
      line: 3,
      column: 'occurred_from',
      value: '2025-13-01',
      mendedAt: null,
    });
    expect(HeldRowsJson.parse(JSON.parse((await get('/api/held?mended=true')).text)).total).toBe(0);
  });

  it('open a record as it came, with both times and what changed', async () => {
    const id = await recordId();
    const { words } = await readAs(`/records/${id}`);
    expect(words).toContain('From Testshire Police');
    expect(words).toContain('Where later.csv , line 2');
    expect(words).toContain('Days it speaks of 1 June 2025');
    expect(words).toContain('Recorded by them Not recorded when');
    expect(words).toContain('outcome caution charged');
    expect(words).toContain('Recorded by the agency on 2 Jun 2025');
    expect(words).toContain('Changed by what came on 2 January 2026');

    const record = RecordJson.parse(JSON.parse((await get(`/api/records/${id}`)).text));
    expect(record).toMatchObject({
      recordId: id,
      agency: 'police',
      key: 'A|N1|victim',
      people: [{ role: 'subject', id: 'N1' }],
    });
    expect(record.versions.map(({ version, supersededBy }) => [version, supersededBy])).toEqual([
      [1, 'changed'],
      [2, null],
    ]);
    const written = await db.asTest((tx) =>
      tx.sql(`SELECT persons, reason FROM audit_entry WHERE route LIKE '%/records/%' AND action = 'read'`),
    );
    expect(written).toEqual(Array(2).fill({ persons: [about], reason: `Record ${id}` }));
  });

  it('tell of no page where there is none, and of bad input', async () => {
    const unknown = '01890000-0000-7000-8000-000000000000';
    expect((await get(`/records/${unknown}`)).status).toBe(404);
    expect((await get('/records/nonsense')).status).toBe(404);
    expect((await get(`/api/records/${unknown}`)).status).toBe(404);
    expect((await get(`/extracts/${unknown}`)).status).toBe(404);
    expect((await get('/extracts?page=0')).status).toBe(400);
    expect((await get('/api/held?page=x')).status).toBe(400);
  });

  it('have no record that the reader may not open', async () => {
    const closed = createApp({ site, assets: { href: (name) => `/assets/${name}`, find: () => undefined } });
    routes(closed, { db, visit: visits(db, () => testActor), readRecord: () => Promise.reject(notFound()) });
    const id = await recordId();
    for (const path of [`/records/${id}`, `/api/records/${id}`]) {
      const answer = await closed.request(path, { headers: { host: 'localhost' } });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('caution');
    }
  });

  it('page by fifty', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({ no: `X${at}`, on: 'never' }));
    await take(db, { received_at: jan(3), coverage: 'delta', text: occurrences(rows) });
    const first = HeldRowsJson.parse(JSON.parse((await get('/api/held')).text));
    expect([first.held.length, first.pages, first.total]).toEqual([50, 2, 61]);
    const second = HeldRowsJson.parse(JSON.parse((await get('/api/held?page=2')).text));
    expect(second.held.length).toBe(11);
    expect((await get('/extracts/held')).text).toContain('href="/extracts/held?page=2"');
    expect((await readAs('/extracts/held?page=3')).words).toContain('There are not so many pages');
  });

  it('describe the operations in OpenAPI', async () => {
    const { paths } = JSON.parse((await get('/api/openapi.json')).text) as { paths: Record<string, unknown> };
    expect(Object.keys(paths).sort()).toEqual([
      '/api/extracts',
      '/api/held',
      '/api/held/{id}',
      '/api/mappings',
      '/api/mappings/{name}',
      '/api/records/{id}',
    ]);
  });
});

describe('pages of rows held back', async () => {
  const { db, get, readAs } = await visit();

  it('show nothing of a held row that may identify somebody', async () => {
    const secret = 'Dawn Hart, 14 Mill Lane';
    await take(db, {
      received_at: jan(2),
      path: 'private.csv',
      coverage: 'delta',
      text: occurrences([
        { no: 'Dawn-1', on: 'when Dawn left' },
        { no: 'Dawn-2', type: `"${secret}"` },
        { no: 'Dawn-3' },
        { no: 'Dawn-3', outcome: 'caution' },
      ]),
    });
    await take(db, {
      received_at: jan(2),
      path: 'nominals.csv',
      kind: 'police.nominals',
      coverage: 'delta',
      text: 'nominal_id,surname,forename,date_of_birth\nN1,Hart,Dawn,31/02/2010\n',
    });
    const { extracts } = ExtractsJson.parse(JSON.parse((await get('/api/extracts')).text));
    const paths = [
      '/extracts/held',
      '/api/held',
      ...extracts.map(({ extractId }) => `/extracts/${extractId}`),
    ];
    for (const path of paths) expect((await get(path)).text).not.toMatch(/Dawn|Hart|Mill|31\/02/);
    expect((await readAs('/extracts/held')).words).toContain(
      'occurred_from Not shown: it may identify somebody occurred_from is not a day that exists.',
    );
    const { held } = HeldRowsJson.parse(JSON.parse((await get('/api/held')).text));
    expect(held.filter(({ hidden }) => hidden)).toHaveLength(4);
    const full = await db.asTest((tx) => tx.sql("SELECT FROM held_row WHERE content::text LIKE '%Dawn%'"));
    expect(full).toHaveLength(4);
  });
});
