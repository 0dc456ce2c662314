/** What one unit of a service costs. Data, reviewed like code; a key once used keeps its meaning. */
export type UnitCost = {
  key: string;
  label: string;
  per: 'each' | 'week' | 'month' | 'year';
  /** Pence in the price year of the source. */
  pence: number;
  lowPence: number;
  highPence: number;
  /** `published`: the source gives the range. `ours`: rule unpublished-range. */
  range: 'published' | 'ours';
  /** Financial year of the prices, such as `2008-09`. */
  priceYear: string;
  bearer: 'council' | 'police' | 'justice' | 'several';
  source: string;
  /** A official and current, B quoted at second hand, C official but dated. */
  grade: 'A' | 'B' | 'C';
};

type Entry = Omit<UnitCost, 'pence' | 'lowPence' | 'highPence' | 'range'> & {
  pounds: number;
  from?: number;
  to?: number;
};

/** A fifth either way, where the source gives no range (rule unpublished-range). */
const unpublished = 0.2;

function costs(entries: readonly Entry[]): UnitCost[] {
  return entries.map(({ pounds, from, to, ...entry }) => ({
    ...entry,
    pence: Math.round(pounds * 100),
    lowPence: Math.round((from ?? pounds * (1 - unpublished)) * 100),
    highPence: Math.round((to ?? pounds * (1 + unpublished)) * 100),
    range: from === undefined ? 'ours' : 'published',
  }));
}

const outturn =
  'DfE section 251 outturn in the Local Authority Interactive Tool; range: tenth to ninetieth percentile of authorities';
const gmca = 'Greater Manchester Combined Authority Unit Cost Database v1.4';

export const unitCosts: readonly UnitCost[] = costs([
  {
    key: 'child-in-need-week',
    label: 'Social work for a child in need',
    per: 'week',
    pounds: 170,
    from: 120,
    to: 245,
    priceYear: '2024-25',
    bearer: 'council',
    source: `${outturn}: SWFinance`,
    grade: 'A',
  },
  {
    key: 'foster-week',
    label: 'Foster placement',
    per: 'week',
    pounds: 765,
    from: 575,
    to: 1035,
    priceYear: '2024-25',
    bearer: 'council',
    source: `${outturn}: FosteringFinance`,
    grade: 'A',
  },
  {
    key: 'childrens-home-week',
    label: 'Children’s home',
    per: 'week',
    pounds: 7385,
    from: 5860,
    to: 9560,
    priceYear: '2024-25',
    bearer: 'council',
    source: `${outturn}: RescareFinance`,
    grade: 'A',
  },
  {
    key: 'secure-home-year',
    label: 'Secure children’s home',
    per: 'year',
    pounds: 210_000,
    priceYear: '2018-19',
    bearer: 'several',
    source: 'Children’s Commissioner 2019, quoted by equallyours.org.uk',
    grade: 'B',
  },
  {
    key: 'contact-and-referral',
    label: 'Contact and referral',
    per: 'each',
    pounds: 186,
    priceYear: '2008-09',
    bearer: 'council',
    source: `${gmca}, SS5.0.1`,
    grade: 'C',
  },
  {
    key: 'assessment',
    label: 'Child and family assessment',
    per: 'each',
    pounds: 271,
    priceYear: '2008-09',
    bearer: 'council',
    source: `${gmca}, SS5.0.2`,
    grade: 'C',
  },
  {
    key: 's47-enquiry',
    label: 'Section 47 enquiry',
    per: 'each',
    pounds: 511,
    priceYear: '2008-09',
    bearer: 'council',
    source: `${gmca}, SS5.0.7`,
    grade: 'C',
  },
  {
    key: 'early-help-month',
    label: 'Early help',
    per: 'month',
    pounds: 165,
    priceYear: '2010-11',
    bearer: 'several',
    source: `${gmca}, SS6.0.5`,
    grade: 'C',
  },
  {
    key: 'police-domestic-incident',
    label: 'Police share of a domestic incident',
    per: 'each',
    pounds: 415,
    priceYear: '2008-09',
    bearer: 'police',
    source: `${gmca}, CR2.0.3`,
    grade: 'C',
  },
  {
    key: 'police-asb-report',
    label: 'Report of anti-social behaviour',
    per: 'each',
    pounds: 35,
    priceYear: '2002-03',
    bearer: 'police',
    source: `${gmca}, CR1.1`,
    grade: 'C',
  },
]);

/** The one price year that spending is shown in. */
export const priceBase = '2024-25';

/**
 * Price levels by financial year, 2024-25 = 100: approximations of the GDP deflator that stand in until the
 * Treasury's table is put in their place.
 */
export const deflators: Readonly<Record<string, number>> = {
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

/** Who bears a cost, as pages say it. */
export const bearerWords: Readonly<Record<string, string>> = {
  council: 'Council',
  police: 'Police',
  justice: 'Justice',
  several: 'Several',
} satisfies Record<UnitCost['bearer'], string>;
