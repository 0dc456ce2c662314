import { readyMappings } from '@vantage/returns';
import { describe, expect, it } from 'vitest';
import { testActor, testDatabase } from '../platform/testing.ts';
import { type Delivery, readManifest } from './manifest.ts';
import { fieldsFrom, mappingFrom, nameFrom, valuesFrom } from './mapping-form.ts';
import {
  getMapping,
  getWaiting,
  keepMapping,
  mappedFormats,
  mappings,
  waitingFiles,
  waitingLike,
} from './mappings.ts';
import { heldRows, recordsOf, takeIn } from './service.ts';
import { everything, folderOf, manifestOf } from './testing.ts';

const sheet = [
  'LARCH HOUSE;;;',
  'Nr;Who;Born;Since',
  '1;Dawn Hart;02.03.1989;1 March 2024',
  '2;Olu Pell;age 9;2 March 2024',
  '3;Ray Dunn;;last spring',
  '',
].join('\n');

const mapping = {
  name: 'larch-house',
  title: 'Larch House: who comes',
  into: 'charity.clients',
  columns: [
    { to: 'client_ref', from: 'Nr' },
    { to: 'forename', from: 'Who', part: 'first-words' as const },
    { to: 'surname', from: 'Who', part: 'last-word' as const },
    { to: 'date_of_birth', from: 'Born', days: 'day-month-year' as const },
    { to: 'began_on', from: 'Since', days: 'day-month-year' as const },
  ],
};

describe('a spreadsheet that nobody knows', async () => {
  const db = await testDatabase();
  const folder = folderOf({
    'larch.csv': sheet,
    'manifest.json': manifestOf(
      [{ path: 'larch.csv', agency: 'other-larch', kind: 'spreadsheet', coverage: 'full' }],
      ['other-larch'],
    ),
  });
  const read = (): Promise<Delivery> =>
    readManifest(folder, { mapped: (area) => db.asActor({ ...testActor, area }, mappedFormats) });
  const build = async () => takeIn(db, testActor, await read());
  const kept = () =>
    db.asTest(async (tx) =>
      (await Array.fromAsync(recordsOf(tx))).map(({ key, content, version }) => [
        key,
        content.date_of_birth ?? null,
        version,
      ]),
    );
  const held = (mended: boolean) =>
    db.asTest(async (tx) => (await heldRows(tx, { mended })).rows.map(({ line, column }) => [line, column]));

  it('waits, with how it begins, once, however often it comes', async () => {
    const delivery = await read();
    expect(delivery.unrecognised).toEqual([{ path: 'larch.csv', remedy: expect.stringMatching(/Extracts/) }]);
    expect(await build()).toMatchObject({ added: 0, held: 0, failed: [] });
    const before = await db.asTest(everything);
    await build();
    expect(await db.asTest(everything)).toEqual(before);
    const waiting = await db.asTest(waitingFiles);
    expect(waiting).toMatchObject([{ agency: 'other-larch', path: 'larch.csv' }]);
    expect((await db.asTest((tx) => getWaiting(tx, waiting[0]?.waitingId ?? ''))).sheets).toEqual([
      {
        sheet: null,
        line: 2,
        headings: ['Nr', 'Who', 'Born', 'Since'],
        rows: [
          { line: 3, fields: ['1', 'Dawn Hart', '02.03.1989', '1 March 2024'] },
          { line: 4, fields: ['2', 'Olu Pell', 'age 9', '2 March 2024'] },
          { line: 5, fields: ['3', 'Ray Dunn', '', 'last spring'] },
        ],
      },
    ]);
  });

  it('is read by the mapping that somebody keeps: good rows go in, bad ones wait', async () => {
    expect((await db.asTest((tx) => keepMapping(tx, mapping))).version).toBe(1);
    expect(await build()).toMatchObject({ added: 1, held: 2 });
    expect(await kept()).toEqual([['1', '1989-03-02', 1]]);
    expect(await held(false)).toEqual([
      [4, 'date_of_birth'],
      [5, 'began_on'],
    ]);
    expect(await db.asTest(waitingFiles)).toEqual([]);
    expect((await build()).skipped).toEqual(['larch.csv']);
  });

  it('is read again by the next version, which mends what that one can read and changes nothing else', async () => {
    const columns = mapping.columns.map((one) =>
      one.to === 'date_of_birth' ? { ...one, otherwise: 'empty' as const } : one,
    );
    expect((await db.asTest((tx) => keepMapping(tx, { ...mapping, columns }))).version).toBe(2);
    expect(await build()).toMatchObject({ added: 1, changed: 0, unchanged: 1, held: 1 });
    expect(await kept()).toEqual([
      ['1', '1989-03-02', 1],
      ['2', null, 1],
    ]);
    expect(await held(true)).toEqual([[4, 'date_of_birth']]);
    expect(await held(false)).toEqual([[5, 'began_on']]);
  });

  it('whose mapping reads a cell otherwise has its record changed; the version before stays', async () => {
    const columns = mapping.columns.map((one) =>
      one.to === 'date_of_birth'
        ? { ...one, days: 'month-day-year' as const, otherwise: 'empty' as const }
        : one,
    );
    await db.asTest((tx) => keepMapping(tx, { ...mapping, columns }));
    expect(await build()).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    expect(await kept()).toEqual([
      ['1', '1989-02-03', 2],
      ['2', null, 1],
    ]);
    const versions = await db.asTest((tx) =>
      tx.sql("SELECT content ->> 'date_of_birth' AS born FROM record WHERE key = '1' ORDER BY version"),
    );
    expect(versions).toEqual([{ born: '1989-03-02' }, { born: '1989-02-03' }]);
  });

  it('still shows how it began when its mapping is changed', async () => {
    const { mapping: now } = await db.asTest((tx) => getMapping(tx, 'larch-house'));
    expect(now.version).toBe(3);
    expect((await db.asTest((tx) => waitingLike(tx, now)))?.line).toBe(2);
    expect(
      await db.asTest((tx) => waitingLike(tx, { ...now, columns: [{ to: 'sex', from: 'Shoe' }] })),
    ).toBeUndefined();
  });

  it('refuses a mapping that cannot be used, and keeps nothing of it', async () => {
    const short = { ...mapping, name: 'short', columns: mapping.columns.slice(1) };
    await expect(db.asTest((tx) => keepMapping(tx, short))).rejects.toThrow('Say which column is client_ref');
    expect((await db.asTest(mappings)).map((one) => one.mapping.name)).toEqual([
      'larch-house',
      ...readyMappings.map(({ name }) => name),
    ]);
  });

  it('shows who has no part in it nothing: neither the mapping nor the first rows', async () => {
    const { rows } = await db.asTest(async (tx) => ({ rows: await tx.sql('SELECT FROM waiting_file') }));
    expect(rows).not.toEqual([]);
    const outside = { ...testActor, id: 'nobody', role: 'practitioner' };
    expect(
      await db.asActor(outside, async (tx) => [
        ...(await waitingFiles(tx)),
        ...(await tx.sql('SELECT FROM mapping')),
      ]),
    ).toEqual([]);
  });
});

