import type { Mapping, Mention, Outline } from '@vantage/returns';
import { z } from 'zod';
import { type Span, sha256, spanText, VantageError } from '../platform/index.ts';
import { Agency, Area } from '../sharing/index.ts';

/** A row's content in canonical JSON, as `canonicalJson` writes it: quicker, for a content holds nothing but text. */
export function contentText(content: Readonly<Record<string, string>>): string {
  const names = Object.keys(content);
  if (names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name)) return JSON.stringify(content);
  names.sort();
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, content[name]])));
}

/** SHA-256 of a row's content in canonical JSON: equal contents have equal hashes, whatever the order of the columns. */
export function contentHash(text: string): Buffer {
  return sha256(text);
}

const day = z.iso
  .date('must be a day written YYYY-MM-DD')
  .refine(
    (text) => text === neverEnds || (text >= '1850' && text < '2201'),
    'must lie in the years 1850 to 2200',
  );
/** By this last day many systems say that there is none. */
const neverEnds = '9999-12-31';

/** One file of a delivery, as the manifest lists it. */
export const ManifestEntry = z
  .strictObject({
    /** Relative to the manifest's folder, inside it. */
    path: z
      .string()
      .min(1, 'must not be empty')
      .refine(staysInside, 'must be a path inside the folder, with "/" and without ".."'),
    agency: z.string().min(1, 'must not be empty'),
    /** Name of the format, e.g. `ssd.person` or `cin`; `spreadsheet` for whichever knows its columns. */
    kind: z.string().min(1, 'must not be empty'),
    /** Format and version as `name@version`; without it, the version this Vantage knows. */
    mapping: z
      .string()
      .regex(/^[a-z0-9._-]+@[1-9][0-9]*$/, 'must be a format and its version, such as "ssd.person@1"')
      .optional(),
    received_at: z.iso.datetime({
      offset: true,
      error: 'must be a date and time with its zone, such as "2026-11-16T06:00:00Z"',
    }),
    coverage: z.enum(['full', 'delta'], 'must be "full" or "delta"'),
    /** First day the extract speaks for; without it, no first day. */
    from: day.refine((text) => text !== neverEnds, 'must lie in the years 1850 to 2200').nullish(),
    /** Last day the extract speaks for; without it, or as 9999-12-31, no last day. */
    to: day.nullish(),
    /** What stands between fields, where it cannot be told from the first rows. */
    delimiter: z.string().length(1, 'must be one character').optional(),
    /** How letters are written, where it cannot be told from them: a label of the Encoding Standard. */
    encoding: z.string().min(1, 'must not be empty').optional(),
    /** Columns that make a row's key, where they are not the format's own. */
    key: z.array(z.string().min(1, 'must not be empty')).min(1, 'must name at least one column').optional(),
  })
  .refine((entry) => !entry.from || !entry.to || entry.from <= entry.to, {
    path: ['to'],
    message: 'must not be before "from"',
  });
export type ManifestEntry = z.infer<typeof ManifestEntry>;

/** `manifest.json` in a folder of extracts. Without an area, the caller's; agencies not listed are known by their code. */
export const Manifest = z.object({
  area: Area.optional(),
  agencies: z.array(Agency).default([]),
  extracts: z.array(ManifestEntry).min(1, 'must list at least one extract'),
});
export type Manifest = z.infer<typeof Manifest>;

function staysInside(path: string): boolean {
  return !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..');
}

/**
 * Reads the text of a manifest. A VantageError 'bad-input' names every entry and field that is wrong and what would be
 * right, at most ten of them.
 */
export function parseManifest(text: string): Manifest {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw badManifest([`it is not JSON (${(error as Error).message})`]);
  }
  const parsed = Manifest.safeParse(raw);
  if (!parsed.success) {
    throw badManifest(
      parsed.error.issues.map((issue) => `${placeOf(issue.path, raw)}${wordsOf(issue, raw)}`),
    );
  }
  const manifest = parsed.data;
  const wrong = [...repeats(manifest), ...strangers(manifest)];
  if (wrong.length > 0) throw badManifest(wrong);
  return manifest;
}

/** A manifest that cannot be used; `wrong` says where and what, one a place. */
export function badManifest(wrong: readonly string[]): VantageError {
  const more = wrong.length > 10 ? `; and ${wrong.length - 10} more` : '';
  return new VantageError(
    'bad-input',
    `manifest.json cannot be used: ${wrong.slice(0, 10).join('; ')}${more}.`,
    {
      remedy: 'Mend the manifest and build again; nothing was taken in.',
    },
  );
}

