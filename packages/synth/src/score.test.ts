import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { random } from './random.ts';
import { compare, type Findings, score, type Truth } from './score.ts';

const record = (key: string, person_id: string) => ({ agency: 'a', kind: 'k', key, person_id });
const linked = (key: string, person: string) => ({ agency: 'a', kind: 'k', key, person });
const nothing: Findings = { linkedRecords: [], guardians: [], families: [] };

/** Ann has records 1, 2, 3; Ben 4, 5; Cal 6. Ann is guardian of Ben and Cal; Dee is in no record. */
const truth: Truth = {
  records: [
    record('1', 'ann'),
    record('2', 'ann'),
    record('3', 'ann'),
    record('4', 'ben'),
    record('5', 'ben'),
    record('6', 'cal'),
  ],
  guardians: [
    { child: 'ben', guardian: 'ann' },
    { child: 'cal', guardian: 'ann' },
    { child: 'ben', guardian: 'dee' },
  ],
  families: [
    { person: 'ann', family: 'f' },
    { person: 'ben', family: 'f' },
    { person: 'cal', family: 'f' },
    { person: 'dee', family: 'f' },
  ],
  twins: [{ person: 'ben', twin: 'cal' }],
  homes: [],
};

describe('pairs of records', () => {
  it('are all right when every person is found', () => {
    const linkedRecords = ['1', '2', '3'].map((key) => linked(key, 'P'));
    linkedRecords.push(linked('4', 'Q'), linked('5', 'Q'), linked('6', 'R'));
    expect(compare(truth, { ...nothing, linkedRecords }).persons).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  it('are counted by hand: P = {1,2,4}, Q = {3}, R = {5,6}', () => {
    // Found: 3 pairs in P, 1 in R = 4. True: 3 of Ann, 1 of Ben = 4. Right: 1-2 alone = 1.
    const linkedRecords = [
      linked('1', 'P'),
      linked('2', 'P'),
      linked('4', 'P'),
      linked('3', 'Q'),
      linked('5', 'R'),
      linked('6', 'R'),
    ];
    const { persons, twinsMerged } = compare(truth, { ...nothing, linkedRecords });
    expect(persons).toEqual({ precision: 1 / 4, recall: 1 / 4, f1: 1 / 4 });
    expect(twinsMerged).toBe(1);
  });

  it('count a record left out as alone, and leave out records that have no true person', () => {
    // Found: 1-2 = 1, right. True: 4.
    const linkedRecords = [linked('1', 'P'), linked('2', 'P'), linked('99', 'P')];
    const { persons } = compare(truth, { ...nothing, linkedRecords });
    expect(persons.precision).toBe(1);
    expect(persons.recall).toBe(1 / 4);
    expect(persons.f1).toBeCloseTo(0.4, 12);
  });

  it('claim nothing when nothing is linked', () => {
    expect(compare(truth, nothing).persons).toEqual({ precision: 1, recall: 0, f1: 0 });
  });
});

/** Fifty people's thousand records, and what somebody made of them: some in another person, some left out, some twice. */
function someFindings() {
  const chance = random('findings');
  const truth = Array.from({ length: 1000 }, (_, i) => record(`k,${i}`, `person ${chance.int(1, 50)}`));
  const linkedRecords = truth
    .filter(() => chance.chance(0.9))
    .map(({ key, person_id }) => linked(key, chance.chance(0.8) ? person_id : `other ${chance.int(1, 60)}`));
  linkedRecords.push(
    ...linkedRecords.slice(0, 40).map(({ key }) => linked(key, 'somebody')),
    linked('z', 'P'),
  );
  return { truth, linkedRecords };
}

describe('many records', () => {
  const { truth: records, linkedRecords } = someFindings();

  it('come to what a count of every pair comes to', () => {
    const found = new Map<string, string>();
    for (const { key, person } of linkedRecords) if (!found.has(key)) found.set(key, person);
    let [both, real, claimed] = [0, 0, 0];
    for (const [i, one] of records.entries())
      for (const other of records.slice(i + 1)) {
        const same = one.person_id === other.person_id;
        const joined = found.has(one.key) && found.get(one.key) === found.get(other.key);
        real += Number(same);
        claimed += Number(joined);
        both += Number(same && joined);
      }
    const { persons } = compare({ ...truth, records }, { ...nothing, linkedRecords });
    expect(persons.precision).toBeCloseTo(both / claimed, 12);
    expect(persons.recall).toBeCloseTo(both / real, 12);
    expect(both).toBeGreaterThan(5000);
  });

  it('are compared with a folder as with what stands in memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vantage-score-'));
    try {
      const write = (name: string, lines: readonly string[]) =>
        writeFile(join(folder, name), lines.map((line) => `${line}\r\n`).join(''));
      await write('about.json', ['{"as_of":"2026-11-15"}']);
      const lines = records.map(
        ({ agency, kind, key, person_id }) => `${agency},${kind},"${key}",${person_id}`,
      );
      await write('records.csv', ['agency,kind,key,person_id', ...lines]);
      await write('guardians.csv', [
        'child,guardian,from,to',
        'person 1,person 2,2020-01-01,',
        'person 3,person 4,2020-01-01,2026-11-15',
      ]);
      await write('families.csv', [
        'person,family,from,to',
        'person 1,f,2020-01-01,',
        'person 2,f,2020-01-01,2026-11-16',
      ]);
      await write('twins.csv', ['person,twin', 'person 1,person 2']);
      await write('homes.csv', [
        'person,address,postcode,from',
        'person 1,"5 Weir Street, Ashmere",AM1 7HB,2020-01-01',
      ]);
      const people: Truth = {
        records,
        guardians: [{ child: 'person 1', guardian: 'person 2' }],
        families: ['person 1', 'person 2'].map((person) => ({ person, family: 'f' })),
        twins: [{ person: 'person 1', twin: 'person 2' }],
        homes: [{ person: 'person 1', address: '5 Weir Street, Ashmere', postcode: 'AM1 7HB' }],
      };
      const guardians = [{ child: 'person 1', guardian: 'person 2' }];
      const one = async function* () {
        yield* linkedRecords;
      };
      expect(await score(folder, { ...nothing, guardians, linkedRecords: one() })).toEqual(
        compare(people, { ...nothing, guardians, linkedRecords }),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('guardians and families', () => {
  const whole = [
    linked('1', 'P'),
    linked('2', 'P'),
    linked('3', 'P'),
    linked('4', 'Q'),
    linked('5', 'Q'),
    linked('6', 'R'),
  ];

  it('leave out true pairs with somebody who is in no record', () => {
    const { guardians, families } = compare(truth, {
      linkedRecords: whole,
      guardians: [
        { child: 'Q', guardian: 'P' },
        { child: 'R', guardian: 'P' },
      ],
      families: ['P', 'Q', 'R'].map((person) => ({ person, family: '1' })),
    });
    expect(guardians).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(families).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  it('count a wrong person as wrong', () => {
    // Guardians found: Q-P right, P-Q wrong, Q-X wrong (nobody): 1 of 3; true: 2.
    // Families found: P and Q: right; true: ann-ben, ann-cal, ben-cal.
    const { guardians, families } = compare(truth, {
      linkedRecords: whole,
      guardians: [
        { child: 'Q', guardian: 'P' },
        { child: 'P', guardian: 'Q' },
        { child: 'Q', guardian: 'X' },
      ],
      families: ['P', 'Q'].map((person) => ({ person, family: '1' })),
    });
    expect(guardians).toEqual({ precision: 1 / 3, recall: 1 / 2, f1: 0.4 });
    expect(families).toEqual({ precision: 1, recall: 1 / 3, f1: 0.5 });
  });

  it('let a person made of two people answer for the one with more records', () => {
    // P holds Ann’s 1, 2, 3 and Cal’s 6: it stands for Ann. The pair Cal-Ann becomes Ann-Ann, which is wrong.
    const linkedRecords = [...whole.slice(0, 5), linked('6', 'P')];
    const { guardians, twinsMerged } = compare(truth, {
      ...nothing,
      linkedRecords,
      guardians: [
        { child: 'Q', guardian: 'P' },
        { child: 'P', guardian: 'P' },
      ],
    });
    expect(guardians).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
    expect(twinsMerged).toBe(0);
  });
});

describe('twins', () => {
  const records = (['a1', 'a2', 'b1', 'b2'] as const).map((key) => ({
    agency: 'x',
    kind: 'y',
    key,
    person_id: key.startsWith('a') ? 'amy' : 'ava',
  }));
  const truth = { records, guardians: [], families: [], twins: [{ person: 'amy', twin: 'ava' }], homes: [] };
  /** Persons of the four numbers, what is said of each, and pairs in doubt. */
  const twins = (
    persons: readonly string[],
    said: readonly { given?: string; nhsNumber?: string }[],
    doubtful: readonly (readonly [string, string])[] = [],
  ) => {
    const number = (i: number) => `x ${records[i]?.key}`;
    return compare(truth, {
      linkedRecords: records.map((record, i) => ({ ...record, person: persons[i] ?? '', number: number(i) })),
      guardians: [],
      families: [],
      numbers: records.map((_, i) => ({
        number: number(i),
        person: persons[i] ?? '',
        given: said[i]?.given,
        nhsNumber: said[i]?.nhsNumber,
        upn: undefined,
      })),
      doubtful: doubtful.map(([one, other]) => ({ number: `x ${one}`, other: `x ${other}` })),
    }).twins;
  };
  const [amy, ava, nobody] = [{ given: 'Amy' }, { given: 'Ava' }, {}];
  const none = { pairs: 1, mergedThoughTold: 0, mergedAlike: 0, alike: 0, queued: 0 };

  it('who are held apart, and whose records differ, count nowhere', () => {
    expect(twins(['1', '1', '2', '2'], [amy, amy, ava, ava])).toEqual(none);
  });

  it('in one person, though a name or a valid number tells them apart', () => {
    expect(twins(['1', '1', '1', '2'], [amy, amy, ava, ava])).toEqual({ ...none, mergedThoughTold: 1 });
    const [one, other] = [{ nhsNumber: '9990000026' }, { nhsNumber: '9990000034' }];
    expect(twins(['1', '2', '1', '3'], [one, amy, other, ava])).toEqual({ ...none, mergedThoughTold: 1 });
    // A number that no person can have tells nobody apart.
    expect(twins(['1', '2', '1', '3'], [one, amy, { nhsNumber: '9990000035' }, ava])).toEqual({
      ...none,
      mergedAlike: 1,
    });
  });

  it('whom nothing tells apart are alike, and queued where somebody is asked about those two people', () => {
    expect(twins(['1', '3', '2', '2'], [amy, nobody, ava, ava])).toEqual({ ...none, alike: 1 });
    expect(twins(['1', '3', '2', '2'], [amy, nobody, ava, ava], [['a2', 'b1']])).toEqual({
      ...none,
      alike: 1,
      queued: 1,
    });
    expect(twins(['1', '3', '2', '2'], [amy, nobody, ava, ava], [['a1', 'b1']])?.queued).toBe(0);
  });
});

describe('homes', () => {
  it('count who lives where it is said, by postcode and house number', () => {
    const lives = (person: string, address: string, postcode: string) => ({ person, address, postcode });
    const homes = [
      lives('ann', '5 Weir Street, Ashmere', 'AM1 7HB'),
      lives('ben', '5 Weir Street, Ashmere', 'AM1 7HB'),
      lives('cal', '12 Quarry Close, Ashmere', 'AM8 2RD'),
    ];
    const linkedRecords = ['1', '2', '3'].map((key) => linked(key, 'P'));
    linkedRecords.push(linked('4', 'Q'), linked('5', 'Q'), linked('6', 'R'));
    const told = (person: string, address: string, postcode: string, chosen = false) => ({
      person,
      address,
      postcode,
      chosen,
    });
    const addresses = [
      // Ann's is chosen, misspelt; Ben's is told and another chosen; Cal's is never told; whom nobody stands for has none.
      told('P', '5 Wier St', 'am17hb', true),
      told('P', '1 Mill Lane', 'AM2 2AA'),
      told('Q', '1 Mill Lane', 'AM2 2AA', true),
      told('Q', '5 Weir Street', 'AM1 7HB'),
      told('R', '21 Quarry Close', 'AM8 2RD', true),
      told('S', '5 Weir Street', 'AM1 7HB', true),
    ];
    const found = { ...nothing, linkedRecords };
    expect(compare({ ...truth, homes }, { ...found, addresses }).homes).toEqual({
      people: 3,
      told: 2,
      chosen: 1,
    });
    expect(compare({ ...truth, homes }, found).homes).toBeNull();
  });
});
