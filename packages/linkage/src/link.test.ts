import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinkOptions, type LinkRecord, linkRecords } from './index.ts';
import { random } from './random.ts';
import { lowestWeight } from './threshold.ts';

const fields: LinkOptions['fields'] = {
  given_name: 'given-name',
  surname: 'surname',
  birth_date: 'date',
  sex: 'sex',
  postcode: 'postcode',
  street: 'street',
  nhs_number: { kind: 'identifier', check: 'nhs-number' },
};

type Fields = LinkRecord['fields'];
const record = (id: string, source: string, values: Fields): LinkRecord => ({ id, source, fields: values });

const syllables = [
  'ba',
  'cor',
  'del',
  'fin',
  'gar',
  'hol',
  'jen',
  'kir',
  'lam',
  'mor',
  'nes',
  'pel',
  'ros',
  'tan',
  'wex',
];
const given = [
  'Ada',
  'Bella',
  'Callum',
  'Dylan',
  'Evie',
  'Finn',
  'Grace',
  'Hugo',
  'Iris',
  'Jonah',
  'Kofi',
  'Layla',
];

/** A town of unrelated people, each known to two sources, some of the second source's rows with a slip or a later address. */
function town(people: number, seed = 1): LinkRecord[] {
  const next = random(seed);
  const of = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const two = (n: number) => `${n}`.padStart(2, '0');
  return Array.from({ length: people }, (_, i) => {
    const person = {
      given_name: of(given),
      surname: of(syllables) + of(syllables) + of(['ton', 'by', 'ley', 'man', '']),
      birth_date: `${1960 + Math.floor(next() * 60)}-${two(2 + Math.floor(next() * 11))}-${two(1 + Math.floor(next() * 28))}`,
      sex: of(['f', 'm']),
      postcode: `AS${1 + Math.floor(next() * 9)} ${Math.floor(next() * 10)}${of(['AB', 'CD', 'EF', 'GH'])}`,
      street: `${1 + Math.floor(next() * 90)} ${of(syllables)}${of(syllables)} Road`,
    };
    const moved = {
      postcode: `AS9 ${Math.floor(next() * 10)}ZZ`,
      street: `${i} ${of(syllables)}${of(syllables)} Lane`,
    };
    const home = next() < 0.15 ? moved : {};
    const slip = next() < 0.2 ? { surname: `${person.surname.slice(0, 3)}x${person.surname.slice(3)}` } : {};
    return [record(`a${i}`, 'a', person), record(`b${i}`, 'b', { ...person, ...home, ...slip })];
  }).flat();
}

const everyone = town(300);
/** As many as teach what agreement is worth, where only a few records more are looked at. */
const neighbours = town(100);
const clusterOf = (clusters: string[][], id: string) => clusters.find((cluster) => cluster.includes(id));

describe('a town', async () => {
  const result = await linkRecords(everyone, { fields, mode: 'dedupe' });

  test('people are found and nobody is joined to another', async () => {
    const right = result.clusters.filter(
      ([one, two]) => one?.slice(1) === two?.slice(1) && two !== undefined,
    );
    const wrong = result.clusters.filter((ids) => new Set(ids.map((id) => id.slice(1))).size > 1);
    expect(wrong).toEqual([]);
    expect(right.length).toBeGreaterThanOrEqual(297);
  });

  test('every record is in exactly one cluster', async () => {
    expect(result.clusters.flat().sort()).toEqual(everyone.map(({ id }) => id).sort());
  });

  test('the terms of every pair sum to its weight', async () => {
    expect(result.pairs.length).toBeGreaterThan(290);
    for (const { levels, weight } of result.pairs) {
      expect(Math.abs(levels.reduce((sum, level) => sum + level.weight, 0) - weight)).toBeLessThan(1e-9);
      expect(levels.every(({ words }) => /^[A-Z].*[a-z)]$/.test(words))).toBe(true);
    }
  });

  test('an exact rare value says how many hold it', async () => {
    const words = result.pairs.flatMap(({ levels }) => levels.map((level) => level.words));
    expect(words.some((each) => /^Same surname \(held by \d of 600\)$/.test(each))).toBe(true);
  });
});

