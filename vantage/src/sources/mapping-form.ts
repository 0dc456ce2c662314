/** A mapping as the fields of a form, and back. */
import {
  columnsOf,
  DayOrder,
  formatNamed,
  formats,
  type MappedColumn,
  type Mapping,
  NamePart,
  nameColumnsOf,
} from '@vantage/returns';

/** A form's fields as they were sent. */
export type Fields = Readonly<Record<string, string>>;

/** One column of the kind into which a spreadsheet is mapped, and what can be said of it. */
export type TargetColumn = {
  name: string;
  required: boolean;
  isDay: boolean;
  /** It states a name, which a cell may hold with another. */
  isName: boolean;
  codes: readonly string[];
};

/** Kinds into which a spreadsheet can be mapped: one table each, of no return that is laid down. */
export const targets = formats
  .filter(({ file, name }) => file === 'table' && !/^(mapped|ssda903|annex-a)\./.test(name))
  .map(({ name, title }) => ({ name, title }))
  .sort((a, b) => Number(b.name === 'charity.clients') - Number(a.name === 'charity.clients'));

/** Columns of a target; none where there is no such target. */
export function targetColumns(into: string): TargetColumn[] {
  const kind = formatNamed(into)?.yields[0];
  if (kind === undefined || !targets.some(({ name }) => name === into)) return [];
  const names = new Set(nameColumnsOf(kind));
  return columnsOf(into).map(({ name, type, required, codes }) => ({
    name,
    required: required === true,
    isDay: type === 'day' || type === 'rough' || type === 'instant',
    isName: names.has(name),
    codes: codes ?? [],
  }));
}

/** Lines `cell = meaning`; what stands on the right may be nothing. Lines without the sign are left out. */
export function valuesFrom(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
    }),
  );
}

/** The mapping that a form says. Columns for which no heading is chosen are not filled. */
export function mappingFrom(into: string, fields: Fields): Omit<Mapping, 'version'> {
  const said = (field: string) => (fields[field] ?? '').trim();
  const columns = targetColumns(into).flatMap(({ name, isDay, isName }): MappedColumn[] => {
    const from = said(`from:${name}`);
    if (from === '') return [];
    const part = NamePart.safeParse(said(`part:${name}`));
    const days = DayOrder.safeParse(said(`days:${name}`));
    const values = valuesFrom(fields[`values:${name}`] ?? '');
    return [
      {
        to: name,
        from,
        ...(isName && part.success ? { part: part.data } : {}),
        ...(isDay && days.success ? { days: days.data } : {}),
        ...(isDay && said(`otherwise:${name}`) === 'empty' ? { otherwise: 'empty' as const } : {}),
        ...(Object.keys(values).length > 0 ? { values } : {}),
      },
    ];
  });
  return { name: said('name'), title: said('title'), into, columns };
}

/** The fields of a form that say a mapping. */
export function fieldsFrom({ name, title, columns }: Omit<Mapping, 'version'>): Fields {
  const fields: Record<string, string> = { name, title };
  for (const { to, from, part, days, otherwise, values } of columns) {
    fields[`from:${to}`] = from;
    fields[`part:${to}`] = part ?? '';
    fields[`days:${to}`] = days ?? '';
    fields[`otherwise:${to}`] = otherwise ?? '';
    fields[`values:${to}`] = Object.entries(values ?? {})
      .map(([cell, meaning]) => `${cell} = ${meaning}`)
      .join('\n');
  }
  return fields;
}

/** Letters and digits of a title as a name of a mapping. */
export function nameFrom(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
}
