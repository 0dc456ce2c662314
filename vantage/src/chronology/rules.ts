/**
 * How records become facts: one rule for each thing a kind of record can say. Declarative; `claimsOf` reads them.
 * Adoption records (ad1, placed for adoption, previous permanence) have no rule on purpose: see no-adoption-facts.
 */
import { daysOf, type Value } from '@vantage/returns';
import { dayInWords } from '../platform/parts/index.ts';
import * as codes from './codes.ts';
import type { Claim, Part, Source } from './model.ts';
import { partnerRules } from './partner-rules.ts';

export type Values = Readonly<Record<string, Value>>;

/** A column, or how to work its value out. */
type Column = string | ((values: Values) => string | undefined);

type PartRule = {
  column: Column;
  name: string;
  label: string;
  codes?: Readonly<Record<string, string>>;
  /** A day, month or year, which is said in words. */
  isDay?: true;
};

export type Rule = {
  /** Record kind. */
  of: string;
  /** Catalogue code, or how to tell it. */
  code: string | ((values: Values) => string);
  /** Whose fact it is, where not the record's subject's. */
  about?: 'mother';
  /** The first day. */
  from: Column;
  /** The last day: an event without one lasts its first day. `none`: the return has no place for an end. */
  to?: Column | 'none';
  /** Makes a claim only when this holds. */
  when?: (values: Values) => boolean;
  /** Column of the person's part in it; the subject where there is none. */
  role?: string;
  /** Column that ties several persons' facts about one happening together. */
  occasion?: string;
  /** Columns that set happenings of one kind and day apart. */
  own?: readonly string[];
  carriesOn?: (values: Values) => boolean;
  /** Column with the number of a worker, whose name is looked up. */
  worker?: string;
  /** Column with the number of an assessment, whose factors are looked up. */
  assessment?: string;
  parts?: readonly PartRule[];
};

const yesNo = { true: 'yes', false: 'no' };
const need = (column: string): PartRule => ({
  column,
  name: 'need',
  label: 'Main need',
  codes: codes.primaryNeeds,
});
const source = (column: string): PartRule => ({
  column,
  name: 'source',
  label: 'From',
  codes: codes.referralSources,
});
const outcome = (column: string): PartRule => ({ column, name: 'outcome', label: 'Outcome' });
const team = (column: string): PartRule => ({ column, name: 'team', label: 'Team' });
const category = (column: string): PartRule => ({
  column,
  name: 'category',
  label: 'Category',
  codes: codes.abuseCategories,
});
const seen = (prefix: string): PartRule[] => [
  { column: `${prefix}_seen`, name: 'seen', label: 'Child seen', codes: yesNo },
  { column: `${prefix}_seen_alone`, name: 'alone', label: 'Seen alone', codes: yesNo },
];
const closed = (column: string): PartRule => ({
  column,
  name: 'ending',
  label: 'Why it ended',
  codes: codes.closureReasons,
});
const careEnding = (column: string): PartRule => ({
  column,
  name: 'ending',
  label: 'How it ended',
  codes: codes.careEndings,
});
const placement = (column: string): PartRule => ({
  column,
  name: 'placement',
  label: 'Placement',
  codes: codes.placements,
});