test('the answer does not depend on the order of the records', async () => {
  const some = town(60, 5);
  const expected = await linkRecords(some, { fields, mode: 'dedupe', pairsFrom: 0 });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(some, { minLength: some.length }), async (shuffled) => {
      expect(await linkRecords(shuffled, { fields, mode: 'dedupe', pairsFrom: 0 })).toEqual(expected);
    }),
    { numRuns: 6 },
  );
});

describe('people who must stay apart', () => {
  const home = { surname: 'Hallorby', postcode: 'AS7 7QQ', street: '3 Fenwick Road' };
  const together = async (one: Fields, two: Fields, more: LinkRecord[] = []) => {
    const { clusters, pairs } = await linkRecords(
      [...neighbours, record('one', 'a', one), record('two', 'b', two), ...more],
      {
        fields,
        mode: 'dedupe',
        pairsFrom: 0,
      },
    );
    const pair = pairs.find(({ left, right }) => left === 'one' && right === 'two');
    return { joined: clusterOf(clusters, 'one')?.includes('two'), held: pair?.held ?? null };
  };
  const born = (birth_date: string, given_name: string, sex = 'f', more: Fields = {}) => ({
    ...home,
    birth_date,
    given_name,
    sex,
    ...more,
  });

  test('twins with different given names', async () => {
    const { joined, held } = await together(born('2014-06-09', 'Marnie'), born('2014-06-09', 'Odette'));
    expect(joined).toBe(false);
    expect(held).toContain('may be twins');
  });

  test.each([
    ['Jayden', 'Hayden'],
    ['Ella', 'Bella'],
    ['Amelia', 'Emilia'],
  ])('twins with names as alike as %s and %s', async (one, two) => {
    expect((await together(born('2014-06-09', one), born('2014-06-09', two))).joined).toBe(false);
  });

  test('twins whose names may be forms of one, when one source knows both', async () => {
    const [ellie, danielle] = [born('2014-06-09', 'Ellie'), born('2014-06-09', 'Danielle')];
    const others = [record('other', 'a', danielle)];
    expect((await together(ellie, danielle, others)).joined).toBe(false);
    expect((await together(ellie, danielle)).joined).toBe(true);
  });

  test('two of one given name and address of whom neither surname nor birth date agrees', async () => {
    const { joined, held } = await together(
      { ...home, given_name: 'Ansel' },
      { ...home, surname: 'Quorn', given_name: 'Ansel' },
    );
    expect(joined).toBe(false);
    expect(held).toContain('Too little agrees');
  });

  test('twins whom a record without a given name fits equally', async () => {
    const nameless = record('between', 'b', { ...home, birth_date: '2014-06-09' });
    expect(
      (await together(born('2014-06-09', 'Marnie'), born('2014-06-09', 'Odette'), [nameless])).joined,
    ).toBe(false);
  });

  test('a father and a son of one name at one address', async () => {
    const { joined, held } = await together(
      born('1975-06-09', 'Ansel', 'm'),
      born('2005-06-09', 'Ansel', 'm'),
    );
    expect(joined).toBe(false);
    expect(held).toContain('two of one household');
  });

  test('two of one household when a birth date is missing', async () => {
    expect(
      (await together(born('1975-06-09', 'Ansel'), { ...home, given_name: 'Ansel', sex: 'f' })).joined,
    ).toBe(false);
  });

  test('cousins of one name at two addresses', async () => {
    const elsewhere = { postcode: 'AS7 7QA', street: '81 Corby Road' };
    expect(
      (await together(born('2010-02-11', 'Ansel', 'm'), born('2012-10-30', 'Ansel', 'm', elsewhere))).joined,
    ).toBe(false);
  });

  test('two of one name of whom nothing else is known to agree', async () => {
    const { joined, held } = await together(
      { given_name: 'Ansel', surname: 'Quorn', birth_date: '2010-02-11' },
      { given_name: 'Ansel', surname: 'Quorn', sex: 'm' },
    );
    expect(joined).toBe(false);
    expect(held).toContain('Only names agree');
  });

  test('two of one name, each with a birth date that two records state', async () => {
    const [ben, other] = [born('2012-06-09', 'Marnie'), born('2018-06-09', 'Marnie')];
    const attested = [record('one again', 'b', ben), record('two again', 'a', other)];
    expect((await together(ben, other)).joined).toBe(true);
    expect((await together(ben, other, attested)).joined).toBe(false);
  });

  test('two valid identifiers that differ, though all else agrees', async () => {
    const { joined, held } = await together(
      born('2014-06-09', 'Marnie', 'f', { nhs_number: '9876543210' }),
      born('2014-06-09', 'Marnie', 'f', { nhs_number: '9434765919' }),
    );
    expect(joined).toBe(false);
    expect(held).toContain('valid identifier');
  });

  const away = { postcode: 'AS1 1AB', street: '5 Garros Road' };

  test.each(['Baby', 'Twin 1', '-'])(
    'newborn twins who are both called %s, whether one source or two know them',
    async (name) => {
      const twin = born('2024-03-03', name);
      expect(await together(twin, twin)).toMatchObject({
        joined: false,
        held: expect.stringContaining('twins'),
      });
      expect((await together(twin, twin, [record('other', 'a', twin)])).joined).toBe(false);
      expect((await together(twin, { ...twin, ...away })).joined).toBe(false);
    },
  );

  test('nobody known, of no fixed abode, born on a default day', async () => {
    const nobody = {
      given_name: 'Unknown',
      surname: 'Unknown',
      birth_date: '1900-01-01',
      sex: 'f',
      postcode: 'ZZ99 3VZ',
      street: 'No fixed abode',
      nhs_number: '9999999999',
    };
    expect((await together(nobody, nobody)).joined).toBe(false);
  });

  test('twins of one first name and another second name', async () => {
    const ali = born('2014-06-09', 'Mohammed Ali', 'm');
    const { joined, held } = await together(ali, born('2014-06-09', 'Mohammed Amin', 'm'));
    expect(joined).toBe(false);
    expect(held).toContain('may be twins');
    const others = Array.from({ length: 4 }, (_, i) =>
      record(`ali ${i}`, 'c', { given_name: 'Mohammed Ali' }),
    );
    expect((await together(ali, born('2014-06-09', 'Muhammad Amin', 'm'), others)).joined).toBe(false);
    expect((await together(ali, born('2014-06-09', 'Mohamed A', 'm'))).joined).toBe(true);
  });

  test('a girl and a boy of names that may be forms of one, unless an identifier vouches', async () => {
    const [alexander, alex] = [born('2014-06-09', 'Alexander', 'male'), born('2014-06-09', 'Alex', 'female')];
    const { joined, held } = await together(alexander, alex);
    expect(joined).toBe(false);
    expect(held).toContain('female');
    const number = { nhs_number: '9876543210' };
    expect((await together({ ...alexander, ...number }, { ...alex, ...number })).joined).toBe(true);
  });

  test.each([
    ['day and month swapped', '2014-09-06'],
    ['one digit off', '2014-06-19'],
    ['a default day', '2014-01-01'],
  ])(
    'two of one name at two addresses, the birth date with %s, unless an identifier vouches',
    async (_, day) => {
      const [one, two] = [born('2014-06-09', 'Marnie'), { ...born(day, 'Marnie'), ...away }];
      const { joined, held } = await together(one, two);
      expect(joined).toBe(false);
      expect(held).toContain('addresses differ');
      expect((await together(one, born(day, 'Marnie'))).joined).toBe(true);
      const number = { nhs_number: '9876543210' };
      expect((await together({ ...one, ...number }, { ...two, ...number })).joined).toBe(true);
    },
  );

  test('and one who is the same is joined: one name, nickname, moved house, or an identifier that vouches', async () => {
    const moved = { postcode: 'AS1 1AB', street: '5 Garros Road' };
    expect((await together(born('2014-06-09', 'Marnie'), born('2014-06-09', 'Marnie'))).joined).toBe(true);
    expect(
      (await together(born('2014-06-09', 'Robert', 'm'), born('2014-06-09', 'Bob', 'm', moved))).joined,
    ).toBe(true);
    const number = { nhs_number: '9876543210' };
    const known = born('2014-06-09', 'Marnie', 'f', number);
    expect((await together(known, born('2014-06-09', 'Odette', 'f', number))).joined).toBe(true);
  });
});

