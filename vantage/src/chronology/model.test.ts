import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { type Claim, factsOf } from './model.ts';
import { claimsOf, factKinds, rules } from './rules.ts';

const received = new Date('2026-11-16T06:00:00Z');

type Over = Partial<Claim> & { recordId?: string; recordedAt?: string | null; receivedAt?: Date };

function claim(over: Over): Claim {
  const { recordId = 'r1', recordedAt = null, receivedAt = received, ...rest } = over;
  return {
    personId: 'kyle',
    agency: 'social-care',
    code: 'cp-plan',
    from: '2020-01-06',
    last: '2020-09-30',
    role: 'subject',
    occasion: null,
    own: '',
    carriesOn: false,
    parts: [],
    source: {
      recordId,
      version: 1,
      recordedAt: recordedAt === null ? null : new Date(recordedAt),
      receivedAt,
    },
    ...rest,
  };
}

test('one assertion told by two returns is one fact with two sources', () => {
  const facts = factsOf([
    claim({ recordId: 'ssd', recordedAt: '2020-10-01T09:00:00Z' }),
    claim({ recordId: 'census' }),
  ]);
  expect(facts).toHaveLength(1);
  expect(facts[0]?.sources.map((source) => source.recordId)).toEqual(['census', 'ssd']);
  expect(facts[0]?.happened).toEqual({ from: '2020-01-06', to: '2020-10-01' });
  expect(facts[0]?.recordedAt).toEqual(new Date('2020-10-01T09:00:00Z'));
  expect(facts[0]?.detail.contradictions).toBeUndefined();
});

test('another person, kind, start or agency is another fact', () => {
  const facts = factsOf([
    claim({}),
    claim({ personId: 'leah' }),
    claim({ code: 'cin-plan' }),
    claim({ from: '2020-01-07' }),
    claim({ agency: 'next-county' }),
  ]);
  expect(facts).toHaveLength(5);
});

test('when ends differ the one recorded last is followed and the other stays on the fact', () => {
  const [fact] = factsOf([
    claim({ recordId: 'old', recordedAt: '2020-02-01T00:00:00Z', last: null }),
    claim({ recordId: 'new', recordedAt: '2020-10-01T00:00:00Z', last: '2020-09-30' }),
    claim({ recordId: 'census', last: '2020-09-28' }),
  ]);
  expect(fact?.happened.to).toBe('2020-10-01');
  expect(fact?.detail.contradictions).toEqual([
    { about: 'end', label: 'End', said: null, recordId: 'old' },
    { about: 'end', label: 'End', said: '2020-09-28', recordId: 'census' },
  ]);
});

test('a fact is not recorded before the last of what it says', () => {
  const open = claim({ recordId: 'CP1', recordedAt: '2024-01-11T00:00:00Z', last: null });
  const ended = { recordId: 'CP1b', last: '2024-12-01', receivedAt: new Date('2026-11-20T06:00:00Z') };
  const [fact] = factsOf([open, claim({ ...ended, recordedAt: '2024-12-05T00:00:00Z' })]);
  expect(fact?.happened.to).toBe('2024-12-02');
  expect(fact?.recordedAt).toEqual(new Date('2024-12-05T00:00:00Z'));
  expect(fact?.receivedAt).toEqual(ended.receivedAt);
  // One that does not say when it was recorded gives way, and what came later does not count with what is followed.
  const [kept] = factsOf([open, claim(ended)]);
  expect(kept?.happened.to).toBeNull();
  expect(kept?.recordedAt).toEqual(new Date('2024-01-11T00:00:00Z'));
  expect(kept?.receivedAt).toEqual(received);
  // Where the end or a part stands only in it, nobody can say when the whole was recorded.
  const endless = claim({ recordId: 'CP1', recordedAt: '2024-01-11T00:00:00Z', last: undefined });
  const [taken] = factsOf([endless, claim(ended)]);
  expect([taken?.happened.to, taken?.recordedAt]).toEqual(['2024-12-02', null]);
  expect(taken?.receivedAt).toEqual(ended.receivedAt);
  const parts = [{ name: 'category', label: 'Category', value: 'Neglect' }];
  const [partly] = factsOf([open, claim({ ...ended, last: null, parts })]);
  expect([partly?.detail.parts, partly?.recordedAt]).toEqual([parts, null]);
});

test('a joined spell in care is recorded when the last of its episodes was', () => {
  const spell = (second: string | null) =>
    factsOf([
      claim({ code: 'in-care', last: '2020-03-01', recordId: 'a', recordedAt: '2020-03-02T00:00:00Z' }),
      claim({ code: 'in-care', from: '2020-03-01', recordId: 'b', recordedAt: second }),
    ]).map((fact) => fact.recordedAt);
  expect(spell('2020-10-01T00:00:00Z')).toEqual([new Date('2020-10-01T00:00:00Z')]);
  expect(spell(null)).toEqual([null]);
});

