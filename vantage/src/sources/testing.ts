import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Actor, Database, Tx } from '../platform/index.ts';
import { readManifest } from './manifest.ts';
import type { ManifestEntry } from './model.ts';
import { type Intake, takeIn } from './service.ts';

/** A manifest's entry for tests: one agency's occurrences, in full, without first or last day, unless said otherwise. */
export type Entry = Partial<ManifestEntry> & { path: string };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes a folder of files for one test file, removed after its last test; returns its path. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-extracts-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The text of a manifest of the tests' area with these entries; `others` are agencies besides its two. */
export function manifestOf(entries: readonly Entry[], others: readonly string[] = []): string {
  return JSON.stringify({
    area: { code: 'testshire', name: 'Testshire', marking: 'made-up' },
    agencies: [
      { agency: 'police', name: 'Testshire Police', type: 'police' },
      { agency: 'social-care', name: 'Testshire Children’s Services', type: 'social-care' },
      ...others.map((agency) => ({ agency, name: agency, type: 'police' })),
    ],
    extracts: entries.map((entry) => ({
      agency: 'police',
      kind: 'police.occurrences',
      received_at: '2026-01-10T06:00:00Z',
      coverage: 'full',
      ...entry,
    })),
  });
}

/** One occurrence; `on` is its day. */
export type Occurrence = { no: string; on?: string; outcome?: string; type?: string; recorded?: string };

/** A file of occurrences, each about nominal N1 as a victim. Its keys are `no|N1|victim`, its lines from 2. */
export function occurrences(rows: readonly Occurrence[]): string {
  const lines = rows.map(
    ({ no, on = '2025-06-01', outcome = '', type = 'theft', recorded = '' }) =>
      `${no},N1,victim,${on},,${type},${outcome},${recorded}`,
  );
  const header = 'occurrence_no,nominal_id,role,occurred_from,occurred_to,offence_type,outcome,recorded_at';
  return `${[header, ...lines].join('\n')}\n`;
}

const actor: Actor = { area: 'testshire', id: 'test', role: 'system', purpose: 'test' };

/** An extract for tests: its entry in the manifest, without its path, and its text. */
export type Sent = Partial<ManifestEntry> & { text: string };

/** Takes extracts in as one delivery, as files `1.csv`, `2.csv`… where they have no path of their own. An agency `other-…` is made. */
export async function take(db: Database, ...sent: readonly Sent[]): Promise<Intake> {
  const named = sent.map(({ text, ...entry }, index) => ({
    text,
    entry: { path: `${index + 1}.csv`, ...entry },
  }));
  const files = Object.fromEntries(named.map(({ text, entry }) => [entry.path, text]));
  const others = new Set(sent.flatMap(({ agency }) => (agency?.startsWith('other-') ? [agency] : [])));
  const manifest = manifestOf(
    named.map(({ entry }) => entry),
    [...others],
  );
  return takeIn(db, actor, await readManifest(folderOf({ ...files, 'manifest.json': manifest })));
}

/** One version as the tests compare it: times as days. */
export type Told = {
  key: string;
  version: number;
  outcome: string | null;
  line: number;
  received: string;
  until: string | null;
  by: string | null;
};

/** Every version of every occurrence, by key without its tail, then version. */
export async function toldOf(tx: Tx, agency = 'police'): Promise<Told[]> {
  return tx.sql<Told>(
    `SELECT split_part(key, '|', 1) AS key, version, content ->> 'outcome' AS outcome, line,
            to_char(received_at, 'MM-DD') AS received, to_char(superseded_at, 'MM-DD') AS until, superseded_by AS by
     FROM record WHERE area = $1 AND agency = $2 ORDER BY key, version`,
    [tx.actor.area, agency],
  );
}

/** Everything the room keeps, as text, to compare row by row. */
export async function everything(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ row: string }>(
    `SELECT row FROM (
       SELECT 'extract ' || e::text AS row FROM extract e UNION ALL
       SELECT 'record ' || r::text FROM record r UNION ALL
       SELECT 'told ' || t::text FROM record_told t UNION ALL
       SELECT 'held ' || h::text FROM held_row h UNION ALL
       SELECT 'agency ' || a::text FROM agency a) AS rows ORDER BY row COLLATE "C"`,
  );
  return rows.map(({ row }) => row);
}