describe('a mapping as a form', () => {
  it('says what the mapping says, and back', () => {
    const columns = [...mapping.columns, { to: 'sex', from: 'She', values: { she: 'F', 'he = him': '' } }];
    const fields = {
      ...fieldsFrom({ ...mapping, columns: columns.slice(0, -1) }),
      'from:sex': 'She',
      'values:sex': 'she = F\r\n he=M \nnonsense\n? =',
    };
    expect(mappingFrom('charity.clients', fields)).toMatchObject({
      title: mapping.title,
      columns: [
        mapping.columns[0],
        mapping.columns[2],
        mapping.columns[1],
        mapping.columns[3],
        { to: 'sex', from: 'She', values: { she: 'F', he: 'M', '?': '' } },
        mapping.columns[4],
      ],
    });
  });

  it('leaves out what no column of the kind is', () => {
    expect(
      mappingFrom('charity.clients', { 'from:shoe_size': 'Shoes', 'part:sex': 'last-word', 'from:sex': 'x' })
        .columns,
    ).toEqual([{ to: 'sex', from: 'x' }]);
    expect(mappingFrom('cin', { 'from:LAchildID': 'x' }).columns).toEqual([]);
  });

  it('has values one a line and a name of letters', () => {
    expect(valuesFrom('a = b\nc=\n=d')).toEqual({ a: 'b', c: '', '': 'd' });
    expect(nameFrom('  Larch House: who comes!')).toBe('larch-house-who-comes');
    expect(nameFrom('1st Steps')).toBe('st-steps');
  });
});
