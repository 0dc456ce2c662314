/**
 * The ten headline needs and the listed rules by which records tell of them. Data, reviewed like code. A need is a
 * reason to ask, not a finding: nothing scores, weighs or adds rules up about a family.
 */

/** The ten, after the headline outcomes of the Supporting Families programme (2022 to 2025), in our words. */
export const needs = {
  learning: 'School and learning',
  'early-years': 'A good start before school',
  health: 'Health of body and mind',
  substances: 'Drink and drugs',
  relationships: 'Getting on at home',
  safety: 'Safe from harm',
  crime: 'Out of trouble',
  'domestic-abuse': 'Free from domestic abuse',
  home: 'A home that lasts',
  money: 'Money',
} as const;
export type NeedId = keyof typeof needs;

export type NeedRule = {
  id: string;
  need: NeedId;
  /** What has to be recorded, in words that a family could read. */
  words: string;
  /** Catalogue codes of the facts that are evidence. */
  kinds: readonly string[];
  /** Only where the person had one of these parts in it. */
  roles?: readonly string[];
  /** Only where a part of what is said has one of these codes of the national returns. */
  says?: { part: 'factors' | 'need' | 'stage'; codes: readonly string[] };
  /** Only of people younger than this, in years, on the first day. */
  under?: number;
  /** How many of one person there must be; 1 when left out. */
  least?: number;
  /** Counted when open on the day, or over for no more than these months. */
  months: number;
};

/** Who answers for the rules, and since when they stand as they are. Both go with every rule. */
export const needRulesOwner = 'The partnership’s lead for early help';
export const needRulesSince = '2026-11-22';

const suspected = ['suspect'];

