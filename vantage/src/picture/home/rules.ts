import type { NeedId } from '../../chronology/index.ts';

/** Who answers for the rules of "pay attention to", and since when they stand as they are. */
export const attentionOwner = 'The partnership’s principal social worker';
export const attentionSince = '2026-11-22';

/** By how much each rule goes. Settings of the partnership, but where the rule names a source. */
export const attentionLimits = {
  weeksUnseen: { 'cp-plan': 3, 'cin-plan': 6 },
  visitsNotAlone: 3,
  aloneFromAge: 5,
  missedInARow: 2,
  crisisDays: 28,
  crisisMonths: 3,
  endedDays: 56,
  lateDays: 35,
  hypothesisDays: 7,
} as const;

/** A rule by which somebody's own families stand on their first page, in words. Each id stands in docs/rules.md. */
export type AttentionRule = { title: string; words: string; source: string };

const setting = 'A setting without a published source: to be set by the partnership.';

export const attentionRules = {
  'crisis-since': {
    title: 'Crises that may be new to you',
    words:
      'What the catalogue calls a crisis was received since you last opened the family, in the last 28 days where you have not opened it in 90; and it happened in the last 3 months.',
    source: setting,
  },
  'not-seen': {
    title: 'Not seen',
    words:
      'A child is on a child protection plan and no visit of the last 3 weeks says that they were seen; or on a child in need plan, and none of the last 6 weeks says so. Counted from the first day of the plan, where that is later. Nothing is said where they were visited since, and the reader may not see what the visit says.',
    source:
      'Child protection procedures of Blackburn with Darwen and of other partnerships: every 10, at most 15, working days. For a child in need a setting of the partnership.',
  },
  'not-seen-alone': {
    title: 'Not seen alone',
    words:
      'A child of 5 or older is on a child protection plan or a child in need plan, and none of the last 3 visits that say whether they were seen alone says that they were; and none was since the first of these of which the reader may not see what it says.',
    source:
      'The same procedures: the child is seen, and seen alone. How many visits, and from which age, are settings of the partnership.',
  },
  'missed-in-a-row': {
    title: 'Missed in a row',
    words:
      'Somebody was not brought to, or missed, the last 2 or more appointments of one service, the last of them in the last 3 months. Who keeps an appointment ends the row.',
    source: setting,
  },
  'hypothesis-due': {
    title: 'Working hypotheses whose day has come',
    words:
      'A working hypothesis of yours, or of your team, is open though the day has come by which it is shared, sealed or withdrawn.',
    source: 'The day that whoever wrote it set.',
  },
  'hypothesis-soon': {
    title: 'Working hypotheses whose day comes',
    words:
      'A working hypothesis that you wrote is open, and the day by which it is shared, sealed or withdrawn comes within 7 days.',
    source: setting,
  },
  'step-due': {
    title: 'Next steps whose day has passed',
    words: 'A next step stands though its day has passed.',
    source: 'The day that whoever set the step set.',
  },
  'ended-with-need': {
    title: 'Help that ended',
    words:
      'Help ended in the last 8 weeks and a need that it is for still stands by the rules of need: help for a child’s mental health and health, treatment and drink and drugs, youth justice and staying out of trouble, temporary accommodation and a home; early help, a child in need plan or a child protection plan and any need. The same help that goes on with the same person, or began again, did not end; early help, plans and care follow on one another. Help of these kinds is itself no sign of a need here.',
    source: setting,
  },
  'data-late': {
    title: 'Records that are late',
    words: 'An agency that sends extracts has sent none that speaks for the last 35 days.',
    source: setting,
  },
} as const satisfies Readonly<Record<string, AttentionRule>>;
export type AttentionRuleId = keyof typeof attentionRules;
export const attentionRuleIds = Object.keys(attentionRules) as [AttentionRuleId, ...AttentionRuleId[]];

/** For which needs a kind of help is; null for any. */
export const helpsWith: Readonly<Record<string, readonly NeedId[] | null>> = {
  'mental-health-help': ['health'],
  treatment: ['substances'],
  'youth-justice': ['crime'],
  'temporary-home': ['home'],
  'early-help': null,
  'cin-plan': null,
  'cp-plan': null,
};

/** Appointments that were missed, each with what an appointment of the same service is that was kept. */
export const missedKinds: Readonly<Record<string, string>> = {
  'not-brought': 'health-visit',
  'mental-health-missed': 'mental-health-visit',
};
