import { z } from 'zod';
import type { Part, WrittenAudience } from '../chronology/index.ts';
import { addMonths, clock, dayOf, type Span, WrittenDay, writtenWords } from '../platform/index.ts';
import { WrittenTime, WrittenWhen } from './when.ts';

/** What can be written down, in the order in which it is offered. */
export const noteKinds = {
  visit: { label: 'A visit', hint: 'Whom you saw, whom alone, where.' },
  call: { label: 'A call or a message', hint: 'With whom, and what was said.' },
  note: { label: 'A note', hint: 'Anything else that happened or was done.' },
  correction: {
    label: 'Something is wrong',
    hint: '“This is not my address.” What is right, and who says so.',
  },
  hypothesis: {
    label: 'A working hypothesis',
    hint: 'What you think may be going on. By a day that you set you share it, seal it or withdraw it.',
  },
} as const;
export type NoteKind = keyof typeof noteKinds;
export const kindNames = Object.keys(noteKinds) as [NoteKind, ...NoteKind[]];

/** What may be begun and kept as a draft: what is written down, somebody's words, and a step of the plan. */
export const draftKinds = [...kindNames, 'words', 'step'] as const;
export type DraftKind = (typeof draftKinds)[number];

/** Who may see it, as it is asked. */
export const audiences = {
  allocated: 'Those allocated to them, and their managers',
  team: 'The whole team around them as well',
} as const;

/** Who may see it, of those to whom agreements show what this agency writes. */
export const audienceWords: Readonly<Record<WrittenAudience, string>> = {
  allocated: 'those allocated to them and their managers may see this, as agencies have agreed',
  team: 'the whole team around them may see this, as agencies have agreed',
  author: 'only whoever wrote it and manages the work at their agency may see this',
};

/** Who sees a working hypothesis until it is shared, whatever was chosen for when it is. */
export const untilSharedWords =
  'Until it is shared no other agency sees it. At the agency of whoever wrote it, those allocated to them (as social worker, lead or family help practitioner) and managers of that work read it; others there see at most that there is one.';

export const places = {
  home: 'At home',
  school: 'At school or nursery',
  elsewhere: 'Somewhere else',
  'nobody-in': 'Nobody opened',
} as const;

/** What may be said to be wrong. */
export const wrongs = {
  name: 'A name',
  born: 'A birth date',
  address: 'An address',
  kin: 'Who belongs to whom',
  event: 'Something that is said to have happened',
  other: 'Something else',
} as const;

const most = 4000;
const words = (wanted: string) => writtenWords(wanted, most);
const shortWords = z.string().trim().max(200, 'Write it in fewer than 200 characters.').default('');
const persons = z.array(z.uuid(), 'Choose whom it is about.').max(40);
const aboutSomebody = persons.min(1, 'Choose whom it is about.');
const audience = z.enum(['allocated', 'team'], 'Choose who may see it.').default('allocated');
/** Says of what is the same as something written within the hour that it truly happened twice. */
const anyway = z.literal('yes').optional();
const common = { id: z.uuid().optional(), anyway, on: WrittenWhen, at: WrittenTime, audience };

/** Why a worker sets a day within three months: what nobody looks at again is a belief. */
const longest = 3;
const due = WrittenDay.refine(
  (day) => day > dayOf(clock.now()) && day <= addMonths(dayOf(clock.now()), longest),
  {
    error: `Write a day that comes, within ${longest} months.`,
  },
);

