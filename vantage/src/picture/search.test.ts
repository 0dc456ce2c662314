import { expect, test } from 'vitest';
import { newId } from '../platform/index.ts';
import { testDatabase } from '../platform/testing.ts';
import { keysOf } from './names.ts';
import { findFamilies } from './search.ts';

const db = await testDatabase();

test('whom a word finds as it is written comes first, then by a beginning, a slip and a sound', async () => {
  const [written, begun, heard, slipped] = ['Pell', 'Pellman', 'Bell Paul', 'Pelt'];
  await db.asTest(async (tx) => {
    const families = new Map<string, string>();
    for (const name of [heard, slipped, begun, written]) {
      const familyId = newId();
      families.set(familyId, name);
      for (const { key, form } of keysOf([name], []))
        await tx.sql(
          `INSERT INTO search_key (area, key, form, person_id, family_id, agency, kind) VALUES ($1, $2, $3, $4, $5, 'police', 'name')`,
          [tx.actor.area, key, form, newId(), familyId],
        );
    }
    const found = async (query: string) =>
      (await findFamilies(tx, query)).map(({ familyId, why }) => [
        families.get(familyId),
        why.map(({ how }) => how).join(),
      ]);
    // Double Metaphone gives PL for Pell, Bell gives PL too.
    // "pelm" begins nobody's name; "pelt" is somebody's, and "pellm" begins one and is a letter away from another.
    expect(await found('pellm')).toEqual([
      [begun, ''],
      [written, 'spelling'],
    ]);
    expect(await found('pell')).toEqual([
      [written, ''],
      [begun, ''],
      [heard, 'sound'],
    ]);
    // Nobody is called so: one letter away are Pell and Pelt, which are found before what only sounds alike.
    expect((await found('pelk')).map(([name]) => name).sort()).toEqual([written, slipped].sort());
    expect(await found('pll')).toEqual(expect.arrayContaining([[written, 'sound']]));
  });
});
