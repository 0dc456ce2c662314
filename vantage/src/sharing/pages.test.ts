import { expect, test } from 'vitest';
import type { Agreement } from './agreements.ts';
import { sharedAlike } from './pages.tsx';

const agreement = (over: Partial<Agreement>): Agreement => ({
  agreementId: '01a20168-88f0-73d1-b612-a04a6bff5d01',
  fromAgency: 'police',
  toAgency: null,
  toRole: null,
  purpose: 'help',
  basis: 'Public task.',
  tier: 3,
  condition: 'team',
  subjects: ['child-protection', 'kin'],
  happened: { from: '2020-01-01', to: null },
  owner: 'A lead',
  ...over,
});

test('agencies that share alike stand together; one that shares anything otherwise stands alone', () => {
  const of = (fromAgency: string, over: Partial<Agreement> = {}) => [
    agreement({ fromAgency, owner: `A lead of ${fromAgency}`, ...over }),
    agreement({ fromAgency, toAgency: fromAgency, subjects: ['*'], tier: 4 }),
  ];
  const alike = sharedAlike(
    [
      ...of('police'),
      ...of('housing').reverse(),
      ...of('health', { tier: 4 }),
      ...of('school', { owner: 'Another' }),
    ],
    (code) => code,
  );
  expect(alike.map((one) => one.agencies)).toEqual([['police', 'housing'], ['health'], ['school']]);
  expect(alike[0]?.owners).toBe('A lead; A lead of the agency itself');
  expect(alike[0]?.lines.map(({ withWhom, inside, what }) => [withWhom, inside, what])).toEqual([
    ['Everybody at work', true, 'everything'],
    ['Everybody at work, every agency', false, 'child protection; who belongs to whom'],
  ]);
});
