import { expect, test } from 'vitest';
import { readerOf } from './place.ts';

test('nobody looks at real people from the command line while nobody can sign in', () => {
  const area = { code: 'ashmere', name: 'Ashmere' };
  expect(() => readerOf({ ...area, marking: 'real' })).toThrow(expect.objectContaining({ code: 'refused' }));
  const madeUp = { ...area, marking: 'made-up' as const };
  expect(readerOf(madeUp)).toMatchObject({ area: 'ashmere', role: 'counts' });
  expect(readerOf(madeUp, { sealed: true })).toMatchObject({ area: 'ashmere', role: 'system' });
});
