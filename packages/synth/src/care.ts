import { type Desk, latest, text } from './book.ts';
import { addWorkingDays, ageOn, type Day } from './days.ts';
import type { Ledger } from './ledger.ts';
import type { Person, Spell } from './model.ts';
import type { Worker } from './workers.ts';

/** Children in need census codes for who made contact. */
export type Source =
  | '1A' // the family itself
  | '1C' // neighbour or friend
  | '2A' // school
  | '3A' // GP
  | '3B' // health visitor
  | '3D' // other primary health
  | '3E' // A&E
  | '4' // housing
  | '5B' // other council service
  | '6' // police
  | '9'; // anonymous

const sourceWords: Readonly<Record<Source, string>> = {
  '1A': 'Individual: family member, relative or carer',
  '1C': 'Individual: other, such as a neighbour or friend',
  '2A': 'Schools',
  '3A': 'Health services: GP',
  '3B': 'Health services: health visitor',
  '3D': 'Health services: other primary health services',
  '3E': 'Health services: A&E',
  '4': 'Housing',
  '5B': 'Local authority services: other internal',
  '6': 'Police',
  '9': 'Anonymous',
};

const assessmentFlags =
  'NFA_FLAG NFA_S47_END_FLAG STRATEGY_DISCUSSION_FLAG CLA_REQUEST_FLAG PRIVATE_FOSTERING_FLAG LEGAL_ACTION_FLAG PROV_OF_SERVICES_FLAG PROV_OF_SB_CARE_FLAG SPECIALIST_ASSESSMENT_FLAG REFERRAL_TO_OTHER_AGENCY_FLAG OTHER_ACTIONS_FLAG OTHER_OUTCOMES_EXIST_FLAG';
const enquiryFlags =
  'NFA_FLAG LEGAL_ACTION_FLAG PROV_OF_SERVICES_FLAG PROV_OF_SB_CARE_FLAG CP_CONFERENCE_FLAG NFA_CONTINUE_SINGLE_FLAG MONITOR_FLAG OTHER_OUTCOMES_EXIST_FLAG';
const conferenceFlags =
  'NFA_FLAG REFERRAL_TO_OTHER_AGENCY_FLAG SINGLE_ASSESSMENT_FLAG PROV_OF_SERVICES_FLAG CP_FLAG OTHER_OUTCOMES_EXIST_FLAG';

const flags = (names: string, set: string): string =>
  JSON.stringify(Object.fromEntries(names.split(' ').map((name) => [name, name === set ? 'Y' : 'N'])));

const yes = (value: boolean): string => (value ? 'Y' : 'N');

export type ContactOutcome = 'nfa' | 'advice' | 'early-help' | 'referral' | 'existing';

/** Outcomes of contacts and referrals come in words, as from a case system that has no flags for them. */
const contactOutcomes: Readonly<Record<ContactOutcome, string>> = {
  nfa: 'No further action',
  advice: 'Information and advice',
  'early-help': 'Early help',
  referral: 'Referral accepted',
  existing: 'Added to an open referral',
};

export type CloseReason = 'RC1' | 'RC2' | 'RC4' | 'RC5' | 'RC7' | 'RC8' | 'RC9';
export type Category = 'Neglect' | 'Physical abuse' | 'Sexual abuse' | 'Emotional abuse';
export type EventType =
  | 'school-exclusion'
  | 'poor-attendance'
  | 'pregnancy'
  | 'rent-arrears'
  | 'debt'
  | 'neighbour-dispute'
  | 'house-move'
  | 'bereavement'
  | 'substance-misuse'
  | 'good-news'
  | 'family-event';
export type Audience = 'speaker-and-lead' | 'team' | 'family-and-team';
export type Placement = Spell & {
  type: string;
  provider: string;
  change: string;
  postcode: string;
  /** Miles from home. */
  miles?: number;
};

/** Social care's case system: each operation writes the rows that a worker's recording would leave. */
export type CareDesk = ReturnType<typeof careDesk>;

