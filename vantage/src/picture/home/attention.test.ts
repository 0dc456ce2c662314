import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Looked, reasonsIn } from './attention.ts';
import { attentionLimits, attentionOwner, attentionRules, attentionSince } from './rules.ts';

const on = '2026-11-22';
const kyle = '01a20168-88f0-73d1-b612-a04a6bff5d02';
const leah = '01a20168-88f0-73d1-b612-a04a6bff5d03';

let count = 0;
const fact = (
  kind: string,
  from: string,
  more: Partial<Looked['facts'][number]> & { says?: Record<string, string>; to?: string | null } = {},
): Looked['facts'][number] => {
  const { says = {}, to = from, ...rest } = more;
  count += 1;
  return {
    factId: `f${count}`,
    personId: kyle,
    role: 'subject',
    agency: 'social-care',
    kind,
    shape: 'event',
    happened: { from, to },
    precision: 'day',
    occasion: null,
    detail: { parts: Object.entries(says).map(([name, value]) => ({ name, label: name, value })) },
    withheld: false,
    recordedAt: null,
    receivedAt: new Date('2026-11-16T06:00:00Z'),
    ...rest,
  } as Looked['facts'][number];
};
const spell = (kind: string, from: string, to: string | null = null) =>
  fact(kind, from, { shape: 'involvement', to });
const visit = (day: string, seen: string, alone: string, kind = 'cp-visit') =>
  fact(kind, day, { says: { seen, alone } });

const looking = (facts: Looked['facts'], more: Partial<Looked> = {}) =>
  reasonsIn(
    {
      familyId: 'F',
      facts,
      people: [{ personId: kyle, born: '2012-04-05' }],
      steps: [],
      hypotheses: [],
      opened: new Date('2026-11-20T10:00:00Z'),
      ...more,
    },
    on,
  );
const rulesOf = (...asked: Parameters<typeof looking>) => looking(...asked).map(({ rule }) => rule);

describe('not seen', () => {
  const plan = spell('cp-plan', '2026-05-01');
  test('is not said by whoever may not see what later visits say', () => {
    const unread = (day: string) => fact('cp-visit', day, { withheld: true });
    const late = visit('2026-10-31', 'yes', 'yes');
    expect(rulesOf([plan, late, unread('2026-11-10')])).toEqual([]);
    expect(rulesOf([plan, unread('2026-11-10')])).toEqual([]);
    // One before the last that may be read hides nothing, nor one that is still to come.
    expect(rulesOf([plan, late, unread('2026-10-01'), unread('2026-12-01')])).toEqual(['not-seen']);
    const never = ['2026-11-20', '2026-11-10', '2026-11-05'].map((day) => visit(day, 'yes', 'no'));
    expect(rulesOf([plan, ...never])).toEqual(['not-seen-alone']);
    expect(rulesOf([plan, ...never, unread('2026-11-15')])).toEqual([]);
    expect(rulesOf([plan, ...never, unread('2026-11-01')])).toEqual(['not-seen-alone']);
  });
  test('counts from the last visit on which the child was seen, not from one on which nobody was', () => {
    expect(rulesOf([plan, visit('2026-11-01', 'yes', 'yes')])).toEqual([]);
    expect(rulesOf([plan, visit('2026-10-31', 'yes', 'yes')])).toEqual(['not-seen']);
    expect(rulesOf([plan, visit('2026-10-31', 'yes', 'yes'), visit('2026-11-10', 'no', 'no')])).toEqual([
      'not-seen',
    ]);
  });

  test('gives a child in need plan six weeks, a new plan its own, and a plan that is over none', () => {
    const inNeed = spell('cin-plan', '2026-05-01');
    expect(rulesOf([inNeed, visit('2026-10-11', 'yes', 'yes', 'cin-visit')])).toEqual([]);
    expect(rulesOf([inNeed, visit('2026-10-10', 'yes', 'yes', 'cin-visit')])).toEqual(['not-seen']);
    expect(rulesOf([spell('cp-plan', '2026-11-01')])).toEqual([]);
    expect(rulesOf([spell('cp-plan', '2026-10-31')])).toEqual(['not-seen']);
    expect(rulesOf([spell('cp-plan', '2026-05-01', '2026-11-22')])).not.toContain('not-seen');
  });

  test('takes a visit that was written here, of whomever it says was seen', () => {
    const here = (seen: string) => fact('visit', '2026-11-20', { says: { 'seen-here': seen, alone: 'no' } });
    expect(rulesOf([plan, here('yes')])).toEqual([]);
    expect(rulesOf([plan, here('no')])).toEqual(['not-seen']);
    expect(rulesOf([plan, { ...here('yes'), personId: leah }])).toEqual(['not-seen']);
  });

  test('is another line once another visit is the last', () => {
    const [first] = looking([plan, visit('2026-10-01', 'yes', 'yes')]);
    const [second] = looking([plan, visit('2026-10-15', 'yes', 'yes')]);
    expect(first?.about).not.toBe(second?.about);
  });
});

test('not seen alone: three visits that say so, of a child old enough, on a plan', () => {
  const plan = spell('cp-plan', '2026-05-01');
  const three = ['2026-10-20', '2026-11-03', '2026-11-15'].map((day) => visit(day, 'yes', 'no'));
  expect(rulesOf([plan, ...three])).toEqual(['not-seen-alone']);
  expect(rulesOf([plan, ...three.slice(1)])).toEqual([]);
  expect(rulesOf([plan, ...three, visit('2026-11-20', 'yes', 'yes')])).toEqual([]);
  expect(rulesOf([plan, visit('2026-10-01', 'yes', 'yes'), ...three])).toEqual(['not-seen-alone']);
  expect(rulesOf(three)).toEqual([]);
  expect(rulesOf([plan, ...three], { people: [{ personId: kyle, born: '2021-11-23' }] })).toEqual([]);
  expect(rulesOf([plan, ...three], { people: [{ personId: kyle, born: '2021-11-22' }] })).toEqual([
    'not-seen-alone',
  ]);
});