export const rules: readonly Rule[] = [
  {
    of: 'ssd.contacts',
    code: 'contact',
    from: 'cont_contact_date',
    own: ['cont_contact_id'],
    parts: [source('cont_contact_source_code'), outcome('cont_contact_outcome_json')],
  },
  {
    of: 'ssd.early_help_episodes',
    code: 'early-help',
    from: 'earl_episode_start_date',
    to: 'earl_episode_end_date',
    worker: 'earl_episode_worker_id',
    parts: [
      { column: 'earl_episode_reason', name: 'reason', label: 'Reason' },
      { column: 'earl_episode_organisation', name: 'organisation', label: 'By' },
      { column: 'earl_episode_end_reason', name: 'ending', label: 'Why it ended' },
    ],
  },
  {
    of: 'ssd.cin_episodes',
    code: 'referral',
    from: 'cine_referral_date',
    worker: 'cine_referral_worker_id',
    parts: [
      source('cine_referral_source_code'),
      need('cine_cin_primary_need_code'),
      { column: 'cine_referral_nfa', name: 'nfa', label: 'No further action', codes: yesNo },
      outcome('cine_referral_outcome_json'),
      team('cine_referral_team'),
    ],
  },
  {
    of: 'ssd.cin_episodes',
    code: 'in-need',
    from: 'cine_referral_date',
    to: 'cine_close_date',
    when: (values) => values.cine_referral_nfa !== true,
    parts: [need('cine_cin_primary_need_code'), closed('cine_close_reason')],
  },
  {
    of: 'cin.referral',
    code: 'referral',
    from: 'CINreferralDate',
    parts: [
      source('ReferralSource'),
      need('PrimaryNeedCode'),
      { column: 'ReferralNFA', name: 'nfa', label: 'No further action', codes: yesNo },
    ],
  },
  {
    of: 'cin.referral',
    code: 'in-need',
    from: 'CINreferralDate',
    to: 'CINclosureDate',
    when: (values) => values.ReferralNFA !== true,
    parts: [need('PrimaryNeedCode'), closed('ReasonForClosure')],
  },
  { of: 'cin.referral', code: 'cp-conference', from: 'DateOfInitialCPC' },
  {
    of: 'ssd.cin_assessments',
    code: 'assessment',
    from: 'cina_assessment_start_date',
    to: 'cina_assessment_auth_date',
    worker: 'cina_assessment_worker_id',
    assessment: 'cina_assessment_id',
    parts: [
      { column: 'cina_assessment_child_seen', name: 'seen', label: 'Child seen', codes: yesNo },
      { column: 'cina_assessment_outcome_nfa', name: 'nfa', label: 'No further action', codes: yesNo },
      outcome('cina_assessment_outcome_json'),
      team('cina_assessment_team'),
    ],
  },
  {
    of: 'cin.assessment',
    code: 'assessment',
    from: 'AssessmentActualStartDate',
    to: 'AssessmentAuthorisationDate',
    parts: [{ column: 'AssessmentFactors', name: 'factors', label: 'Found', codes: codes.assessmentFactors }],
  },
  {
    of: 'ssd.cin_plans',
    code: 'cin-plan',
    from: 'cinp_cin_plan_start_date',
    to: 'cinp_cin_plan_end_date',
    worker: 'cinp_cin_plan_worker_id',
    parts: [team('cinp_cin_plan_team')],
  },
  { of: 'cin.plan', code: 'cin-plan', from: 'CINPlanStartDate', to: 'CINPlanEndDate' },
  { of: 'ssd.cin_visits', code: 'cin-visit', from: 'cinv_cin_visit_date', parts: seen('cinv_cin_visit') },
  {
    of: 'ssd.s47_enquiry',
    code: 's47',
    from: 's47e_s47_start_date',
    to: 's47e_s47_end_date',
    worker: 's47e_s47_completed_by_worker_id',
    parts: [
      { column: 's47e_s47_nfa', name: 'nfa', label: 'No further action', codes: yesNo },
      outcome('s47e_s47_outcome_json'),
      team('s47e_s47_completed_by_team'),
    ],
  },
  { of: 'cin.section47', code: 's47', from: 'S47ActualStartDate', to: 'none' },
  {
    of: 'ssd.initial_cp_conference',
    code: 'cp-conference',
    from: 'icpc_icpc_date',
    worker: 'icpc_icpc_worker_id',
    parts: [
      { column: 'icpc_icpc_outcome_cp_flag', name: 'plan', label: 'Led to a plan', codes: yesNo },
      outcome('icpc_icpc_outcome_json'),
      team('icpc_icpc_team'),
    ],
  },
  { of: 'cin.section47', code: 'cp-conference', from: 'DateOfInitialCPC' },
  {
    of: 'ssd.cp_plans',
    code: 'cp-plan',
    from: 'cppl_cp_plan_start_date',
    to: 'cppl_cp_plan_end_date',
    parts: [category('cppl_cp_plan_latest_category')],
  },
  {
    of: 'cin.cp_plan',
    code: 'cp-plan',
    from: 'CPPstartDate',
    to: 'CPPendDate',
    parts: [category('LatestCategoryOfAbuse')],
  },
  { of: 'ssd.cp_visits', code: 'cp-visit', from: 'cppv_cp_visit_date', parts: seen('cppv_cp_visit') },
  {
    of: 'ssd.cp_reviews',
    code: 'cp-review',
    from: 'cppr_cp_review_date',
    parts: [
      {
        column: 'cppr_cp_review_outcome_continue_cp',
        name: 'continues',
        label: 'Plan to go on',
        codes: yesNo,
      },
      {
        column: 'cppr_cp_review_participation',
        name: 'participation',
        label: 'The child’s part',
        codes: codes.participation,
      },
    ],
  },
  { of: 'cin.cp_review', code: 'cp-review', from: 'CPPreviewDate' },
  {
    of: 'ssd.cla_episodes',
    code: 'in-care',
    from: 'clae_cla_episode_start_date',
    to: 'clae_cla_episode_ceased_date',
    parts: [need('clae_cla_primary_need_code'), careEnding('clae_cla_episode_ceased_reason')],
  },
  {
    of: 'ssd.cla_placement',
    code: (values) => codes.placementKind(String(values.clap_cla_placement_type ?? '')),
    from: 'clap_cla_placement_start_date',
    to: 'clap_cla_placement_end_date',
    parts: [placement('clap_cla_placement_type')],
  },
  {
    of: 'ssda903.episode',
    code: 'in-care',
    from: 'DECOM',
    to: 'DEC',
    parts: [
      need('CIN'),
      { column: 'LS', name: 'legal', label: 'Legal status', codes: codes.legalStatuses },
      careEnding('REC'),
    ],
  },
  {
    of: 'ssda903.episode',
    code: (values) => codes.placementKind(String(values.PLACE ?? '')),
    from: 'DECOM',
    to: 'DEC',
    carriesOn: (values) => values.RNE === 'L',
    parts: [placement('PLACE')],
  },
  {
    of: 'ssda903.review',
    code: 'care-review',
    from: 'REVIEW',
    parts: [
      { column: 'REVIEW_CODE', name: 'participation', label: 'The child’s part', codes: codes.participation },
    ],
  },
  {
    of: 'ssd.missing',
    code: 'missing',
    from: 'miss_missing_episode_start_date',
    to: 'miss_missing_episode_end_date',
  },
  { of: 'ssda903.missing', code: 'missing', from: 'MIS_START', to: 'MIS_END' },
  { of: 'ssda903.dolo', code: 'deprivation-of-liberty', from: 'DOLO_START', to: 'DOLO_END' },
  {
    of: 'ssd.involvements',
    code: (values) => allocationKind(String(values.invo_professional_role_id ?? '')),
    from: 'invo_involvement_start_date',
    to: 'invo_involvement_end_date',
    own: ['invo_professional_id'],
    worker: 'invo_professional_id',
    parts: [
      { column: 'invo_professional_role_id', name: 'worker-role', label: 'Role' },
      team('invo_professional_team'),
      {
        column: 'invo_worker_change_reason',
        name: 'change',
        label: 'Why the worker changed',
        codes: codes.workerChanges,
      },
    ],
  },
  {
    of: 'ssda903.sw_episode',
    code: 'worker',
    from: 'SW_DECOM',
    to: 'SW_DEC',
    own: ['SW_ID'],
    worker: 'SW_ID',
    parts: [
      { column: 'SW_REASON', name: 'change', label: 'Why the worker changed', codes: codes.workerChanges },
    ],
  },
  {
    of: 'care.significant_events',
    code: (values) => String(values.event_type ?? 'family-event'),
    from: 'event_date',
    parts: [{ column: 'note', name: 'note', label: 'Note' }],
  },
  {
    of: 'police.occurrences',
    code: (values) => policeKind(String(values.offence_type ?? '')),
    from: 'occurred_from',
    to: 'occurred_to',
    role: 'role',
    occasion: 'occurrence_no',
    own: ['occurrence_no', 'role'],
    parts: [{ column: 'outcome', name: 'outcome', label: 'Outcome', codes: policeOutcomes() }],
  },
  ...partnerRules,
];

