/** What one unit of a service costs: facts from published tables, each with its source. A key once used keeps its meaning. */

export type Bearer = 'council' | 'police' | 'health' | 'justice' | 'several';

/** Who bears a cost, as pages say it. */
export const bearerWords: Readonly<Record<string, string>> = {
  council: 'Council',
  police: 'Police',
  health: 'Health',
  justice: 'Justice',
  several: 'Several',
} satisfies Record<Bearer, string>;

/** What a source says that one unit costs, in pence of its own price year. */
export type Price = {
  pence: number;
  lowPence: number;
  highPence: number;
  /** `published`: the source gives the range. `ours`: rule unpublished-range, or our own hours. */
  range: 'published' | 'ours';
  /** Financial year of the prices, such as `2008-09`. */
  priceYear: string;
  source: string;
  /** A official and current, B quoted at second hand, C official but dated, D put together here. */
  grade: 'A' | 'B' | 'C' | 'D';
};

/** One step of a cost that is put together: so many of another, low, middle and high. Below nought it is taken away. */
export type Step = { words: string; of: string; times: readonly [low: number, middle: number, high: number] };

export type UnitCost = Price & {
  key: string;
  label: string;
  per: 'each' | 'hour' | 'week' | 'month' | 'year';
  bearer: Bearer;
  /** Whose money: of public services, or of the economy as a whole. */
  lens: 'fiscal' | 'economic';
  /** `direct`: a service works with the family. `indirect`: it falls on others in consequence. */
  reach: 'direct' | 'indirect';
  /** Code in the Greater Manchester database, by which a newer edition is read. */
  code?: string;
  /** How it is put together, where no unit cost is published. */
  steps?: readonly Step[];
};

type Entry = Pick<UnitCost, 'key' | 'label' | 'per' | 'bearer' | 'priceYear' | 'source' | 'grade' | 'code'> &
  Partial<Pick<UnitCost, 'lens' | 'reach'>> & { pounds: number; from?: number; to?: number };

/** A fifth either way, where the source gives no range (rule unpublished-range). */
const unpublished = 0.2;

const published = ({ pounds, from, to, ...entry }: Entry): UnitCost => ({
  lens: 'fiscal',
  reach: 'direct',
  ...entry,
  pence: Math.round(pounds * 100),
  lowPence: Math.round((from ?? pounds * (1 - unpublished)) * 100),
  highPence: Math.round((to ?? pounds * (1 + unpublished)) * 100),
  range: from === undefined ? 'ours' : 'published',
});

const outturn = (key: string, label: string, pounds: number, from: number, to: number, measure: string) =>
  published({
    key,
    label,
    per: 'week',
    pounds,
    from,
    to,
    priceYear: '2024-25',
    bearer: 'council',
    source: `DfE section 251 outturn in the Local Authority Interactive Tool; range: tenth to ninetieth percentile of authorities: ${measure}`,
    grade: 'A',
  });

const manchester = 'Greater Manchester Combined Authority Unit Cost Database v1.4';
const gmca = (
  key: string,
  label: string,
  per: UnitCost['per'],
  pounds: number,
  priceYear: string,
  bearer: Bearer,
  code: string,
  more: Partial<Entry> = {},
) =>
  published({
    key,
    label,
    per,
    pounds,
    priceYear,
    bearer,
    // What is worked out from several entries is not read from one.
    ...(more.source === undefined && { code }),
    source: `${manchester}, ${code}`,
    grade: 'C',
    ...more,
  });

const quoted = 'Personal Social Services Research Unit, Unit Costs 2025, at second hand';
const indirect = { reach: 'indirect' } as const;

