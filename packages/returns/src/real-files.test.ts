import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { recognise } from './index.ts';
import { memory } from './testing.ts';

/*
 * Made-up returns that nobody on this project wrote. The numbers were counted with Python's csv, zipfile and xml.etree,
 * without this package: rows, rows that repeat another word for word, and days that run backwards.
 */
const data = new URL('../../../../shared/data/', import.meta.url);
const there = existsSync(data);

type Expected = {
  format: string;
  kept: Record<string, number>;
  /** Rows that repeat another word for word: neither kept twice nor held back. */
  repeats?: number;
  held?: { kind: string; line: number; column: string; value: string; reason: string }[];
};

const oneChild = {
  'cin.child': 1,
  'cin.referral': 1,
  'cin.assessment': 1,
  'cin.plan': 1,
  'cin.section47': 1,
  'cin.cp_plan': 1,
  'cin.cp_review': 1,
};
const backwards = {
  kind: 'cin.assessment',
  line: 41,
  column: 'AssessmentAuthorisationDate',
  value: '2020-09-19',
  reason: 'AssessmentAuthorisationDate is before AssessmentActualStartDate.',
};
const twoChildren: Expected = {
  format: 'cin',
  kept: { ...oneChild, 'cin.child': 2, 'cin.referral': 2 },
  held: [backwards],
};
const list = (name: string, kind: string, rows: number, repeats = 0): Expected => ({
  format: `ssda903.${name}`,
  kept: { [`ssda903.${kind}`]: rows },
  repeats,
});

const files: Record<string, Expected> = {
  // Eleven sheets: 59 rows below their headers, none of them twice.
  'annex-a/Annex_A_2024_Jan.xlsx': {
    format: 'annex-a',
    kept: {
      'annex-a.list_1': 5,
      'annex-a.list_2': 5,
      'annex-a.list_3': 6,
      'annex-a.list_4': 5,
      'annex-a.list_5': 5,
      'annex-a.list_6': 5,
      'annex-a.list_7': 7,
      'annex-a.list_8': 5,
      'annex-a.list_9': 6,
      'annex-a.list_10': 5,
      'annex-a.list_11': 5,
    },
  },
  // Its one child protection plan and that plan's review stand in it twice, word for word.
  'cin/CIN2rows.xml': { format: 'cin', kept: oneChild, repeats: 2 },
  'cin/CIN_Census_2021.xml': { format: 'cin', kept: oneChild },
  'cin/CIN_Census_2021_copy.xml': { format: 'cin', kept: oneChild },
  'cin/CIN_Census_2021_no_assessment_factors.xml': { format: 'cin', kept: oneChild },
  // Two assessments: one was authorised eight years before it began.
  'cin/CIN_Census_2024.xml': twoChildren,
  'cin/CIN_Census_2026.xml': twoChildren,
  'cin/CIN_header_issues_100.xml': { format: 'cin', kept: oneChild },
  'cin/CIN_la_issues_2887Q.xml': { format: 'cin', kept: oneChild },
  'cin/fake_CIN_data.xml': { format: 'cin', kept: { 'cin.child': 332, 'cin.referral': 402 } },
  'ssda903/DoLo.csv': list('dolo', 'dolo', 1),
  'ssda903/ad1.csv': list('ad1', 'ad1', 29),
  'ssda903/episodes.csv': list('episodes', 'episode', 5050),
  'ssda903/fake_903.xml': {
    format: 'ssda903',
    kept: {
      'ssda903.child': 253,
      'ssda903.episode': 459,
      'ssda903.review': 1206,
      'ssda903.uasc': 12,
      'ssda903.oc2': 253,
      'ssda903.oc3': 6,
      'ssda903.ad1': 3,
      'ssda903.placed_for_adoption': 3,
      'ssda903.previous_permanence': 253,
      'ssda903.missing': 6,
    },
  },
  'ssda903/header.csv': list('header', 'child', 2675),
  'ssda903/missing.csv': list('missing', 'missing', 43),
  'ssda903/oc2.csv': list('oc2', 'oc2', 2675),
  'ssda903/oc3.csv': list('oc3', 'oc3', 53),
  'ssda903/placed_for_adoption.csv': list('placed_for_adoption', 'placed_for_adoption', 29),
  // One child was placed twice, a year apart: two rows, two keys.
  'ssda903/placed_for_adoption_errors.csv': list('placed_for_adoption', 'placed_for_adoption', 30),
  'ssda903/previous_permanence.csv': list('previous_permanence', 'previous_permanence', 2675),
  // 12,582 rows, of which lines 9826 and 12074 repeat the line before them.
  'ssda903/reviews.csv': list('reviews', 'review', 12580, 2),
  'ssda903/sw_episodes.csv': list('sw_episodes', 'sw_episode', 1),
  'ssda903/uasc.csv': list('uasc', 'uasc', 132),
};

