import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbook } from '@vantage/synth';
import { afterAll, describe, expect, it } from 'vitest';
import { silent } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { systemActor } from '../sharing/index.ts';
import { makeApp } from '../web/testing.ts';
import type { Context } from './command.ts';
import { userName } from './operator.ts';
import { rebuild } from './pipeline.ts';
import { PricesOutput, prices } from './prices.ts';
import { buildArea } from './testing/area.ts';
import { areaCode, system } from './testing/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'vantage-prices-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const db = await testDatabase({ empty: true });
await buildArea(db, 260, '7');

const run = async (values: Context['values']) => {
  const done = await prices.run({
    args: [],
    values,
    data: folder,
    json: false,
    progress: silent,
    open: async () => db,
    say: () => undefined,
    tell: () => undefined,
    signal: new AbortController().signal,
  });
  return { ...done, output: PricesOutput.parse(done.output) };
};
const written = (name: string, sheets: Parameters<typeof workbook>[0]): string => {
  const path = join(folder, name);
  writeFileSync(path, workbook(sheets));
  return path;
};
const priceOf = ({ costs }: PricesOutput, key: string) => costs.find((one) => one.key === key);
const spentOn = (unitCost: string) =>
  db.asActor(systemActor(areaCode, 'test'), (tx) =>
    tx.one<{ rows: number; units: number; pence: number }>(
      `SELECT count(*)::integer AS rows, coalesce(sum(units), 0)::float8 AS units, coalesce(sum(pence), 0)::integer AS pence
       FROM spending WHERE superseded_at IS NULL AND unit_cost = $1`,
      [unitCost],
    ),
  );

const crime = {
  name: 'Social Services',
  rows: [
    ['Made up: no figure is the database’s own'],
    ['Category', 'Detail', 'Cost code', 'Detail', 'Unit', 'Agency', '', 'Estimated cost', 'Year', 'Updated'],
    ['', '', 'SS5.0.2', 'An assessment', 'Per process', 'Local Authority', '', '400', '2024/25', '400'],
  ],
};

describe('vantage prices', () => {
  it('reads the Greater Manchester workbook, and spending is counted anew', async () => {
    const before = await spentOn('assessment');
    expect(before.rows).toBeGreaterThan(5);
    const path = written('gmca.xlsx', [{ name: 'Introduction', rows: [['Made up']] }, crime]);
    const { output, text } = await run({ 'unit-costs': path, source: 'Made up, edition 3' });
    expect(priceOf(output, 'assessment')).toMatchObject({
      pence: 40_000,
      priceYear: '2024-25',
      grade: 'A',
      source: 'Made up, edition 3, SS5.0.2',
    });
    expect(output.waiting).toEqual({ levelsFrom: null, costs: [] });
    expect(text).toContain('sheet Social Services, row 3, column H');
    const after = await spentOn('assessment');
    expect(after).toEqual({ ...before, pence: before.rows * 40_000 });
  });

  it('is in the audit as done by whoever runs the machine, and sealed; looking at prices is not', async () => {
    const entries = await db.asActor(systemActor(areaCode, 'test'), (tx) =>
      tx.sql<{ action: string; words: string; actor: string; waiting: boolean }>(
        `SELECT action, words, actor, EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = e.entry_id) AS waiting
         FROM audit_entry e WHERE route = 'vantage prices'`,
      ),
    );
    expect(entries).toEqual([
      { action: 'change', words: 'gmca.xlsx', actor: `machine:${userName()}`, waiting: false },
    ]);
  });

  it('refuses a value by sheet, row, column and itself, and then nothing has changed', async () => {
    const rows = crime.rows.map((row) => row.map((text) => (text === '400' ? 'ask finance' : text)));
    const path = written('wrong.xlsx', [{ name: 'Health', rows }]);
    const standing = await run({});
    await expect(run({ 'unit-costs': path })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'Sheet Health, row 3, column H: “ask finance” is no amount above nought.',
    });
    expect((await run({})).output).toEqual(standing.output);
  });

  it('divides the council’s outturn by what the records tell of its year', async () => {
    const { inNeed } = await db.asActor(system, (tx) =>
      tx.one<{ inNeed: number }>(
        `SELECT count(DISTINCT person_id)::integer AS "inNeed" FROM fact
         WHERE superseded_at IS NULL AND kind = 'in-need' AND lower(happened) <= '2025-03-31'
           AND (upper(happened) IS NULL OR upper(happened) > '2025-03-31')`,
      ),
    );
    expect(inNeed).toBeGreaterThan(5);
    const path = written('outturn.xlsx', [
      {
        name: 'Table A1',
        rows: [
          ['Made up: section 251 outturn, 2024-25'],
          ['', 'Own provision', 'Total expenditure'],
          ['3.3.1 Social work', '1', '£900,000.00'],
          ['3.3.2 Commissioning and strategy', '1', '£100,000.00'],
        ],
      },
    ]);
    const { output } = await run({ outturn: path });
    const aWeek = Math.round(((1_000_000 / inNeed / 365) * 7) / 5) * 5;
    expect(priceOf(output, 'child-in-need-week')).toMatchObject({ pence: aWeek * 100, priceYear: '2024-25' });
    expect(output.read[0]?.without.map(({ why }) => why)).toContain('the file has no line 3.1.1');
    const { units, pence } = await spentOn('child-in-need-week');
    expect(Math.abs(pence / units / (aWeek * 100) - 1)).toBeLessThan(0.001);
  });
});

