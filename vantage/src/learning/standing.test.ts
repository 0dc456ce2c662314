import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '../platform/index.ts';
import { endOf, knownRules, stoodAtAgency, stoodHere, type Timed } from './standing.ts';

const at = (day: string, time = '12:00') => new Date(`${day}T${time}:00Z`);
const version = (
  n: number,
  received: string,
  recorded: string | null,
  until: string | null = null,
  by: Timed['supersededBy'] = until === null ? null : 'changed',
): Timed => ({
  version: n,
  recordedAt: recorded === null ? null : at(recorded),
  receivedAt: at(received),
  supersededAt: until === null ? null : at(until),
  supersededBy: by,
});
const stood = (versions: readonly Timed[], day: string) => {
  const found = stoodAtAgency(versions, endOf(day));
  return found.is === 'known' ? found.version.version : found.is;
};
const came = (versions: readonly Timed[], day: string) => {
  const found = stoodHere(versions, endOf(day));
  return found.is === 'known' ? found.version.version : found.is;
};

test('the worked example of docs/facts-and-time.md', () => {
  // O1: recorded on 1 December, received on 6 January, with an outcome from 13 January; a late extract of 10 January.
  const o1 = [
    version(1, '2026-01-06', '2025-12-01', '2026-01-13'),
    version(2, '2026-01-13', '2025-12-01'),
    version(3, '2026-01-10', '2025-12-01', '2026-01-13'),
  ];
  expect(['2025-11-30', '2025-12-03', '2026-01-11', '2026-01-15'].map((day) => stood(o1, day))).toEqual([
    'nothing',
    1,
    3,
    2,
  ]);
  expect(['2025-12-03', '2026-01-06', '2026-01-11', '2026-01-15'].map((day) => came(o1, day))).toEqual([
    'nothing',
    1,
    3,
    2,
  ]);
  // O2: withdrawn on 13 January, back on the 20th. O3 does not say when it was recorded.
  const o2 = [
    version(1, '2026-01-06', '2025-12-06', '2026-01-13', 'withdrawn'),
    version(2, '2026-01-20', '2025-12-06'),
  ];
  expect(['2025-12-06', '2026-01-12', '2026-01-13', '2026-01-20'].map((day) => stood(o2, day))).toEqual([
    1,
    1,
    'nothing',
    2,
  ]);
  const o3 = [version(1, '2026-01-13', null)];
  expect(['2025-12-31', '2026-01-13'].map((day) => stood(o3, day))).toEqual(['not-known-when', 1]);
  expect(came(o3, '2025-12-31')).toBe('nothing');
});

test('a correction counts from when it says it was recorded', () => {
  const told = [version(1, '2026-03-10', '2026-03-01', '2026-03-20'), version(2, '2026-03-20', '2026-03-05')];
  expect(['2026-03-01', '2026-03-04', '2026-03-05'].map((day) => stood(told, day))).toEqual([1, 1, 2]);
  expect(['2026-03-09', '2026-03-10', '2026-03-20'].map((day) => came(told, day))).toEqual(['nothing', 1, 2]);
});

test('what was told again after a late extract goes on standing', () => {
  const told = [version(1, '2026-01-06', '2026-01-01'), version(2, '2026-01-10', '2026-01-01', '2026-01-13')];
  expect([stood(told, '2026-01-11'), stood(told, '2026-01-15')]).toEqual([2, 1]);
});

test('a day ends at midnight in London, in summer and in winter', () => {
  expect(endOf('2026-03-03').toISOString()).toBe('2026-03-04T00:00:00.000Z');
  expect(endOf('2026-07-03').toISOString()).toBe('2026-07-03T23:00:00.000Z');
  expect(endOf('2026-03-28').toISOString()).toBe('2026-03-29T00:00:00.000Z');
  expect(endOf('2026-03-29').toISOString()).toBe('2026-03-29T23:00:00.000Z');
  fc.assert(
    fc.property(fc.date({ min: at('2020-01-01'), max: at('2030-01-01'), noInvalidDate: true }), (moment) => {
      const day = dayOf(moment);
      expect(moment < endOf(day)).toBe(true);
      expect(dayOf(new Date(endOf(day).getTime() - 1))).toBe(day);
    }),
  );
});

test('docs/rules.md states every rule of what was known in the words of the code', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
  for (const [id, words] of Object.entries(knownRules)) expect(page).toContain(`| \`${id}\` | ${words} |`);
});
