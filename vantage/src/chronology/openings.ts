import { addMonths, type Span } from '../platform/index.ts';

/**
 * A reason for which a picture may open. Nothing else opens one: not a contact, not a referral, not an open referral
 * without a plan, not an assessment, not a police record, not a significant event.
 */
export type OpeningRule = {
  id: string;
  /** What the page says after "This picture is open because of". */
  label: string;
  /** Catalogue codes of the facts that are the reason. */
  kinds: readonly string[];
  /** Months for which the picture stays open after the reason has ended. */
  keepMonths: number;
  /** Where the number of months comes from. */
  keepSource: string;
};

const setting = 'A setting without a published source: to be set by the partnership’s retention schedule.';

/** The listed reasons. */
export const openingRules: readonly OpeningRule[] = [
  {
    id: 'help-agreed',
    label: 'early help agreed',
    kinds: ['early-help'],
    keepMonths: 12,
    keepSource: setting,
  },
  {
    id: 'child-in-need-plan',
    label: 'a child in need plan',
    kinds: ['cin-plan'],
    keepMonths: 12,
    keepSource: setting,
  },
  {
    id: 'protection-enquiry',
    label: 'a child protection enquiry (section 47)',
    kinds: ['s47'],
    keepMonths: 12,
    keepSource: setting,
  },
  {
    id: 'protection-conference',
    label: 'a child protection conference',
    kinds: ['cp-conference'],
    keepMonths: 72,
    keepSource: setting,
  },
  {
    id: 'protection-plan',
    label: 'a child protection plan',
    kinds: ['cp-plan'],
    keepMonths: 72,
    keepSource: setting,
  },
  {
    id: 'youth-justice',
    label: 'work with youth justice',
    kinds: ['youth-justice', 'custody'],
    keepMonths: 12,
    keepSource: setting,
  },
  { id: 'in-care', label: 'being in care', kinds: ['in-care'], keepMonths: 72, keepSource: setting },
];

const ruleOfKind = new Map(openingRules.flatMap((rule) => rule.kinds.map((kind) => [kind, rule])));
const ruleOfReason = new Map(openingRules.map((rule) => [rule.id, rule]));

/** The reason that a fact of this kind is, or undefined when it is none. */
export function openingReason(kind: string): OpeningRule | undefined {
  return ruleOfKind.get(kind);
}

/** A reason as it stands for a person. */
export type Opening = {
  personId: string;
  /** Id of an opening rule. */
  reason: string;
  /** Code from the catalogue of the fact that is the reason. */
  kind: string;
  happened: Span;
  factId: string;
  agency: string;
  recordedAt: Date | null;
  receivedAt: Date;
};

/** First day on which an opening no longer keeps a picture open; null while the reason itself is open. */
export function closesOn(opening: Pick<Opening, 'reason' | 'happened'>): string | null {
  const months = ruleOfReason.get(opening.reason)?.keepMonths ?? 0;
  return opening.happened.to === null ? null : addMonths(opening.happened.to, months);
}

/** True when at least one of the openings has begun by `today` and not yet closed. */
export function isOpen(openings: readonly Pick<Opening, 'reason' | 'happened'>[], today: string): boolean {
  return openings.some((opening) => {
    const closes = closesOn(opening);
    return (opening.happened.from ?? '') <= today && (closes === null || today < closes);
  });
}
