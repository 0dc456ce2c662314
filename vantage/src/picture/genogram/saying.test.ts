import { expect, test } from 'vitest';
import { genogramInWords, relationsInWords } from './saying.ts';
import type { GenogramOn } from './service.ts';

const person = (personId: string) => ({ personId, name: personId, born: null, died: null });
const always = { from: null, to: null };
const parent = (personId: string, otherId: string) => ({
  personId,
  kind: 'parent',
  otherId,
  happened: always,
});
const partners = (otherId: string, from: string, to: string | null) => ({
  personId: 'Shan',
  kind: 'partner',
  otherId,
  happened: { from, to },
});
const told = [
  parent('Dawn', 'Kyle'),
  parent('Lee', 'Kyle'),
  parent('Dawn', 'Shan'),
  parent('Tony', 'Shan'),
  parent('Dawn', 'Jo'),
  parent('Lee', 'Jo'),
  partners('Paul', '2018-01-01', '2022-06-01'),
  partners('Dean', '2025-03-01', null),
];

/** What is shown of these people on a day. */
function shownOn(on: string): GenogramOn {
  const people = ['Dawn', 'Lee', 'Tony', 'Kyle', 'Shan', 'Jo', 'Paul', 'Dean'].map(person);
  const later = (from: string) => from > on;
  const partnership = (other: string, from: string, words: string) => ({
    between: ['Shan', other],
    kind: 'partners',
    ended: false,
    later: later(from),
    words,
  });
  return {
    on,
    relations: told,
    name: (id: string) => id,
    picture: { people, before: [], name: 'The Harts' },
    kindred: {
      people: people.map(({ personId }) => ({ id: personId, shape: 'person', index: false })),
      partnerships: [
        partnership('Paul', '2018-01-01', on < '2022-06-01' ? 'since 2018' : '2018–22'),
        partnership('Dean', '2025-03-01', 'since 2025'),
      ],
    },
    homes: [],
    absent: new Set(on < '2018-01-01' ? ['Paul', 'Dean'] : on < '2025-03-01' ? ['Dean'] : []),
    expected: new Map(),
  } as unknown as GenogramOn;
}
const of = (personId: string, on: string) =>
  relationsInWords(shownOn(on), person(personId) as Parameters<typeof relationsInWords>[1]);

test('brothers and sisters are full, half or said as far as parents are stated, as where they stand side by side', () => {
  expect(of('Kyle', '2026-11-22')).toBe(
    'Child of Dawn and Lee. Half-brother or half-sister of Shan. Brother or sister of Jo',
  );
});

test('twins of one mother are told as twins beside brothers and sisters', () => {
  const shown = shownOn('2026-11-22');
  const days: Record<string, string> = { Kyle: '2012-02-19', Jo: '2012-02-19', Shan: '2008-03-14' };
  for (const one of shown.picture.people) one.born = days[one.personId] ?? null;
  const [kyle] = shown.picture.people.filter(({ personId }) => personId === 'Kyle');
  expect(kyle && relationsInWords(shown, kyle)).toBe(
    'Child of Dawn and Lee. Half-brother or half-sister of Shan. Twin of Jo',
  );
});

test('care is told from the day on which it began, and its end from the day on which it was over', () => {
  const cared = (on: string) => {
    const shown = shownOn(on);
    const happened = { from: '2019-02-01', to: '2021-03-01' };
    const relations = [...told, { personId: 'Tony', kind: 'carer', otherId: 'Kyle', happened }];
    return relationsInWords(
      { ...shown, relations },
      person('Tony') as Parameters<typeof relationsInWords>[1],
    );
  };
  expect(cared('2019-01-31')).toBe('Parent of Shan');
  expect(cared('2019-02-01')).toBe('Parent of Shan. Carer of Kyle, since 1 Feb 2019');
  expect(cared('2021-03-01')).toBe('Parent of Shan. Carer of Kyle, 1 Feb 2019 to 28 Feb 2021');
});

test('a partnership is told from the day on which it began, and its end from the day on which it was over', () => {
  expect(of('Shan', '2015-06-01')).not.toContain('artner');
  expect(of('Shan', '2019-06-01')).toMatch(/Partner of Paul, since 1 Jan 2018(\.|$)/);
  expect(of('Shan', '2022-05-31')).toContain('Partner of Paul, since 1 Jan 2018');
  expect(of('Shan', '2022-06-01')).toContain('Partner of Paul, 1 Jan 2018 to 31 May 2022');
  expect(of('Shan', '2026-06-01')).toContain(
    'Partner of Paul, 1 Jan 2018 to 31 May 2022; Dean, since 1 Mar 2025',
  );
  expect(genogramInWords(shownOn('2015-06-01'))).toContain(
    'No partnership is stated to have begun by this day.',
  );
  expect(genogramInWords(shownOn('2019-06-01'))).toContain(
    'Partnerships that records state: Shan and Paul (since 2018). Dean is left out: on this day nothing that records state tied them to this family yet.',
  );
  expect(genogramInWords(shownOn('2019-06-01'))).toMatch(/^7 people /);
  expect(genogramInWords(shownOn('2015-06-01'))).toContain('Paul and Dean are left out:');
  expect(genogramInWords(shownOn('2026-06-01'))).not.toContain('left out');
});
