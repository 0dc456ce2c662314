import { expect, test } from 'vitest';
import { type InForce, inForceOn, reachOf, type Tie } from './reach.ts';

const agreement = (over: Partial<InForce> = {}): InForce => ({
  fromAgency: 'police',
  toAgency: null,
  toRole: null,
  purpose: 'help',
  tier: 4,
  condition: 'team',
  subjects: ['police'],
  ...over,
});
const atWork: Tie = { personId: 'kyle', role: 'practitioner', condition: 'any' };
const inTeam: Tie = { personId: 'kyle', role: 'practitioner', condition: 'team' };
const asked = { personId: 'kyle', agency: 'police', kind: 'police-theft' };
const shareOf = (agreements: InForce[], ties: Tie[], workIsKnown = true) =>
  reachOf({
    agency: 'school',
    agreements,
    ties,
    subjectOf: () => 'police',
    locates: (kind) => kind === 'police-neighbour-dispute',
    workIsKnown,
  });

test('an agency knows its own, whatever is agreed', () => {
  expect(shareOf([], [])({ ...asked, agency: 'school' })).toEqual({ is: 'own', tier: 4 });
});

test('of others it knows what an agreement let somebody there see', () => {
  expect(shareOf([agreement()], [atWork, inTeam])(asked)).toEqual({ is: 'shared', tier: 4 });
  expect(shareOf([agreement({ tier: 3 })], [atWork, inTeam])(asked)).toEqual({ is: 'shared', tier: 3 });
  expect(shareOf([agreement({ subjects: ['*'] })], [atWork, inTeam])(asked).is).toBe('shared');
});

test('what nobody there was near enough to could have been shared; long ago that is not known', () => {
  expect(shareOf([agreement()], [atWork])(asked).is).toBe('could-have-been');
  expect(shareOf([agreement()], [atWork, inTeam])({ ...asked, personId: 'leah' }).is).toBe('could-have-been');
  expect(shareOf([agreement({ condition: 'allocated' })], [atWork, inTeam])(asked).is).toBe(
    'could-have-been',
  );
  expect(shareOf([agreement()], [atWork], false)(asked).is).toBe('not-kept');
  expect(shareOf([agreement({ tier: 2 })], [atWork, inTeam])(asked).is).toBe('ask-first');
});

test('what nothing let be shared could not lawfully have been known', () => {
  const others: Partial<InForce>[] = [
    { toAgency: 'housing' },
    { fromAgency: 'health' },
    { subjects: ['plan'] },
    { toRole: 'director', purpose: 'oversight' },
    { purpose: 'inspection' },
  ];
  for (const over of others)
    expect([over, shareOf([agreement(over)], [atWork, inTeam])(asked).is]).toEqual([over, 'could-not-be']);
  const sealed: Tie = { personId: 'kyle', role: '', condition: 'sealed' };
  expect(shareOf([agreement()], [atWork, inTeam, sealed])(asked).is).toBe('could-not-be');
});

test('whereabouts that were kept back could not be known, and of the rest only that it happened', () => {
  const share = shareOf([agreement()], [atWork, inTeam, { personId: 'kyle', role: '', condition: 'kept' }]);
  expect(share({ ...asked, kind: 'police-neighbour-dispute' }).is).toBe('could-not-be');
  expect(share(asked)).toEqual({ is: 'shared', tier: 3 });
});

test('an agreement counts on its days, until the day on which it was ended', () => {
  const counts = (over: object, day: string) =>
    inForceOn(
      [{ ...agreement(), happened: { from: '2026-01-10', to: '2026-02-01' }, endedAt: null, ...over }],
      day,
      new Date(`${day}T23:59:59Z`),
    ).length;
  expect(['2026-01-09', '2026-01-10', '2026-01-31', '2026-02-01'].map((day) => counts({}, day))).toEqual([
    0, 1, 1, 0,
  ]);
  const endedAt = new Date('2026-01-20T10:00:00Z');
  expect([counts({ endedAt }, '2026-01-19'), counts({ endedAt }, '2026-01-20')]).toEqual([1, 0]);
});
