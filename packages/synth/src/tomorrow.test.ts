import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatNamed } from '@vantage/returns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArea } from './area.ts';
import { type Changes, makeTomorrow } from './tomorrow.ts';

let folder = '';
let changes: Changes;

/** Every row of a folder of extracts: kind and key to what the row holds; its line in the file does not count. */
async function rowsOf(
  name: string,
): Promise<{ rows: Map<string, string>; held: number; spans: Map<string, string> }> {
  const extracts = join(folder, name, 'extracts');
  const manifest: { extracts: { path: string; kind: string }[] } = JSON.parse(
    await readFile(join(extracts, 'manifest.json'), 'utf8'),
  );
  const rows = new Map<string, string>();
  const spans = new Map<string, string>();
  let held = 0;
  for (const { path, kind } of manifest.extracts)
    await formatNamed(kind)?.read(join(extracts, path), {
      keep: ({ key, content, happened }) => {
        rows.set(`${kind}|${key}`, JSON.stringify(content));
        if (happened) spans.set(`${kind}|${key}`, `${happened.from} ${happened.to}`);
      },
      hold: () => {
        held += 1;
      },
    });
  return { rows, held, spans };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashmere-'));
  await makeArea({ size: 'small', seed: 5, families: 60, out: join(folder, 'today') });
  changes = await makeTomorrow({ from: join(folder, 'today'), seed: 5, out: join(folder, 'next') });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the next day', () => {
  it('adds, changes and leaves out exactly what it says', async () => {
    const [today, next] = [await rowsOf('today'), await rowsOf('next')];
    expect(next.held).toBe(0);
    const added = [...next.rows.keys()].filter((key) => !today.rows.has(key));
    const withdrawn = [...today.rows.keys()].filter((key) => !next.rows.has(key));
    const changed = [...next.rows].filter(
      ([key, content]) => today.rows.has(key) && today.rows.get(key) !== content,
    );
    expect([added.length, changed.length, withdrawn.length]).toEqual([
      changes.added,
      changes.changed,
      changes.withdrawn,
    ]);
    expect(Math.min(added.length, changed.length, withdrawn.length)).toBeGreaterThan(2);
    expect(changes.unchanged).toBe(today.rows.size - changed.length - withdrawn.length);
    // Absence withdraws only what happened wholly within the days covered.
    for (const key of withdrawn) expect(today.spans.get(key)).toMatch(/^20(0[89]|[12]\d)-\d\d-\d\d 20/);
    expect(JSON.parse(await readFile(join(folder, 'next/truth/changes.json'), 'utf8'))).toEqual(changes);
  });

  it('has a true person for each new row', async () => {
    const truth = await readFile(join(folder, 'next/truth/records.csv'), 'utf8');
    const next = await rowsOf('next');
    const about = [...next.rows.keys()].filter((key) => !/professionals|assessment_factors/.test(key));
    expect(truth.trim().split('\r\n').length - 1).toBe(about.length);
    expect(truth).toContain('T-born-today');
  });

  it('is the same for the same seed', async () => {
    await makeTomorrow({ from: join(folder, 'today'), seed: 5, out: join(folder, 'again') });
    for (const name of ['extracts/manifest.json', 'extracts/police/nominals.csv', 'truth/records.csv'])
      expect(await readFile(join(folder, 'again', name), 'utf8')).toBe(
        await readFile(join(folder, 'next', name), 'utf8'),
      );
  });
});