describe('putting prices in place on the page', async () => {
  const app = await makeApp({ db, area: { code: areaCode, name: 'Ashmere', marking: 'made-up' } });
  const { id } = await db.asActor(system, (tx) =>
    tx.one<{ id: string }>(`SELECT worker_id AS id FROM post WHERE role = 'administrator' LIMIT 1`),
  );
  const headers = {
    host: 'localhost',
    origin: 'http://localhost',
    cookie: `vantage-as=${id}.administrator`,
  };
  const send = async (path: string, fields: Record<string, string | File>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await app.request(`http://localhost${path}`, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  const get = async (path: string) => (await app.request(`http://localhost${path}`, { headers })).text();
  const text = (html: string) =>
    html
      .slice(html.indexOf('<main'))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  const file = (cost: string) =>
    new File([`code,cost,year\nSS5.0.7,${cost},2024-25\n`], 'ours.csv', { type: 'text/csv' });
  const pence = async () => (await spentOn('s47-enquiry')).pence;

  it('shows what a file says and keeps nothing of it', async () => {
    const shown = await send('/costs/replace', {
      what: 'unit-costs',
      file: file('900'),
      source: 'Our finance team',
    });
    expect(shown.status).toBe(200);
    expect(text(shown.text)).toMatch(/Section 47 enquiry, each £511 in 2008-09 £900 in 2024-25/);
    expect(await get('/costs')).not.toContain('Our finance team');
  });

  it('says beside the field what is wrong, by row, column and value', async () => {
    expect(text((await send('/costs/replace', { what: 'unit-costs', file: file('dear') })).text)).toContain(
      'Row 2, column B: “dear” is no amount above nought.',
    );
    expect(text((await send('/costs/replace', { what: 'unit-costs' })).text)).toContain('Choose a file.');
  });

  it('has them wait for the next build, which counts by them', async () => {
    const before = await pence();
    const shown = await send('/costs/replace', {
      what: 'unit-costs',
      file: file('900'),
      source: 'Our finance team',
    });
    const offer = /name="offer" value="([^"]*)"/.exec(shown.text)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect((await send('/costs/replace/keep', { offer })).status).toBe(303);
    expect(text(await get('/costs'))).toMatch(/Counted by from the next build on .* £900/);
    expect(await pence()).toBe(before);
    await rebuild(db, areaCode, { progress: silent });
    expect(await pence()).toBe((await spentOn('s47-enquiry')).rows * 90_000);
    expect(text(await get('/costs'))).not.toContain('Counted by from the next build on');
  });

  it('leaves them, where somebody thinks better of it', async () => {
    const answer = await send('/api/costs', { what: 'unit-costs', file: file('1') });
    expect(JSON.parse(answer.text)).toMatchObject({
      waiting: { costs: [{ key: 's47-enquiry', pence: 100 }] },
    });
    expect((await send('/costs/replace/leave', {})).status).toBe(303);
    expect(JSON.parse(await get('/api/costs'))).toMatchObject({ waiting: { costs: [] } });
  });
});
