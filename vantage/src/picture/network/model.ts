/** Who is around a family: what records tell, and what the family says of it. */
import type { Strength, Tie, TieKind, Way } from '../../voice/index.ts';

/** One line of the drawing. Where nobody has said how a tie is, its strength is not said. */
export type Line = { strength: Strength | 'not-said'; way: Way };

/** Somebody or something around the family. */
export type Around = {
  /** `person:…` and `record:…` of records, `tie:…` of what the family alone names. */
  id: string;
  kind: TieKind;
  name: string;
  /** What records say of it, such as who comes and since when. */
  told: readonly { words: string; href: string | null }[];
  isRecorded: boolean;
  /** Whether it is somebody who works for a service, and not the service. */
  isWorker?: boolean;
  /** Whose tie it is, by records or by what is said. */
  whose: readonly string[];
  /** What is said of it, the newest first. */
  ties: readonly Tie[];
};

/** Rules by which a network map is made and read, in plain words. Each id stands in docs/rules.md. */
export const networkRules = {
  'in-the-middle':
    'In the middle stand the children of the family, their main carer, and whoever of the family lives with one of them today. The dead, and whoever belongs no longer, are not drawn.',
  'around-by-records':
    'Records bring in relatives who belong to the family and live elsewhere, or of whom no home is known; whoever works with one of the family today, agencies with other spells that go on; and schools whose records name a child of the family who is under 19. How such a tie is no record tells: its line is dotted until somebody of the family says. What is said of a service stands while the same worker, or agency, is there.',
  'around-by-words':
    'Everybody else is whom somebody of the family names. A name stands as they say it, and is never looked for in any record.',
  'as-they-say':
    'How strong a tie is, which way it goes and who turns there is what somebody of the family says, with the day and who may see it. What two of them name alike, of one kind, is one; where they say otherwise of it, each has a line.',
  'few-ties':
    'Few ties: at most one tie that somebody of the family has drawn is with somebody who is no service and no school, and is not strained. It is said only where something is drawn, of what the reader may see.',
  'turns-to-nobody':
    'Of a child of four or older it is said that nobody has written down whom they turn to, where something is drawn and nothing of it says so, of what the reader may see.',
} as const;

/** The different lines of one tie: what two say alike is one line. */
export function linesOf({ ties }: Pick<Around, 'ties'>): Line[] {
  if (ties.length === 0) return [{ strength: 'not-said', way: 'both' }];
  const lines = new Map(
    ties.map(({ strength, way }) => [`${strength} ${way}`, { strength, way }] as [string, Line]),
  );
  return [...lines.values()].sort((a, b) => order.indexOf(a.strength) - order.indexOf(b.strength));
}

const order: readonly Line['strength'][] = ['strong', 'weak', 'strained', 'not-said'];

/** Of what the family drew, ties that are with no service and no school, and are not strained. */
export function tiesBeyondServices(around: readonly Around[]): Around[] {
  return around.filter(
    ({ kind, ties }) =>
      kind !== 'service' && kind !== 'school' && ties.some(({ strength }) => strength !== 'strained'),
  );
}

/** Who turns where when something is wrong, by who does. */
export function turningTo(around: readonly Around[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, ties } of around)
    for (const person of new Set(ties.filter(({ turnsTo }) => turnsTo).flatMap(({ whose }) => whose)))
      found.set(person, [...(found.get(person) ?? []), name]);
  return found;
}

/** How two names are told to be one: as somebody would who reads them aloud. */
export const alike = (name: string): string =>
  name
    .toLocaleLowerCase('en-GB')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
