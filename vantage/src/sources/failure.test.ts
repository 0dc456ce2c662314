import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Format } from '@vantage/returns';
import { describe, expect, inject, it } from 'vitest';
import { asAdmin, testActor, testDatabase } from '../platform/testing.ts';
import { type Delivery, readManifest } from './manifest.ts';
import type { ManifestEntry, Taken } from './model.ts';
import { failureOf, takeIn } from './service.ts';
import { everything, folderOf, manifestOf, occurrences, take, toldOf } from './testing.ts';

const many = occurrences(Array.from({ length: 6000 }, (_, at) => ({ no: `M${at}` })));
const files = {
  '1.csv': occurrences([{ no: 'A' }]),
  '2.csv': many,
  '3.csv': occurrences([{ no: 'C' }]),
  'manifest.json': manifestOf(
    ['1.csv', '2.csv', '3.csv'].map((path) => ({ path, coverage: 'delta' as const })),
  ),
};

/** The delivery, but after so many rows of its second file something happens. */
function disturbed(delivery: Delivery, afterRows: number, what: () => void | Promise<void>): Delivery {
  return {
    ...delivery,
    files: delivery.files.map((file) =>
      file.path === '2.csv' ? { ...file, format: disturb(file.format) } : file,
    ),
  };

  function disturb(format: Format): Format {
    return {
      ...format,
      read: (path, sink, options) => {
        let rows = 0;
        const keep: typeof sink.keep = async (row) => {
          rows += 1;
          if (rows === afterRows) await what();
          await sink.keep(row);
        };
        return format.read(path, { ...sink, keep }, options);
      },
    };
  }
}

describe('a file that cannot be read as a whole', async () => {
  const db = await testDatabase();

  it('leaves nothing of itself; the others go in; the failure names it', async () => {
    const delivery = await readManifest(folderOf(files));
    const intake = await takeIn(
      db,
      testActor,
      disturbed(delivery, 5000, () => {
        throw new Error('the disk is gone');
      }),
    );
    expect(intake.taken.map(({ path }) => path)).toEqual(['1.csv', '3.csv']);
    expect(intake.failed).toEqual([
      { path: '2.csv', message: expect.stringContaining('2.csv: '), remedy: expect.stringMatching(/./) },
    ]);
    const failure = failureOf(intake.failed);
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('2.csv');
    const kept = await db.asTest(toldOf);
    expect(kept.map(({ key }) => key)).toEqual(['A', 'C']);

    const again = await takeIn(db, testActor, delivery);
    expect(again).toMatchObject({ skipped: ['1.csv', '3.csv'], added: 6000, failed: [] });
  });

  it('is told when it is no regular file: a pipe is not waited for', async () => {
    const folder = folderOf({
      'b.csv': occurrences([{ no: 'P' }]),
      'manifest.json': manifestOf(
        ['pipe.csv', 'folder.csv', 'b.csv'].map((path) => ({ path, coverage: 'delta' as const })),
      ),
    });
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    mkdirSync(join(folder, 'folder.csv'));
    const intake = await takeIn(db, testActor, await readManifest(folder));
    expect(intake.failed.map(({ message }) => message)).toEqual([
      'pipe.csv: It is not a file that can be read from end to end.',
      'folder.csv: It is not a file but a folder.',
    ]);
    expect(intake.added).toBe(1);

    const piped = folderOf({});
    execFileSync('mkfifo', [join(piped, 'manifest.json')]);
    await expect(readManifest(piped)).rejects.toThrow('manifest.json cannot be used: it is not a file.');
  });

  it('is told from its missing file, its missing columns, or the line where it breaks off', async () => {
    const cin = '<Message><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID>';
    const folder = folderOf({
      'b.csv': 'occurrence_no,role\n1,victim\n',
      'c.xml': cin,
      'd.csv': occurrences([{ no: 'D' }]),
      'manifest.json': manifestOf([
        { path: 'a.csv', coverage: 'delta' },
        { path: 'b.csv', coverage: 'delta' },
        { path: 'c.xml', kind: 'cin', agency: 'social-care' },
        { path: 'd.csv', coverage: 'delta' },
      ]),
    });
    const intake = await takeIn(db, testActor, await readManifest(folder));
    expect(intake.failed.map(({ path }) => path)).toEqual(['a.csv', 'b.csv', 'c.xml']);
    expect(intake.failed[0]?.message).toBe('a.csv: There is no such file.');
    expect(intake.failed[1]?.message).toMatch(/^b\.csv, line 1: .*nominal_id/);
    expect(intake.failed[2]?.message).toMatch(/^c\.xml, line 1: /);
    expect(intake).toMatchObject({ added: 1 });
  });
});

