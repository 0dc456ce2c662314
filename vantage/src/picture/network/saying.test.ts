import { expect, test } from 'vitest';
import { networkInWords } from './saying.ts';
import type { Network } from './service.ts';

const byRecords = (around: object[]) => networkInWords({ around } as Network)[1];
const one = (kind: string, isWorker = false) => ({ kind, isWorker, ties: [] });

test('services and those who work for them are counted apart', () => {
  expect(
    byRecords([
      one('service'),
      one('service'),
      one('service', true),
      one('school', true),
      one('service', true),
      one('school'),
    ]),
  ).toBe('By records 2 services and 3 workers are there for them now.');
  expect(byRecords([one('service', true)])).toBe('By records one worker is there for them now.');
  expect(byRecords([one('school')])).toBe(
    'No records that you may see say that a service is there for them now.',
  );
});
