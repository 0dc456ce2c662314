import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { restoreBackup, writeBackup } from '../platform/db/index.ts';
import { silent } from '../platform/index.ts';
import { tableSums, testDatabase } from '../platform/testing.ts';
import { buildFolder } from './pipeline.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const present = existsSync(join(data, 'cin'));
if (!present) console.warn('Skipped: the real files are not at ../shared/data beside this repository.');

const folder = mkdtempSync(join(tmpdir(), 'vantage-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!present)('a backup of what real files give', () => {
  it('is brought back equal in every row of every table', async () => {
    const from = await testDatabase({ empty: true });
    await buildFolder(from, join(data, 'cin'), { progress: silent, marking: 'made-up' });
    const before = await tableSums(from);
    const file = join(folder, 'real.vantage');
    await writeBackup(from, file, silent);

    const to = await testDatabase({ empty: true });
    await restoreBackup(to, file, silent);
    expect(await tableSums(to)).toEqual(before);
    const rows = new Map(before.map(([name, count]) => [name, count]));
    for (const table of ['extract', 'record', 'person', 'link', 'fact', 'fact_source']) {
      expect(rows.get(table), table).toBeGreaterThan(0);
    }
  }, 240_000);
});