/** What stands in the form of each kind. */
export const forms = {
  note: z.object({ ...common, persons: aboutSomebody, words: words('Write what happened.') }),
  visit: z.object({
    ...common,
    seen: persons.default([]),
    alone: persons.default([]),
    where: z.enum(Object.keys(places) as [keyof typeof places], 'Choose where it was.'),
    others: shortWords,
    words: words('Write what you saw and heard.'),
  }),
  call: z.object({
    ...common,
    persons: aboutSomebody,
    withWhom: writtenWords('Write with whom.', 200),
    words: words('Write what was said.'),
  }),
  correction: z.object({
    ...common,
    persons: aboutSomebody,
    wrong: z.enum(Object.keys(wrongs) as [keyof typeof wrongs], 'Choose what is wrong.'),
    saidBy: writtenWords('Write who says so.', 200),
    words: words('Write what is right.'),
  }),
  hypothesis: z.object({
    ...common,
    persons: aboutSomebody,
    due,
    words: words('Write what you think, and why.'),
  }),
} as const;

/** What somebody writes down, as the API takes it. */
export const Writing = z.discriminatedUnion('kind', [
  forms.note.extend({ kind: z.literal('note') }),
  forms.visit.extend({ kind: z.literal('visit') }),
  forms.call.extend({ kind: z.literal('call') }),
  forms.correction.extend({ kind: z.literal('correction') }),
  forms.hypothesis.extend({ kind: z.literal('hypothesis') }),
]);
export type Writing = z.output<typeof Writing>;

/** Why something is changed. */
export const Change = z.object({
  reason: z
    .string('Write why, in a sentence.')
    .trim()
    .min(5, 'Write why, in a sentence.')
    .max(500, 'Write it in fewer than 500 characters.'),
});

/** What becomes of a working hypothesis. */
export const Settling = Change.extend({
  state: z.enum(['shared', 'sealed', 'withdrawn'], 'Choose what becomes of it.'),
});

/** Fields of forms of which there may be several. */
export const listFields = ['persons', 'seen', 'alone'] as const;

/** What was written, without when and about whom. */
export type Content = {
  words: string;
  /** Of a visit, who was seen; those seen alone are among them. */
  seen?: string[];
  alone?: string[];
  where?: keyof typeof places;
  others?: string;
  withWhom?: string;
  wrong?: keyof typeof wrongs;
  saidBy?: string;
};

/** Minutes for which the same writing is held to be sent twice, unless it is said that it happened twice. */
export const sameWithin = 60;

export type NoteState = 'open' | 'shared' | 'sealed' | 'withdrawn';

/** One version of what somebody wrote. */
export type Note = {
  noteId: string;
  version: number;
  /** Which version it is of those that the reader may read. */
  counted: number;
  familyId: string;
  /** Code of the catalogue. */
  kind: NoteKind;
  agency: string;
  /** About whom it was written. */
  persons: string[];
  /** The same people, as records are held together now. */
  about: string[];
  audience: WrittenAudience;
  happened: Span;
  precision: 'day' | 'month' | 'year';
  /** Time of day, HH:MM; null where it was not written. */
  atTime: string | null;
  content: Content;
  /** Of a working hypothesis; null of everything else. */
  state: NoteState | null;
  /** Of a working hypothesis, the day by which it is shared, sealed or withdrawn. */
  due: string | null;
  writtenBy: string;
  writtenByName: string;
  /** The manager who settled a working hypothesis after its day, and what they are called; null where its writer did. */
  settledBy: string | null;
  settledByName: string | null;
  writtenAt: Date;
  /** Why it was changed; null of the first version, and for whoever may not read every version before it, since it may tell of them. */
  reason: string | null;
};

/** What somebody wrote down, and whether it had been recorded before, in the same words. */
export type Written = Note & { already: boolean };

/** What was written, apart from who sees it and when it was. */
export function contentOf(writing: Writing): Content {
  const { words } = writing;
  switch (writing.kind) {
    case 'visit': {
      const { alone, where, others } = writing;
      const seen = [...new Set([...writing.seen, ...alone])];
      return { words, seen, alone, where, ...(others && { others }) };
    }
    case 'call':
      return { words, withWhom: writing.withWhom };
    case 'correction':
      return { words, wrong: writing.wrong, saidBy: writing.saidBy };
    default:
      return { words };
  }
}