/** Unit costs as their sources give them. */
export const publishedCosts: readonly UnitCost[] = [
  outturn('child-in-need-week', 'Social work for a child in need', 170, 120, 245, 'SWFinance'),
  outturn('foster-week', 'Foster placement', 765, 575, 1035, 'FosteringFinance'),
  outturn('childrens-home-week', 'Children’s home', 7385, 5860, 9560, 'RescareFinance'),
  outturn('looked-after-week', 'Child in care, any placement', 2100, 1590, 2815, 'LACFinance'),
  published({
    key: 'secure-home-year',
    label: 'Secure children’s home',
    per: 'year',
    pounds: 210_000,
    priceYear: '2018-19',
    bearer: 'several',
    source: 'Children’s Commissioner 2019, quoted by equallyours.org.uk',
    grade: 'B',
  }),
  gmca('contact-and-referral', 'Contact and referral', 'each', 186, '2008-09', 'council', 'SS5.0.1'),
  gmca('assessment', 'Child and family assessment', 'each', 271, '2008-09', 'council', 'SS5.0.2'),
  gmca('s47-enquiry', 'Section 47 enquiry', 'each', 511, '2008-09', 'council', 'SS5.0.7'),
  gmca('early-help-month', 'Early help', 'month', 165, '2010-11', 'several', 'SS6.0.5'),
  gmca(
    'police-domestic-incident',
    'Police share of a domestic incident',
    'each',
    415,
    '2008-09',
    'police',
    'CR2.0.3',
  ),
  gmca('police-asb-report', 'Report of anti-social behaviour', 'each', 35, '2002-03', 'police', 'CR1.1'),
  published({
    key: 'emergency-attendance',
    label: 'Accident and emergency',
    per: 'each',
    pounds: 280,
    priceYear: '2024-25',
    bearer: 'health',
    source: quoted,
    grade: 'B',
  }),
  gmca('mental-health-case', 'Help for a child’s mental health', 'each', 5015, '2013-14', 'health', 'HE12.3'),
  gmca('treatment-year', 'Treatment for drink or drugs', 'year', 2604, '2012-13', 'several', 'HE2.2'),
  gmca('homeless-application', 'Application as homeless', 'each', 2501, '2010-11', 'council', 'HO3.0'),
  gmca('temporary-home-week', 'Temporary accommodation', 'week', 248.7, '2010-11', 'council', 'HO4', {
    from: 162.44,
    to: 334.95,
    source: `${manchester}, between HO4.4 (private, £162.44) and HO4.1 (bed and breakfast, £334.95)`,
  }),
  gmca('eviction', 'Eviction', 'each', 3685, '2010-11', 'several', 'HO1.0', {
    from: 690,
    to: 6680,
    source: `${manchester}, between HO2.0 (simple repossession, £690) and HO1.0 (complex eviction, £6,680)`,
  }),
  gmca(
    'alternative-provision',
    'Schooling for a year after an exclusion',
    'each',
    7181,
    '2005-06',
    'council',
    'E&S2.0.1',
  ),
  gmca('youth-justice-year', 'Work with youth justice', 'year', 3152, '2008-09', 'justice', 'CR4.0'),
  gmca('custody-year', 'Custody of a young person', 'year', 94_780, '2013-14', 'justice', 'CR4.2'),

  published({
    key: 'social-worker-hour',
    label: 'Hour of a social worker',
    per: 'hour',
    pounds: 57.5,
    from: 54,
    to: 61,
    priceYear: '2024-25',
    bearer: 'council',
    source: quoted,
    grade: 'B',
  }),
  gmca('health-visitor-hour', 'Hour of a health visitor', 'hour', 43, '2013-14', 'health', 'HE23.3'),
  gmca('police-hour', 'Hour of a police officer', 'hour', 38.43, '2013-14', 'police', 'CR9.0'),
  gmca('crime', 'Average crime, all public services', 'each', 609, '2010-11', 'several', 'CR8.0', indirect),

  gmca(
    'domestic-incident-others',
    'Domestic incident: health, courts and housing',
    'each',
    1862,
    '2008-09',
    'several',
    'CR2.0',
    {
      ...indirect,
      source: `${manchester}, CR2.0: health £1,171, criminal justice £581, housing £110; social services’ £193 is counted as it is recorded`,
    },
  ),
  gmca('exclusion-later', 'Exclusion: what it leads to', 'each', 2038, '2005-06', 'several', 'E&S2.0', {
    ...indirect,
    lens: 'economic',
    source: `${manchester}, E&S2.0 (£9,219) less E&S2.0.1 (£7,181)`,
  }),
  gmca('absence-term', 'Persistent absence, a term', 'each', 503, '2005-06', 'several', 'E&S1.0', {
    ...indirect,
    source: `${manchester}, E&S1.0 (£1,509 a year) by three terms`,
  }),
];

/** The parts of direct spending, as pages say them (rule crisis-or-ahead). */
export const stageWords = {
  ahead: 'Help ahead of a crisis',
  'in-need': 'Social work with a child in need',
  crisis: 'Crisis, protection and care',
} as const;
export type Stage = keyof typeof stageWords;

