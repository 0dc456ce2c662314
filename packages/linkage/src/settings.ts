import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type FieldChoice, mostFields } from './fields.ts';
import { dayFormat } from './kinds/dates.ts';
import { choicesOf } from './records.ts';

/** Something in what was given that cannot be used, said so that its writer can mend it. */
export class InputError extends Error {
  override name = 'InputError';
}

const plainKinds = [
  'given-name',
  'middle-name',
  'surname',
  'full-name',
  'date',
  'year',
  'sex',
  'postcode',
  'street',
  'house-number',
  'place',
  'text',
  'identifier',
  'email',
  'phone',
  'ignore',
] as const;

const Kind = z.enum(plainKinds, {
  error: ({ input }) => `${JSON.stringify(input)} is no kind; the kinds are ${plainKinds.join(', ')}`,
});

const FieldSetting = z.union(
  [
    Kind,
    z.strictObject({
      kind: z.literal('date'),
      format: z.string().refine((format) => dayFormat(format) !== null, {
        error: 'a date format names %Y, %m (or %b) and %d once each, such as %d/%m/%Y',
      }),
    }),
    z.strictObject({ kind: z.literal('identifier'), check: z.enum(['nhs-number', 'upn', 'none']) }),
    z.strictObject({ kind: Kind }),
  ],
  {
    error: ({ input }) => {
      const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : input;
      if (!plainKinds.includes(kind as (typeof plainKinds)[number])) {
        return `${JSON.stringify(kind)} is no kind; the kinds are ${plainKinds.join(', ')}`;
      }
      return `${JSON.stringify(input)} is not a field: a date may have a "format" of %Y, %m and %d, an identifier a "check" of nhs-number, upn or none`;
    },
  },
);

const Settings = z.strictObject({
  /** CSV or Parquet files, each with the name of the source that its records come from. */
  inputs: z.array(z.strictObject({ file: z.string().min(1), source: z.string().min(1) })).min(1),
  mode: z.enum(['dedupe', 'link', 'one-to-one']).default('dedupe'),
  /** The column that names a record within its source. */
  id: z.string().min(1),
  fields: z.record(z.string(), FieldSetting),
  /** Share of linked pairs that should be right. */
  precision: z.number().min(0.5).lt(1, { error: 'must be at least 0.5 and less than 1' }).default(0.99),
  /** Sources in which nobody appears twice. */
  neverDuplicates: z.array(z.string()).default([]),
  /** CSV of l_source, l_id, r_source, r_id, decision: must-link or cannot-link. */
  decisions: z.string().optional(),
  /** CSV of source, record_id, boundary, side: records on two sides of one boundary are never compared. */
  boundaries: z.string().optional(),
  /** A model of an earlier run, used as it is instead of learning. */
  model: z.string().optional(),
  /** Most memory to take before spilling to disk, such as "4GB". */
  memory: z.string().optional(),
  threads: z.number().int().positive().optional(),
});

export type Settings = z.infer<typeof Settings> & { choices: FieldChoice[] };

/** Reads settings from a JSON file; names of files in it are relative to its folder. Throws an InputError. */
export function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InputError(`${path}: there is no such file.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const settings = parseSettings(json, path);
  const from = (file: string) => resolve(dirname(path), file);
  for (const input of settings.inputs) input.file = from(input.file);
  if (settings.decisions !== undefined) settings.decisions = from(settings.decisions);
  if (settings.boundaries !== undefined) settings.boundaries = from(settings.boundaries);
  if (settings.model !== undefined) settings.model = from(settings.model);
  return settings;
}

/** Checks settings; `where` is said in errors. */
export function parseSettings(json: unknown, where: string): Settings {
  const parsed = Settings.safeParse(json);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `${where}: ${path.join('.') || 'settings'}: ${message}`,
    );
    throw new InputError(lines.join('\n'));
  }
  const settings = parsed.data;
  const names = settings.inputs.map(({ source }) => source);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined && settings.mode !== 'dedupe') {
    throw new InputError(
      `${where}: inputs: source ${JSON.stringify(twice)} is named twice; link needs a name of its own for each.`,
    );
  }
  if (settings.mode !== 'dedupe' && names.length < 2) {
    throw new InputError(`${where}: mode: ${settings.mode} needs two inputs or more.`);
  }
  for (const source of settings.neverDuplicates) {
    if (!names.includes(source)) {
      throw new InputError(
        `${where}: neverDuplicates: no input has the source ${JSON.stringify(source)}; there are ${names.join(', ')}.`,
      );
    }
  }
  const used = Object.entries(settings.fields).filter(
    ([, field]) => field !== 'ignore' && !(typeof field === 'object' && field.kind === 'ignore'),
  );
  if (used.length === 0) throw new InputError(`${where}: fields: no column to compare is named.`);
  try {
    return { ...settings, choices: choicesOf(Object.fromEntries(used) as Parameters<typeof choicesOf>[0]) };
  } catch (error) {
    if (error instanceof RangeError)
      throw new InputError(`${where}: fields: at most ${mostFields} can be compared.`);
    throw error;
  }
}
