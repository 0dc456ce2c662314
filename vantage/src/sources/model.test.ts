import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../platform/index.ts';
import {
  contentHash,
  contentText,
  coversOf,
  differences,
  happenedText,
  parseManifest,
  recordedInstant,
  rivalsIn,
} from './model.ts';
import { type Entry, manifestOf } from './testing.ts';

const wordsOf = (text: string): string => {
  try {
    parseManifest(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('a manifest', () => {
  it('is read with its area, agencies and extracts', () => {
    const manifest = parseManifest(
      manifestOf([{ path: 'police/a.csv', from: '2020-01-01', to: '2026-01-09', key: ['occurrence_no'] }]),
    );
    expect(manifest.area).toEqual({ code: 'testshire', name: 'Testshire', marking: 'made-up' });
    expect(manifest.extracts).toEqual([
      {
        path: 'police/a.csv',
        agency: 'police',
        kind: 'police.occurrences',
        received_at: '2026-01-10T06:00:00Z',
        coverage: 'full',
        from: '2020-01-01',
        to: '2026-01-09',
        key: ['occurrence_no'],
      },
    ]);
  });

  it.each<[string, Entry, string]>([
    [
      'coverage',
      { path: 'a.csv', coverage: 'all' as 'full' },
      'extract 1 (a.csv), coverage: must be "full" or "delta", not "all"',
    ],
    [
      'a day',
      { path: 'a.csv', from: '2025-02-30' },
      'extract 1 (a.csv), from: must be a day written YYYY-MM-DD, not "2025-02-30"',
    ],
    [
      'a year',
      { path: 'a.csv', from: '0001-01-01' },
      'extract 1 (a.csv), from: must lie in the years 1850 to 2200, not "0001-01-01"',
    ],
    [
      'a first day that never comes',
      { path: 'a.csv', from: '9999-12-31' },
      'extract 1 (a.csv), from: must lie in the years 1850 to 2200, not "9999-12-31"',
    ],
    [
      'days in order',
      { path: 'a.csv', from: '2025-03-01', to: '2025-02-01' },
      'extract 1 (a.csv), to: must not be before "from", not "2025-02-01"',
    ],
    [
      'a time with its zone',
      { path: 'a.csv', received_at: '2026-01-10 06:00' },
      'extract 1 (a.csv), received_at: must be a date and time with its zone',
    ],
    [
      'a mapping',
      { path: 'a.csv', mapping: 'police' },
      'extract 1 (a.csv), mapping: must be a format and its version',
    ],
    [
      'a path out of the folder',
      { path: '../a.csv' },
      'extract 1 (../a.csv), path: must be a path inside the folder',
    ],
    [
      'an absolute path',
      { path: '/etc/passwd' },
      'extract 1 (/etc/passwd), path: must be a path inside the folder',
    ],
    [
      'an agency not listed',
      { path: 'a.csv', agency: 'police-2' },
      'extract 1 (a.csv), agency: "police-2" is not among the manifest\'s agencies',
    ],
    ['an empty key', { path: 'a.csv', key: [] }, 'extract 1 (a.csv), key: must name at least one column'],
    [
      'a field that no extract has',
      { path: 'a.csv', form: '2025-01-01' } as Entry,
      'extract 1 (a.csv): has "form", which no extract has',
    ],
  ])('names the entry and the field when %s is wrong', (_what, entry, words) => {
    expect(wordsOf(manifestOf([entry]))).toContain(words);
  });

  it('names what is missing, every place at once', () => {
    const text = JSON.stringify({ extracts: [{ path: 'a.csv', agency: 'police' }, { agency: 'police' }] });
    const words = wordsOf(text);
    expect(words).toContain('extract 1 (a.csv), kind: is missing');
    expect(words).toContain('extract 1 (a.csv), coverage: is missing');
    expect(words).toContain('extract 2, path: is missing');
  });

  it('refuses what is not JSON, has no extracts, or lists one twice', () => {
    expect(wordsOf('{')).toContain('it is not JSON');
    expect(wordsOf('[]')).toContain('must be of type object');
    expect(wordsOf(JSON.stringify({ extracts: [] }))).toContain('extracts: must list at least one extract');
    expect(wordsOf(manifestOf([{ path: 'a.csv' }, { path: 'a.csv' }]))).toContain(
      'extract 2 (a.csv): repeats extract 1',
    );
  });
});

describe('full extracts that would withdraw each other’s records', () => {
  const kinds: Record<string, string[]> = {
    cin: ['cin.child', 'cin.plan'],
    plans: ['cin.plan'],
    other: ['x'],
  };
  const rivals = (...entries: Entry[]) =>
    rivalsIn(parseManifest(manifestOf(entries)).extracts, ({ kind }) => kinds[kind] ?? []);

  it('are found by agency, time, kinds and days', () => {
    expect(rivals({ path: 'a', kind: 'cin' }, { path: 'b', kind: 'plans' })).toEqual([
      { first: 0, second: 1 },
    ]);
    expect(rivals({ path: 'a', kind: 'cin' }, { path: 'b', kind: 'other' })).toEqual([]);
    expect(rivals({ path: 'a', kind: 'cin' }, { path: 'b', kind: 'cin', agency: 'social-care' })).toEqual([]);
    expect(rivals({ path: 'a', kind: 'cin' }, { path: 'b', kind: 'cin', coverage: 'delta' })).toEqual([]);
    expect(
      rivals({ path: 'a', kind: 'cin' }, { path: 'b', kind: 'cin', received_at: '2026-01-11T06:00:00Z' }),
    ).toEqual([]);
    expect(
      rivals({ path: 'a', kind: 'cin', to: '2024-03-31' }, { path: 'b', kind: 'cin', from: '2024-04-01' }),
    ).toEqual([]);
    expect(
      rivals({ path: 'a', kind: 'cin', to: '2024-04-01' }, { path: 'b', kind: 'cin', from: '2024-04-01' }),
    ).toEqual([{ first: 0, second: 1 }]);
  });
});

describe('content and days', () => {
  it('hashes content whatever the order of its columns', () => {
    const canonical = createHash('sha256').update('{"a":"1","b":"2"}').digest('hex');
    const hashed = (content: Record<string, string>) => contentHash(contentText(content)).toString('hex');
    expect(hashed({ b: '2', a: '1' })).toBe(canonical);
    expect(hashed({ a: '1', b: '2' })).toBe(canonical);
    expect(hashed({ a: '1', b: '3' })).not.toBe(canonical);
  });

  it('writes content as every other value is written in canonical JSON', () => {
    const content = JSON.parse('{"é\\"": "a\\n\\u0000", "__proto__": "", "10": "x", "9": "y", "a": "1"}');
    expect(contentText(content)).toBe(canonicalJson(content));
  });

  it('writes days with both ends included, and unbounded where an end is not given', () => {
    expect(coversOf({ from: '2020-01-01', to: '2020-12-31' })).toBe('[2020-01-01,2020-12-31]');
    expect(coversOf({ from: '2020-01-01' })).toBe('[2020-01-01,]');
    expect(coversOf({})).toBe('(,)');
    expect(coversOf({ from: '2020-01-01', to: '9999-12-31' })).toBe('[2020-01-01,]');
    expect(coversOf({ to: '9999-12-31' })).toBe('(,)');
    expect(happenedText({ from: '2020-01-01', to: '2020-01-01' })).toBe('[2020-01-01,2020-01-01]');
    expect(happenedText({ from: '2020-01-01', to: null })).toBe('[2020-01-01,)');
  });

  it('keeps the day of a recording that has no time', () => {
    expect(recordedInstant('2025-07-01')).toBe('2025-07-01T00:00:00.000Z');
    expect(recordedInstant('2025-07-01T09:30:00+01:00')).toBe('2025-07-01T08:30:00.000Z');
  });

  it('lists the columns in which two contents differ', () => {
    expect(differences({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '4' })).toEqual([
      { column: 'b', before: '2', after: '9' },
      { column: 'c', before: '3', after: null },
      { column: 'd', before: null, after: '4' },
    ]);
  });
});