test('the threshold is the lowest weight from which enough pairs are expected to be right', () => {
  const step = (weight: number, pairs: number, right: number) => ({ weight, pairs, right });
  const steps = [step(9, 60, 60), step(12, 100, 100), step(7, 20, 14), step(5, 10, 6)];
  expect(lowestWeight(steps, 0.95)).toEqual({ weight: 7, expected: 174 / 180 });
  expect(lowestWeight(steps, 0.99)).toEqual({ weight: 9, expected: 1 });
  expect(lowestWeight([step(3, 10, 6)], 0.99)).toBeNull();
});

describe('choices', () => {
  const person = {
    given_name: 'Marnie',
    surname: 'Hallorby',
    birth_date: '2014-06-09',
    sex: 'f',
    postcode: 'AS7 7QQ',
  };
  const three = [record('x1', 'x', person), record('x2', 'x', person), record('y1', 'y', person)];

  test('link compares only across sources', async () => {
    const { pairs } = await linkRecords([...neighbours, ...three], { fields, mode: 'link', pairsFrom: 0 });
    expect(pairs.some(({ left, right }) => left === 'x1' && right === 'x2')).toBe(false);
    expect(pairs.some(({ left, right }) => left === 'x1' && right === 'y1')).toBe(true);
  });

  test('a source that never duplicates has no two records in a cluster', async () => {
    const joined = await linkRecords([...neighbours, ...three], { fields, mode: 'dedupe' });
    expect(clusterOf(joined.clusters, 'x1')).toEqual(['x1', 'x2', 'y1']);
    const kept = await linkRecords([...neighbours, ...three], {
      fields,
      mode: 'dedupe',
      neverDuplicates: ['x'],
    });
    expect(clusterOf(kept.clusters, 'y1')).toHaveLength(2);
  });

  test('a decision that two are different people holds, also through a third', async () => {
    const apart = { fields, mode: 'dedupe', keepApart: [['y1', 'x1']], pairsFrom: 0 } as const;
    const { clusters, pairs } = await linkRecords([...neighbours, ...three], apart);
    expect(clusterOf(clusters, 'x1')).not.toContain('y1');
    expect(clusterOf(clusters, 'x2')).toHaveLength(2);
    expect(pairs.some(({ left, right }) => left === 'x1' && right === 'y1')).toBe(false);
  });

  test('swapped names are seen and counted once', async () => {
    const swapped = record('y1', 'y', { ...person, given_name: 'Hallorby', surname: 'Marnie' });
    const { clusters, pairs } = await linkRecords([...neighbours, record('x1', 'x', person), swapped], {
      fields,
      mode: 'dedupe',
    });
    expect(clusterOf(clusters, 'x1')).toEqual(['x1', 'y1']);
    const levels = pairs.find(({ left }) => left === 'x1')?.levels ?? [];
    expect(levels.find(({ field }) => field === 'given_name')?.level).toBe('swapped');
    expect(levels.find(({ field }) => field === 'surname')?.weight).toBe(0);
  });

  test('what cannot be done is refused', async () => {
    await expect(
      linkRecords([record('1', 'a', {}), record('1', 'b', {})], { fields, mode: 'dedupe' }),
    ).rejects.toThrow(/same id/);
    await expect(linkRecords([], { fields, mode: 'dedupe', precision: 1 })).rejects.toThrow(/precision/);
    const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`f${i}`, 'text' as const]));
    await expect(linkRecords([], { fields: many, mode: 'dedupe' })).rejects.toThrow(/15/);
  });

  test('nobody and one person', async () => {
    expect((await linkRecords([], { fields, mode: 'dedupe' })).clusters).toEqual([]);
    expect((await linkRecords([record('1', 'a', person)], { fields, mode: 'dedupe' })).clusters).toEqual([
      ['1'],
    ]);
  });

  test('a handful of records is enough', async () => {
    const other = {
      given_name: 'Otto',
      surname: 'Pell',
      birth_date: '1980-04-17',
      sex: 'm',
      postcode: 'AS2 2AA',
    };
    const few = [record('a1', 'a', person), record('b1', 'b', person), record('a2', 'a', other)];
    expect((await linkRecords(few, { fields, mode: 'dedupe' })).clusters).toEqual([['a1', 'b1'], ['a2']]);
  });
});
