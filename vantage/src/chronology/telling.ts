import type { KindOfFact, Telling } from '../sharing/index.ts';
import { catalogue } from './catalogue.ts';
import { partnerKinds } from './partner-kinds.ts';
import { allocationKinds } from './rules.ts';

/** A rule that says whether a person is told of facts about themselves until a worker decides otherwise. */
export type TellingRule = { telling: Telling; owner: string; words: string; kinds: readonly string[] };

/**
 * Rules by which people are told of what is said about them, each with its owner and reason. Each id stands in
 * docs/rules.md. A kind that no rule names is not told yet.
 */
export const tellingRules = {
  'told-of-help': {
    telling: 'shared',
    owner: 'Director of children’s services',
    words: 'Told: they were asked, came to it or had a letter about it.',
    kinds: [
      'early-help',
      'in-need',
      'cin-plan',
      'cin-visit',
      'worker',
      'cp-conference',
      'cp-plan',
      'cp-visit',
      'cp-review',
      'in-care',
      'placement-foster',
      'placement-home',
      'placement-secure',
      'placement-parents',
      'placement-independent',
      'placement-other',
      'care-review',
      'deprivation-of-liberty',
      'school-exclusion',
      'poor-attendance',
      'good-news',
      'house-move',
      'rent-arrears',
    ],
  },
  'assessment-names-others': {
    telling: 'not-yet',
    owner: 'Director of children’s services',
    words:
      'Not told here until a worker decides: what an assessment found may be about a parent or somebody else.',
    kinds: ['assessment'],
  },
  'enquiry-not-announced': {
    telling: 'not-yet',
    owner: 'Director of children’s services',
    words:
      'Not told until a worker has announced it: what a child disclosed, and who asked, may put the child at risk.',
    kinds: ['contact', 'referral', 's47', 'missing'],
  },
  'police-say-when': {
    telling: 'not-yet',
    owner: 'Chief constable',
    words: 'Not told until the police say so: it may belong to an enquiry, or say who rang.',
    kinds: [
      'police-domestic-abuse',
      'police-violence',
      'police-missing-person',
      'police-anti-social-behaviour',
      'police-theft',
      'police-criminal-damage',
      'police-drugs',
      'police-other',
    ],
  },
  'health-tells-itself': {
    telling: 'not-yet',
    owner: 'Designated doctor',
    words:
      'Not told here until a worker decides: health tells people of their health, and others may look over their shoulder.',
    kinds: ['pregnancy', 'substance-misuse'],
  },
  'written-here': {
    telling: 'not-yet',
    owner: 'Director of children’s services',
    words:
      'Not told here until a worker decides: what was written the same day may be half of it, or name others.',
    kinds: ['note', 'visit', 'call', 'correction', 'hypothesis-shared'],
  },
  'hypothesis-not-told': {
    telling: 'never',
    owner: 'Director of children’s services',
    words: 'Never told: it is a question that the worker asks of themselves until it is shared or withdrawn.',
    kinds: ['hypothesis'],
  },
  'neighbours-not-named': {
    telling: 'never',
    owner: 'Information governance lead',
    words: 'Never told: it says who complained.',
    kinds: ['neighbour-dispute', 'police-neighbour-dispute'],
  },
} as const satisfies Record<string, TellingRule>;

/**
 * Kinds that tell where somebody is or will be, or which team to look for: kept back where a harmed person is protected.
 * Whatever a school, a health or housing service, youth justice, treatment or another authority tells of is among them:
 * it says which of them to ask. A conference is none, since it is held at the council and keeps a picture open.
 */
const locating: ReadonlySet<string> = new Set([
  ...allocationKinds,
  ...partnerKinds.map(({ code }) => code),
  'cin-visit',
  'cp-visit',
  'cp-review',
  'care-review',
  'placement-foster',
  'placement-home',
  'placement-secure',
  'placement-parents',
  'placement-independent',
  'placement-other',
  'police-neighbour-dispute',
  'house-move',
  'visit',
]);

const ruleOf = new Map<string, TellingRule>(
  Object.values(tellingRules).flatMap((rule) => rule.kinds.map((kind) => [kind, rule] as const)),
);

/** The rule by which a person is told of a fact of a kind, or undefined when none names it. */
export function tellingRule(kind: string): TellingRule | undefined {
  return ruleOf.get(kind);
}

/** Every kind of the catalogue as the tables of who may see what know it. */
export function kindsOfEvents(): KindOfFact[] {
  return [...catalogue.values()].map(({ code, service, subject = service }) => ({
    kind: code,
    subject,
    locates: locating.has(code),
    telling: ruleOf.get(code)?.telling ?? 'not-yet',
  }));
}