/** How a manifest's errors name an extract: its place in the list, from 1, and its path. */
export function nameOfEntry(index: number, path: unknown): string {
  return typeof path === 'string' && path !== '' ? `extract ${index + 1} (${path})` : `extract ${index + 1}`;
}

function placeOf(path: readonly PropertyKey[], raw: unknown): string {
  const [list, index, ...rest] = path;
  const field = (parts: readonly PropertyKey[]) =>
    parts.length === 0 ? '' : `, ${parts.map(String).join('.')}`;
  if (list === 'extracts' && typeof index === 'number') {
    return `${nameOfEntry(index, at(raw, 'extracts', index, 'path'))}${field(rest)}: `;
  }
  if (list === 'agencies' && typeof index === 'number') return `agency ${index + 1}${field(rest)}: `;
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

function wordsOf(issue: z.core.$ZodIssue, raw: unknown): string {
  const value = at(raw, ...issue.path);
  if (issue.code === 'unrecognized_keys')
    return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which no extract has`;
  if (value === undefined) return 'is missing';
  const shown =
    typeof value === 'string' || typeof value === 'number' || value === null
      ? `, not ${JSON.stringify(value)}`
      : '';
  if (issue.code === 'invalid_type')
    return `must be ${issue.expected === 'array' ? 'a list' : `of type ${issue.expected}`}${shown}`;
  return `${issue.message}${shown}`;
}

function at(value: unknown, ...path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

function repeats({ agencies, extracts }: Manifest): string[] {
  const wrong: string[] = [];
  const codes = new Set<string>();
  agencies.forEach(({ agency }, index) => {
    if (codes.has(agency)) wrong.push(`agency ${index + 1}: ${agency} is listed twice`);
    codes.add(agency);
  });
  const seen = new Map<string, number>();
  extracts.forEach((entry, index) => {
    const same = JSON.stringify([entry.agency, entry.kind, entry.path, Date.parse(entry.received_at)]);
    const first = seen.get(same);
    if (first !== undefined) wrong.push(`${nameOfEntry(index, entry.path)}: repeats extract ${first + 1}`);
    else seen.set(same, index);
  });
  return wrong;
}

function strangers({ agencies, extracts }: Manifest): string[] {
  if (agencies.length === 0) {
    return extracts.flatMap(({ agency, path }, index) => {
      const checked = Agency.shape.agency.safeParse(agency);
      return checked.success
        ? []
        : [`${nameOfEntry(index, path)}, agency: ${checked.error.issues[0]?.message}, not "${agency}"`];
    });
  }
  const known = new Set(agencies.map(({ agency }) => agency));
  return extracts.flatMap(({ agency, path }, index) =>
    known.has(agency)
      ? []
      : [`${nameOfEntry(index, path)}, agency: "${agency}" is not among the manifest's agencies`],
  );
}

/** The days an extract speaks for as a daterange; both ends are included, an end not given is unbounded. */
export function coversOf({ from, to }: Pick<ManifestEntry, 'from' | 'to'>): string {
  const last = to === neverEnds ? '' : (to ?? '');
  return from || last ? `[${from ?? ''},${last}]` : '(,)';
}

/** The text of a daterange of a row's own days, both ends included. */
export function happenedText({ from, to }: { from: string; to: string | null }): string {
  return to === null ? spanText(from, null) : `[${from},${to}]`;
}

/** Days, without a time, are recorded at their beginning in UTC, which is the same day in England. */
export function recordedInstant(text: string): string {
  if (text.length === 10) return `${text}T00:00:00.000Z`;
  return text.length === 24 && text.endsWith('Z') ? text : new Date(text).toISOString();
}

/**
 * Pairs of extracts that would each withdraw the other's records: full extracts of one agency, received at one moment,
 * that speak for the same kinds and days. `yields` gives the record kinds of an entry.
 */
export function rivalsIn(
  extracts: readonly ManifestEntry[],
  yields: (entry: ManifestEntry) => readonly string[],
): { first: number; second: number }[] {
  const rivals: { first: number; second: number }[] = [];
  extracts.forEach((one, second) => {
    extracts.slice(0, second).forEach((other, first) => {
      if (
        one.coverage === 'full' &&
        other.coverage === 'full' &&
        one.agency === other.agency &&
        Date.parse(one.received_at) === Date.parse(other.received_at) &&
        yields(one).some((kind) => yields(other).includes(kind)) &&
        (one.from ?? '') <= (other.to ?? '9999') &&
        (other.from ?? '') <= (one.to ?? '9999')
      ) {
        rivals.push({ first, second });
      }
    });
  });
  return rivals;
}

