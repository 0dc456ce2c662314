import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Bounds } from './bounds.ts';
import { arrangeFields } from './fields.ts';
import { Holdings } from './holdings.ts';
import { type LinkOptions, type LinkRecord, LiveLinkage, linkRecords, type Model } from './index.ts';
import { usualHeld } from './pairs.ts';
import { random } from './random.ts';
import { weigh, weigherOf } from './score.ts';
import { comparePair } from './values.ts';

const fields: LinkOptions['fields'] = {
  given: 'given-name',
  family: 'surname',
  born: 'date',
  postcode: 'postcode',
};

/** Few names, birthdays and homes, so that clusters are many, large and doubtful. */
function crowd(size: number, seed: number): LinkRecord[] {
  const next = random(seed);
  const of = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const people = Array.from({ length: Math.ceil(size / 3) }, () => ({
    given: of(['Ada', 'Bella', 'Callum', 'Dylan', 'Evie', 'Grace', 'Hugo', 'Robert', 'Marnie', 'Odette']),
    family:
      of(['Wexby', 'Lamley', 'Corton', 'Pell', 'Hart', 'Fenwick', 'Garros', 'Quorn']) +
      of(['', 'by', 'ton', 'son']),
    born: `20${10 + Math.floor(next() * 9)}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`,
    postcode: `AS${1 + Math.floor(next() * 9)} ${Math.floor(next() * 9)}AB`,
  }));
  return Array.from({ length: size }, (_, i) => {
    const person = { ...(people[Math.floor(next() * people.length)] ?? people[0]) };
    if (next() < 0.15) person.given = next() < 0.5 ? 'Bob' : `${person.given}n`;
    if (next() < 0.15) person.family = `${person.family?.slice(0, 2)}x${person.family?.slice(2)}`;
    if (next() < 0.15) person.born = next() < 0.4 ? '' : `2014-0${1 + Math.floor(next() * 9)}-11`;
    if (next() < 0.2) person.postcode = '';
    return { id: `r${i}`, source: of(['a', 'b']), fields: person as Record<string, string> };
  });
}

const all = crowd(150, 3);
let model: Model;
let clustersOfAll: string[][];

beforeAll(async () => {
  ({ model } = await linkRecords(crowd(400, 9), { fields, mode: 'dedupe' }));
  clustersOfAll = await full(all);
});

const full = async (records: readonly LinkRecord[], more: Partial<LinkOptions> = {}) =>
  (await linkRecords(records, { fields, mode: 'dedupe', model, ...more })).clusters;

test('records that come, change and go leave the clusters of a full run with the same model', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: 40 }),
      fc.array(fc.tuple(fc.nat(149), fc.nat(149), fc.boolean()), { maxLength: 25 }),
      async (start, changes) => {
        const live = new LiveLinkage(model, { mode: 'dedupe' });
        const now = new Map<string, LinkRecord>();
        const put = (record: LinkRecord) => {
          now.set(record.id, record);
          expect(live.put(record)).toContain(record.id);
        };
        start.forEach(put);
        for (const [which, as, gone] of changes) {
          const [one, other] = [all[which], all[as]];
          if (one === undefined || other === undefined) continue;
          if (gone) {
            live.remove(one.id);
            now.delete(one.id);
          } else put({ ...one, fields: other.fields });
        }
        expect(live.clusters()).toEqual(await full([...now.values()]));
        // A draw may hold nobody three times over. All records together do, and what came and went leaves no trace.
        all.forEach(put);
        expect(live.clusters()).toEqual(clustersOfAll);
      },
    ),
    { numRuns: 6 },
  );
  expect(clustersOfAll.filter(({ length }) => length > 2).length).toBeGreaterThan(20);
});

test('many put at once leave what they leave one by one', () => {
  const [live, once] = [
    new LiveLinkage(model, { mode: 'dedupe' }),
    new LiveLinkage(model, { mode: 'dedupe' }),
  ];
  for (const record of all) live.put(record);
  once.putAll(all.slice(0, 90));
  const changed = all.slice(0, 20).map((record, i) => ({ ...record, fields: all[i + 40]?.fields ?? {} }));
  once.putAll([...changed, ...all.slice(90)]);
  once.putAll(all.slice(0, 20));
  expect(once.clusters()).toEqual(live.clusters());
  expect(once.clusters()).toEqual(clustersOfAll);
});

test('no pair weighs more than is said of it before it is compared', () => {
  const fields = arrangeFields(
    model.fields,
    model.fields.map(({ agreement }) => agreement),
  );
  const holdings = fields.map((field, f) => {
    const held = new Map(model.fields[f]?.held);
    return new Holdings(field, (text) => held.get(text) ?? 1);
  });
  const bounds = new Bounds(fields, model);
  const swapped = all.slice(0, 30).map(({ fields: { given = '', family = '', ...rest } }) => ({
    ...rest,
    given: family,
    family: given,
  }));
  const told: LinkRecord['fields'][] = [...all.map((record) => record.fields), ...swapped];
  const values = told.map((cells) =>
    fields.map(({ column }, f) => holdings[f]?.value(holdings[f]?.take(cells[column] ?? '') ?? 0) ?? null),
  );
  const usual = model.fields.map(usualHeld);
  let pruned = 0;
  for (const [i, a] of values.entries()) {
    for (const b of values.slice(0, i)) {
      const { codes, held } = comparePair(fields, a, b, usual);
      const { weight } = weigh(weigherOf(fields, model), codes, held);
      const most = bounds.most(a, b);
      expect(most).toBeGreaterThanOrEqual(weight - 1e-9);
      if (most < model.threshold) pruned++;
    }
  }
  expect(pruned).toBeGreaterThan(0);
});