test('the same codes in another order say the same; another code does not', () => {
  const found = (recordId: string, code: string) =>
    claim({ recordId, parts: [{ name: 'factors', label: 'Found', value: `as ${code}`, code }] });
  const against = (code: string) =>
    factsOf([found('a', '10A 17A'), found('b', code)])[0]?.detail.contradictions;
  expect(against('17A,10a')).toBeUndefined();
  expect(against('17A')).toHaveLength(1);
  expect(against('10A 17A 2A')).toHaveLength(1);
});

test('among sources that say nothing of when, the one that states an end is followed', () => {
  const [fact] = factsOf([
    claim({ recordId: 'a', last: null }),
    claim({ recordId: 'b', last: '2020-09-30' }),
  ]);
  expect(fact?.happened.to).toBe('2020-10-01');
  expect(fact?.detail.contradictions?.map((one) => [one.recordId, one.said])).toEqual([['a', null]]);
});

test('no source says when it was recorded: unknown, not guessed', () => {
  expect(factsOf([claim({})])[0]?.recordedAt).toBeNull();
});

test('an end before the start shows the first day and keeps what was stated', () => {
  const [fact] = factsOf([claim({ last: '2019-12-31' })]);
  expect(fact?.happened).toEqual({ from: '2020-01-06', to: '2020-01-07' });
  expect(fact?.detail.contradictions).toEqual([
    { about: 'end', label: 'End', said: '2019-12-31', recordId: 'r1' },
  ]);
});

test('a return without a place for an end does not contradict one that has it', () => {
  const [fact] = factsOf([
    claim({ code: 's47', recordId: 'census', last: undefined }),
    claim({ code: 's47', recordId: 'ssd', last: '2020-01-20' }),
  ]);
  expect(fact?.happened.to).toBe('2020-01-21');
  expect(fact?.detail.contradictions).toBeUndefined();
  expect(factsOf([claim({ code: 's47', last: undefined })])[0]?.happened.to).toBe('2020-01-07');
});

const episode = (from: string, last: string | null, over: Partial<Claim> = {}, recordId = from) => [
  claim({ code: 'in-care', from, last, recordId, ...over }),
  claim({ code: 'placement-foster', from, last, recordId, ...over }),
];

test('episodes that follow on are one spell in care; a gap begins another', () => {
  const facts = factsOf([
    ...episode('2020-01-06', '2020-03-01'),
    ...episode('2020-03-01', '2020-09-30'),
    ...episode('2021-02-01', null),
  ]);
  const care = facts.filter((fact) => fact.kind === 'in-care');
  expect(care.map((fact) => fact.happened)).toEqual([
    { from: '2020-01-06', to: '2020-10-01' },
    { from: '2021-02-01', to: null },
  ]);
  expect(care[0]?.sources).toHaveLength(2);
  expect(facts.filter((fact) => fact.kind === 'placement-foster')).toHaveLength(3);
});

test('the end of an episode inside a spell in care contradicts nothing; another end does', () => {
  const care = { code: 'in-care' };
  const cut = [
    claim({ ...care, recordId: 'cut1', last: '2020-03-01' }),
    claim({ ...care, recordId: 'cut2', from: '2020-03-01', last: '2020-06-30' }),
    claim({ ...care, recordId: 'cut3', from: '2020-07-01', last: '2020-09-30' }),
  ];
  const whole = { ...care, recordId: 'whole' };
  for (const recordedAt of [null, '2020-01-07T00:00:00Z']) {
    const [fact, ...others] = factsOf([claim({ ...whole, recordedAt }), ...cut]);
    expect(others).toEqual([]);
    expect(fact?.happened).toEqual({ from: '2020-01-06', to: '2020-10-01' });
    expect(fact?.detail.contradictions).toBeUndefined();
  }
  // The whole spell as another return tells it ends two days before, or not at all: that is a contradiction.
  for (const said of ['2020-09-28', null]) {
    const [fact] = factsOf([claim({ ...whole, last: said, recordedAt: '2020-10-09T00:00:00Z' }), ...cut]);
    expect(fact?.happened.to).toBe('2020-10-01');
    expect(fact?.detail.contradictions).toEqual([{ about: 'end', label: 'End', said, recordId: 'whole' }]);
  }
});

test('a spell that goes on has no ending, whatever reason its record gives', () => {
  const ending = { name: 'ending', label: 'How it ended', value: 'Moved abroad', code: 'E16' };
  expect(factsOf([claim({ last: null, parts: [ending] })])[0]?.detail.parts).toEqual([]);
  expect(factsOf([claim({ parts: [ending] })])[0]?.detail.parts).toEqual([ending]);
});