export const needRules: readonly NeedRule[] = [
  {
    id: 'terms-missed',
    need: 'learning',
    words: 'A child missed a tenth or more of the sessions in two terms that ended in the last 12 months.',
    kinds: ['low-attendance', 'severe-absence'],
    least: 2,
    months: 12,
  },
  {
    id: 'half-a-term-missed',
    need: 'learning',
    words:
      'A child missed half or more of a term that ended in the last 12 months, or poor attendance is recorded.',
    kinds: ['severe-absence', 'poor-attendance'],
    months: 12,
  },
  {
    id: 'excluded',
    need: 'learning',
    words: 'A child was permanently excluded in the last 12 months.',
    kinds: ['school-exclusion'],
    months: 12,
  },
  {
    id: 'suspended-twice',
    need: 'learning',
    words: 'A child was suspended twice or more in the last 12 months.',
    kinds: ['school-suspension'],
    least: 2,
    months: 12,
  },
  {
    id: 'checks-missed',
    need: 'early-years',
    words: 'A child under 5 was not brought to two health appointments in the last 12 months.',
    kinds: ['not-brought'],
    under: 5,
    least: 2,
    months: 12,
  },
  {
    id: 'not-yet-at-five',
    need: 'early-years',
    words: 'A child assessed at 5 in the last 12 months was not yet where is expected.',
    kinds: ['below-standard'],
    says: { part: 'stage', codes: ['EYFS'] },
    months: 12,
  },
  {
    id: 'child-mind',
    need: 'health',
    words:
      'A child has help for their mental health, or had it in the last 6 months, or was referred and not accepted.',
    kinds: ['mental-health-help', 'mental-health-declined'],
    months: 6,
  },
  {
    id: 'harmed-themselves',
    need: 'health',
    words:
      'A child came to accident and emergency for self-harm, assault, drink or drugs in the last 12 months.',
    kinds: ['emergency-harm'],
    months: 12,
  },
  {
    id: 'health-found',
    need: 'health',
    words:
      'An assessment of the last 12 months found mental ill-health, self-harm, disability or illness, of a child or a parent.',
    kinds: ['assessment'],
    says: {
      part: 'factors',
      codes: ['4A', '4B', '4C', '5A', '5B', '5C', '6A', '6B', '6C', '15A'],
    },
    months: 12,
  },
  {
    id: 'in-treatment',
    need: 'substances',
    words: 'Somebody is in treatment for drink or drugs, or was in the last 6 months.',
    kinds: ['treatment'],
    months: 6,
  },
  {
    id: 'drink-or-drugs-recorded',
    need: 'substances',
    words:
      'Trouble with drink or drugs was recorded in the last 12 months, or the police suspected somebody of a drugs offence.',
    kinds: ['substance-misuse', 'police-drugs'],
    roles: ['subject', ...suspected],
    months: 12,
  },
  {
    id: 'drink-or-drugs-found',
    need: 'substances',
    words:
      'An assessment of the last 12 months found drink or drugs, of a child, a parent or somebody in the home.',
    kinds: ['assessment'],
    says: { part: 'factors', codes: ['1A', '1B', '1C', '2A', '2B', '2C'] },
    months: 12,
  },
  {
    id: 'family-strain',
    need: 'relationships',
    words:
      'The main need of a child who is open to social care is that the family is in acute stress, or does not work as a family.',
    kinds: ['in-need'],
    says: { part: 'need', codes: ['N4', 'N5', 'N8'] },
    months: 6,
  },
  {
    id: 'carer-or-violent-child-found',
    need: 'relationships',
    words:
      'An assessment of the last 12 months found a child who cares for others, or who is violent at home.',
    kinds: ['assessment'],
    says: { part: 'factors', codes: ['7A', '14A', '18B'] },
    months: 12,
  },
  {
    id: 'protection',
    need: 'safety',
    words:
      'A child is, or was in the last 6 months, in a protection enquiry, on a protection plan or in care, here or with another authority.',
    kinds: ['s47', 'cp-plan', 'in-care', 'elsewhere-plan', 'elsewhere-care'],
    months: 6,
  },
  {
    id: 'harm-found',
    need: 'safety',
    words: 'An assessment of the last 12 months found neglect, abuse or exploitation.',
    kinds: ['assessment'],
    says: {
      part: 'factors',
      codes: [...['11A', '12A', '13A', '16A', '17A', '18A', '18C', '19A', '19B', '19C', '22A', '23A', '24A']],
    },
    months: 12,
  },
  {
    id: 'went-missing',
    need: 'safety',
    words: 'A child under 18 went missing in the last 12 months.',
    kinds: ['missing', 'police-missing-person'],
    under: 18,
    months: 12,
  },
  {
    id: 'youth-justice',
    need: 'crime',
    words: 'A young person works with youth justice or is in custody, or did in the last 12 months.',
    kinds: ['youth-justice', 'custody'],
    months: 12,
  },
  {
    id: 'suspected',
    need: 'crime',
    words:
      'The police suspected somebody of theft, damage, violence or anti-social behaviour in the last 12 months. Suspected is not found guilty.',
    kinds: ['police-theft', 'police-criminal-damage', 'police-violence', 'police-anti-social-behaviour'],
    roles: suspected,
    months: 12,
  },
  {
    id: 'police-called-to-abuse',
    need: 'domestic-abuse',
    words: 'The police were called to domestic abuse in the last 12 months.',
    kinds: ['police-domestic-abuse'],
    months: 12,
  },
  {
    id: 'abuse-at-home-found',
    need: 'domestic-abuse',
    words: 'An assessment of the last 12 months found domestic abuse.',
    kinds: ['assessment'],
    says: { part: 'factors', codes: ['3A', '3B', '3C'] },
    months: 12,
  },
  {
    id: 'no-secure-home',
    need: 'home',
    words:
      'They asked for help as homeless, were evicted or lived in temporary accommodation in the last 12 months.',
    kinds: ['homelessness', 'eviction', 'temporary-home'],
    months: 12,
  },
  {
    id: 'moved-often',
    need: 'home',
    words: 'Somebody moved home three times or more in the last 24 months.',
    kinds: ['house-move'],
    least: 3,
    months: 24,
  },
  {
    id: 'behind-with-money',
    need: 'money',
    words: 'Debt, or being behind with the rent, was recorded in the last 12 months.',
    kinds: ['debt', 'rent-arrears', 'eviction'],
    months: 12,
  },
  {
    id: 'low-income',
    need: 'money',
    words: 'The main need of a child who is open to social care is low income.',
    kinds: ['in-need'],
    says: { part: 'need', codes: ['N7'] },
    months: 6,
  },
];

/** The four bands by which families are counted, never named: how many of the ten needs stand. */
export const bands = {
  crisis: { label: 'In crisis', words: 'Five or more of the ten needs stand.', from: 5, to: 10 },
  brink: { label: 'On the brink', words: 'Three or four of the ten needs stand.', from: 3, to: 4 },
  coping: { label: 'Just coping', words: 'One or two of the ten needs stand.', from: 1, to: 2 },
  managing: {
    label: 'Managing, or not known',
    words: 'None of the ten needs stands in what is recorded. That is not to say that there is none.',
    from: 0,
    to: 0,
  },
} as const;
export type BandId = keyof typeof bands;
