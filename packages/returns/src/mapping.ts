/** Mappings: which column of an agency's own spreadsheet is which column of a kind that can be read. */
import { z } from 'zod';
import type { ColumnType, CsvDefinition } from './definition.ts';
import { definitionOfFormat } from './definitions.ts';
import { heading, type TableReader } from './table-read.ts';
import { roughDayOf } from './values.ts';

const text = z.string().trim().min(1).max(200);

/** Which part of a cell that holds a whole name. */
export const NamePart = z.enum(['first-words', 'last-word', 'before-comma', 'after-comma']);
export type NamePart = z.infer<typeof NamePart>;

/** The order in which days are written; anything that is no digit or letter may stand between. */
export const DayOrder = z.enum(['day-month-year', 'month-day-year', 'year-month-day']);
export type DayOrder = z.infer<typeof DayOrder>;

/** How one column of a kind is filled from one column of a spreadsheet. */
export const MappedColumn = z.strictObject({
  /** Column of the kind. */
  to: text,
  /** Heading in the spreadsheet. */
  from: text,
  part: NamePart.optional(),
  days: DayOrder.optional(),
  /** What a cell says to what it means, in any case; other cells stand as they are. */
  values: z.record(z.string().max(200), z.string().max(200)).optional(),
  /** What becomes of a cell that is no day where one is meant: its row is held back, or the cell counts as empty. */
  otherwise: z.enum(['hold', 'empty']).optional(),
});
export type MappedColumn = z.infer<typeof MappedColumn>;

export const Mapping = z.strictObject({
  /** Its name in a manifest's `kind`, after `mapped.`. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,59}$/, 'must be small letters, digits and hyphens, beginning with a letter'),
  version: z.int().min(1),
  title: text,
  /** The table format whose columns it fills, such as `charity.clients`. */
  into: text,
  columns: z.array(MappedColumn).min(1).max(100),
});
export type Mapping = z.infer<typeof Mapping>;

/** The name of a mapping's format. */
export const mappedName = ({ name }: Pick<Mapping, 'name'>) => `mapped.${name}`;

/** What is wrong with a mapping, in words; empty where it can be used. */
export function faultsOf({ into, columns }: Mapping): string[] {
  const target = targetOf(into);
  if (target === undefined) return [`There is no kind of table called ${into}.`];
  const known = new Set(target.columns.map(({ name }) => name));
  const filled = columns.map(({ to }) => to);
  const needed = new Set([
    ...target.key,
    ...target.people.map(({ id }) => id),
    ...target.columns.filter(({ required }) => required).map(({ name }) => name),
  ]);
  return [
    ...filled.filter((name) => !known.has(name)).map((name) => `${into} has no column ${name}.`),
    ...filled.filter((name, at) => filled.indexOf(name) !== at).map((name) => `${name} is filled twice.`),
    ...[...needed]
      .filter((name) => !filled.includes(name))
      .map((name) => `Say which column is ${name}: no row can be kept without it.`),
  ];
}

function targetOf(into: string): CsvDefinition | undefined {
  try {
    return definitionOfFormat(into);
  } catch {
    return undefined;
  }
}

function partOf(cell: string, part: NamePart): string {
  const [before = '', ...after] = cell.split(',');
  const words = cell.trim().split(/\s+/);
  switch (part) {
    case 'before-comma':
      return before.trim();
    case 'after-comma':
      return after.join(',').trim();
    case 'last-word':
      return words.at(-1) ?? '';
    case 'first-words':
      return words.slice(0, -1).join(' ');
  }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A day as ISO text, by the order in which it is written, months in figures or English words; undefined when it is none. */
export function dayIn(cell: string, order: DayOrder): string | undefined {
  const parts = cell
    .trim()
    .split(/[^0-9A-Za-z]+/)
    .filter((part) => part !== '');
  if (parts.length !== 3) return undefined;
  const at = order.split('-');
  const named = Object.fromEntries(at.map((name, place) => [name, parts[place] ?? '']));
  const month = months.indexOf((named.month ?? '').slice(0, 3).toLowerCase()) + 1 || Number(named.month);
  const day = Number((named.day ?? '').replace(/(st|nd|rd|th)$/i, ''));
  const year = named.year ?? '';
  if (!/^\d{4}$/.test(year) || !Number.isInteger(month) || !Number.isInteger(day)) return undefined;
  const date = new Date(Date.UTC(Number(year), month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && month >= 1 ? date.toISOString().slice(0, 10) : undefined;
}

const isIsoDay = (cell: string) => /^\d{4}-\d{2}-\d{2}(T|$)/.test(cell);

/** What a cell says in the kind's column. A workbook's own days are ISO days already, whatever the order of the others. */
function valueIn(
  cell: string,
  { part, days, values, otherwise }: MappedColumn,
  type: ColumnType | undefined,
): string {
  const isDay = type === 'day' || type === 'rough' || type === 'instant';
  const trimmed = cell.trim();
  const meant =
    values && Object.entries(values).find(([said]) => said.toLowerCase() === trimmed.toLowerCase());
  if (meant) return meant[1];
  if (part !== undefined) return partOf(trimmed, part);
  if (!isDay || trimmed === '' || isIsoDay(trimmed)) return trimmed;
  const day =
    dayIn(trimmed, days ?? 'day-month-year') ?? (type === 'rough' ? roughDayOf(trimmed) : undefined);
  return day ?? (otherwise === 'empty' ? '' : trimmed);
}

/**
 * Reads spreadsheets by a mapping. A row keeps the spreadsheet's columns as they came, and has the kind's beside them.
 * Throws when the mapping has faults.
 */
export function mappedReader(mapping: Mapping): TableReader {
  const [fault] = faultsOf(mapping);
  if (fault !== undefined) throw new Error(fault);
  const definition = definitionOfFormat(mapping.into);
  const types = new Map(definition.columns.map(({ name, type }) => [name, type]));
  return {
    definition,
    needs: [...new Set(mapping.columns.map(({ from }) => from))],
    headingOf: (name) => mapping.columns.find(({ to }) => to === name)?.from,
    mapped: (content) => {
      const byHeading = new Map(Object.entries(content).map(([name, value]) => [heading(name), value]));
      const filled = mapping.columns.map((column): [string, string] => {
        const cell = byHeading.get(heading(column.from)) ?? '';
        return [column.to, valueIn(cell, column, types.get(column.to))];
      });
      const said = Object.entries(content).filter(([name]) => !types.has(name));
      return Object.fromEntries([...said, ...filled.filter(([, value]) => value !== '')]);
    },
  };
}
