/** For tests: an audit with entries, sealed into a file of heads of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Database } from '../../platform/index.ts';
import { newId } from '../../platform/index.ts';
import { headsFile } from './heads.ts';
import { type Sealing, sealWaiting } from './sealing.ts';
import { record } from './service.ts';

/** Where the audit of testshire is sealed: heads in a new folder, removed after the file's last test. */
export function testSealing(): Sealing {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-audit-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { area: 'testshire', heads: headsFile(folder) };
}

/** Text that a line must escape. */
export const oddWords = 'tab\t feed\n return\r backslash\\ \\N {quote"} é 😀';

/** Writes so many entries, and seals them in one seal; returns their ids in the order of the seal. */
export async function addSeal(db: Database, sealing: Sealing, count: number): Promise<string[]> {
  const actor = { area: sealing.area, id: newId(), role: 'practitioner', purpose: 'help' };
  for (let n = 0; n < count; n += 1) {
    const families = n % 2 === 0 ? [newId()] : [];
    await db.asActor(actor, (tx) =>
      record(tx, { action: 'read', route: '/families/:id', families, persons: [newId()], words: oddWords }),
    );
  }
  await sealWaiting(db, sealing);
  return db.asOwner(async (client) => {
    const { rows } = await client.query<{ entries: string[] }>(
      'SELECT entries::text[] AS entries FROM audit_seal ORDER BY seal_no DESC LIMIT 1',
    );
    return rows[0]?.entries ?? [];
  });
}
