import type { Row } from './book.ts';
import { ageOn, day, extractDay, iso } from './days.ts';
import type { Unit } from './unit.ts';

/** Rows of Annex A’s lists, by list. */
export type AnnexRows = Record<string, string[][]>;

const who = ['Child Unique ID', 'Gender', 'Ethnicity', 'Date of Birth', 'Age of Child (Years)'];
const worker = ['Allocated Team', 'Allocated Worker'];
const disability = 'Does the Child have a Disability';

/**
 * Lists of Annex A (Ofsted’s inspection of local authority children’s services) that Ashmere can fill, with the columns of
 * each. Care leavers and adoption are left out.
 */
export const annexLists: Readonly<Record<string, readonly string[]>> = {
  'List 1': [...who, 'Date of Contact', 'Contact Source'],
  'List 2': [
    ...who,
    'Assessment start date',
    'Assessment completion date',
    'Organisation completing assessment',
  ],
  'List 3': [
    ...who,
    'Date of referral',
    'Referral Source',
    'Referral NFA?',
    'Number of Referrals in Last 12 Months',
    ...worker,
  ],
  'List 4': [
    ...who,
    disability,
    'Continuous Assessment Start Date',
    'Child Seen During Continuous Assessment',
    'Continuous Assessment Date of Authorisation',
    'Was the child assessed as requiring LA children’s social care support?'.replace('’', "'"),
    ...worker,
  ],
  'List 5': [
    ...who,
    disability,
    'Strategy discussion initiating Section 47 Enquiry Start Date',
    'Was an Initial Child Protection Conference deemed unnecessary?',
    'Date of Initial Child Protection Conference',
    'Did the Initial Child Protection Conference Result in a Child Protection Plan',
    'Number of Section 47 Enquiries in the last 12 months',
    'Number of ICPCs in the last 12 months',
    ...worker,
  ],
  'List 6': [
    ...who,
    disability,
    'CIN Start Date',
    'Primary Need Code',
    'Date Child Was Last Seen',
    'CIN Closure Date',
    'Reason for Closure',
    'Case Status',
    ...worker,
  ],
  'List 7': [
    ...who,
    disability,
    'Child Protection Plan Start Date',
    'Initial Category of Abuse',
    'Latest Category of Abuse',
    'Date of the Last Statutory Visit',
    'Was the Child Seen Alone?',
    'Date of latest review conference',
    'Child Protection Plan End Date',
    'Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)',
    'Number of Previous Child Protection Plans',
    ...worker,
  ],
  'List 8': [
    ...who,
    'Date Started to be Looked After',
    "Child's Category of Need",
    'Number of Placements in the Last 12 months',
    'Date Ceased to be Looked After',
    'Reason Ceased to be Looked After',
    'Start Date of Most Recent Placement',
    'Placement Type',
    'Placement Provider',
    'Placement postcode',
  ],
};

const months = (count: number): string => iso(extractDay - Math.round(count * 30.4));
const since = months(6);
const yearAgo = months(12);

const recent = (on: string | undefined): boolean => (on ?? '') >= since;
const openOrRecent = (to: string | undefined): boolean => !to || to >= since;

