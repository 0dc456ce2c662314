import type { TextOptions } from './tables.ts';

/** What an agency's row says of one person, in standard form, for telling who is who. Absent means not stated. */
export type Identity = {
  given?: string;
  surname?: string;
  /** ISO day. */
  birthDate?: string;
  sex?: 'female' | 'male' | 'other';
  deathDate?: string;
  nhsNumber?: string;
  upn?: string;
  /** As one line, without the postcode. */
  address?: string;
  postcode?: string;
};

/** A person a row is about, by the agency's own number for them. */
export type Mention = {
  /** 'subject' for the person the row is about; 'mother', 'other' and so on for others it names. One mention a role. */
  role: string;
  id: string;
  identity?: Identity;
};

/** Days a row speaks of: ISO days, both ends included; `to` null while open or unstated. */
export type Span = { from: string; to: string | null };

/** A row that can be kept. */
export type GoodRow = {
  /** Record kind, e.g. `ssd.person`, `cin.referral`, `ssda903.episode`, `police.occurrences`. */
  kind: string;
  /** The row's identity among the agency's rows of its kind. */
  key: string;
  /** Sheet of a workbook; absent in other files. */
  sheet?: string;
  /** Line of the file, or of its sheet, on which the row begins, from 1. */
  line: number;
  /** Column (or element) name to text, as it came; empty values are left out. */
  content: Record<string, string>;
  people: Mention[];
  happened: Span | null;
  /** ISO instant or day at which the agency recorded it; null when the row does not say. */
  recordedAt: string | null;
};

/** A row that cannot be kept, with what is wrong and what would be right. */
export type BadRow = {
  kind: string;
  /** Null when the key itself is what is missing or too long. */
  key: string | null;
  sheet?: string;
  line: number;
  column: string | null;
  value: string | null;
  reason: string;
  remedy: string;
  content: Record<string, string>;
  /** True where the row may have taken in others, or its values stand in the wrong columns: it cannot be told which rows are here. */
  uncertain?: true;
};

/** Where rows go as they are read, in file order. */
export type Sink = { keep(row: GoodRow): void | Promise<void>; hold(row: BadRow): void | Promise<void> };

export type Coverage = 'full' | 'delta';

/** How a file is to be read, where that is not as its format or its first rows say. */
export type ReadOptions = TextOptions & { key?: readonly string[] | undefined };

/** How one kind of file is read. */
export type Format = {
  /** `ssd.person`, `cin`, `ssda903.episodes`, `ssda903` …: the manifest's `kind`. */
  name: string;
  version: number;
  title: string;
  /** What it is: one table (text, a workbook's sheet, Parquet), several tables in one workbook, or XML. */
  file: 'table' | 'workbook' | 'xml';
  /** Columns that make a row's key where nobody names others (tables only). */
  key?: readonly string[];
  /** Record kinds that it yields. */
  yields: readonly string[];
  /** True when a file with this header row, or these element names in opening order (XML, the first 20), is of this kind. */
  recognises(names: readonly string[]): boolean;
  /**
   * Reads a file as a stream, never whole in memory. `key` overrides the format's key columns (tables only).
   * Rejects only when the file as a whole cannot be read; bad rows go to `sink.hold`.
   */
  read(path: string, sink: Sink, options?: ReadOptions): Promise<void>;
};
