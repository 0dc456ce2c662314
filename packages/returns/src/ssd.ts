import { type CsvDefinition, columns, type HappenedColumns, type PersonColumns } from './definition.ts';

const subject = (id: string): PersonColumns[] => [{ role: 'subject', id }];

type Table = {
  title: string;
  columns: string;
  key: string[];
  people: PersonColumns[];
  happened?: HappenedColumns;
};

/**
 * Tables of the Standard Safeguarding Dataset (Data to Insight), with its own column names; keys are its primary
 * keys, except where a table's row numbers are made afresh at each export (mother, family): there, the persons.
 * The last column, `recorded_at`, is an addition that an agency may send or leave out.
 */
const tables: Record<string, Table> = {
  person: {
    title: 'People known to children’s social care',
    columns: `pers_person_id! pers_sex:code pers_gender:code pers_ethnicity:code pers_dob:day pers_common_child_id
      pers_legacy_id pers_upn_unknown:code pers_send_flag:flag pers_expected_dob:day pers_death_date:day
      pers_is_mother:flag pers_nationality pers_forename pers_surname pers_upn pers_nhs_number`,
    key: ['pers_person_id'],
    people: [
      {
        role: 'subject',
        id: 'pers_person_id',
        identity: {
          given: 'pers_forename',
          surname: 'pers_surname',
          birthDate: 'pers_dob',
          sex: 'pers_sex',
          deathDate: 'pers_death_date',
          nhsNumber: ['pers_nhs_number', 'pers_common_child_id'],
          upn: 'pers_upn',
        },
      },
    ],
  },
  address: {
    title: 'Addresses',
    columns: `addr_table_id! addr_address_json:json addr_person_id! addr_address_type addr_address_start_date:day
      addr_address_end_date:day addr_address_postcode`,
    key: ['addr_table_id'],
    people: [
      {
        role: 'subject',
        id: 'addr_person_id',
        identity: { address: 'addr_address_json', postcode: 'addr_address_postcode' },
      },
    ],
    happened: { from: 'addr_address_start_date', to: 'addr_address_end_date' },
  },
  mother: {
    title: 'Mothers and their children',
    columns: 'moth_table_id moth_person_id! moth_childs_person_id! moth_childs_dob:day',
    key: ['moth_person_id', 'moth_childs_person_id'],
    people: [
      { role: 'subject', id: 'moth_childs_person_id', identity: { birthDate: 'moth_childs_dob' } },
      { role: 'mother', id: 'moth_person_id' },
    ],
  },
  family: {
    title: 'Family groups',
    columns: 'fami_table_id fami_family_id! fami_person_id!',
    key: ['fami_family_id', 'fami_person_id'],
    people: subject('fami_person_id'),
  },
  contacts: {
    title: 'Contacts',
    columns: `cont_contact_id! cont_person_id! cont_contact_date:day cont_contact_source_code:code
      cont_contact_source_desc cont_contact_outcome_json:json`,
    key: ['cont_contact_id'],
    people: subject('cont_person_id'),
    happened: { on: 'cont_contact_date' },
  },
  early_help_episodes: {
    title: 'Early help',
    columns: `earl_episode_id! earl_person_id! earl_episode_start_date:day earl_episode_end_date:day
      earl_episode_reason earl_episode_end_reason earl_episode_organisation earl_episode_worker_id`,
    key: ['earl_episode_id'],
    people: subject('earl_person_id'),
    happened: { from: 'earl_episode_start_date', to: 'earl_episode_end_date' },
  },
  cin_episodes: {
    title: 'Referrals and episodes of need',
    columns: `cine_referral_id! cine_person_id! cine_referral_date:day cine_cin_primary_need_code:code
      cine_referral_source_code:code cine_referral_source_desc cine_referral_outcome_json:json
      cine_referral_nfa:flag cine_close_reason:code cine_close_date:day cine_referral_team
      cine_referral_worker_id`,
    key: ['cine_referral_id'],
    people: subject('cine_person_id'),
    happened: { from: 'cine_referral_date', to: 'cine_close_date' },
  },
  cin_assessments: {
    title: 'Assessments',
    columns: `cina_assessment_id! cina_person_id! cina_referral_id cina_assessment_start_date:day
      cina_assessment_child_seen:flag cina_assessment_auth_date:day cina_assessment_outcome_json:json
      cina_assessment_outcome_nfa:flag cina_assessment_team cina_assessment_worker_id`,
    key: ['cina_assessment_id'],
    people: subject('cina_person_id'),
    happened: { from: 'cina_assessment_start_date', to: 'cina_assessment_auth_date' },
  },
  assessment_factors: {
    title: 'Factors found at assessment',
    columns: 'cinf_table_id! cinf_assessment_id! cinf_assessment_factors_json:json',
    key: ['cinf_table_id'],
    people: [],
  },
  cin_plans: {
    title: 'Child in need plans',
    columns: `cinp_cin_plan_id! cinp_referral_id cinp_person_id! cinp_cin_plan_start_date:day
      cinp_cin_plan_end_date:day cinp_cin_plan_team cinp_cin_plan_worker_id`,
    key: ['cinp_cin_plan_id'],
    people: subject('cinp_person_id'),
    happened: { from: 'cinp_cin_plan_start_date', to: 'cinp_cin_plan_end_date' },
  },
  cin_visits: {
    title: 'Visits to children in need',
    columns: `cinv_cin_visit_id! cinv_person_id! cinv_cin_visit_date:day cinv_cin_visit_seen:flag
      cinv_cin_visit_seen_alone:flag cinv_cin_visit_bedroom:flag`,
    key: ['cinv_cin_visit_id'],
    people: subject('cinv_person_id'),
    happened: { on: 'cinv_cin_visit_date' },
  },
  s47_enquiry: {
    title: 'Section 47 enquiries',
    columns: `s47e_s47_enquiry_id! s47e_referral_id s47e_person_id! s47e_s47_start_date:day s47e_s47_end_date:day
      s47e_s47_nfa:flag s47e_s47_outcome_json:json s47e_s47_completed_by_worker_id s47e_s47_completed_by_team`,
    key: ['s47e_s47_enquiry_id'],
    people: subject('s47e_person_id'),
    happened: { from: 's47e_s47_start_date', to: 's47e_s47_end_date' },
  },
  initial_cp_conference: {
    title: 'Initial child protection conferences',
    columns: `icpc_icpc_id! icpc_icpc_meeting_id icpc_s47_enquiry_id icpc_person_id! icpc_cp_plan_id
      icpc_referral_id icpc_icpc_transfer_in:flag icpc_icpc_target_date:day icpc_icpc_date:day
      icpc_icpc_outcome_cp_flag:flag icpc_icpc_outcome_json:json icpc_icpc_team icpc_icpc_worker_id`,
    key: ['icpc_icpc_id'],
    people: subject('icpc_person_id'),
    happened: { on: 'icpc_icpc_date' },
  },
  cp_plans: {
    title: 'Child protection plans',
    columns: `cppl_cp_plan_id! cppl_referral_id cppl_icpc_id cppl_person_id! cppl_cp_plan_start_date:day
      cppl_cp_plan_end_date:day cppl_cp_plan_initial_category:code cppl_cp_plan_ola:flag
      cppl_cp_plan_latest_category:code`,
    key: ['cppl_cp_plan_id'],
    people: subject('cppl_person_id'),
    happened: { from: 'cppl_cp_plan_start_date', to: 'cppl_cp_plan_end_date' },
  },
  cp_visits: {
    title: 'Visits under child protection plans',
    columns: `cppv_cp_visit_id! cppv_person_id! cppv_cp_plan_id cppv_cp_visit_date:day cppv_cp_visit_seen:flag
      cppv_cp_visit_seen_alone:flag cppv_cp_visit_bedroom:flag`,
    key: ['cppv_cp_visit_id'],
    people: subject('cppv_person_id'),
    happened: { on: 'cppv_cp_visit_date' },
  },
  cp_reviews: {
    title: 'Reviews of child protection plans',
    columns: `cppr_cp_review_id! cppr_person_id! cppr_cp_plan_id cppr_cp_review_due:day cppr_cp_review_date:day
      cppr_cp_review_meeting_id cppr_cp_review_outcome_continue_cp:flag cppr_cp_review_quorate:flag
      cppr_cp_review_participation:code`,
    key: ['cppr_cp_review_id'],
    people: subject('cppr_person_id'),
    happened: { on: 'cppr_cp_review_date' },
  },
  cla_episodes: {
    title: 'Episodes of care',
    columns: `clae_cla_episode_id! clae_person_id! clae_cla_episode_start_date:day
      clae_cla_episode_start_reason:code clae_cla_primary_need_code:code clae_cla_episode_ceased_date:day
      clae_cla_episode_ceased_reason:code clae_cla_id clae_referral_id clae_cla_placement_id
      clae_entered_care_date:day clae_cla_last_iro_contact_date:day`,
    key: ['clae_cla_episode_id'],
    people: subject('clae_person_id'),
    happened: { from: 'clae_cla_episode_start_date', to: 'clae_cla_episode_ceased_date' },
  },
  cla_placement: {
    title: 'Placements',
    columns: `clap_cla_placement_id! clap_cla_placement_start_date:day clap_cla_placement_type:code
      clap_cla_placement_urn clap_cla_placement_distance clap_cla_id clap_cla_placement_provider:code
      clap_cla_placement_postcode clap_cla_placement_end_date:day clap_cla_placement_change_reason:code
      clap_person_id!`,
    key: ['clap_cla_placement_id'],
    people: subject('clap_person_id'),
    happened: { from: 'clap_cla_placement_start_date', to: 'clap_cla_placement_end_date' },
  },
  missing: {
    title: 'Missing episodes',
    columns: `miss_table_id! miss_person_id! miss_missing_episode_start_date:day miss_missing_episode_type:code
      miss_missing_episode_end_date:day miss_missing_rhi_offered:code miss_missing_rhi_accepted:code`,
    key: ['miss_table_id'],
    people: subject('miss_person_id'),
    happened: { from: 'miss_missing_episode_start_date', to: 'miss_missing_episode_end_date' },
  },
  involvements: {
    title: 'Workers and teams involved',
    columns: `invo_involvements_id! invo_professional_id invo_professional_role_id invo_professional_team
      invo_involvement_start_date:day invo_involvement_end_date:day invo_worker_change_reason:code
      invo_person_id! invo_referral_id`,
    key: ['invo_involvements_id'],
    people: subject('invo_person_id'),
    happened: { from: 'invo_involvement_start_date', to: 'invo_involvement_end_date' },
  },
  professionals: {
    title: 'Professionals',
    columns: `prof_professional_id! prof_staff_id prof_professional_name prof_social_worker_registration_no
      prof_professional_job_title prof_professional_caseload:integer prof_professional_department
      prof_full_time_equivalency prof_agency_worker_flag:flag`,
    key: ['prof_professional_id'],
    people: [],
  },
  linked_identifiers: {
    title: 'Other numbers of the same person',
    columns: `link_table_id! link_person_id! link_identifier_type link_identifier_value
      link_valid_from_date:day link_valid_to_date:day`,
    key: ['link_table_id'],
    people: subject('link_person_id'),
    happened: { from: 'link_valid_from_date', to: 'link_valid_to_date' },
  },
};

export const ssd: readonly CsvDefinition[] = Object.entries(tables).map(
  ([table, { columns: words, ...rest }]) => ({
    ...rest,
    name: `ssd.${table}`,
    kind: `ssd.${table}`,
    columns: columns(`${words} recorded_at:instant`),
    recordedAt: 'recorded_at',
  }),
);
