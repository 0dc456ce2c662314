import { expect, test } from 'vitest';
import { aloneInWords, childrenAlone } from './alone.ts';

const [mill, weir, foster] = ['mill', 'weir', 'foster'];
const stay = (
  personId: string,
  homeId: string,
  from: string | null,
  to: string | null,
  precision = 'day',
) => ({
  personId,
  homeId,
  happened: { from, to },
  precision,
  factId: homeId === foster ? 'a fact' : null,
});
const one = (personId: string, age: number | null, homeId: string | null, belongs = true) => ({
  personId,
  age,
  homeId,
  belongs,
});
const today = '2026-11-23';

test('since the last grown person’s stay ended, or they began another', () => {
  const stays = [
    stay('ayaan', mill, '2020-01-05', null),
    stay('idil', mill, '2020-01-05', null),
    // The mother's stay was never ended, but another began; the father's ended before; an aunt's says no days.
    stay('hodan', mill, '2020-01-05', null),
    stay('hodan', weir, '2026-05-03', null),
    stay('mahad', mill, '2020-01-05', '2024-08-01'),
    stay('fadumo', mill, null, null, 'unknown'),
  ];
  const living = [
    one('ayaan', 10, mill),
    one('idil', 6, mill),
    one('hodan', 34, weir),
    one('mahad', 36, null),
    one('fadumo', 50, null),
  ];
  expect(childrenAlone(living, stays, today)).toEqual([
    { homeId: mill, children: ['ayaan', 'idil'], since: '2026-05-03' },
  ]);
  expect(aloneInWords({ since: '2026-05-03' })).toBe(
    'By the newest record of each, no grown person of the family has lived there since 3 May 2026, in what you may see.',
  );
});

test('one grown person is enough, and so is one whose age is not known; a placement has its own', () => {
  const stays = [stay('kyle', foster, '2026-01-01', null), stay('leah', mill, '2020-01-01', null)];
  expect(childrenAlone([one('leah', 9, mill), one('jean', 71, mill)], stays, today)).toEqual([]);
  expect(childrenAlone([one('leah', 9, mill), one('somebody', null, mill)], stays, today)).toEqual([]);
  expect(childrenAlone([one('kyle', 14, foster)], stays, today)).toEqual([]);
  expect(childrenAlone([one('leah', 9, null)], stays, today)).toEqual([]);
  // A grandmother who belongs no more lives there all the same; a child of another family is not this one's.
  expect(childrenAlone([one('leah', 9, mill), one('jean', 71, mill, false)], stays, today)).toEqual([]);
  expect(childrenAlone([one('mia', 8, weir, false)], stays, today)).toEqual([]);
});

test('where no grown person was ever recorded no day is told; what is still to come does not count', () => {
  const living = [one('leah', 9, mill), one('dawn', 37, weir)];
  const stays = [stay('leah', mill, '2020-01-01', null), stay('dawn', weir, '2019-01-01', null)];
  expect(childrenAlone(living, stays, today)).toEqual([{ homeId: mill, children: ['leah'], since: null }]);
  expect(aloneInWords({ since: null })).toBe(
    'By the newest record of each, no grown person of the family lives there, in what you may see.',
  );
  const moving = [
    ...stays,
    stay('dawn', mill, '2018-01-01', '2019-02-01'),
    stay('dawn', mill, '2020-01-01', '2027-01-01'),
  ];
  expect(childrenAlone(living, moving, today)).toEqual([
    { homeId: mill, children: ['leah'], since: '2019-01-01' },
  ]);
});
