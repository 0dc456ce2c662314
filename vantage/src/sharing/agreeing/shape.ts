import { z } from '../../platform/http/index.ts';
import { addDays, dayOf } from '../../platform/index.ts';
import { roles, tiers, type WorkRole } from '../roles.ts';
import { type TierChoice, tierNames } from './model.ts';
import type { Kept } from './service.ts';

const roleNames = Object.keys(roles) as [WorkRole, ...WorkRole[]];
const count = z.object({ workers: z.int(), people: z.int() });

/** An agreement as the API and the command give it. */
export const AgreementJson = z.object({
  agreementId: z.uuid(),
  from: z.string().describe('The agency that shares.'),
  to: z.string().nullable().describe('The agency that it shares with; null: every agency.'),
  role: z.enum(roleNames).nullable().describe('Null: every role that looks for the purpose.'),
  purpose: z.enum(['help', 'oversight', 'governance', 'inspection', 'administration']),
  condition: z.enum(['any', 'team', 'allocated', 'manager', 'named']),
  tier: z.enum(tierNames),
  subjects: z.array(z.string()).describe('Subjects of facts; * for everything.'),
  basis: z.string(),
  owner: z.string(),
  firstDay: z.iso.date().nullable(),
  lastDay: z.iso.date().nullable().describe('The last day on which it counts; null where none is set.'),
  reason: z.string().nullable().describe('Null where it was put in place to begin with.'),
  endedOn: z.iso.date().nullable(),
  endReason: z.string().nullable(),
});

/** How many workers would see more or less of how many people. */
export const EffectJson = z.object({
  opens: count,
  closes: count,
  by: z.array(count.extend({ agency: z.string(), role: z.enum(roleNames), opens: z.boolean() })),
});

export const jsonOfAgreement = (one: Kept): z.infer<typeof AgreementJson> => ({
  agreementId: one.agreementId,
  from: one.fromAgency,
  to: one.toAgency,
  role: one.toRole,
  purpose: one.purpose,
  condition: one.condition,
  tier: tiers[one.tier] as TierChoice,
  subjects: one.subjects,
  basis: one.basis,
  owner: one.owner,
  firstDay: one.happened.from,
  lastDay: one.happened.to && addDays(one.happened.to, -1),
  reason: one.reason,
  endedOn: one.endedAt && dayOf(one.endedAt),
  endReason: one.endReason,
});
