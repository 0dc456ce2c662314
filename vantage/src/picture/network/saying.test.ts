import { expect, test } from 'vitest';
import { networkInWords } from './saying.ts';
import type { Network } from './service.ts';

const byRecords = (around: object[]) => networkInWords({ around } as Network)[1];
const one = (kind: string, isWorker = false) => ({ kind, isWorker, isRecorded: true, ties: [] });

test('services, schools and those who work for them are counted apart, of records alone', () => {
  expect(
    byRecords([
      one('service'),
      one('service'),
      one('service', true),
      one('school', true),
      one('service', true),
      one('school'),
      { ...one('service'), isRecorded: false },
      one('kin'),
    ]),
  ).toBe('By records 2 services, one school and 3 workers are there for them now.');
  expect(byRecords([one('service', true)])).toBe('By records one worker is there for them now.');
  expect(byRecords([one('school')])).toBe('By records one school is there for them now.');
  expect(byRecords([one('kin')])).toBe(
    'No records that you may see say that a service or a school is there for them now.',
  );
});
