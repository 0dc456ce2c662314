import { expect, test } from 'vitest';
import { readerOf } from './place.ts';

test('nobody looks at real people from the command line while nobody can sign in', () => {
  const area = { code: 'ashmere', name: 'Ashmere' };
  expect(() => readerOf({ ...area, marking: 'real' })).toThrow(expect.objectContaining({ code: 'refused' }));
  expect(readerOf({ ...area, marking: 'made-up' })).toMatchObject({ area: 'ashmere', role: 'system' });
});