/** Services whose workers' part says what somebody came for: such an allocation is shared as the service's, whoever lists it. */
const discreetParts: readonly (readonly [kind: string, part: RegExp])[] = [
  ['treatment-worker', /substance|drug|alcohol|recovery/i],
  ['sexual-health-worker', /sexual health/i],
  ['abuse-worker', /domestic (abuse|violence)|sexual (abuse|violence)|\bidva\b|\bisva\b|refuge/i],
];

/** Kinds that say that a worker is allocated. */
export const allocationKinds: ReadonlySet<string> = new Set([
  'worker',
  ...discreetParts.map(([kind]) => kind),
]);

function allocationKind(part: string): string {
  return discreetParts.find(([, words]) => words.test(part))?.[0] ?? 'worker';
}

function policeKind(offence: string): string {
  const known = [
    'domestic-abuse',
    'violence',
    'missing-person',
    'anti-social-behaviour',
    'theft',
    'criminal-damage',
  ];
  return [...known, 'drugs', 'neighbour-dispute'].includes(offence) ? `police-${offence}` : 'police-other';
}

function policeOutcomes(): Record<string, string> {
  return {
    'no-further-action': 'No further action',
    caution: 'Caution',
    charged: 'Charged',
    arrest: 'Arrest',
    'words-of-advice': 'Words of advice',
  };
}