const stages: Readonly<Record<Exclude<Stage, 'crisis'>, readonly string[]>> = {
  ahead: ['early-help-month', 'health-visit', 'mental-health-case', 'treatment-year'],
  'in-need': ['contact-and-referral', 'assessment', 'child-in-need-week'],
};

/** Which part of direct spending a unit cost belongs to, by its key (rule crisis-or-ahead). */
export function stageOf(unitCost: string): Stage {
  if (stages.ahead.includes(unitCost)) return 'ahead';
  return stages['in-need'].includes(unitCost) ? 'in-need' : 'crisis';
}

/** A cost with no published unit cost, put together from others. Hours and how often are ours (rule composed). */
export type Recipe = Pick<UnitCost, 'key' | 'label' | 'per' | 'bearer' | 'reach'> & {
  steps: readonly Step[];
};

const perMonth = (everyDays: number) => 30.4375 / everyDays;
const times = (low: number, middle: number, high: number, often: number): Step['times'] => [
  low * often,
  middle * often,
  high * often,
];

/** Costs that are put together, those first that others are put together from. */
export const recipes: readonly Recipe[] = [
  {
    key: 'protection-conference',
    label: 'Child protection conference',
    per: 'each',
    bearer: 'several',
    reach: 'direct',
    steps: [
      { words: 'social worker, with the report', of: 'social-worker-hour', times: [6, 8, 10] },
      { words: 'chair', of: 'social-worker-hour', times: [4, 6, 8] },
      {
        words: 'four others from health, school and police, 3 hours each',
        of: 'health-visitor-hour',
        times: [8, 12, 16],
      },
    ],
  },
  {
    key: 'protection-plan-month',
    label: 'Month on a child protection plan',
    per: 'month',
    bearer: 'several',
    reach: 'direct',
    steps: [
      {
        words: 'visit every 10 working days (14 days), 4 hours with the way and the writing',
        of: 'social-worker-hour',
        times: times(3, 4, 5, perMonth(14)),
      },
      {
        words: 'core group every 5 weeks (35 days), 5 hours of the social worker',
        of: 'social-worker-hour',
        times: times(4, 5, 6, perMonth(35)),
      },
      {
        words: 'core group every 5 weeks, three others, 2.5 hours each',
        of: 'health-visitor-hour',
        times: times(6, 7.5, 9, perMonth(35)),
      },
      {
        words: 'review conference, one in 6 months; one in 3 in the beginning',
        of: 'protection-conference',
        times: [1 / 6, 1 / 6, 1 / 3],
      },
    ],
  },
  {
    key: 'police-call-out',
    label: 'Police called',
    per: 'each',
    bearer: 'police',
    reach: 'direct',
    steps: [{ words: 'two officers, 2 hours each', of: 'police-hour', times: [2, 4, 8] }],
  },
  {
    key: 'health-visit',
    label: 'Health visitor or school nurse, a visit',
    per: 'each',
    bearer: 'health',
    reach: 'direct',
    steps: [
      { words: 'an hour with the way and the writing', of: 'health-visitor-hour', times: [0.5, 1, 1.5] },
    ],
  },
  {
    key: 'crime-others',
    label: 'Crime: courts, prisons, health',
    per: 'each',
    bearer: 'several',
    reach: 'indirect',
    steps: [
      { words: 'average crime, all public services', of: 'crime', times: [1, 1, 1] },
      { words: 'less the police who came', of: 'police-call-out', times: [-1, -1, -1] },
    ],
  },
];

/** The one price year that spending is shown in. */
export const priceBase = '2024-25';

/**
 * Price levels by financial year, 2024-25 = 100: approximations of the GDP deflator that stand in until the
 * Treasury's table is put in their place (`vantage prices --levels`).
 */
export const readyLevels: Readonly<Record<string, number>> = {
  '2002-03': 57.7,
  '2005-06': 62.3,
  '2006-07': 64.1,
  '2008-09': 67.5,
  '2009-10': 68.4,
  '2010-11': 69.7,
  '2011-12': 70.7,
  '2012-13': 72.1,
  '2013-14': 73.4,
  '2014-15': 74.4,
  '2016-17': 76.6,
  '2018-19': 79.5,
  '2023-24': 96.2,
  '2024-25': 100,
};
