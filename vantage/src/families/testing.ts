/** For tests: small deliveries written by hand, taken in as real ones are. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RowToWrite, writeCsv } from '@vantage/returns';
import { currentLinks, resolve } from '../identity/index.ts';
import type { Actor, Database, Tx } from '../platform/index.ts';
import { readManifest, takeIn } from '../sources/index.ts';

export type { RowToWrite };

/** Rows by format; those of `police.*`, `school.*`, `health.*` and `eh.*` come from agencies of their own, the others from social care. */
export type Rows = Readonly<Record<string, readonly RowToWrite[]>>;

const agencyOf = (kind: string): string =>
  ({ police: 'police', school: 'schools', health: 'community-health', eh: 'early-help' })[
    kind.split('.')[0] ?? ''
  ] ?? 'social-care';

/** Text of files that are no CSV of ours, by path, with their format. */
export type Files = Readonly<Record<string, { kind: string; text: string }>>;

/**
 * Takes in a full delivery of these rows, received on a day at 06:00 and speaking for the days from 15 November 2008
 * to the day before, and works out who is who. Returns the time of receipt.
 */
export async function deliver(
  db: Database,
  actor: Actor,
  received: string,
  rows: Rows,
  files: Files = {},
): Promise<Date> {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-area-'));
  try {
    const written = [
      ...Object.entries(rows).map(([kind, some]) => ({
        path: `${kind}.csv`,
        kind,
        text: writeCsv(kind, some),
      })),
      ...Object.entries(files).map(([path, file]) => ({ path, ...file })),
    ];
    const to = new Date(Date.parse(`${received}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    for (const { path, text } of written) writeFileSync(join(folder, path), text);
    const manifest = {
      area: { code: actor.area, name: 'Testshire', marking: 'made-up' },
      agencies: [
        { agency: 'police', name: 'Testshire Police', type: 'police' },
        { agency: 'social-care', name: 'Testshire Children’s Services', type: 'social-care' },
        { agency: 'early-help', name: 'Testshire Early Help', type: 'social-care' },
        { agency: 'schools', name: 'Testshire’s schools', type: 'school' },
        { agency: 'community-health', name: 'Testshire Child Health', type: 'health' },
      ],
      extracts: written.map(({ path, kind }) => ({
        path,
        kind,
        agency: agencyOf(kind),
        received_at: `${received}T06:00:00Z`,
        coverage: 'full',
        from: '2008-11-15',
        to,
      })),
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const intake = await takeIn(db, actor, await readManifest(folder));
    if (intake.failed.length > 0) throw new Error(intake.failed.map((one) => one.message).join(' '));
    if (intake.held > 0) throw new Error(`${intake.held} rows of the test were held back.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const asOf = new Date(`${received}T06:00:00Z`);
  await db.asActor(actor, (tx) => resolve(tx, { asOf }));
  return asOf;
}

/** The person behind an agency's number, among those a test delivered. */
export async function personNumbered(tx: Tx): Promise<(localId: string) => string> {
  const persons = new Map<string, string>();
  for await (const link of currentLinks(tx)) persons.set(link.localId, link.personId);
  return (localId) => {
    const personId = persons.get(localId);
    if (personId === undefined) throw new Error(`Nobody has the number ${localId}.`);
    return personId;
  };
}

/** Every row of some tables as text, to compare before and after. */
export async function everyRow(tx: Tx, ...tables: string[]): Promise<string[]> {
  const rows: string[] = [];
  for (const table of tables) {
    for (const { row } of await tx.sql<{ row: string }>(
      `SELECT '${table} ' || t::text AS row FROM ${table} t`,
    )) {
      rows.push(row);
    }
  }
  return rows.sort();
}
