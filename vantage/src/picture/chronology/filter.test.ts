import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../platform/index.ts';
import type { Picture, PictureLine } from '../shape.ts';
import { asQuery, type ChronologyFilter, chosen, everything, isEverything, readFilter } from './filter.ts';
import { closerTimes } from './pages.tsx';

const id = (n: number) => `01a20168-88f0-73d1-b612-${String(n).padStart(12, '0')}`;
const [dawn, kyle] = [id(1), id(2)];
let made = 100;
const line = (of: Partial<PictureLine>): PictureLine => {
  made += 1;
  return {
    factId: id(made),
    kind: 'visit',
    label: 'Visit',
    service: 'Social work',
    tone: 'neutral',
    lane: 'social-care',
    shape: 'event',
    agency: 'social-care',
    tellers: [{ agency: 'Ashmere Children’s Services', factId: id(made) }],
    happened: { from: '2024-03-01', to: '2024-03-02' },
    precision: 'day',
    people: [{ personId: kyle, name: 'Kyle Hart', role: 'subject', factId: id(made) }],
    note: null,
    part: null,
    differing: [],
    ...of,
  };
};
const pictureOf = (happenings: PictureLine[]) =>
  ({
    people: [
      { personId: dawn, name: 'Dawn Hart' },
      { personId: kyle, name: 'Kyle Hart' },
    ],
    happenings,
  }) as unknown as Picture;
const found = (filter: Partial<ChronologyFilter>, ...happenings: PictureLine[]) =>
  chosen(pictureOf(happenings), { ...everything, ...filter }).map((one) => happenings.indexOf(one));

