/** What a family looks like to one agency today: which of what the reader sees the agency holds, is shown, may ask for, or lacks. */
import type { Share } from '../../sharing/index.ts';
import type { PictureLine } from '../shape.ts';

/** Rules of this page, in plain words. Each id stands in docs/rules.md. */
export const eyeRules = {
  'eye-own': 'The agency holds what it tells itself.',
  'eye-shared':
    'It is shown what another agency tells where an agreement of today lets people who help or oversee there see it and one of them works with the person, as far as you see that they do. Where the agreement goes no further than that it happened, so much is shown.',
  'eye-ask': 'It is told when it asks where agreements let it know no more than that, or whom to ask.',
  'eye-could':
    'It could be shown what an agreement would let those see there who work with the person: you see nobody of theirs who does.',
  'eye-lacks':
    'It lacks everything else that you see. That nobody agreed to share it is no mistake by itself.',
  'eye-left-out':
    'What was written down here, people’s own words and plans are left out: each says on its own page who may see it. What you may not see yourself is in none of the lists, and is not counted.',
} as const;

/** How what is told stands to an agency, the nearest first. */
export const standings = ['own', 'shared', 'ask-first', 'could-have-been', 'could-not-be'] as const;
export type Standing = (typeof standings)[number];

export type EyeLine = PictureLine & {
  standing: Standing;
  /** Whether what is said about it is known there too. */
  knowsWords: boolean;
};

/**
 * A happening as it stands to an agency: of what is known there, only the people and agencies that are part of it; of what is
 * not, all that the reader sees.
 */
export function lineOf(line: PictureLine, shareOf: (factId: string) => Share): EyeLine {
  const factIds = [
    ...new Set([...line.people.map(({ factId }) => factId), ...line.tellers.map(({ factId }) => factId)]),
  ];
  const standingOf = (factId: string): Standing => {
    const { is } = shareOf(factId);
    return is === 'not-kept' ? 'could-have-been' : is;
  };
  const standing =
    standings.find((one) => factIds.some((factId) => standingOf(factId) === one)) ?? 'could-not-be';
  if (standing !== 'own' && standing !== 'shared') return { ...line, standing, knowsWords: false };
  const known = factIds.filter((factId) => ['own', 'shared'].includes(standingOf(factId)));
  const isKnown = ({ factId }: { factId: string }) => known.includes(factId);
  const knowsWords = factIds.every((factId) => shareOf(factId).tier === 4);
  const tellers = line.tellers.filter(isKnown);
  return {
    ...line,
    standing,
    knowsWords,
    factId: known.includes(line.factId) ? line.factId : (known[0] ?? line.factId),
    people: line.people.filter(isKnown),
    tellers,
    note: knowsWords ? line.note : null,
    differing: knowsWords ? line.differing : [],
  };
}