/** About whom something is written: of a visit whoever was seen, and where nobody was, those whom it was to see. */
export function aboutWhom(writing: Writing, toBeSeen: readonly string[]): string[] {
  if (writing.kind !== 'visit') return [...new Set(writing.persons)];
  const seen = contentOf(writing).seen ?? [];
  return seen.length > 0 ? seen : [...toBeSeen];
}

/** How much of what was written stands in a list. */
const gistLength = 140;

const beginning = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= gistLength ? line : `${line.slice(0, gistLength).replace(/\s+\S*$/, '')}…`;
};

/** What a note says as parts of a fact: the first is what stands in a list. */
export function partsOf(
  { kind, content, atTime }: Pick<Note, 'kind' | 'content' | 'atTime'>,
  { name, author }: { name: (personId: string) => string; author: string },
): Part[] {
  const gist = [kind === 'visit' ? `${sightingInWords(content, name)}.` : '', beginning(content.words)];
  const rows: [name: string, label: string, value: string | null | undefined][] = [
    ['note', 'In short', gist.filter(Boolean).join(' ')],
    ['time', 'At', atTime],
    ['seen', 'Who was seen', kind === 'visit' ? sightingInWords(content, name) : null],
    ['where', 'Where', content.where && places[content.where]],
    ['others', 'Who else was there', content.others],
    ['with', 'With', content.withWhom],
    ['wrong', 'What is wrong', content.wrong && wrongs[content.wrong]],
    ['said-by', 'Who says so', content.saidBy],
    ['words', 'What was written', content.words],
    ['worker', 'Written by', author],
  ];
  return rows.flatMap(([part, label, value]) => (value ? [{ name: part, label, value }] : []));
}

/** What a visit says of one of those whom it is about: whether they were seen, and whether alone. */
export function partsOfOne({ kind, content }: Pick<Note, 'kind' | 'content'>, personId: string): Part[] {
  if (kind !== 'visit') return [];
  if (content.where === 'nobody-in') return [{ name: 'seen-here', label: 'Seen', value: 'no' }];
  const says = (ids: readonly string[] = []) => (ids.includes(personId) ? 'yes' : 'no');
  return [
    { name: 'seen-here', label: 'Seen', value: says(content.seen) },
    { name: 'alone', label: 'Seen alone', value: says(content.alone) },
  ];
}

/** "Seen alone: Kyle; seen: Dawn", or that nobody was. */
export function sightingInWords(
  { seen = [], alone = [], where }: Content,
  name: (personId: string) => string,
) {
  if (seen.length === 0) return where === 'nobody-in' ? 'Nobody opened' : 'Nobody was seen';
  const named = (ids: readonly string[]) => ids.map(name).join(', ');
  const others = seen.filter((id) => !alone.includes(id));
  const told = [
    alone.length > 0 && `Seen alone: ${named(alone)}`,
    others.length > 0 && `seen: ${named(others)}`,
  ];
  const text = told.filter(Boolean).join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Under which kind of the catalogue a note stands: a hypothesis that is shared is one that agreements share. */
export function kindOfFact({ kind, state }: Pick<Note, 'kind' | 'state'>): string {
  return kind === 'hypothesis' && state === 'shared' ? 'hypothesis-shared' : kind;
}

/** Whether a hypothesis is open though its day has come. */
export function isOverdue({ state, due }: Pick<Note, 'state' | 'due'>, today: string): boolean {
  return state === 'open' && due !== null && due <= today;
}

/** When something happened, as it is written in a form. */
export function whenWritten({ happened, precision }: Pick<Note, 'happened' | 'precision'>): string {
  const [year = '', month = '', day = ''] = (happened.from ?? '').split('-');
  if (precision === 'year') return year;
  return precision === 'month' ? `${Number(month)}/${year}` : `${Number(day)}/${Number(month)}/${year}`;
}