/** Rows of a CSV file, or record elements of an XML file, before anything is passed over or held back. */
const elements: Record<string, number> = { 'cin/CIN2rows.xml': 9, 'ssda903/reviews.csv': 12582 };

const path = (file: string) => fileURLToPath(new URL(file, data));
const sorted = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).sort());

describe(`real returns${there ? '' : ' (skipped: ../shared/data is not there)'}`, () => {
  test.skipIf(!there).each(Object.entries(files))(
    '%s',
    async (file, { format, kept, repeats = 0, held = [] }) => {
      const known = await recognise(path(file));
      expect(known?.name).toBe(format);
      const sink = memory();
      await known?.read(path(file), sink);
      const counts: Record<string, number> = {};
      for (const row of sink.kept) counts[row.kind] = (counts[row.kind] ?? 0) + 1;
      expect(sorted(counts)).toEqual(sorted(kept));
      expect(sink.held).toMatchObject(held);
      expect(sink.held).toHaveLength(held.length);
      const all = elements[file];
      if (all !== undefined) expect(sink.kept.length + sink.held.length + repeats).toBe(all);
    },
  );

  test.skipIf(!there)(
    'none is left out; a workbook of something else is not taken for a return',
    async () => {
      const found = ['annex-a', 'cin', 'ssda903'].flatMap((folder) =>
        readdirSync(path(folder))
          .filter((name) => /\.(csv|xml)$|^Annex.*xlsx$/.test(name))
          .map((name) => `${folder}/${name}`),
      );
      expect(found.sort()).toEqual(Object.keys(files).sort());
      expect(await recognise(path('ssda903/ch_fake.xlsx'))).toBeUndefined();
    },
  );

  test.skipIf(!there)('lines, keys and days are those that an editor shows', async () => {
    const cin = memory();
    await (await recognise(path('cin/fake_CIN_data.xml')))?.read(path('cin/fake_CIN_data.xml'), cin);
    const children = cin.kept.filter((row) => row.kind === 'cin.child');
    expect([children[0]?.line, children[1]?.line, children.at(-1)?.line]).toEqual([18, 38, 7204]);
    const referrals = cin.kept.filter((row) => row.kind === 'cin.referral');
    expect([referrals[0]?.line, referrals.at(-1)?.line]).toEqual([28, 7214]);
    expect(referrals[0]).toMatchObject({
      key: 'RND000215205141|2020-07-13',
      people: [{ role: 'subject', id: 'RND000215205141' }],
      happened: { from: '2020-07-13', to: '2021-06-11' },
      recordedAt: null,
    });
    const annex = memory();
    const workbook = path('annex-a/Annex_A_2024_Jan.xlsx');
    await (await recognise(workbook))?.read(workbook, annex);
    const last = annex.kept.filter(({ kind }) => kind === 'annex-a.list_7').at(-1);
    expect([last?.sheet, last?.line, last?.key, last?.happened]).toEqual([
      'List 7',
      8,
      '6913085|2019-06-25',
      { from: '2019-06-25', to: '2020-09-17' },
    ]);
    expect(annex.kept.find(({ kind }) => kind === 'annex-a.list_10')?.content).toMatchObject({
      'Date of Adoption Order': '2009-08-31',
      'Date of Placement Order': '2009-08-16',
    });
    const reviews = memory();
    await (await recognise(path('ssda903/reviews.csv')))?.read(path('ssda903/reviews.csv'), reviews);
    expect(reviews.kept.find((row) => row.key === '844067|2020-01-28|PN1')?.line).toBe(9825);
    expect(reviews.kept.at(-1)?.line).toBe(12583);
  });
});
