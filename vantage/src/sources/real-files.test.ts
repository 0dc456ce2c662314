import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testActor, testDatabase } from '../platform/testing.ts';
import { type Delivery, readManifest } from './manifest.ts';
import { allHeldRows, takeIn } from './service.ts';
import { everything } from './testing.ts';

const data = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const present = existsSync(`${data}/cin`) && existsSync(`${data}/ssda903`);
if (!present) console.warn('Skipped: the real files are not at ../shared/data beside this repository.');

/** Without a manifest a folder's area is `local`; the tests' actor is of another. */
async function folder(name: string): Promise<Delivery> {
  const delivery = await readManifest(`${data}/${name}`, { marking: 'made-up' });
  return { ...delivery, area: { ...delivery.area, code: testActor.area } };
}

/** Counted apart from this program: elements of the XML files, distinct rows of the CSV files. */
describe.skipIf(!present)('the census of children in need, as it is', async () => {
  const db = await testDatabase({ empty: true });

  it('gives every row of every file, but one that ends before it begins', async () => {
    const intake = await takeIn(db, testActor, await folder('cin'));
    expect(intake.failed).toEqual([]);
    expect(Object.fromEntries(intake.taken.map(({ path, kept, held }) => [path, [kept, held]]))).toEqual({
      'CIN2rows.xml': [7, 0],
      'CIN_Census_2021.xml': [7, 0],
      'CIN_Census_2021_copy.xml': [7, 0],
      'CIN_Census_2021_no_assessment_factors.xml': [7, 0],
      'CIN_Census_2024.xml': [9, 1],
      'CIN_Census_2026.xml': [9, 1],
      'CIN_header_issues_100.xml': [7, 0],
      'CIN_la_issues_2887Q.xml': [7, 0],
      // 332 children and 402 referrals.
      'fake_CIN_data.xml': [734, 0],
    });
    await db.asTest(async (tx) => {
      const held = [];
      for await (const { line, column, value } of allHeldRows(tx)) held.push([line, column, value]);
      // The assessment of lines 39 to 46 of the census of 2024 begins in 2028; that of 2026 holds the same.
      expect(held).toEqual([[41, 'AssessmentAuthorisationDate', '2020-09-19']]);
    });
  });
});

describe.skipIf(!present)('the looked-after children return, as it is', async () => {
  const db = await testDatabase({ empty: true });

  it('gives every distinct row of every file, and again nothing', async () => {
    const delivery = await folder('ssda903');
    const intake = await takeIn(db, testActor, delivery);
    expect(intake).toMatchObject({ failed: [], held: 0, changed: 0, withdrawn: 0 });
    const kinds = await db.asTest((tx) =>
      tx.sql<{ kind: string; n: number }>(
        'SELECT kind, count(*) AS n FROM record GROUP BY kind ORDER BY kind',
      ),
    );
    // Rows of the CSV files and elements of fake_903.xml with values in them.
    expect(Object.fromEntries(kinds.map(({ kind, n }) => [kind, n]))).toEqual({
      'ssda903.ad1': 29 + 3,
      'ssda903.child': 2675 + 253,
      'ssda903.dolo': 1,
      'ssda903.episode': 5050 + 459,
      'ssda903.missing': 43 + 6,
      'ssda903.oc2': 2675 + 253,
      'ssda903.oc3': 53 + 6,
      // 29 rows, 30 rows with one of those, and 3 of the XML.
      'ssda903.placed_for_adoption': 29 + 29 + 3,
      'ssda903.previous_permanence': 2675 + 253,
      // 12,582 rows, two of which repeat another.
      'ssda903.review': 12_580 + 1206,
      'ssda903.sw_episode': 1,
      'ssda903.uasc': 132 + 12,
    });
    const before = await db.asTest(everything);
    const again = await takeIn(db, testActor, delivery);
    expect(again).toMatchObject({ taken: [], added: 0 });
    expect(again.skipped).toHaveLength(14);
    expect(await db.asTest(everything)).toEqual(before);
  });
});