test('missed in a row: of one service, ended by whoever comes, and not long ago', () => {
  const gone = (day: string) => fact('not-brought', day);
  expect(rulesOf([gone('2026-10-01'), gone('2026-11-01')])).toEqual(['missed-in-a-row']);
  expect(rulesOf([gone('2026-11-01')])).toEqual([]);
  expect(rulesOf([gone('2026-10-01'), fact('health-visit', '2026-10-15'), gone('2026-11-01')])).toEqual([]);
  expect(
    rulesOf([gone('2026-10-01'), fact('mental-health-visit', '2026-10-15'), gone('2026-11-01')]),
  ).toEqual(['missed-in-a-row']);
  expect(rulesOf([gone('2026-10-01'), fact('mental-health-missed', '2026-11-01')])).toEqual([]);
  expect(rulesOf([gone('2026-05-01'), gone('2026-08-21')])).toEqual([]);
  expect(rulesOf([gone('2026-05-01'), gone('2026-08-22')])).toEqual(['missed-in-a-row']);
});

test('new since: received after the family was opened, and no old history that came late', () => {
  const call = (day: string, receivedAt: string, more = {}) =>
    fact('police-violence', day, { receivedAt: new Date(receivedAt), occasion: 'O1', ...more });
  expect(rulesOf([call('2026-11-10', '2026-11-21T00:00:00Z')])).toEqual(['crisis-since']);
  expect(rulesOf([call('2026-11-10', '2026-11-19T00:00:00Z')])).toEqual([]);
  expect(rulesOf([call('2026-08-01', '2026-11-21T00:00:00Z')])).toEqual([]);
  const never = { opened: null };
  expect(rulesOf([call('2026-11-10', '2026-10-25T00:00:01Z')], never)).toEqual(['crisis-since']);
  expect(rulesOf([call('2026-11-10', '2026-10-24T00:00:00Z')], never)).toEqual([]);
  const both = [kyle, leah].map((personId) => call('2026-11-10', '2026-11-21T00:00:00Z', { personId }));
  const people = [kyle, leah].map((personId) => ({ personId, born: null }));
  expect(looking(both, { people })).toMatchObject([{ rule: 'crisis-since', personId: null }]);
  const told = ['housing', 'social-care'].map((agency) =>
    fact('rent-arrears', '2026-11-10', { agency, receivedAt: new Date('2026-11-21') }),
  );
  expect(rulesOf(told)).toEqual(['crisis-since']);
  expect(rulesOf([fact('police-theft', '2026-11-10', { receivedAt: new Date('2026-11-21') })])).toEqual([]);
});

test('a step is late the day after its day, a hypothesis on its day', () => {
  const step = (day: string) => ({ entryId: `s${day}`, who: 'Jo Bell', what: 'asks Leah', day });
  expect(rulesOf([], { steps: [step('2026-11-21'), step('2026-11-22')] })).toEqual(['step-due']);
  const note = (due: string) => ({ noteId: `n${due}`, about: [kyle], due });
  expect(
    rulesOf([], {
      hypotheses: [note('2026-11-22'), note('2026-11-23'), note('2026-11-29'), note('2026-11-30')],
    }),
  ).toEqual(['hypothesis-due', 'hypothesis-soon', 'hypothesis-soon']);
});

test('help that ended: while a need that it is for stands, and nothing of the kind goes on', () => {
  const excluded = fact('school-exclusion', '2026-09-10', { receivedAt: new Date('2026-09-11') });
  const over = (kind: string, to = '2026-10-20') => spell(kind, '2026-02-01', to);
  expect(rulesOf([excluded, over('early-help')])).toEqual(['ended-with-need']);
  expect(rulesOf([over('early-help')])).toEqual([]);
  expect(rulesOf([excluded, over('mental-health-help')])).toEqual([]);
  expect(rulesOf([excluded, over('early-help', '2026-09-26')])).toEqual([]);
  expect(rulesOf([excluded, over('early-help', '2026-09-27')])).toEqual(['ended-with-need']);
  expect(rulesOf([excluded, over('early-help'), spell('cin-plan', '2026-10-20')])).toEqual([]);
  const [reason] = looking([excluded, over('early-help')]);
  expect(reason).toMatchObject({
    words: 'early help ended while school and learning still stands as a need',
    on: '2026-10-19',
    href: '/families/F/needs/learning',
  });
});

test('docs/rules.md states every rule, its owner and since when, in the words of the code', () => {
  const page = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8').replace(
    /\s+/g,
    ' ',
  );
  for (const [id, { words, source }] of Object.entries(attentionRules))
    expect(page).toContain(`| \`${id}\` | ${words} | ${source} |`);
  expect(page).toContain(
    `${attentionOwner} answers for them; they stand as they are since ${attentionSince}.`,
  );
  expect(attentionRules['not-seen'].words).toContain(`last ${attentionLimits.weeksUnseen['cp-plan']} weeks`);
  expect(attentionRules['not-seen'].words).toContain(`last ${attentionLimits.weeksUnseen['cin-plan']} weeks`);
});
