import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { annexA } from './annex-a.ts';
import { cin } from './cin.ts';
import { usedColumns } from './definition.ts';
import { csvDefinitions } from './definitions.ts';
import { canBeShown, columnsOf, formatNamed, formats, keyOf, valuesOf } from './index.ts';
import { own } from './own.ts';
import { partners } from './partners.ts';
import { ssd } from './ssd.ts';

const schema = new URL('../../../../shared/data/ssd/schema/', import.meta.url);
const there = existsSync(schema);

/** Columns of ours that the published schema does not have. */
const additions: Record<string, string[]> = {
  'ssd.person': ['pers_forename', 'pers_surname', 'pers_upn', 'pers_nhs_number'],
};

describe(`columns of the Standard Safeguarding Dataset${there ? '' : ' (skipped: ../shared/data is not there)'}`, () => {
  test.skipIf(!there).each(ssd.map((definition) => [definition.name, definition] as const))(
    '%s has those of its schema, in its order',
    (name, definition) => {
      const yaml = readFileSync(new URL(`${name.replace('.', '_')}.yml`, schema), 'utf8');
      const published = [...yaml.matchAll(/^ {2}- name: (\w+)$/gm)].map((match) => match[1]);
      expect(published.length).toBeGreaterThan(2);
      expect(definition.columns.map((column) => column.name)).toEqual([
        ...published,
        ...(additions[name] ?? []),
        'recorded_at',
      ]);
    },
  );
});

const annexSchema = new URL('../../../../shared/data/annex-a/Annex_A_schema.yml', import.meta.url);

test.skipIf(!there)('the columns of Annex A are those of the specification, list by list', () => {
  const lists = readFileSync(annexSchema, 'utf8')
    .split(/^ {4}list_\d+:$/m)
    .slice(1);
  const plain = (text: string) => text.replaceAll(/[‘’]/g, "'").toLowerCase().trim();
  const published = lists.map((list) =>
    [...list.matchAll(/^ {8}(?:'((?:[^']|'')+)'|([^\s'].*?)):(?: &\S+| \*\S+)?$/gm)].map(([, quoted, bare]) =>
      plain((quoted ?? bare ?? '').replaceAll("''", "'").replace(/^"(.*)"$/, '$1')),
    ),
  );
  expect(annexA.map(({ columns }) => columns.map(({ name }) => plain(name)).sort())).toEqual(
    published.map((names) => names.sort()),
  );
});

test('there are 22 tables of the dataset, 5 of our own, 23 of partners, one of charities, 12 lists of looked-after children, 11 of Annex A and the whole of it, 2 ready mappings and 2 XML files', () => {
  expect(ssd).toHaveLength(22);
  expect(partners).toHaveLength(23);
  expect(formats.map((format) => format.name.split('.')[0])).toEqual([
    ...Array(22).fill('ssd'),
    ...Array(3).fill('care'),
    ...Array(2).fill('police'),
    ...['school', 'health', 'ae', 'camhs', 'yj', 'housing', 'treatment', 'eh', 'other'].flatMap((agency) =>
      Array(partners.filter(({ name }) => name.startsWith(`${agency}.`)).length).fill(agency),
    ),
    'charity',
    ...Array(12).fill('ssda903'),
    ...Array(12).fill('annex-a'),
    ...Array(2).fill('mapped'),
    'cin',
    'ssda903',
  ]);
  expect(new Set(formats.map((format) => format.name)).size).toBe(formats.length);
});

test.each([...csvDefinitions, ...cin].map((definition) => [definition.kind, definition] as const))(
  '%s speaks only of columns that it has',
  (_, definition) => {
    const names = definition.columns.map((column) => column.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...usedColumns(definition)]));
    for (const name of [...definition.key, ...definition.people.map((person) => person.id)])
      expect(definition.columns.find((column) => column.name === name)?.required).toBe(true);
  },
);

test.each(csvDefinitions.map((definition) => definition.name))(
  'a header of %s is taken for no other kind',
  (name) => {
    const header = columnsOf(name).map((column) => column.name);
    const knowing = formats.filter((format) => format.file === 'table' && format.recognises(header));
    expect(knowing.map((format) => format.name)).toEqual([name]);
  },
);

