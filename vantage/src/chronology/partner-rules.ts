/** How records of schools, health services, youth justice, housing, treatment and other authorities become facts. */
import type { Rule, Values } from './rules.ts';

const number = (value: Values[string] | undefined) => (typeof value === 'number' ? value : 0);

/** Share of the sessions of a term that a pupil missed, with leave or without; 0 where none were possible. */
function missed(values: Values): number {
  const possible = number(values.sessionspossible);
  const absent = number(values.sessionsauthorised) + number(values.sessionsunauthorised);
  return possible > 0 ? absent / possible : 0;
}

/** First and last day of the terms, as rule school-terms dates them: month and day, and years after the school year's first. */
const terms: Readonly<Record<string, readonly [from: string, to: string, later: number]>> = {
  autumn: ['09-01', '12-31', 0],
  spring: ['01-01', '03-31', 1],
  summer: ['04-01', '07-31', 1],
};

function termDay(end: 0 | 1): (values: Values) => string | undefined {
  return (values) => {
    const term = terms[String(values.term)];
    return term === undefined ? undefined : `${number(values.year) + term[2]}-${term[end]}`;
  };
}

const missedPart = {
  column: (values: Values) => `${Math.round(missed(values) * 100)}%`,
  name: 'missed',
  label: 'Sessions missed',
};

/** Rule loss-ends-due-day. */
const dueDay = ({ outcome, due_on: due }: Values) =>
  outcome === 'loss' || typeof due !== 'string' ? undefined : due;

const listed =
  (column: string, ...codes: string[]) =>
  (values: Values): boolean =>
    codes.includes(String(values[column]));

const harming = ['self-harm', 'alcohol-or-drugs', 'assault'] as const;
const words = (list: string): Record<string, string> =>
  Object.fromEntries(list.split(' ').map((code) => [code, code.replaceAll('-', ' ')]));
const arrivals = words('injury illness breathing self-harm alcohol-or-drugs assault');
const troubles = words('anxiety low-mood self-harm behaviour eating neurodevelopment trauma');
const part = (column: string, label: string, codes?: Record<string, string>) => ({
  column,
  name: column,
  label,
  ...(codes && { codes }),
});
const sanctions = words('diversion caution conditional-caution referral-order rehabilitation-order custody');

export const partnerRules: readonly Rule[] = [
  {
    of: 'school.attendance',
    code: (values) => (missed(values) >= 0.5 ? 'severe-absence' : 'low-attendance'),
    from: termDay(0),
    to: termDay(1),
    when: (values) => missed(values) >= 0.1,
    own: ['urn'],
    parts: [missedPart],
  },
  {
    of: 'school.exclusions',
    code: (values) => (values.category === 'PERM' ? 'school-exclusion' : 'school-suspension'),
    from: 'startdate',
    parts: [part('reason', 'Reason'), part('sessions', 'Sessions')],
  },
  {
    of: 'school.results',
    code: (values) =>
      values.stage === 'KS4'
        ? 'leaving-results'
        : values.result === 'expected'
          ? 'reached-standard'
          : 'below-standard',
    from: 'assessed_on',
    parts: [
      part('stage', 'Assessed', { EYFS: 'at 5', KS2: 'at 11', KS4: 'at 16' }),
      part('result', 'Result', { expected: 'as expected', 'not-yet': 'not yet as expected' }),
    ],
  },
  {
    of: 'health.pregnancies',
    code: 'pregnancy',
    about: 'mother',
    from: 'booked_on',
    to: 'ended_on',
    parts: [
      { ...part('due_on', 'Due'), column: dueDay, isDay: true },
      {
        ...part('outcome', 'Outcome', { birth: 'a birth', loss: 'a loss', moved: 'moved away' }),
        name: 'end',
      },
    ],
  },
  {
    of: 'health.contacts',
    code: (values) => (values.outcome === 'not-brought' ? 'not-brought' : 'health-visit'),
    from: 'contact_date',
    parts: [
      part(
        'contact_type',
        'What for',
        words('antenatal new-birth 6-8-week 1-year 2-year extra measurement school-nurse'),
      ),
    ],
  },
  {
    of: 'ae.attendances',
    code: (values) => (listed('reason', ...harming)(values) ? 'emergency-harm' : 'emergency'),
    from: 'arrived_on',
    own: ['attendance_id'],
    parts: [part('reason', 'Why', arrivals), part('discharge', 'Then')],
  },
  {
    of: 'camhs.referrals',
    code: 'mental-health-help',
    from: 'referred_on',
    to: 'closed_on',
    when: (values) => values.accepted !== false,
    parts: [part('reason', 'Why', troubles)],
  },
  {
    of: 'camhs.referrals',
    code: 'mental-health-declined',
    from: 'referred_on',
    when: (values) => values.accepted === false,
    parts: [part('reason', 'Why', troubles)],
  },
  {
    of: 'camhs.contacts',
    code: (values) => (values.attended === false ? 'mental-health-missed' : 'mental-health-visit'),
    from: 'contact_date',
  },
  {
    of: 'yj.outcomes',
    code: (values) => (values.outcome === 'custody' ? 'custody' : 'youth-justice'),
    from: 'outcome_date',
    to: 'ends_on',
    parts: [part('outcome', 'Outcome', sanctions), part('offence', 'Offence')].map((one) =>
      one.name === 'outcome' ? { ...one, name: 'sanction' } : one,
    ),
  },
  {
    of: 'housing.homelessness',
    code: 'homelessness',
    from: 'applied_on',
    occasion: 'application_id',
    parts: [
      part('reason', 'Why'),
      part('decision', 'Decision', { owed: 'owed help', 'not-owed': 'not owed help' }),
    ],
  },
  {
    of: 'housing.homelessness',
    code: 'temporary-home',
    from: 'temporary_from',
    to: 'temporary_to',
    when: (values) => typeof values.temporary_from === 'string',
    occasion: 'application_id',
  },
  {
    of: 'housing.arrears',
    code: (values) => (values.stage === 'eviction' ? 'eviction' : 'rent-arrears'),
    from: 'notice_date',
    parts: [part('stage', 'Step', words('letter notice court eviction'))],
  },
  {
    of: 'treatment.journeys',
    code: 'treatment',
    from: 'started_on',
    to: 'ended_on',
    parts: [part('substance', 'For'), part('exit', 'How it ended', words('completed left transferred'))],
  },
  {
    of: 'treatment.journeys',
    code: 'treatment-completed',
    from: 'ended_on',
    when: (values) => values.exit === 'completed' && typeof values.ended_on === 'string',
  },
  {
    of: 'eh.cases',
    code: 'early-help',
    from: 'opened_on',
    to: 'closed_on',
    occasion: 'case_id',
    parts: [part('reason', 'Reason'), part('outcome', 'Why it ended')].map((one) =>
      one.name === 'outcome' ? { ...one, name: 'ending' } : one,
    ),
  },
  {
    of: 'other.notices',
    code: (values) =>
      ({
        'child-in-need': 'elsewhere-in-need',
        'protection-plan': 'elsewhere-plan',
        'in-care': 'elsewhere-care',
        'placed-here': 'elsewhere-care',
      })[String(values.involvement)] ?? 'elsewhere-help',
    from: 'began_on',
    to: 'ended_on',
    own: ['authority'],
    parts: [part('authority', 'Authority'), part('sent_on', 'Told on')],
  },
];
