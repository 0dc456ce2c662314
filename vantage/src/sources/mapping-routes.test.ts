import { describe, expect, it } from 'vitest';
import { createApp } from '../platform/http/index.ts';
import { testActor, testDatabase } from '../platform/testing.ts';
import { visits } from '../sharing/index.ts';
import { readManifest } from './manifest.ts';
import { waitingFiles } from './mappings.ts';
import { routes } from './routes.tsx';
import { getRecord, heldRows, takeIn } from './service.ts';
import { folderOf, manifestOf, occurrences, take } from './testing.ts';

const site = {
  name: 'Vantage',
  nav: [],
  search: { action: '/', name: 'q', label: 'Find' },
  notice: '',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/i.svg',
};

async function served(role = 'system') {
  const db = await testDatabase();
  const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
  const actor = { ...testActor, role };
  routes(app, {
    db,
    visit: visits(db, () => actor),
    readRecord: async (tx, id) => ({ versions: await getRecord(tx, id), persons: [], families: [] }),
  });
  const wordsOf = (text: string) =>
    text
      .slice(text.indexOf('<main'))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  const headers = { host: 'localhost', origin: 'http://localhost' };
  const get = async (path: string) => {
    const answer = await app.request(path, { headers });
    const text = await answer.text();
    return { status: answer.status, text, words: wordsOf(text) };
  };
  const send = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const answer = await app.request(path, { method: 'POST', headers, body });
    const text = await answer.text();
    return { status: answer.status, text, words: wordsOf(text), location: answer.headers.get('location') };
  };
  const post = (path: string, body: unknown) =>
    app.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { db, get, send, post };
}

const fields = {
  into: 'charity.clients',
  sheet: '0',
  title: 'Larch House',
  'from:client_ref': 'Nr',
  'from:surname': 'Who',
  'part:surname': 'last-word',
  'from:began_on': 'Since',
  'days:began_on': 'day-month-year',
};