/** Record kinds that make facts. */
export const factKinds: readonly string[] = [...new Set(rules.map((rule) => rule.of))];

const rulesOf = new Map(factKinds.map((kind) => [kind, rules.filter((rule) => rule.of === kind)]));

/** What other records say that a fact shows too. */
export type Lookups = {
  /** A worker's name by agency and number. */
  worker(agency: string, id: string): string | undefined;
  /** Codes of the factors that an assessment found, by agency and the assessment's number. */
  factors(agency: string, assessmentId: string): readonly string[];
};

/** A record, and the persons whom it is about: who has no link yet is missing. */
export type Told = {
  agency: string;
  kind: string;
  values: Values;
  personId: string | undefined;
  motherId?: string | undefined;
  source: Source;
};

/** The claims that one record makes of its subject, and how many it could not make for want of a first day. */
export function claimsOf(told: Told, lookups: Lookups): { claims: Claim[]; undated: number } {
  const claims: Claim[] = [];
  let undated = 0;
  for (const rule of rulesOf.get(told.kind) ?? []) {
    if (rule.when !== undefined && !rule.when(told.values)) continue;
    const personId = rule.about === 'mother' ? told.motherId : told.personId;
    if (personId === undefined) continue;
    const from = valueIn(told.values, rule.from);
    if (from === undefined) {
      if (!isOptional(rule)) undated += 1;
      continue;
    }
    claims.push(claimOf(rule, { ...told, personId }, from, lookups));
  }
  return { claims, undated };
}

/** A conference date is a further thing that a row may say; without one the row is not undated. */
function isOptional(rule: Rule): boolean {
  return rule.from === 'DateOfInitialCPC' || rule.from === 'icpc_icpc_date';
}

function claimOf(rule: Rule, told: Told & { personId: string }, from: string, lookups: Lookups): Claim {
  const { values, agency } = told;
  const column = (name: Column | undefined) => (name === undefined ? undefined : valueIn(values, name));
  const parts: Part[] = [];
  for (const part of rule.parts ?? []) {
    const value = column(part.column);
    if (value !== undefined && !(part.name === 'ending' && value === 'X1')) parts.push(partOf(part, value));
  }
  const assessment = column(rule.assessment);
  const factors = assessment === undefined ? [] : lookups.factors(agency, assessment);
  if (factors.length > 0) {
    const rule = { column: '', name: 'factors', label: 'Found', codes: codes.assessmentFactors };
    parts.push(partOf(rule, factors.join(' ')));
  }
  const workerId = column(rule.worker);
  const worker = workerId === undefined ? undefined : lookups.worker(agency, workerId);
  if (worker !== undefined) parts.push({ name: 'worker', label: 'Worker', value: worker });
  const occasion = column(rule.occasion);
  const begins = daysOf(from);
  const stated = rule.to === undefined || rule.to === 'none' ? undefined : column(rule.to);
  const ends = stated === undefined ? undefined : daysOf(stated);
  const precision = [begins.precision, ends?.precision ?? 'day'];
  return {
    personId: told.personId,
    agency,
    code: typeof rule.code === 'string' ? rule.code : rule.code(values),
    from: begins.from,
    last:
      rule.to === undefined
        ? begins.last
        : rule.to === 'none'
          ? undefined
          : lastOf(rule, ends?.last, begins.last),
    precision: precision.includes('year') ? 'year' : precision.includes('month') ? 'month' : 'day',
    role: column(rule.role) ?? 'subject',
    occasion: occasion === undefined ? null : `${agency}|${occasion}`,
    own: (rule.own ?? []).map((name) => column(name) ?? '').join('/'),
    carriesOn: rule.carriesOn?.(values) ?? false,
    parts,
    source: told.source,
  };
}