/** What a part of Ashmere adds to each list: the last six months, and whatever is open, from social care’s own tables. */
export function annexOf({ care }: Unit): AnnexRows {
  const table = (kind: string): Row[] => care.book.rows.get(kind) ?? [];
  const persons = new Map(table('ssd.person').map((row) => [row.pers_person_id, row]));
  const group = (kind: string, column: string) => Map.groupBy(table(kind), (row) => row[column] ?? '');
  const referrals = group('ssd.cin_episodes', 'cine_person_id');
  const enquiries = group('ssd.s47_enquiry', 's47e_person_id');
  const conferences = group('ssd.initial_cp_conference', 'icpc_person_id');
  const plans = group('ssd.cp_plans', 'cppl_person_id');
  const [visits, seen] = [
    group('ssd.cp_visits', 'cppv_cp_plan_id'),
    group('ssd.cin_visits', 'cinv_person_id'),
  ];
  const reviews = group('ssd.cp_reviews', 'cppr_cp_plan_id');
  const episodes = new Map(table('ssd.cin_episodes').map((row) => [row.cine_referral_id, row]));
  const person = (id: string | undefined): string[] => {
    const row = persons.get(id);
    const born = row?.pers_dob ?? '';
    return [
      id ?? '',
      row?.pers_sex === 'F' ? 'b) Female' : 'a) Male',
      row?.pers_ethnicity ?? '',
      born,
      born === '' ? '' : String(ageOn(day(born), extractDay)),
    ];
  };
  const disabled = (id: string | undefined): string =>
    persons.get(id)?.pers_send_flag === 'Y' ? 'a) Yes' : 'b) No';
  const lastYear = (rows: Row[] | undefined, column: string): string =>
    String((rows ?? []).filter((row) => (row[column] ?? '') >= yearAgo).length);
  const teamOf = (referral: string | undefined): string[] => {
    const row = episodes.get(referral);
    return [row?.cine_referral_team ?? '', row?.cine_referral_worker_id ?? ''];
  };
  const lists: AnnexRows = {};
  const list = (
    name: string,
    kind: string,
    fits: (row: Row) => boolean,
    cells: (row: Row) => (string | undefined)[],
  ) => {
    lists[name] = table(kind)
      .filter(fits)
      .map((row) => cells(row).map((value) => value ?? ''));
  };
  list(
    'List 1',
    'ssd.contacts',
    (row) => recent(row.cont_contact_date),
    (row) => [...person(row.cont_person_id), row.cont_contact_date, row.cont_contact_source_desc],
  );
  list(
    'List 2',
    'ssd.early_help_episodes',
    (row) => openOrRecent(row.earl_episode_end_date),
    (row) => [
      ...person(row.earl_person_id),
      row.earl_episode_start_date,
      row.earl_episode_end_date,
      row.earl_episode_organisation,
    ],
  );
  list(
    'List 3',
    'ssd.cin_episodes',
    (row) => recent(row.cine_referral_date),
    (row) => [
      ...person(row.cine_person_id),
      row.cine_referral_date,
      row.cine_referral_source_desc,
      row.cine_referral_nfa === 'Y' ? 'a) Yes' : 'b) No',
      lastYear(referrals.get(row.cine_person_id ?? ''), 'cine_referral_date'),
      row.cine_referral_team,
      row.cine_referral_worker_id,
    ],
  );
  list(
    'List 4',
    'ssd.cin_assessments',
    (row) => openOrRecent(row.cina_assessment_auth_date),
    (row) => [
      ...person(row.cina_person_id),
      disabled(row.cina_person_id),
      row.cina_assessment_start_date,
      row.cina_assessment_child_seen === 'Y' ? 'a) Yes' : 'b) No',
      row.cina_assessment_auth_date,
      row.cina_assessment_auth_date ? (row.cina_assessment_outcome_nfa === 'Y' ? 'b) No' : 'a) Yes') : '',
      row.cina_assessment_team,
      row.cina_assessment_worker_id,
    ],
  );
  list(
    'List 5',
    'ssd.s47_enquiry',
    (row) => recent(row.s47e_s47_start_date),
    (row) => {
      const met = conferences
        .get(row.s47e_person_id ?? '')
        ?.find((each) => each.icpc_s47_enquiry_id === row.s47e_s47_enquiry_id);
      return [
        ...person(row.s47e_person_id),
        disabled(row.s47e_person_id),
        row.s47e_s47_start_date,
        met ? 'b) No' : row.s47e_s47_end_date ? 'a) Yes' : '',
        met?.icpc_icpc_date,
        met ? (met.icpc_icpc_outcome_cp_flag === 'Y' ? 'a) Yes' : 'b) No') : '',
        lastYear(enquiries.get(row.s47e_person_id ?? ''), 's47e_s47_start_date'),
        lastYear(conferences.get(row.s47e_person_id ?? ''), 'icpc_icpc_date'),
        row.s47e_s47_completed_by_team,
        row.s47e_s47_completed_by_worker_id,
      ];
    },
  );
  list(
    'List 6',
    'ssd.cin_episodes',
    (row) => row.cine_referral_nfa === 'N' && openOrRecent(row.cine_close_date),
    (row) => [
      ...person(row.cine_person_id),
      disabled(row.cine_person_id),
      row.cine_referral_date,
      row.cine_cin_primary_need_code,
      seen.get(row.cine_person_id ?? '')?.at(-1)?.cinv_cin_visit_date,
      row.cine_close_date,
      row.cine_close_reason,
      row.cine_close_date ? 'd) Closed' : 'a) Open',
      row.cine_referral_team,
      row.cine_referral_worker_id,
    ],
  );
  list(
    'List 7',
    'ssd.cp_plans',
    (row) => openOrRecent(row.cppl_cp_plan_end_date),
    (row) => {
      const last = visits.get(row.cppl_cp_plan_id ?? '')?.at(-1);
      const before = plans
        .get(row.cppl_person_id ?? '')
        ?.filter((each) => (each.cppl_cp_plan_start_date ?? '') < (row.cppl_cp_plan_start_date ?? ''));
      return [
        ...person(row.cppl_person_id),
        disabled(row.cppl_person_id),
        row.cppl_cp_plan_start_date,
        row.cppl_cp_plan_initial_category,
        row.cppl_cp_plan_latest_category,
        last?.cppv_cp_visit_date,
        last ? (last.cppv_cp_visit_seen_alone === 'Y' ? 'a) Yes' : 'b) No') : '',
        reviews.get(row.cppl_cp_plan_id ?? '')?.at(-1)?.cppr_cp_review_date,
        row.cppl_cp_plan_end_date,
        'b) No',
        String(before?.length ?? 0),
        ...teamOf(row.cppl_referral_id),
      ];
    },
  );
  lists['List 8'] = lookedAfterRows(table, person);
  return lists;
}

/** Children in care now or in the last six months, a row each for their last period of care. */
function lookedAfterRows(
  table: (kind: string) => Row[],
  person: (id: string | undefined) => string[],
): string[][] {
  const placements = new Map(table('ssd.cla_placement').map((row) => [row.clap_cla_placement_id, row]));
  const periods = Map.groupBy(table('ssd.cla_episodes'), (row) => row.clae_cla_id ?? '');
  return [...periods.values()].flatMap((episodes) => {
    const last = episodes.at(-1);
    if (!last || !openOrRecent(last.clae_cla_episode_ceased_date)) return [];
    const placement = placements.get(last.clae_cla_placement_id);
    return [
      [
        ...person(last.clae_person_id),
        last.clae_entered_care_date ?? '',
        last.clae_cla_primary_need_code ?? '',
        String(episodes.filter((each) => (each.clae_cla_episode_ceased_date || '9') >= yearAgo).length),
        last.clae_cla_episode_ceased_date ?? '',
        last.clae_cla_episode_ceased_reason ?? '',
        last.clae_cla_episode_start_date ?? '',
        placement?.clap_cla_placement_type ?? '',
        placement?.clap_cla_placement_provider ?? '',
        placement?.clap_cla_placement_postcode ?? '',
      ],
    ];
  });
}