test('values are typed; what is not of its type is null, what is not known stays text', () => {
  expect(
    valuesOf('cin.cp_plan', {
      LAchildID: ' 7 ',
      CINreferralDate: '2024-03-01',
      CPPstartDate: '31/02/2024',
      NumberOfPreviousCPP: '2',
      InitialCategoryOfAbuse: 'phy',
      Local: ' x ',
    }),
  ).toEqual({
    LAchildID: '7',
    CINreferralDate: '2024-03-01',
    CPPstartDate: null,
    CPPendDate: null,
    InitialCategoryOfAbuse: 'PHY',
    LatestCategoryOfAbuse: null,
    NumberOfPreviousCPP: 2,
    Local: 'x',
  });
  expect(valuesOf('cin.referral', { ReferralNFA: 'false' }).ReferralNFA).toBe(false);
  expect(valuesOf('care.relationships', { relationship: 'Former Partner' }).relationship).toBe(
    'former partner',
  );
});

test('a key is its columns’ values, days as ISO days', () => {
  expect(keyOf('ssda903.episode', { CHILD: '12', DECOM: '01/02/2017' })).toBe('12|2017-02-01');
  expect(keyOf('ssda903.episode', { CHILD: '12', DECOM: '30/02/2017' })).toBeUndefined();
  expect(keyOf('ssda903.episode', { DECOM: '01/02/2017' })).toBeUndefined();
});

test('unknown names', () => {
  expect(formatNamed('ssd.nothing')).toBeUndefined();
  expect(() => columnsOf('cin')).toThrow('No table format is called cin');
  expect(() => valuesOf('cin', {})).toThrow('No record kind is called cin');
});

describe('docs/extracts.md', () => {
  const page = readFileSync(new URL('../../../docs/extracts.md', import.meta.url), 'utf8');
  const sectionOf = (name: string) => page.split(`### \`${name}\``)[1]?.split('\n#')[0] ?? '';

  test.each(own.map((definition) => [definition.name, definition] as const))(
    'lists the columns of %s, which are needed, and their codes',
    (name, definition) => {
      const rows = sectionOf(name).matchAll(/^\| (`.+?) \| (.+) \|$/gm);
      const listed = [...rows].flatMap(([, names = '', words = '']) =>
        [...names.matchAll(/`(\w+)`( !)?/g)].map((match) => ({
          column: match[1],
          needed: match[2] === ' !',
          words,
        })),
      );
      expect(listed.map(({ column, needed }) => [column, needed])).toEqual(
        definition.columns.map((column) => [column.name, column.required === true]),
      );
      for (const { name: column, codes = [] } of definition.columns)
        for (const code of codes)
          expect(listed.find((row) => row.column === column)?.words).toContain(`\`${code}\``);
    },
  );

  test('names the key of every kind', () => {
    for (const { kind, key } of csvDefinitions.filter(({ kind }) => !kind.startsWith('ssda903.')))
      expect(page).toContain(`| \`${kind}\` | ${key.map((column) => `\`${column}\``).join(', ')} |`);
  });
});

test.each<[boolean, string, string | null, string]>([
  [true, 'police.occurrences', 'occurred_from', '2025-13-01'],
  [true, 'police.occurrences', 'offence_type', 'tax evasion'],
  [true, 'police.occurrences', 'recorded_at', '31/02/2025 09:00'],
  [false, 'police.occurrences', 'occurred_from', 'when Dawn left'],
  [false, 'police.occurrences', 'offence_type', 'Dawn Hart, 14 Mill Lane'],
  [false, 'police.occurrences', 'nominal_id', 'N1'],
  [false, 'police.occurrences', 'occurrence_no', 'O1'],
  [false, 'police.occurrences', null, 'O1|N1|victim'],
  [false, 'police.occurrences', 'constructor', '1'],
  [false, 'police.nominals', 'date_of_birth', '31/02/2010'],
  [false, 'police.nominals', 'address', '{'],
  [false, 'ssda903.child', 'DOB', '31/02/2010'],
  [false, 'ssd.person', 'pers_death_date', '31/02/2010'],
  [false, 'ssd.person', 'pers_expected_dob', '31/02/2010'],
  [false, 'care.statements', 'words', 'private'],
  [false, 'no.such', 'day', '2025-13-01'],
])('that a held value can be shown is %s for %s, %s: %s', (can, kind, column, text) =>
  expect(canBeShown(kind, column, text)).toBe(can),
);
