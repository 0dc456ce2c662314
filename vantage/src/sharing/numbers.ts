import type { AgencyType } from './model.ts';

/** A rule that says which kinds of agency hold a number by which people are known everywhere. */
export type NumberRule = {
  kind: 'nhs-number' | 'upn';
  subject: string;
  heldBy: readonly AgencyType[];
  owner: string;
  words: string;
};

/**
 * Rules by which such a number is seen, each with its owner and reason: by agencies of these kinds, by the agency that
 * recorded it, and by one to which an agreement names it. Each id stands in docs/rules.md.
 */
export const numberRules = {
  'nhs-number-in-health-and-care': {
    kind: 'nhs-number',
    subject: 'nhs-number',
    heldBy: ['health', 'social-care', 'treatment', 'sexual-health'],
    owner: 'Caldicott guardian',
    words:
      'The NHS number is for direct care: health and social care use it to be sure of the same person. Nobody else needs it.',
  },
  'pupil-number-in-schools': {
    kind: 'upn',
    subject: 'pupil-number',
    heldBy: ['school', 'social-care'],
    owner: 'Director of children’s services',
    words:
      'The unique pupil number is for schools and the authority that runs children’s services, and is no name for a person elsewhere.',
  },
} as const satisfies Record<string, NumberRule>;