describe('mapping a spreadsheet on the page', async () => {
  const { db, get, send, post } = await served();
  const folder = folderOf({
    'larch.csv': 'Nr;Who;Since\n1;Dawn Hart;1/3/2024\n2;Olu Pell;soon\n',
    'manifest.json': manifestOf(
      [{ path: 'larch.csv', agency: 'other-larch', kind: 'spreadsheet' }],
      ['other-larch'],
    ),
  });
  await takeIn(db, testActor, await readManifest(folder));
  const [file] = await db.asTest(waitingFiles);
  const at = `/extracts/waiting/${file?.waitingId}`;

  it('is linked from the extracts, with how many wait', async () => {
    expect((await get('/extracts')).words).toContain('Spreadsheets and mappings (1 waiting)');
    const { words } = await get('/extracts/mappings');
    expect(words).toContain('larch.csv');
    expect(words).toContain('Harbour Light: client log');
  });

  it('shows its first rows and its columns to choose among', async () => {
    const { words, text } = await get(at);
    expect(words).toContain('2 1 Dawn Hart 1/3/2024 3 2 Olu Pell soon');
    expect(text.match(/<option value="Who"/g)?.length).toBeGreaterThan(5);
    expect((await get(`${at}?into=eh.people`)).words).toContain('Family no');
    expect((await get(`${at}?into=nonsense&sheet=-3`)).status).toBe(200);
  });

  it('tries a mapping on the first rows and keeps nothing', async () => {
    const { words, status } = await send(at, { ...fields, do: 'try' });
    expect(status).toBe(200);
    expect(words).toContain('1 of 2 rows would be kept, 1 held back');
    expect(words).toContain(
      '2 1 Hart 2024-03-01 3 2 Pell soon began_on is not a day, a month or a year. In the spreadsheet it is the column “Since”.',
    );
    expect(JSON.parse((await get('/api/mappings')).text).mappings).toHaveLength(2);
  });

  it('says what is wrong with one that cannot be used, and keeps what was filled in', async () => {
    const { 'from:began_on': _, ...short } = fields;
    const { status, words, text } = await send(at, { ...short, do: 'keep' });
    expect(status).toBe(400);
    expect(words).toContain('Say which column is began_on');
    expect(text).toMatch(/<option value="Nr" selected/);
    // Each fault leads to its field.
    expect(text).toContain('<a href="#from:began_on">');
    expect(text).toContain('id="from:began_on-error"');
    expect((await send(at, { ...fields, title: '', do: 'keep' })).words).toContain(
      'Say what this spreadsheet is called.',
    );
    const bad = await send(at, { ...fields, title: 'Larch\u0000 House', do: 'keep' });
    expect([bad.status, bad.words]).toEqual([
      400,
      expect.stringContaining('a character that cannot be kept'),
    ]);
    expect(bad.text).toContain('value="Larch House"');
  });

  it('keeps it, and changes it later', async () => {
    expect(await send(at, { ...fields, do: 'keep' })).toMatchObject({
      status: 303,
      location: '/extracts/mappings',
    });
    expect((await send(at, { ...fields, do: 'keep' })).words).toContain('There is a mapping of that name.');
    const change = '/extracts/mappings/larch-house';
    expect((await get(change)).words).toContain('Mapping, version 1');
    expect((await send(change, { ...fields, 'values:began_on': 'soon =', do: 'try' })).words).toContain(
      'began_on is empty.',
    );
    expect(
      (await send(change, { ...fields, 'values:began_on': 'soon = 2024-03-02', do: 'keep' })).status,
    ).toBe(303);
    const { mappings } = JSON.parse((await get('/api/mappings')).text);
    expect(mappings[0].mapping).toMatchObject({
      name: 'larch-house',
      version: 2,
      columns: [{ to: 'client_ref' }, { to: 'surname' }, { to: 'began_on', values: { soon: '2024-03-02' } }],
    });
  });

  it('does the same for a program', async () => {
    const columns = [
      { to: 'client_ref', from: 'A' },
      { to: 'began_on', from: 'B' },
    ];
    const answer = await post('/api/mappings/by-program', {
      title: 'By program',
      into: 'charity.clients',
      columns,
    });
    expect(await answer.json()).toMatchObject({ name: 'by-program', version: 1 });
    expect(
      (
        await post('/api/mappings/by-program', {
          title: 'x',
          into: 'charity.clients',
          columns: columns.slice(1),
        })
      ).status,
    ).toBe(400);
    expect(
      (await post('/api/mappings/By%20Program', { title: 'x', into: 'charity.clients', columns })).status,
    ).toBe(400);
  });

  it('mends a held row on its page, and by a program', async () => {
    await take(db, {
      text: occurrences([
        { no: 'A', on: 'never' },
        { no: 'B', on: 'never' },
      ]),
    });
    const rows = (await db.asTest((tx) => heldRows(tx))).rows;
    const page = `/extracts/held/${rows[0]?.heldId}`;
    expect((await get('/extracts/held')).text).toContain(`href="${page}"`);
    const { text } = await get(page);
    const name =
      /name="(field-\d+)"[^>]*value="never"/.exec(text)?.[1] ??
      /value="never"[^>]*name="(field-\d+)"/.exec(text)?.[1] ??
      '';
    expect((await send(page, { [name]: 'tomorrow' })).words).toContain(
      'occurred_from is not a day that exists.',
    );
    expect(await send(page, { [name]: '2025-12-01' })).toMatchObject({ status: 303 });
    const answer = await post(`/api/held/${rows[1]?.heldId}`, { occurred_from: '2025-12-02' });
    expect(await answer.json()).toEqual({ mended: rows[1]?.heldId });
    expect((await db.asTest((tx) => heldRows(tx))).total).toBe(0);
    expect((await get(page)).status).toBe(404);
  });

  it('tells of no page where there is none', async () => {
    const none = '01890000-0000-7000-8000-000000000000';
    for (const path of [`/extracts/waiting/${none}`, `/extracts/held/${none}`, '/extracts/mappings/none'])
      expect((await get(path)).status).toBe(404);
  });
});
