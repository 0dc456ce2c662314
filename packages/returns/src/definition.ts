import type { Identity } from './model.ts';

/**
 * How the text of a column is to be read. `rough` is a day, or a month or year where no more is known; `json` also takes
 * plain text where a source has no JSON.
 */
export type ColumnType = 'text' | 'day' | 'rough' | 'instant' | 'flag' | 'integer' | 'code' | 'json';

export type Column = {
  name: string;
  /** Other headings under which files have it. */
  also?: readonly string[];
  type: ColumnType;
  /** True when a row without a value here cannot be kept. */
  required?: true;
  /** The values that mean something here. A value outside the list holds a row back only if the column is required. */
  codes?: readonly string[];
};

/** Identity items and the columns that state them; of several columns the first with a value counts. */
export type IdentityColumns = Partial<Record<keyof Identity, string | readonly string[]>>;

/** A person that every row of a kind names. */
export type PersonColumns = { role: string; id: string; identity?: IdentityColumns };

/**
 * Which columns say when. `on`: a day, or days up to `until` where that is stated.
 * `from` and `to`: an involvement, open while `to` is empty.
 */
export type HappenedColumns = { on: string; until?: string } | { from: string; to: string };

/** What a record kind's rows look like and what they mean. */
export type Definition = {
  kind: string;
  columns: readonly Column[];
  /** Columns that together identify a row among its agency's rows of this kind, in the order in which the key joins them. */
  key: readonly string[];
  people: readonly PersonColumns[];
  happened?: HappenedColumns;
  recordedAt?: string;
};

/** A kind of table: every row is one record of one kind. */
export type CsvDefinition = Definition & {
  /** The format's name in a manifest. */
  name: string;
  title: string;
  /** Columns besides the needed ones by which a header row is told from others. */
  marks?: readonly string[];
};

type Type = Exclude<ColumnType, 'text'>;

/**
 * Columns from words such as `pers_dob:day`, `role:code!` (`!` = required); without a type, text.
 * Code lists are given by column name.
 */
export function columns(words: string, codes: Record<string, readonly string[]> = {}): Column[] {
  return words
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name = '', type = 'text'] = word.replace('!', '').split(':');
      const list = codes[name];
      return {
        name,
        type: type as Type | 'text',
        ...(word.endsWith('!') ? { required: true as const } : {}),
        ...(list ? { codes: list } : {}),
      };
    });
}

/** Columns that a file of this kind must have: those that rows cannot do without, the start of what happened, and the marks. */
export function neededColumns(definition: CsvDefinition): string[] {
  const { happened } = definition;
  return [
    ...new Set([
      ...definition.key,
      ...definition.people.map((person) => person.id),
      ...definition.columns.filter((column) => column.required).map((column) => column.name),
      ...(happened ? ['on' in happened ? happened.on : happened.from] : []),
      ...(definition.marks ?? []),
    ]),
  ];
}

/** The column that states the end of what happened, if a kind has one. */
export function endColumn({ happened }: Definition): string | undefined {
  if (!happened) return undefined;
  return 'on' in happened ? happened.until : happened.to;
}

/** Columns whose values the product itself reads: a value here that is not what it claims to be holds its row back. */
export function usedColumns(definition: Definition): Set<string> {
  const { happened, recordedAt } = definition;
  const used = new Set(definition.key);
  for (const person of definition.people) {
    used.add(person.id);
    for (const names of Object.values(person.identity ?? {}))
      for (const name of [names].flat()) used.add(name);
  }
  for (const column of definition.columns) if (column.required) used.add(column.name);
  if (happened) for (const name of Object.values(happened)) used.add(name);
  if (recordedAt) used.add(recordedAt);
  return used;
}
