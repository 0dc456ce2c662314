import type { Span } from '../platform/index.ts';

/** Who the speaker agreed may read their words; asked before they were recorded. */
export type Audience = 'speaker-and-lead' | 'team' | 'family-and-team';

/** What stands beside a statement: who may read it. */
export const audienceWords: Readonly<Record<Audience, string>> = {
  'speaker-and-lead':
    'the speaker, whoever is allocated to them, and those at the agency that they told who are allocated to their family may read this',
  team: 'the team around the family may read this',
  'family-and-team': 'the family and the team around it may read this',
};

/** True when a reader who stands as `reader` may read words spoken for `audience`. */
export function mayRead(audience: Audience, reader: 'team' | 'lead'): boolean {
  return reader === 'lead' || audience !== 'speaker-and-lead';
}

/** How somebody says something. */
export const manners = {
  said: 'They said it',
  written: 'They wrote it',
  drawn: 'They drew it',
  shown: 'They showed it: by signs, toys or how they behaved',
} as const;
export type Manner = keyof typeof manners;

/** How somebody said something, where that says more than that they did. */
export function mannerInWords({
  manner,
  language,
  interpreter,
}: Pick<Statement, 'manner' | 'language' | 'interpreter'>) {
  const how =
    manner === 'written'
      ? 'in writing'
      : manner === 'drawn'
        ? 'by a drawing'
        : manner === 'shown'
          ? 'without words'
          : '';
  const told = [how, language && `in ${language}`, interpreter && 'through an interpreter'];
  return told.filter(Boolean).join(', ');
}

/** What somebody of a family said and let the family read. */
export type FamilyWords = Pick<Statement, 'statementId' | 'personId' | 'words' | 'happened' | 'precision'> & {
  /** What they like their family to call them; their given name where they have not said; null where no record tells it. */
  name: string | null;
};

/** What a person said, in their own words. */
export type Statement = {
  statementId: string;
  personId: string;
  agency: string;
  kind: 'said' | 'likes-to-be-called';
  words: string;
  /** Empty when no record says, and when it is kept back. */
  saidTo: string;
  audience: Audience;
  /** What was done about it; null when nothing is recorded, and when it is kept back. */
  done: string | null;
  /** Whether to whom it was said and what was done are kept back: they may tell where the speaker is. */
  isKeptBack: boolean;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  /** The record that tells it; null of what was written down here. */
  recordId: string | null;
  /** The number of what was written down here; null of what a record tells. */
  saidId: string | null;
  /** How they said it; null where no record says. */
  manner: Manner | null;
  /** The language in which they said it; null where it was English, or no record says. */
  language: string | null;
  interpreter: boolean;
  /** Whether it says what matters to them. */
  matters: boolean;
  /** Who wrote it down here. */
  writtenBy: string | null;
  recordedAt: Date | null;
  receivedAt: Date;
};