test('decisions hold alike in a full run and in one kept up', async () => {
  const live = new LiveLinkage(model, { mode: 'dedupe' });
  for (const record of all) live.put(record);
  const [big = []] = live.clusters().filter(({ length }) => length >= 3);
  const [one = '', two = ''] = big;
  const [far = ''] = live.clusters().find((cluster) => !cluster.includes(one)) ?? [];
  const keepApart = [[one, two]] as const;
  const keepTogether = [[one, far]] as const;
  const decided = new LiveLinkage(model, { mode: 'dedupe', keepApart, keepTogether });
  for (const record of all) decided.put(record);
  expect(decided.clusterOf(one)).toContain(far);
  expect(decided.clusterOf(one)).not.toContain(two);
  expect(decided.clusters()).toEqual(await full(all, { keepApart, keepTogether }));
});

test('what is saved is taken up as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  try {
    const live = new LiveLinkage(model, { mode: 'dedupe', neverDuplicates: ['a'] });
    for (const record of all) live.put(record);
    live.save(join(folder, 'saved'));
    const again = LiveLinkage.open(join(folder, 'saved'));
    expect(again.clusters()).toEqual(live.clusters());
    const late = { id: 'late', source: 'b', fields: { ...all[0]?.fields, given: 'Ermintrude' } };
    expect(again.put(late)).toEqual(live.put(late));
    again.put({ ...late, fields: { ...all[1]?.fields } });
    again.put({ ...(all[2] as LinkRecord), id: late.id });
    again.remove('late');
    for (const record of all.slice(0, 60)) again.remove(record.id);
    for (const record of all.slice(0, 60)) again.put(record);
    live.remove('late');
    expect(again.clusters()).toEqual(live.clusters());
    expect(again.size).toBe(all.length);
    again.save(join(folder, 'live'));
    writeFileSync(join(folder, 'other'), 'something else altogether');
    expect(() => LiveLinkage.open(join(folder, 'other'))).toThrow(RangeError);
    writeFileSync(join(folder, 'cut'), readFileSync(join(folder, 'live')).subarray(0, -99));
    expect(() => LiveLinkage.open(join(folder, 'cut'))).toThrow(RangeError);
    const bytes = readFileSync(join(folder, 'live')).toString('latin1');
    expect(bytes).toContain('r149');
    expect(bytes).not.toContain('late');
    expect(bytes).not.toContain('Ermintrude');
    expect(bytes).not.toContain('ermintrude');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an explanation’s terms sum to its weight, and weights, levels and answer are those of a full run', async () => {
  const live = new LiveLinkage(model, { mode: 'dedupe' });
  for (const record of all) live.put(record);
  const { pairs } = await linkRecords(all, { fields, mode: 'dedupe', model, pairsFrom: 0.0001 });
  expect(pairs.length).toBeGreaterThan(100);
  for (const pair of pairs) {
    const said = live.explain(pair.left, pair.right);
    if (!said.compared) throw new Error('a compared pair is said to be none');
    expect(Math.abs(said.levels.reduce((sum, { weight }) => sum + weight, 0) - said.weight)).toBeLessThan(
      1e-9,
    );
    expect(Math.abs(said.weight - pair.weight)).toBeLessThan(1e-9);
    expect(said.levels.map(({ level }) => level)).toEqual(pair.levels.map(({ level }) => level));
    expect(said.linked && said.together).toBe(pair.linked);
    expect(said.words).toMatch(/^(Linked|Not linked|Kept apart|Enough)/);
  }
});

test('two sides of a boundary are never linked, and nothing tells them from strangers', async () => {
  const twice = { given: 'Ada', family: 'Wexby', born: '2014-03-11', postcode: 'AS1 1AB' };
  const other = { given: 'Hugo', family: 'Pell', born: '2001-08-19', postcode: 'AS9 8AB' };
  const records = [
    { id: 'before', source: 'a', fields: twice },
    { id: 'after', source: 'b', fields: twice },
    { id: 'stranger', source: 'b', fields: other },
  ];
  const open = new LiveLinkage(model, { mode: 'dedupe' });
  for (const record of records) open.put(record);
  expect(open.clusterOf('before')).toContain('after');
  const walled = new LiveLinkage(model, {
    mode: 'dedupe',
    boundaries: [['before', 'after']],
    keepTogether: [['after', 'before']],
  });
  for (const record of records) walled.put(record);
  walled.put({ id: 'third', source: 'a', fields: twice });
  expect(walled.clusterOf('before')).not.toContain('after');
  expect(walled.explain('before', 'after')).toEqual(walled.explain('before', 'stranger'));
  expect(walled.explain('after', 'before')).toEqual(walled.explain('stranger', 'before'));
});
