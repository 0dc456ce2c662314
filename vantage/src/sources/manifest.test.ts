import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest.ts';
import { folderOf, manifestOf, occurrences } from './testing.ts';

const file = occurrences([{ no: 'O1' }]);

describe('a folder with a manifest', () => {
  it('gives its files in the order in which they were received, then as listed', async () => {
    const folder = folderOf({
      'manifest.json': manifestOf([
        { path: 'b.csv', received_at: '2026-01-11T06:00:00Z' },
        { path: 'c.csv', coverage: 'delta' },
        { path: 'a.csv' },
      ]),
      'a.csv': file,
      'b.csv': file,
      'c.csv': file,
    });
    const { files, agencies, area } = await readManifest(folder);
    expect(files.map(({ path }) => path)).toEqual(['c.csv', 'a.csv', 'b.csv']);
    expect(agencies.map(({ agency }) => agency)).toEqual(['police', 'social-care']);
    expect(area.marking).toBe('made-up');
  });

  it('refuses kinds and mappings it cannot read, naming each', async () => {
    const folder = folderOf({
      'manifest.json': manifestOf([
        { path: 'a.csv', kind: 'police.cars' },
        { path: 'b.csv', mapping: 'police.occurrences@99' },
      ]),
    });
    await expect(readManifest(folder)).rejects.toThrow(
      /extract 1 \(a\.csv\), kind: "police\.cars" is not a kind that can be read; extract 2 \(b\.csv\), mapping: must be "police\.occurrences@1"/,
    );
  });

  it('refuses two full extracts of one moment that would withdraw each other’s records', async () => {
    const folder = folderOf({ 'manifest.json': manifestOf([{ path: 'a.csv' }, { path: 'b.csv' }]) });
    await expect(readManifest(folder)).rejects.toThrow(
      /extract 2 \(b\.csv\), coverage: is full for the same agency/,
    );
  });

  it('refuses a link that leads out of the folder', async () => {
    const outside = folderOf({ 'secret.csv': file });
    const folder = folderOf({ 'manifest.json': manifestOf([{ path: 'a.csv' }]) });
    symlinkSync(join(outside, 'secret.csv'), join(folder, 'a.csv'));
    await expect(readManifest(folder)).rejects.toThrow(/extract 1 \(a\.csv\), path: leads out of the folder/);
  });

  it('refuses a marking that the command contradicts', async () => {
    const folder = folderOf({ 'manifest.json': manifestOf([{ path: 'a.csv' }]), 'a.csv': file });
    await expect(readManifest(folder, { marking: 'real' })).rejects.toThrow(
      /marks its area as made-up; the command says real/,
    );
  });
});

describe('a folder without a manifest', () => {
  it('has its files recognised by their headers, as deltas of one agency received when they were changed', async () => {
    const folder = folderOf({ 'deep/a.csv': file, 'notes.csv': 'one,two\n1,2\n', 'read.me': 'hello' });
    const changed = new Date('2026-01-09T10:00:00Z');
    utimesSync(join(folder, 'deep/a.csv'), changed, changed);
    const delivery = await readManifest(folder, { marking: 'made-up' });
    expect(delivery.recognised).toEqual([{ path: 'deep/a.csv', kind: 'police.occurrences' }]);
    expect(delivery.unrecognised.map(({ path }) => path)).toEqual(['notes.csv']);
    expect(delivery.waiting.map(({ path }) => path)).toEqual(['notes.csv']);
    expect(delivery.area).toEqual({ code: 'local', name: 'Local area', marking: 'made-up' });
    expect(delivery.agencies).toEqual([
      { agency: expect.stringMatching(/^vantage-extracts-/), name: expect.any(String), type: 'police' },
    ]);
    expect(delivery.files[0]).toMatchObject({ coverage: 'delta', covers: '(,)', receivedAt: changed });
  });

  it('counts as real unless it is said to be made up', async () => {
    const delivery = await readManifest(folderOf({ 'a.csv': file }));
    expect(delivery.area.marking).toBe('real');
  });

  it('is refused when it does not exist or nothing in it can be read', async () => {
    await expect(readManifest('/no/such/folder')).rejects.toThrow(/There is no folder/);
    await expect(readManifest(folderOf({ 'read.me': 'one,two\n', 'a.xml': '<a/>' }))).rejects.toThrow(
      /no file of a kind that can be read/,
    );
  });
});