describe('what a filter asks for', () => {
  test('days: what is over before the first or begins after the last is left out, and both days count', () => {
    const spell = line({ shape: 'involvement', happened: { from: '2023-01-01', to: null } });
    const ended = line({ shape: 'involvement', happened: { from: '2023-01-01', to: '2024-03-01' } });
    const lastDay = line({ happened: { from: '2024-03-31', to: '2024-04-01' } });
    const after = line({ happened: { from: '2024-04-01', to: '2024-04-02' } });
    const undated = line({ happened: { from: null, to: null } });
    expect(
      found({ from: '2024-03-01', to: '2024-03-31' }, spell, ended, line({}), lastDay, after, undated),
    ).toEqual([0, 2, 3]);
    expect(found({ from: '2024-02-29' }, ended)).toEqual([0]);
  });

  test('people, agencies, kinds and what stands out', () => {
    const both = line({
      people: [dawn, kyle].map((personId) => ({ personId, name: '', role: 'subject', factId: id(1) })),
      tellers: [
        { agency: 'Ashmere Police', factId: id(5) },
        { agency: 'Ashmere Housing', factId: id(6) },
      ],
    });
    const crisis = line({ tone: 'crisis', kind: 's47' });
    expect(found({ who: dawn }, line({}), both)).toEqual([1]);
    expect(found({ agency: 'Ashmere Housing' }, line({}), both)).toEqual([1]);
    expect(found({ kind: 's47' }, line({}), crisis)).toEqual([1]);
    expect(found({ tone: 'crisis' }, line({}), crisis)).toEqual([1]);
    expect(found({ tone: 'good' }, line({}), crisis)).toEqual([]);
  });

  test('all words, wherever they stand, whatever their capitals and accents', () => {
    const note = line({ note: 'Zoë said the garage went well' });
    expect(found({ words: 'ZOE garage' }, note, line({}))).toEqual([0]);
    expect(found({ words: 'kyle visit' }, note, line({ people: [] }))).toEqual([0]);
    expect(found({ words: 'garage tomorrow' }, note)).toEqual([]);
  });

  test('a need: kinds that its rules look at, of whom they look at', () => {
    const arrears = line({ kind: 'rent-arrears' });
    const suspected = line({
      kind: 'police-violence',
      people: [{ personId: kyle, name: '', role: 'suspect', factId: id(9) }],
    });
    const harmed = line({
      kind: 'police-violence',
      people: [{ personId: kyle, name: '', role: 'victim', factId: id(9) }],
    });
    expect(found({ need: 'crime' }, arrears, suspected, harmed)).toEqual([1]);
  });

  test('by an address it is the same as before, and nothing leaves out nothing', () => {
    const text = fc.string({ maxLength: 20 }).map((one) => one.trim());
    const asked = fc.record({
      who: fc.constantFrom(null, dawn, kyle),
      agency: text,
      need: fc.constantFrom(null, 'money', 'safety'),
      tone: fc.constantFrom(null, 'crisis', 'good'),
      kind: text,
      words: text,
      from: fc.constantFrom(null, '2024-01-01'),
      to: fc.constantFrom(null, '2024-12-31'),
      lanes: fc.constantFrom(null, 'people'),
      pin: fc.uniqueArray(fc.constantFrom(id(7), id(8), id(9))),
    });
    fc.assert(
      fc.property(asked, (of) => {
        const filter = { ...of, agency: of.agency || null, kind: of.kind || null, words: of.words || null };
        const query = new URLSearchParams(asQuery(filter as ChronologyFilter));
        const written = Object.fromEntries(
          [...new Set(query.keys())].map((name) => [name, query.getAll(name)]),
        );
        expect(readFilter(written)).toMatchObject({ filter, form: { wrong: [] } });
      }),
    );
    expect(isEverything(everything)).toBe(true);
    expect(found({}, line({}), line({ happened: { from: null, to: null } }))).toEqual([0, 1]);
  });

  test('what cannot be read is said, stays as it was written, and the rest holds', () => {
    const { filter, form } = readFilter({
      from: ['31/2/2024'],
      words: ['garage'],
      tone: ['loud'],
      pin: ['x'],
    });
    expect(filter).toEqual({ ...everything, words: 'garage' });
    expect(form.written.from).toEqual(['31/2/2024']);
    expect(form.wrong.map((one) => one.field).sort()).toEqual(['from', 'pin', 'tone']);
    expect(form.wrong.find((one) => one.field === 'from')?.text).toBe(
      'February 2024 has the days 1 to 29, and no 31.',
    );
    expect(readFilter({ pin: [id(7), id(8), id(7)], unpin: [id(8)] }).filter.pin).toEqual([id(7)]);
    expect(readFilter({ to: ['31/12/9999'] }).form.wrong).toEqual([
      { field: 'to', text: 'Write a year from 1800 to 2199, or leave the day empty where none is known.' },
    ]);
    const turned = readFilter({ from: ['2/1/2024'], to: ['1/1/2024'] });
    expect(turned.filter).toEqual(everything);
    expect(turned.form.wrong).toEqual([
      { field: 'to', text: 'The last day is before the first. Choose one on or after it.' },
    ]);
  });
});

test('looking closer: years, then months, then weeks, each day in exactly one', () => {
  expect(closerTimes({ from: '2010-03-05', to: '2012-01-01' }).map((one) => one.text)).toEqual([
    '2010',
    '2011',
    '2012',
  ]);
  expect(closerTimes({ from: '2024-02-01', to: '2024-02-29' })).toEqual([
    { text: 'Week of 29 Jan', from: '2024-01-29', to: '2024-02-04' },
    { text: 'Week of 5 Feb', from: '2024-02-05', to: '2024-02-11' },
    { text: 'Week of 12 Feb', from: '2024-02-12', to: '2024-02-18' },
    { text: 'Week of 19 Feb', from: '2024-02-19', to: '2024-02-25' },
    { text: 'Week of 26 Feb', from: '2024-02-26', to: '2024-03-03' },
  ]);
  expect(closerTimes({ from: '2024-02-05', to: '2024-02-11' })).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 8, max: 8000 }), (start, days) => {
      const from = addDays('2001-01-01', start);
      const to = addDays(from, days - 1);
      const parts = closerTimes({ from, to });
      expect(parts[0] && parts[0].from <= from).toBe(true);
      expect((parts.at(-1)?.to ?? '') >= to).toBe(true);
      for (const [at, part] of parts.slice(1).entries())
        expect(part.from).toBe(addDays(parts[at]?.to ?? '', 1));
    }),
  );
});
