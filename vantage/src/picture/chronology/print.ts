/** An integrated chronology on paper: which lines it has for whom, and what of them is left out. */

import { differingInWords } from '../called.ts';
import type { Picture, PictureLine } from '../shape.ts';
import { kinWordsIn, wordsForKin } from './kin-words.ts';
import { plainText } from './words.ts';

/** Where one line of a printed chronology comes from. */
export type Told = { agency: string; recordedOn: string | null; receivedOn: string };

/** A line as it is printed: with its number, and whoever is left out called by a letter. */
export type PrintedLine = {
  number: number;
  line: PictureLine;
  note: string | null;
  people: { name: string; role: string }[];
  told: Told[];
  /** Whether it was written for fewer than the team. */
  isForFew: boolean;
  /** What other records say of it; that they differ alone, where the words are left out. */
  differs: string | null;
};

export type Printed = {
  lines: PrintedLine[];
  /** How many lines are about nobody but those left out. */
  linesLeftOut: number;
  /** How many lines are left out because they tell where somebody is. */
  placesLeftOut: number;
  /** How many lines are left out because they were written for few: working hypotheses always. */
  forFewLeftOut: number;
  /** How many lines are left out because whoever made it chose so. */
  chosenLeftOut: number;
  /** How many notes are left out because they name one of them, or because all are. */
  notesLeftOut: number;
};

/** Stands for words that are left out. */
export const wordsLeftOut = '[words left out]';

/** "Person A", for the first of those who are left out. */
export function letterOf(at: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (at % 26));
  return `Person ${letter}${at < 26 ? '' : Math.floor(at / 26) + 1}`;
}

/**
 * The lines of a chronology for somebody outside. Those about nobody but people left out are not there, nor those of
 * kinds left out; elsewhere they are called by a letter, without how they are related, and what is said is left out where it names one of them by any word of a name.
 * A working hypothesis that is not shared never leaves, and what else was written for fewer than the team only where it is asked for.
 * @param namesOf Every name that the reader may see of a person.
 * @param toldOf Where a line comes from.
 */
export function printed(
  picture: Picture,
  lines: readonly PictureLine[],
  leaveOut: {
    persons: readonly string[];
    notes: boolean;
    kinds?: ReadonlySet<string>;
    /** Facts of what was written for fewer than the team, and whether they stay. */
    forFew?: ReadonlySet<string>;
    withForFew?: boolean;
    /** Lines to leave out one by one, by their first fact. */
    lines?: ReadonlySet<string>;
  },
  namesOf: (personId: string) => readonly string[],
  toldOf: (line: PictureLine) => Told[],
): Printed {
  const letters = new Map(leaveOut.persons.map((personId, at) => [personId, letterOf(at)]));
  const naming = new Set(
    leaveOut.persons.flatMap((personId) => namesOf(personId).flatMap((name) => wordsIn(name))),
  );
  const nameOf = new Map(picture.people.map((person) => [person.personId, person.name]));
  const found: Printed = {
    lines: [],
    linesLeftOut: 0,
    placesLeftOut: 0,
    forFewLeftOut: 0,
    chosenLeftOut: 0,
    notesLeftOut: 0,
  };
  for (const line of lines) {
    if (line.people.every((one) => letters.has(one.personId))) {
      found.linesLeftOut += 1;
      continue;
    }
    if (leaveOut.kinds?.has(line.kind)) {
      found.placesLeftOut += 1;
      continue;
    }
    const isForFew = line.people.some(({ factId }) => leaveOut.forFew?.has(factId));
    if (line.kind === 'hypothesis' || (isForFew && !leaveOut.withForFew)) {
      found.forFewLeftOut += 1;
      continue;
    }
    if (leaveOut.lines?.has(line.factId)) {
      found.chosenLeftOut += 1;
      continue;
    }
    const isLeftOut =
      line.note !== null && (leaveOut.notes || wordsIn(line.note).some((word) => naming.has(word)));
    if (isLeftOut) found.notesLeftOut += 1;
    found.lines.push({
      number: found.lines.length + 1,
      line,
      note: isLeftOut ? wordsLeftOut : line.note,
      people: line.people.map((one) => ({
        name: letters.get(one.personId) ?? nameOf.get(one.personId) ?? 'somebody outside the family',
        // That somebody who is left out is a parent tells who they are.
        role: letters.has(one.personId) && one.role === 'parent' ? '' : one.role,
      })),
      told: toldOf(line),
      isForFew,
      differs: differsIn(line, leaveOut.notes, naming),
    });
  }
  return found;
}

/** A line whose words may tell of somebody who is left out without naming them. */
export type Telling = { line: PrintedLine; words: string[] };

/** The lines that may tell of whoever is left out by how they are related to others: "his mother". */
export function tellingOf(
  picture: Pick<Picture, 'people'>,
  lines: readonly PrintedLine[],
  persons: readonly string[],
): Telling[] {
  const wanted = wordsForKin(picture, persons);
  return lines.flatMap((line) => {
    const text = [line.line.label, line.note, line.differs].filter(Boolean).join(' ');
    const words = kinWordsIn(text, wanted);
    return words.length > 0 ? [{ line, words }] : [];
  });
}

function differsIn(
  { differing }: PictureLine,
  withoutNotes: boolean,
  naming: ReadonlySet<string>,
): string | null {
  if (differing.length === 0) return null;
  const isNaming = differing.some(({ said }) => wordsIn(said ?? '').some((word) => naming.has(word)));
  return withoutNotes || isNaming ? 'Records differ.' : differingInWords(differing);
}

/** The words of a text, plain; initials are none, since "D" stands in many words. */
function wordsIn(text: string): string[] {
  return plainText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
}
