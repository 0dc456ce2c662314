import type { Row } from './book.ts';
import { day, iso } from './days.ts';
import { csvLine } from './truth.ts';
import type { Unit } from './unit.ts';

/** The year of the last statutory returns: both its days included. */
export const returnYear = { from: '2025-04-01', to: '2026-03-31' } as const;

/** The children in need census of the year, and when it was sent. */
export const census = {
  path: 'social-care/cin_census.xml',
  agency: 'social-care',
  kind: 'cin',
  sent: { received: '2026-07-10T09:00:00Z', ...returnYear },
} as const;

export const censusHeader = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Made up: nobody in this file exists. -->
<Message>
<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>${returnYear.to}</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>999</LEA><SoftwareCode>Made up</SoftwareCode><SerialNo>001</SerialNo></Source></Header>
<Children>
`;
export const censusFooter = '</Children>\n</Message>\n';

const element = (name: string, value: string | undefined): string =>
  value ? `<${name}>${value}</${name}>` : '';

/** A day if it had come by the end of the year: a census says nothing of what came after. */
const by = (on: string | undefined): string => (on !== undefined && on <= returnYear.to ? on : '');

const begunIn = (from: string | undefined): boolean => (from ?? '9') <= returnYear.to;
const openIn = (from: string | undefined, to: string | undefined): boolean =>
  begunIn(from) && (!to || to >= returnYear.from);

/** Records that the census holds, by kind, and whom each is truly about. */
export type Told = { text: string; rows: Record<string, number>; truth: string[] };

/** What a part of Ashmere adds to the census: children with a referral open in the year, from social care's own tables. */
export function censusOf({ care }: Unit, personOf: (number: string) => string): Told {
  const { rows } = care.book;
  const of = (kind: string, column: string) => Map.groupBy(rows.get(kind) ?? [], (row) => row[column] ?? '');
  const tables = {
    assessments: of('ssd.cin_assessments', 'cina_referral_id'),
    plans: of('ssd.cin_plans', 'cinp_referral_id'),
    enquiries: of('ssd.s47_enquiry', 's47e_referral_id'),
    conferences: of('ssd.initial_cp_conference', 'icpc_referral_id'),
    protection: of('ssd.cp_plans', 'cppl_referral_id'),
    reviews: of('ssd.cp_reviews', 'cppr_cp_plan_id'),
    before: of('ssd.cp_plans', 'cppl_person_id'),
    factors: new Map((rows.get('ssd.assessment_factors') ?? []).map((row) => [row.cinf_assessment_id, row])),
  };
  const told: Told = { text: '', rows: {}, truth: [] };
  const open = (rows.get('ssd.cin_episodes') ?? []).filter((row) =>
    openIn(row.cine_referral_date, row.cine_close_date),
  );
  const referrals = Map.groupBy(open, (row) => row.cine_person_id ?? '');
  for (const person of rows.get('ssd.person') ?? []) {
    const child = person.pers_person_id ?? '';
    const own = referrals.get(child);
    if (!own) continue;
    const tell: Tell = (kind, ...key) => {
      told.rows[kind] = (told.rows[kind] ?? 0) + 1;
      told.truth.push(csvLine('social-care', kind, [child, ...key].join('|'), personOf(child)));
    };
    tell('cin.child');
    const details = own.map((referral) => detailsOf(referral, tables, tell)).join('');
    told.text += `<Child><ChildIdentifiers>${element('LAchildID', child)}${element('UPN', person.pers_upn)}${element('PersonBirthDate', person.pers_dob)}${element('Sex', person.pers_sex)}</ChildIdentifiers><ChildCharacteristics>${element('Ethnicity', person.pers_ethnicity)}</ChildCharacteristics>\n${details}</Child>\n`;
  }
  return told;
}

type Tell = (kind: string, ...key: string[]) => void;
type Tables = Record<
  'assessments' | 'plans' | 'enquiries' | 'conferences' | 'protection' | 'reviews' | 'before',
  Map<string, Row[]>
> & { factors: Map<string | undefined, Row> };

function detailsOf(referral: Row, tables: Tables, tell: Tell): string {
  const id = referral.cine_referral_id ?? '';
  const on = referral.cine_referral_date ?? '';
  tell('cin.referral', on);
  const conference = tables.conferences.get(id)?.find((row) => begunIn(row.icpc_icpc_date));
  const within = <T>(list: T[] | undefined, from: (row: T) => string | undefined): T[] =>
    (list ?? []).filter((row) => begunIn(from(row)));
  const assessments = within(tables.assessments.get(id), (row) => row.cina_assessment_start_date).map(
    (row) => {
      tell('cin.assessment', on, row.cina_assessment_start_date ?? '');
      const signed = by(row.cina_assessment_auth_date);
      const factors = signed
        ? tables.factors.get(row.cina_assessment_id)?.cinf_assessment_factors_json
        : undefined;
      const codes = (JSON.parse(factors ?? '[]') as string[])
        .map((code) => element('AssessmentFactors', code))
        .join('');
      return `<Assessments>${element('AssessmentActualStartDate', row.cina_assessment_start_date)}${element('AssessmentAuthorisationDate', signed)}${codes ? `<FactorsIdentifiedAtAssessment>${codes}</FactorsIdentifiedAtAssessment>` : ''}</Assessments>`;
    },
  );
  const plans = within(tables.plans.get(id), (row) => row.cinp_cin_plan_start_date).map((row) => {
    tell('cin.plan', on, row.cinp_cin_plan_start_date ?? '');
    return `<CINPlanDates>${element('CINPlanStartDate', row.cinp_cin_plan_start_date)}${element('CINPlanEndDate', by(row.cinp_cin_plan_end_date))}</CINPlanDates>`;
  });
  const enquiries = within(tables.enquiries.get(id), (row) => row.s47e_s47_start_date).map((row) => {
    tell('cin.section47', on, row.s47e_s47_start_date ?? '');
    const met = tables.conferences
      .get(id)
      ?.find((each) => each.icpc_s47_enquiry_id === row.s47e_s47_enquiry_id);
    return `<Section47>${element('S47ActualStartDate', row.s47e_s47_start_date)}${element('InitialCPCtarget', met?.icpc_icpc_target_date)}${element('DateOfInitialCPC', by(met?.icpc_icpc_date))}${met ? '' : '<ICPCnotRequired>true</ICPCnotRequired>'}</Section47>`;
  });
  const protection = within(tables.protection.get(id), (row) => row.cppl_cp_plan_start_date).map((row) => {
    const start = row.cppl_cp_plan_start_date ?? '';
    tell('cin.cp_plan', on, start);
    const reviews = within(tables.reviews.get(row.cppl_cp_plan_id ?? ''), (each) => each.cppr_cp_review_date)
      .map((each) => {
        tell('cin.cp_review', on, each.cppr_cp_review_date ?? '');
        return element('CPPreviewDate', each.cppr_cp_review_date);
      })
      .join('');
    const before = (tables.before.get(row.cppl_person_id ?? '') ?? []).filter(
      (each) => (each.cppl_cp_plan_start_date ?? '') < start,
    ).length;
    return `<ChildProtectionPlans>${element('CPPstartDate', start)}${element('CPPendDate', by(row.cppl_cp_plan_end_date))}${element('InitialCategoryOfAbuse', abuse[row.cppl_cp_plan_initial_category ?? ''])}${element('LatestCategoryOfAbuse', abuse[row.cppl_cp_plan_latest_category ?? ''])}<NumberOfPreviousCPP>${before}</NumberOfPreviousCPP>${reviews ? `<Reviews>${reviews}</Reviews>` : ''}</ChildProtectionPlans>`;
  });
  const closed = by(referral.cine_close_date);
  return `<CINdetails>${element('CINreferralDate', on)}${element('ReferralSource', referral.cine_referral_source_code)}${element('PrimaryNeedCode', referral.cine_cin_primary_need_code)}${element('CINclosureDate', closed)}${element('ReasonForClosure', closed && referral.cine_close_reason)}${element('DateOfInitialCPC', conference?.icpc_icpc_date)}${element('ReferralNFA', referral.cine_referral_nfa === 'Y' ? 'true' : 'false')}${[...assessments, ...plans, ...enquiries, ...protection].join('')}</CINdetails>\n`;
}

/** Categories of abuse as the census codes them. */
const abuse: Readonly<Record<string, string>> = {
  Neglect: 'NEG',
  'Physical abuse': 'PHY',
  'Sexual abuse': 'SAB',
  'Emotional abuse': 'EMO',
};

/** Whether a day of an ISO text falls in the year of the returns. */
export const inReturnYear = (on: string | undefined): boolean =>
  on !== undefined && on >= returnYear.from && on <= returnYear.to;

/** The last day of the year of the returns. */
export const returnDay = day(returnYear.to);

/** `31/03/2026`, as the looked-after children return writes days. */
export const slashed = (on: string): string => (on === '' ? '' : on.split('-').reverse().join('/'));

export const slashedDay = (on: number): string => slashed(iso(on));