const oneDay = new Set(['police.occurrences', 'health.pregnancies']);

/** An event whose record leaves its end empty lasts its first day, as far as that is known; an involvement is open. */
function lastOf(rule: Rule, stated: string | undefined, from: string): string | null {
  return stated ?? (oneDay.has(rule.of) ? from : null);
}

function partOf(rule: PartRule, value: string): Part {
  const { name, label } = rule;
  if (rule.isDay === true)
    return { name, label, value: dayInWords(daysOf(value).from, daysOf(value).precision) };
  if (name === 'outcome') return { name, label, value: outcomeWords(value, rule.codes) };
  if (rule.codes === undefined) return { name, label, value };
  const found = value.toUpperCase().split(/[\s,;|]+/);
  const whole = rule.codes[value] ?? rule.codes[value.toUpperCase()];
  const words = whole ?? found.map((code) => rule.codes?.[code] ?? code).join(', ');
  return rule.codes === yesNo ? { name, label, value: words } : { name, label, value: words, code: value };
}

const flags: Readonly<Record<string, string>> = {
  NFA_FLAG: 'No further action',
  NEW_REFERRAL_FLAG: 'Became a referral',
  EXISTING_REFERRAL_FLAG: 'Added to an open referral',
  CP_ENQUIRY_FLAG: 'Child protection enquiry',
  ADVICE_FLAG: 'Advice given',
  SINGLE_ASSESSMENT_FLAG: 'Assessment',
  STRATEGY_DISCUSSION_FLAG: 'Strategy discussion',
  CP_CONFERENCE_FLAG: 'Child protection conference',
  CP_FLAG: 'Child protection plan',
  PROV_OF_SERVICES_FLAG: 'Services provided',
  REFERRAL_TO_OTHER_AGENCY_FLAG: 'Passed to another agency',
  LEGAL_ACTION_FLAG: 'Legal action',
  CLA_REQUEST_FLAG: 'Care asked for',
  MONITOR_FLAG: 'Watched for a time',
};

/** Words for an outcome: of the flags that are set in the dataset's JSON, of a code, or as it came. */
function outcomeWords(value: string, words: Readonly<Record<string, string>> | undefined): string {
  if (!value.startsWith('{')) return words?.[value] ?? value;
  const set = Object.entries(JSON.parse(value) as Record<string, unknown>)
    .filter(([flag, state]) => flag.endsWith('_FLAG') && /^(y|yes|true|1|t)$/i.test(String(state)))
    .map(
      ([flag]) =>
        flags[flag] ??
        flag
          .replace(/_FLAG$/, '')
          .replaceAll('_', ' ')
          .toLowerCase(),
    );
  return set.length > 0 ? set.join(', ') : 'Not stated';
}

const outcomesListed: ReadonlySet<string> = new Set([
  ...Object.values(flags),
  ...Object.values(policeOutcomes()),
]);

/**
 * Of what is said about a fact, what comes from a list, in the list's words: nothing that somebody wrote. A code for
 * which the lists have no words is left out.
 */
export function listedParts(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => {
    const raw = new Set(part.code?.toUpperCase().split(/[\s,;|]+/));
    const said = part.value.split(', ');
    const listed =
      part.name === 'outcome'
        ? said.filter((words) => outcomesListed.has(words))
        : said.filter((words) => !raw.has(words.toUpperCase()));
    return listed.length === 0 ? [] : [{ ...part, value: listed.join(', ') }];
  });
}

function valueIn(values: Values, column: Column): string | undefined {
  return typeof column === 'string' ? text(values[column]) : column(values);
}

function text(value: Value | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value);
}
