import type { Row } from './book.ts';
import type { CareDesk } from './care.ts';
import { extractDay, iso } from './days.ts';

/** Tables whose rows name the worker of a referral, and their columns. */
const ofReferrals = [
  ['ssd.cin_episodes', 'cine_referral_id', 'cine_close_date', 'cine_referral'],
  ['ssd.cin_assessments', 'cina_referral_id', 'cina_assessment_auth_date', 'cina_assessment'],
  ['ssd.cin_plans', 'cinp_referral_id', 'cinp_cin_plan_end_date', 'cinp_cin_plan'],
  ['ssd.s47_enquiry', 's47e_referral_id', 's47e_s47_end_date', 's47e_s47_completed_by'],
] as const;

/** The allocation that holds on a day; where several do, the one that began last; where none does, the last one before. */
function holding(allocations: readonly Row[], on: string): Row | undefined {
  const begun = allocations
    .filter((each) => (each.invo_involvement_start_date ?? '') <= on)
    .sort((a, b) => ((a.invo_involvement_start_date ?? '') < (b.invo_involvement_start_date ?? '') ? -1 : 1));
  return begun.findLast((each) => (each.invo_involvement_end_date || '9') >= on) ?? begun.at(-1);
}

/**
 * Makes help name whoever was allocated on its last day: its end, or for help that goes on the day of the extract.
 * A case system keeps one worker for a plan and changes it when the case moves; involvements keep them all.
 * Help for which nobody was ever allocated is left as it is.
 */
export function nameWhoIsAllocated({ book, numbers }: CareDesk): void {
  const rows = (kind: string): Row[] => book.rows.get(kind) ?? [];
  const allocations = (role: string): Row[] =>
    rows('ssd.involvements').filter((row) => row.invo_professional_role_id === role);
  const social = Map.groupBy(allocations('Allocated social worker'), (row) => row.invo_referral_id);
  for (const [kind, referral, end, prefix] of ofReferrals)
    for (const row of rows(kind)) {
      const now = holding(social.get(row[referral]) ?? [], row[end] || iso(extractDay));
      if (!now) continue;
      row[`${prefix}_worker_id`] = now.invo_professional_id ?? '';
      row[`${prefix}_team`] = now.invo_professional_team ?? '';
    }

  const person = new Map(
    numbers.all().flatMap((held) => held.numbers.map((number) => [number, held.person.id] as const)),
  );
  const leads = Map.groupBy(allocations('Lead practitioner'), (row) => person.get(row.invo_person_id ?? ''));
  for (const row of rows('ssd.early_help_episodes')) {
    const since = row.earl_episode_start_date ?? '';
    const own = (leads.get(person.get(row.earl_person_id ?? '')) ?? []).filter(
      (each) => (each.invo_involvement_start_date ?? '') >= since,
    );
    const now = holding(own, row.earl_episode_end_date || iso(extractDay));
    if (now) row.earl_episode_worker_id = now.invo_professional_id ?? '';
  }
}
