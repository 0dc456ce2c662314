import type { Span } from '../platform/index.ts';

/** Who the speaker agreed may read their words; asked before they were recorded. */
export type Audience = 'speaker-and-lead' | 'team' | 'family-and-team';

/** What stands beside a statement: who may read it. */
export const audienceWords: Readonly<Record<Audience, string>> = {
  'speaker-and-lead': 'the speaker and their lead may read this',
  team: 'the team around the family may read this',
  'family-and-team': 'the family and the team around it may read this',
};

/** True when a reader who stands as `reader` may read words spoken for `audience`. */
export function mayRead(audience: Audience, reader: 'team' | 'lead'): boolean {
  return reader === 'lead' || audience !== 'speaker-and-lead';
}

/** What a person said, in their own words. */
export type Statement = {
  statementId: string;
  personId: string;
  agency: string;
  kind: 'said' | 'likes-to-be-called';
  words: string;
  saidTo: string;
  audience: Audience;
  /** What was done about it; null when nothing is recorded. */
  done: string | null;
  happened: Span;
  precision: 'day' | 'month' | 'year' | 'unknown';
  recordId: string;
  recordedAt: Date | null;
  receivedAt: Date;
};