describe('a connection killed in the middle of a file', async () => {
  const db = await testDatabase();
  const undisturbed = await testDatabase();

  it('leaves nothing of that file; taking the folder in again gives what an undisturbed run gives', async () => {
    const delivery = await readManifest(folderOf(files));
    const told: Taken[] = [];
    const kill = async () => {
      // The second file is read while the first is still compared: the first is to be kept by then.
      while (told.length === 0) await sleep(5);
      await asAdmin(inject('postgres').admin, async (client) => {
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
          db.name,
        ]);
      });
    };
    await expect(
      takeIn(db, testActor, disturbed(delivery, 4500, kill), { taken: (file) => told.push(file) }),
    ).rejects.toMatchObject({ code: 'unavailable' });
    expect(told.map(({ path }) => path)).toEqual(['1.csv']);
    expect((await db.asTest(toldOf)).map(({ key }) => key)).toEqual(['A']);

    await takeIn(db, testActor, delivery);
    await takeIn(undisturbed, testActor, delivery);
    expect(await db.asTest(toldOf)).toEqual(await undisturbed.asTest(toldOf));
  });
});

describe('telling of a file', async () => {
  const db = await testDatabase();

  it('comes when the file is committed, with the bytes done so far of all', async () => {
    const delivery = await readManifest(folderOf(files));
    const seen: Promise<number>[] = [];
    const bytes: [number, number][] = [];
    await takeIn(db, testActor, delivery, {
      taken: () => seen.push(db.asTest(async (tx) => (await tx.sql('SELECT FROM extract')).length)),
      progress: (done, total) => bytes.push([done, total]),
    });
    for (const [at, extracts] of (await Promise.all(seen)).entries()) expect(extracts).toBeGreaterThan(at);
    expect(seen).toHaveLength(3);
    const total = files['1.csv'].length + files['2.csv'].length + files['3.csv'].length;
    expect(bytes).toEqual([
      [files['1.csv'].length, total],
      [total - files['3.csv'].length, total],
      [total, total],
    ]);
  });
});

describe('the area', async () => {
  const db = await testDatabase({ empty: true });

  it('is made by the first build; another area or another marking is refused, and nothing is taken in', async () => {
    const delivery = await readManifest(folderOf(files));
    await takeIn(db, testActor, delivery);
    const before = await db.asTest(everything);
    const other = { ...delivery, area: { ...delivery.area, code: 'elsewhere' } };
    await expect(takeIn(db, { ...testActor, area: 'elsewhere' }, other)).rejects.toThrow(
      'This data folder holds the area testshire; the extracts are of elsewhere.',
    );
    const real = { ...delivery, area: { ...delivery.area, marking: 'real' as const } };
    await expect(takeIn(db, testActor, real)).rejects.toThrow(
      'This data folder is marked made-up; the extracts are marked real.',
    );
    expect(await db.asTest(everything)).toEqual(before);
  });
});

describe('a file taken in before, of which the manifest now says something else', async () => {
  const db = await testDatabase();
  const text = occurrences([{ no: 'A' }]);
  const first = { from: '2025-01-01', to: '2025-12-31' };

  it.each<[string, Partial<ManifestEntry>, string]>([
    ['coverage', { ...first, coverage: 'delta' }, 'coverage was full and is now delta'],
    [
      'days',
      { from: '2024-01-01' },
      'from was 2025-01-01 and is now 2024-01-01; to was 2025-12-31 and is now not given',
    ],
    ['key', { ...first, key: ['occurrence_no'] }, 'key was not given and is now occurrence_no'],
  ])('is refused with what differs, and nothing is taken in: %s', async (_, said, words) => {
    await take(db, { ...first, text });
    const before = await db.asTest(everything);
    await expect(
      take(db, { ...said, text }, { text: occurrences([{ no: 'B' }]), coverage: 'delta' }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: `1.csv was taken in before, and the manifest now says something else of it: ${words}.`,
    });
    expect(await db.asTest(everything)).toEqual(before);
  });

  it('is skipped when it says the same in other words, and taken in when it came anew or says otherwise', async () => {
    const own = ['occurrence_no', 'nominal_id', 'role'];
    expect(await take(db, { ...first, key: own, text })).toMatchObject({ skipped: ['1.csv'] });
    const changed = occurrences([{ no: 'A' }, { no: 'C' }]);
    expect((await take(db, { coverage: 'delta', text: changed })).added).toBe(1);
    const later = { received_at: '2026-01-12T06:00:00Z', coverage: 'delta' as const, text };
    expect((await take(db, later)).unchanged).toBe(1);
  });
});