/** A record as it stands now. */
export type CurrentRecord = {
  recordId: string;
  version: number;
  agency: string;
  kind: string;
  key: string;
  /** Of a workbook; null in other files. */
  sheet: string | null;
  line: number;
  /** Of the file, in its folder. */
  path: string;
  content: Record<string, string>;
  people: Mention[];
  /** `to` is the day after the last. Null when the row states no days. */
  happened: Span | null;
  /** Null when the extract does not say. */
  recordedAt: Date | null;
  receivedAt: Date;
};

/** What a record that stands says, without its place and its key. */
export type Content = Pick<
  CurrentRecord,
  'recordId' | 'version' | 'agency' | 'kind' | 'content' | 'people' | 'recordedAt' | 'receivedAt'
>;

/** One content of a record, and whether it stands. */
export type ChangedRecord = Content & Pick<CurrentRecord, 'happened'> & { stands: boolean };

/** One content of a record, and until when it stood. */
export type Version = CurrentRecord & {
  extractId: string;
  supersededAt: Date | null;
  supersededBy: 'changed' | 'withdrawn' | null;
};

/** What of a record may be read, oldest received first; whom it is about, and those of their families that are shown. */
export type OpenedRecord = { versions: Version[]; persons: string[]; families: string[] };

/** A file as it was taken in. Its five kinds of rows add up: in = added + changed + unchanged + held. */
export type Extract = {
  extractId: string;
  agency: string;
  kind: string;
  mapping: string;
  path: string;
  sha256: string;
  bytes: number;
  coverage: 'full' | 'delta';
  covers: Span;
  /** False where it cannot be told which rows the file holds: then it withdrew nothing, whatever its coverage. */
  whole: boolean;
  receivedAt: Date;
  takenAt: Date;
  rowsIn: number;
  rowsAdded: number;
  rowsChanged: number;
  rowsUnchanged: number;
  rowsWithdrawn: number;
  rowsHeld: number;
};

/** Days for which an agency's extracts of one format speak. */
export type Coverage = { agency: string; kind: string; covers: Span; receivedAt: Date };

/**
 * A row that could not be kept, with what is wrong, where, and what would be right, for people who may not know whom it
 * is about: without its key, and with its value only where that can tell nobody who somebody is.
 */
export type HeldRow = {
  heldId: string;
  extractId: string;
  path: string;
  agency: string;
  kind: string;
  /** Of a workbook; null in other files. */
  sheet: string | null;
  line: number;
  column: string | null;
  value: string | null;
  /** True where there is a value that is not shown. */
  hidden: boolean;
  reason: string;
  remedy: string;
  receivedAt: Date;
  mendedBy: string | null;
  mendedAt: Date | null;
};

/** A mapping that stands. `madeBy` is null for one that is there from the start. */
export type KeptMapping = { mapping: Mapping; madeBy: string | null; madeAt: Date | null };

/** A spreadsheet in a folder that no format and no mapping knows. */
export type WaitingPath = { agency: string; path: string; file: string; receivedAt: Date };

/** A spreadsheet that waits for somebody to say what its columns are, and how its sheets begin. */
export type WaitingFile = {
  waitingId: string;
  agency: string;
  path: string;
  receivedAt: Date;
  sheets: Outline[];
};

/** A row held back and not yet mended, as it came, and the file that it came in: for those who mend it. */
export type HeldContent = {
  heldId: string;
  agency: string;
  kind: string;
  key: string | null;
  sheet: string | null;
  line: number;
  column: string | null;
  reason: string;
  remedy: string;
  content: Record<string, string>;
  path: string;
  format: string;
  mapping: string;
  /** Columns that the manifest named as making the key; null for the format's own. */
  keyColumns: string[] | null;
};

/** What one file gave, told as soon as it is committed. `kept` = added + changed + unchanged. */
export type Taken = {
  path: string;
  agency: string;
  kind: string;
  kept: number;
  added: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  held: number;
};

/** One page of a list: `page` from 1. */
export type Page<T> = { rows: T[]; page: number; pages: number; total: number };

/** Column by column, what two versions say. */
export type Difference = { column: string; before: string | null; after: string | null };

/** The columns in which two contents differ, in the order of their names. */
export function differences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((column) => before[column] !== after[column])
    .sort()
    .map((column) => ({ column, before: before[column] ?? null, after: after[column] ?? null }));
}