test('a change of legal status alone carries the placement on', () => {
  const facts = factsOf([
    ...episode('2020-01-06', '2020-03-01'),
    ...episode('2020-03-01', '2020-09-30', { carriesOn: true }),
  ]);
  const placements = facts.filter((fact) => fact.kind === 'placement-foster');
  expect(placements.map((fact) => fact.happened)).toEqual([{ from: '2020-01-06', to: '2020-10-01' }]);
});

test('facts are the same whatever the order of the claims', () => {
  const days = fc
    .integer({ min: 0, max: 40 })
    .map((day) => `2020-01-${String((day % 28) + 1).padStart(2, '0')}`);
  const someClaim = fc
    .record({
      code: fc.constantFrom('cp-plan', 'in-care', 'placement-foster', 's47'),
      from: days,
      last: fc.oneof(days, fc.constant(null), fc.constant(undefined)),
      carriesOn: fc.boolean(),
      record: fc.constantFrom(
        { recordId: 'a', recordedAt: null },
        { recordId: 'b', recordedAt: null },
        { recordId: 'c', recordedAt: '2020-02-01T00:00:00Z' },
        { recordId: 'd', recordedAt: '2021-02-01T00:00:00Z' },
      ),
    })
    .map(({ record, ...rest }) => claim({ ...rest, ...record }));
  const pair = fc.array(someClaim, { maxLength: 12 }).chain((claims) =>
    fc.shuffledSubarray(claims, { minLength: claims.length, maxLength: claims.length }).map((other) => ({
      claims,
      other,
    })),
  );
  fc.assert(
    fc.property(pair, ({ claims, other }) => {
      expect(factsOf(other)).toEqual(factsOf(claims));
      for (const fact of factsOf(claims)) {
        const { from, to } = fact.happened;
        expect(to === null || (from !== null && from < to)).toBe(true);
      }
    }),
  );
});

const lookups = {
  worker: (_agency: string, id: string) => (id === 'P9' ? 'Amira Said' : undefined),
  factors: () => ['1B', '4B'],
};

function told(kind: string, values: Record<string, string | number | boolean | null>, motherId?: string) {
  const source = { recordId: 'r1', version: 1, recordedAt: null, receivedAt: received };
  const about = { personId: 'kyle', ...(motherId !== undefined && { motherId }) };
  return claimsOf({ agency: 'social-care', kind, values, ...about, source }, lookups);
}

test('a month or a year stands on all its days, and is not taken for a day', () => {
  const facts = (day: string) =>
    factsOf(told('care.significant_events', { event_date: day, event_type: 'house-move' }).claims);
  expect(facts('2024-02')).toMatchObject([
    { happened: { from: '2024-02-01', to: '2024-03-01' }, precision: 'month' },
  ]);
  expect(facts('2023')).toMatchObject([
    { happened: { from: '2023-01-01', to: '2024-01-01' }, precision: 'year' },
  ]);
  expect(facts('2024-02-07')).toMatchObject([
    { happened: { from: '2024-02-07', to: '2024-02-08' }, precision: 'day' },
  ]);
  const due = told('health.pregnancies', { booked_on: '2026-01-05', due_on: '2026-07' }, 'dawn');
  expect(due.claims[0]).toMatchObject({ from: '2026-01-05', precision: 'day' });
  expect(due.claims[0]?.parts).toContainEqual({ name: 'due_on', label: 'Due', value: 'July 2026' });
});

test('a referral that led to help is a referral and a spell open to social care', () => {
  const { claims } = told('cin.referral', {
    CINreferralDate: '2020-07-13',
    ReferralSource: '4',
    PrimaryNeedCode: 'N6',
    CINclosureDate: '2021-06-11',
    ReasonForClosure: 'RC2',
    DateOfInitialCPC: '2020-09-29',
    ReferralNFA: false,
  });
  expect(claims.map(({ code, from, last }) => [code, from, last])).toEqual([
    ['referral', '2020-07-13', '2020-07-13'],
    ['in-need', '2020-07-13', '2021-06-11'],
    ['cp-conference', '2020-09-29', '2020-09-29'],
  ]);
  expect(claims[0]?.parts).toEqual([
    { name: 'source', label: 'From', value: 'Housing', code: '4' },
    { name: 'need', label: 'Main need', value: 'Socially unacceptable behaviour', code: 'N6' },
    { name: 'nfa', label: 'No further action', value: 'no' },
  ]);
});

test('a referral with no further action opens no spell', () => {
  const { claims } = told('cin.referral', { CINreferralDate: '2020-07-13', ReferralNFA: true });
  expect(claims.map((one) => one.code)).toEqual(['referral']);
});

