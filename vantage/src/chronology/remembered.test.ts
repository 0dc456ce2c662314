import { expect, test } from 'vitest';
import type { OutlinedFact } from './model.ts';
import { keepAnswers, remember } from './remembered.ts';

const fact = (factId: string, personId: string): OutlinedFact => ({
  factId,
  personId,
  agency: 'council',
  kind: 'referral',
  shape: 'event',
  role: 'subject',
  happened: { from: '2026-01-01', to: '2026-01-02' },
  precision: 'day',
  occasion: null,
  detail: { parts: [] },
  withheld: true,
});
const said = { parts: [{ name: 'note', label: 'Note', value: 'Seen at home.' }] };

test('what is said of a fact is given only where it is asked for, whoever read it first', () => {
  const memory = remember(10);
  memory.lookedAt(['ann']);
  expect(memory.keep(fact('1', 'ann'), undefined)).toMatchObject({ withheld: true, detail: { parts: [] } });
  expect(memory.get('1', { told: true })).toBeUndefined();
  expect(memory.keep(fact('1', 'ann'), said)).toMatchObject({ withheld: false, detail: said });
  expect(memory.keep(fact('1', 'ann'), undefined)).toMatchObject({ withheld: true, detail: { parts: [] } });
  expect(memory.get('1', { told: false })).toMatchObject({ withheld: true, detail: { parts: [] } });
  expect(memory.get('1', { told: true })).toMatchObject({ withheld: false, detail: said });
});

test('whoever nobody looked at for longest is forgotten first, whole', () => {
  const memory = remember(3);
  const keep = (personId: string, ...ids: string[]) => {
    memory.lookedAt([personId]);
    for (const id of ids) memory.keep(fact(id, personId), said);
    memory.forget();
  };
  keep('ann', '1', '2');
  keep('ben', '3');
  memory.lookedAt(['ann']);
  keep('cas', '4');
  expect(['ann', 'ben', 'cas'].map(memory.has)).toEqual([true, false, true]);
  expect(['1', '2', '3', '4'].map((id) => memory.get(id, { told: true })?.factId)).toEqual([
    '1',
    '2',
    undefined,
    '4',
  ]);
  // More of one person than may be kept is not kept at all, and was given all the same.
  keep('dee', '5', '6', '7', '8');
  expect(['ann', 'ben', 'cas', 'dee'].map(memory.has)).toEqual([false, false, false, false]);
  expect(memory.get('5', { told: true })).toBeUndefined();
});

test('an answer is given again until longer texts than may be kept stand for others asked for since', () => {
  const answers = keepAnswers(10);
  const [one, two, three] = ['1', '2', '3'].map((id) => [fact(id, 'ann')]);
  answers.keep('1111', one ?? []);
  answers.keep('2222', two ?? []);
  expect(answers.get('1111')).toBe(one);
  answers.keep('3333', three ?? []);
  expect(['1111', '2222', '3333'].map((key) => answers.get(key)?.[0]?.factId)).toEqual(['1', undefined, '3']);
  // It is shared, and so nobody may change it.
  expect(() => one?.push(fact('4', 'ann'))).toThrow(TypeError);
  answers.keep('longer than any', two ?? []);
  expect(['1111', '3333', 'longer than any'].map((key) => answers.get(key))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