/** Works the case system at a desk. The desk's chance decides small matters such as whether a child was seen. */
export function careDesk(desk: Desk, ledger: Ledger) {
  const { book, numbers, chance } = desk;
  const visit = (prefix: string, person: Person, on: Day, plan: Record<string, string>) => {
    const seen = chance.chance(0.93);
    return {
      ...plan,
      [`${prefix}_visit_id`]: book.number(prefix === 'cppv_cp' ? 'CPV' : 'CNV'),
      [`${prefix.split('_')[0]}_person_id`]: numbers.of(person, on),
      [`${prefix}_visit_date`]: text(on),
      [`${prefix}_visit_seen`]: yes(seen),
      [`${prefix}_visit_seen_alone`]: yes(seen && ageOn(person.born, on) >= 4 && chance.chance(0.6)),
      [`${prefix}_visit_bedroom`]: yes(seen && chance.chance(0.4)),
    };
  };

  return {
    ...desk,

    contact(child: Person, on: Day, source: Source, outcome: ContactOutcome): void {
      book.add('ssd.contacts', on, {
        cont_contact_id: book.number('CON'),
        cont_person_id: numbers.of(child, on),
        cont_contact_date: text(on),
        cont_contact_source_code: source,
        cont_contact_source_desc: sourceWords[source],
        cont_contact_outcome_json: contactOutcomes[outcome],
      });
    },

    earlyHelp(
      child: Person,
      spell: Spell,
      {
        reason,
        endReason,
        organisation,
        worker,
      }: { reason: string; endReason: string; organisation: string; worker: Worker },
    ): void {
      book.add('ssd.early_help_episodes', latest(spell.from, spell.to), {
        earl_episode_id: book.number('EHE'),
        earl_person_id: numbers.of(child, spell.from),
        earl_episode_start_date: text(spell.from),
        earl_episode_end_date: text(spell.to),
        earl_episode_reason: reason,
        earl_episode_end_reason: spell.to === null ? '' : endReason,
        earl_episode_organisation: organisation,
        earl_episode_worker_id: worker.id,
      });
    },

    /** Returns the referral's number. `close` is the reason it closed, for one that has. */
    referral(
      child: Person,
      spell: Spell,
      {
        need,
        source,
        nfa,
        close,
        worker,
      }: { need: string; source: Source; nfa: boolean; close: CloseReason; worker: Worker },
    ): string {
      const id = book.number('REF');
      ledger.referrals.push({ child, ...spell, source, nfa });
      book.add('ssd.cin_episodes', latest(spell.from, spell.to), {
        cine_referral_id: id,
        cine_person_id: numbers.of(child, spell.from),
        cine_referral_date: text(spell.from),
        cine_cin_primary_need_code: need,
        cine_referral_source_code: source,
        cine_referral_source_desc: sourceWords[source],
        cine_referral_outcome_json: nfa ? 'No further action' : 'Assessment',
        cine_referral_nfa: yes(nfa),
        cine_close_reason: spell.to === null ? '' : close,
        cine_close_date: text(spell.to),
        cine_referral_team: worker.team,
        cine_referral_worker_id: worker.id,
      });
      return id;
    },

    /** `spell.to` is the day a manager signed it; factors are written only once it is signed. */
    assessment(
      child: Person,
      spell: Spell,
      {
        referral,
        outcome,
        factors,
        worker,
      }: {
        referral: string;
        outcome: 'nfa' | 'services' | 'strategy' | 'early-help';
        factors: readonly string[];
        worker: Worker;
      },
    ): void {
      const id = book.number('ASM');
      ledger.assessments.push({
        child,
        to: spell.to,
        factors,
        inNeed: outcome === 'services' || outcome === 'strategy',
      });
      const flag = {
        nfa: 'NFA_FLAG',
        services: 'PROV_OF_SERVICES_FLAG',
        strategy: 'STRATEGY_DISCUSSION_FLAG',
        'early-help': 'REFERRAL_TO_OTHER_AGENCY_FLAG',
      }[outcome];
      const signed = spell.to !== null;
      book.add('ssd.cin_assessments', latest(spell.from, spell.to), {
        cina_assessment_id: id,
        cina_person_id: numbers.of(child, spell.from),
        cina_referral_id: referral,
        cina_assessment_start_date: text(spell.from),
        cina_assessment_child_seen: yes(chance.chance(0.95)),
        cina_assessment_auth_date: text(spell.to),
        cina_assessment_outcome_json: signed ? flags(assessmentFlags, flag) : '',
        cina_assessment_outcome_nfa: signed ? yes(outcome === 'nfa') : '',
        cina_assessment_team: worker.team,
        cina_assessment_worker_id: worker.id,
      });
      if (spell.to === null) return;
      book.add('ssd.assessment_factors', spell.to, {
        cinf_table_id: book.number('FAC'),
        cinf_assessment_id: id,
        cinf_assessment_factors_json: JSON.stringify(factors),
      });
    },

    needPlan(child: Person, spell: Spell, referral: string, worker: Worker): void {
      book.add('ssd.cin_plans', latest(spell.from, spell.to), {
        cinp_cin_plan_id: book.number('CNP'),
        cinp_referral_id: referral,
        cinp_person_id: numbers.of(child, spell.from),
        cinp_cin_plan_start_date: text(spell.from),
        cinp_cin_plan_end_date: text(spell.to),
        cinp_cin_plan_team: worker.team,
        cinp_cin_plan_worker_id: worker.id,
      });
    },

    needVisit(child: Person, on: Day): void {
      book.add('ssd.cin_visits', on, visit('cinv_cin', child, on, {}));
    },

    /** Returns the enquiry's number. */
    enquiry(
      child: Person,
      spell: Spell,
      {
        referral,
        outcome,
        worker,
      }: { referral: string; outcome: 'nfa' | 'services' | 'conference'; worker: Worker },
    ): string {
      const id = book.number('ENQ');
      ledger.enquiries.push({ child, on: spell.from });
      const flag = { nfa: 'NFA_FLAG', services: 'PROV_OF_SERVICES_FLAG', conference: 'CP_CONFERENCE_FLAG' }[
        outcome
      ];
      const ended = spell.to !== null;
      book.add('ssd.s47_enquiry', latest(spell.from, spell.to), {
        s47e_s47_enquiry_id: id,
        s47e_referral_id: referral,
        s47e_person_id: numbers.of(child, spell.from),
        s47e_s47_start_date: text(spell.from),
        s47e_s47_end_date: text(spell.to),
        s47e_s47_nfa: ended ? yes(outcome === 'nfa') : '',
        s47e_s47_outcome_json: ended ? flags(enquiryFlags, flag) : '',
        s47e_s47_completed_by_worker_id: worker.id,
        s47e_s47_completed_by_team: worker.team,
      });
      return id;
    },

    /** Holds a conference; when it makes a plan, opens it and returns its number. */
    conference(
      child: Person,
      on: Day,
      {
        referral,
        enquiry,
        strategy,
        worker,
        plan,
      }: {
        referral: string;
        enquiry: string;
        /** Day of the strategy discussion; the conference is due 15 working days later. */
        strategy: Day;
        worker: Worker;
        plan: ({ category: Category; lastCategory: Category } & Spell) | null;
      },
    ): string {
      const id = book.number('ICP');
      ledger.conferences.push({ child, on });
      if (plan) ledger.plans.push({ child, from: plan.from, to: plan.to });
      const planId = plan ? book.number('CPP') : '';
      book.add('ssd.initial_cp_conference', on, {
        icpc_icpc_id: id,
        icpc_icpc_meeting_id: book.number('MTG'),
        icpc_s47_enquiry_id: enquiry,
        icpc_person_id: numbers.of(child, on),
        icpc_cp_plan_id: planId,
        icpc_referral_id: referral,
        icpc_icpc_transfer_in: 'N',
        icpc_icpc_target_date: text(addWorkingDays(strategy, 15)),
        icpc_icpc_date: text(on),
        icpc_icpc_outcome_cp_flag: yes(plan !== null),
        icpc_icpc_outcome_json: flags(conferenceFlags, plan ? 'CP_FLAG' : 'PROV_OF_SERVICES_FLAG'),
        icpc_icpc_team: worker.team,
        icpc_icpc_worker_id: worker.id,
      });
      if (plan)
        book.add('ssd.cp_plans', latest(plan.from, plan.to), {
          cppl_cp_plan_id: planId,
          cppl_referral_id: referral,
          cppl_icpc_id: id,
          cppl_person_id: numbers.of(child, plan.from),
          cppl_cp_plan_start_date: text(plan.from),
          cppl_cp_plan_end_date: text(plan.to),
          cppl_cp_plan_initial_category: plan.category,
          cppl_cp_plan_ola: 'N',
          cppl_cp_plan_latest_category: plan.lastCategory,
        });
      return planId;
    },

    protectionVisit(child: Person, on: Day, plan: string): void {
      book.add('ssd.cp_visits', on, visit('cppv_cp', child, on, { cppv_cp_plan_id: plan }));
    },

    protectionReview(child: Person, due: Day, on: Day, plan: string, goesOn: boolean): void {
      const age = ageOn(child.born, on);
      book.add('ssd.cp_reviews', on, {
        cppr_cp_review_id: book.number('CPR'),
        cppr_person_id: numbers.of(child, on),
        cppr_cp_plan_id: plan,
        cppr_cp_review_due: text(due),
        cppr_cp_review_date: text(on),
        cppr_cp_review_meeting_id: book.number('MTG'),
        cppr_cp_review_outcome_continue_cp: yes(goesOn),
        cppr_cp_review_quorate: yes(chance.chance(0.94)),
        cppr_cp_review_participation: age < 4 ? 'PN0' : chance.pick(['PN1', 'PN2', 'PN5', 'PN6', 'PN7']),
      });
    },

    /** One period of care: placements follow one another; the last one's end is the end of care. */
    care(
      child: Person,
      placements: readonly Placement[],
      {
        referral,
        need,
        ceased,
        asylum = false,
        score = 14,
      }: { referral: string; need: string; ceased: string; asylum?: boolean; score?: number },
    ): void {
      const period = book.number('CLA');
      ledger.cares.push({ child, placements, asylum, score });
      const entered = placements[0]?.from ?? null;
      placements.forEach((placement, i) => {
        const last = i === placements.length - 1;
        const stated = latest(placement.from, placement.to);
        const placementId = book.number('PLC');
        book.add('ssd.cla_episodes', stated, {
          clae_cla_episode_id: book.number('EPI'),
          clae_person_id: numbers.of(child, placement.from),
          clae_cla_episode_start_date: text(placement.from),
          clae_cla_episode_start_reason: i === 0 ? 'S' : 'P',
          clae_cla_primary_need_code: need,
          clae_cla_episode_ceased_date: text(placement.to),
          clae_cla_episode_ceased_reason: placement.to === null ? '' : last ? ceased : 'X1',
          clae_cla_id: period,
          clae_referral_id: referral,
          clae_cla_placement_id: placementId,
          clae_entered_care_date: text(entered),
        });
        book.add('ssd.cla_placement', stated, {
          clap_cla_placement_id: placementId,
          clap_cla_placement_start_date: text(placement.from),
          clap_cla_placement_type: placement.type,
          clap_cla_placement_distance: String(
            placement.miles ?? (chance.chance(0.82) ? chance.int(1, 19) : chance.int(21, 140)),
          ),
          clap_cla_id: period,
          clap_cla_placement_provider: placement.provider,
          clap_cla_placement_postcode: placement.postcode,
          clap_cla_placement_end_date: text(placement.to),
          clap_cla_placement_change_reason: placement.to === null || last ? '' : placement.change,
          clap_person_id: numbers.of(child, placement.from),
        });
      });
    },

    missing(child: Person, spell: { from: Day; to: Day }): void {
      const offered = chance.chance(0.85);
      ledger.missing.push({ child, from: spell.from });
      book.add('ssd.missing', spell.to, {
        miss_table_id: book.number('MIS'),
        miss_person_id: numbers.of(child, spell.from),
        miss_missing_episode_start_date: text(spell.from),
        miss_missing_episode_type: chance.chance(0.8) ? 'Missing' : 'Away',
        miss_missing_episode_end_date: text(spell.to),
        miss_missing_rhi_offered: yes(offered),
        miss_missing_rhi_accepted: offered ? yes(chance.chance(0.6)) : 'NA',
      });
    },

    involvement(
      person: Person,
      spell: Spell,
      { worker, role, why, referral }: { worker: Worker; role: string; why: string; referral: string },
    ): void {
      book.add('ssd.involvements', latest(spell.from, spell.to), {
        invo_involvements_id: book.number('INV'),
        invo_professional_id: worker.id,
        invo_professional_role_id: role,
        invo_professional_team: worker.team,
        invo_involvement_start_date: text(spell.from),
        invo_involvement_end_date: text(spell.to),
        invo_worker_change_reason: why,
        invo_person_id: numbers.of(person, spell.from),
        invo_referral_id: referral,
      });
    },

    event(person: Person, on: Day, type: EventType, note: string, known?: 'month'): void {
      book.add('care.significant_events', on, {
        event_id: book.number('EVT'),
        person_id: numbers.of(person, on),
        event_date: known === 'month' ? text(on).slice(0, 7) : text(on),
        event_type: type,
        note,
      });
    },

    statement(
      person: Person,
      on: Day,
      {
        to,
        kind,
        words,
        audience,
        done,
      }: {
        to: string;
        kind: 'said' | 'likes-to-be-called';
        words: string;
        audience: Audience;
        done: string;
      },
    ): void {
      book.add('care.statements', on, {
        statement_id: book.number('STA'),
        person_id: numbers.of(person, on),
        said_on: text(on),
        said_to: to,
        kind,
        words,
        audience,
        done,
      });
    },
  };
}