test('a pregnancy says when the child is due, and from a loss on no more', () => {
  const of = (more: Record<string, string>) =>
    told('health.pregnancies', { booked_on: '2025-08-01', due_on: '2026-02-20', ...more }, 'mother')
      .claims[0];
  expect(of({})?.parts).toEqual([{ name: 'due_on', label: 'Due', value: '20 February 2026' }]);
  expect(of({ outcome: 'birth', ended_on: '2026-02-22' })?.parts.map(({ name }) => name)).toEqual([
    'due_on',
    'end',
  ]);
  const lost = of({ outcome: 'loss', ended_on: '2025-10-03' });
  expect(lost?.parts).toEqual([{ name: 'end', label: 'Outcome', value: 'a loss', code: 'loss' }]);
  expect(lost?.last).toBe('2025-10-03');
});

test('a worker is named, an assessment says what it found, an outcome is put in words', () => {
  const worker = told('ssd.involvements', {
    invo_involvement_start_date: '2024-05-01',
    invo_professional_id: 'P9',
    invo_professional_role_id: 'Allocated social worker',
  });
  expect(worker.claims[0]?.parts).toEqual([
    { name: 'worker-role', label: 'Role', value: 'Allocated social worker' },
    { name: 'worker', label: 'Worker', value: 'Amira Said' },
  ]);
  const assessment = told('ssd.cin_assessments', {
    cina_assessment_start_date: '2024-05-01',
    cina_assessment_id: 'A1',
    cina_assessment_outcome_json: '{"NFA_FLAG":"N","PROV_OF_SERVICES_FLAG":"Y"}',
  });
  expect(assessment.claims[0]?.parts).toEqual([
    { name: 'outcome', label: 'Outcome', value: 'Services provided' },
    { name: 'factors', label: 'Found', value: 'alcohol: parent, mental health: parent', code: '1B 4B' },
  ]);
});

test('a police occurrence ties its people together and lasts a day where no end is stated', () => {
  const { claims } = told('police.occurrences', {
    occurrence_no: 'OCC-7',
    role: 'child-present',
    occurred_from: '2025-08-02',
    occurred_to: null,
    offence_type: 'domestic-abuse',
    outcome: 'words-of-advice',
  });
  expect(claims[0]).toMatchObject({
    code: 'police-domestic-abuse',
    last: '2025-08-02',
    role: 'child-present',
    occasion: 'social-care|OCC-7',
    parts: [{ value: 'Words of advice' }],
  });
});

test('one allocation of a worker told by two returns is one fact', () => {
  const ssd = told('ssd.involvements', {
    invo_involvement_start_date: '2024-05-01',
    invo_professional_id: 'P9',
    invo_professional_role_id: 'Allocated social worker',
    invo_professional_team: 'T1',
  });
  const care = told('ssda903.sw_episode', { SW_DECOM: '2024-05-01', SW_ID: 'P9' });
  const other = told('ssda903.sw_episode', { SW_DECOM: '2024-05-01', SW_ID: 'P8' });
  expect(factsOf([...ssd.claims, ...care.claims])).toHaveLength(1);
  expect(factsOf([...ssd.claims, ...other.claims])).toHaveLength(2);
});

test('two contacts on one day are two facts and contradict nothing', () => {
  const contact = (id: string, source: string) =>
    told('ssd.contacts', {
      cont_contact_id: id,
      cont_contact_date: '2024-05-01',
      cont_contact_source_code: source,
    }).claims;
  const facts = factsOf([...contact('C1', '2A'), ...contact('C2', '6')]);
  expect(facts.map((fact) => fact.detail.parts[0]?.code)).toEqual(['2A', '6']);
  expect(facts.map((fact) => fact.detail.contradictions)).toEqual([undefined, undefined]);
});

test('a record without a first day makes no fact and is counted', () => {
  expect(told('ssd.cin_plans', { cinp_cin_plan_start_date: null })).toEqual({ claims: [], undated: 1 });
});

test('every code of the rules stands in the catalogue', () => {
  for (const rule of rules) {
    if (typeof rule.code === 'string') expect(catalogue.has(rule.code), rule.code).toBe(true);
  }
  const placements = ['U1', 'U6', 'K1', 'K2', 'P1', 'P2', 'H5', 'A3', 'Z1', ''];
  for (const placement of placements) {
    const { claims } = told('ssd.cla_placement', {
      clap_cla_placement_start_date: '2020-01-01',
      clap_cla_placement_type: placement,
    });
    expect(catalogue.has(claims[0]?.code ?? ''), placement).toBe(true);
  }
  expect(factKinds).not.toContain('ssda903.ad1');
});
