import { z } from 'zod';

/** What an entry of the audit tells. */
export const Action = z.enum([
  'read',
  'search',
  'export',
  'change',
  'denied',
  'break-glass',
  'purpose',
  'review',
  'seal',
  'unseal',
  'consent',
  'withdraw',
  'share',
  'not-share',
  'acknowledge',
]);
export type Action = z.infer<typeof Action>;

/** What is written down of one act. Who, in which role, for what and when, the transaction says itself. */
export type Entry = {
  action: Action;
  /** Pattern of the address of the page or operation, such as `/families/:id`, without its values; or the command. */
  route?: string;
  families?: readonly string[];
  persons?: readonly string[];
  /** What was searched for. */
  words?: string;
  /** Why, as the person gave it; of a denial, why it was refused. */
  reason?: string;
  /** Which relation or agreement let it be seen. */
  because?: string;
};

/** What a page or operation is called in the audit. */
export type RouteWords = {
  /** What is seen there: "a family’s page". */
  seen: string;
  /** What whoever sends its form does: "Protected somebody". */
  done?: string;
};

/** An entry as it is kept. */
export type KeptEntry = {
  entryId: string;
  at: Date;
  /** A worker's or a person's id, or the name of a part of the program. */
  actor: string;
  role: string;
  purpose: string;
  action: Action;
  route: string | null;
  families: string[];
  persons: string[];
  words: string | null;
  reason: string | null;
  because: string | null;
};

/** Which entries to list. Days are days in London. */
export type EntryFilter = {
  /** Ids of actors; an empty list finds nothing. */
  actors?: readonly string[] | undefined;
  /** Ids of families, any of which an entry must be about; an empty list finds nothing. */
  families?: readonly string[] | undefined;
  /** Ids of persons, one of whom an entry must name; an empty list finds nothing. */
  persons?: readonly string[] | undefined;
  day?: string | undefined;
  action?: Action | undefined;
};

const practice = ['practitioner', 'lead-practitioner', 'child-protection-practitioner'] as const;

/** What the rules of unusual looking measure by. */
export const lookingLimits = {
  /** Hours of the clock in London. */
  eveningFrom: 20,
  morningFrom: 6,
  familiesAnHour: 20,
  /** Roles that open families by a relation of their own. */
  practice,
} as const;

/** Rules that list unusual looking, in words. Each asks a question and accuses nobody. */
export const lookingRules = {
  'own-name':
    'A family was opened whose name is the worker’s own surname. It may be chance; they may be kin. How people at work and families are related is not known here otherwise.',
  'no-relation':
    'A family was opened by a practitioner, lead practitioner or child protection practitioner who, on that day, had no relation to anybody whom the entry names, and had not opened the family in an emergency: of those openings each is reviewed.',
  'out-of-hours':
    'A family was opened from 20:00 to 06:00, or on a Saturday or Sunday, by the clock in London. Duty teams work then.',
  'many-families': 'More than 20 families were opened by one worker within one hour of the clock.',
} as const;
export type LookingRule = keyof typeof lookingRules;

/** What one worker did on one day that one rule lists. */
export type Unusual = {
  rule: LookingRule;
  actor: string;
  /** Day in London. */
  day: string;
  times: number;
  first: Date;
  last: Date;
  /** Ids of the families opened: at most five of them. */
  families: string[];
  /** How many families were opened. */
  familyCount: number;
};

/** The surname in a worker's name: what stands before a comma, else the last word; in small letters. */
export function surnameOf(name: string): string {
  const [before = '', after] = name.split(',');
  const surname = after === undefined ? (before.trim().split(/\s+/).at(-1) ?? '') : before.trim();
  return surname.toLocaleLowerCase('en-GB');
}
