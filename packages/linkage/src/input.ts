import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import type { Engine } from './engine.ts';
import { InputError, type Settings } from './settings.ts';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const name = (value: string) => `"${value.replaceAll('"', '""')}"`;

/** The first line of a CSV file as names of columns, and the mark between its cells: the commonest of , ; | and tab. */
function readHeader(file: string): { names: string[]; mark: string } {
  const handle = openSync(file, 'r');
  const buffer = Buffer.alloc(1 << 16);
  const length = readSync(handle, buffer);
  closeSync(handle);
  const [line = ''] = buffer
    .toString('utf8', 0, length)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const count = (mark: string) => line.split(mark).length;
  const mark = [',', ';', '\t', '|'].reduce((most, each) => (count(each) > count(most) ? each : most));
  const cells = [...line.matchAll(new RegExp(`(?:^|[${mark}]) *(?:"((?:[^"]|"")*)"|([^${mark}]*))`, 'g'))];
  const names = cells.map(([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim());
  const twice = names.find((each, i) => names.indexOf(each) !== i);
  if (twice !== undefined) throw new InputError(`${file}: two columns are called ${JSON.stringify(twice)}.`);
  return { names, mark };
}

/** SQL of a file as a relation, every column of CSV as text. */
function relation(file: string): string {
  if (/^\.(parquet|pq)$/i.test(extname(file))) return `read_parquet(${text(file)})`;
  const { names, mark } = readHeader(file);
  const columns = names.map((each) => `${text(each)}: 'VARCHAR'`);
  return `read_csv(${text(file)}, auto_detect = false, header = true, delim = ${text(mark)}, quote = '"', escape = '"', strict_mode = true, null_padding = false, columns = {${columns.join(', ')}})`;
}

/** The column of a file that is called so, marks around the name aside. Throws an InputError. */
function find(file: string, columns: readonly string[], wanted: string): string {
  const found = columns.find((column) => column.trim() === wanted);
  if (found !== undefined) return found;
  const alike = columns.find((column) => column.trim().toLowerCase() === wanted.toLowerCase());
  const hint =
    alike === undefined
      ? `it has ${columns.map((column) => column.trim()).join(', ')}`
      : `did you mean ${JSON.stringify(alike.trim())}?`;
  throw new InputError(`${file}: there is no column ${JSON.stringify(wanted)}; ${hint}`);
}

/** Columns of the input that fields are read from, in the order of the fields. */
export const columnsOf = ({ choices }: Pick<Settings, 'choices'>) => [
  ...new Set(choices.map(({ column }) => column)),
];

/**
 * Makes `input` (n, source, id, c0…) of the files that the settings name. Refuses a missing file or column, a record
 * without an id and an id that comes twice.
 */
export async function readInputs(engine: Engine, settings: Settings): Promise<void> {
  const columns = columnsOf(settings);
  const selects: string[] = [];
  const sources = [...new Set(settings.inputs.map(({ source }) => source))];
  for (const { file, source } of settings.inputs) {
    if (!existsSync(file)) throw new InputError(`${file}: there is no such file.`);
    const described = await attempt(file, () => engine.rows(`DESCRIBE SELECT * FROM ${relation(file)}`));
    const present = described.map((row) => String(row.column_name));
    const cell = (column: string) => `${name(find(file, present, column))}::VARCHAR`;
    const cells = columns.map((column, c) => `${cell(column)} AS c${c}`);
    selects.push(
      `SELECT ${sources.indexOf(source)} AS source, nullif(trim(${cell(settings.id)}), '') AS id, ${cells.join(', ')} FROM ${relation(file)}`,
    );
  }
  try {
    await engine.run(
      `CREATE TABLE told AS ${selects.join(' UNION ALL ')}; CREATE VIEW input AS SELECT rowid::INTEGER AS n, * FROM told`,
    );
  } catch (error) {
    for (const [i, { file }] of settings.inputs.entries()) {
      await attempt(file, () => engine.rows(`SELECT max(hash(s)) FROM (${selects[i]}) s`));
    }
    throw error;
  }
  await engine.create('source_name', {
    source: { type: 'integer', values: sources.map((_, i) => i) },
    name: { type: 'text', values: sources },
  });
  await checkIds(engine, settings, sources);
}

/**
 * Looks at what was read of each field (see `encode`). Refuses a column that is plainly not of its kind; returns what else is
 * worth saying.
 */
export async function checkRead(engine: Engine, settings: Settings): Promise<string[]> {
  const checked: { words?: string; refuse?: true }[] = [];
  for (const f of settings.choices.keys()) checked.push(await checkValues(engine, settings, f));
  const refused = checked.find(({ refuse }) => refuse)?.words;
  if (refused !== undefined) throw new InputError(refused);
  return checked.flatMap(({ words }) => words ?? []);
}

/** Says which file it was when the database cannot read one. */
async function attempt<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /(?:CSV Error on )?Line:? (\d+)/i.exec(message)?.[1];
    const [first = '', second = ''] = message.split('\n').filter((each) => each.trim() !== '');
    const what =
      line === undefined ? first : `line ${line}: ${/Original Line/.test(second) ? second.trim() : first}`;
    throw new InputError(
      `${file}: ${what}. Every line needs as many cells as the first names columns, in UTF-8.`,
    );
  }
}

/** Where record n stands: its file and, of CSV without line breaks in cells, its line. */
async function placeOf(engine: Engine, settings: Settings, n: number): Promise<string> {
  let before = 0;
  for (const { file } of settings.inputs) {
    const [row] = await engine.rows(`SELECT count(*) AS records FROM ${relation(file)}`);
    const records = Number(row?.records);
    if (n < before + records) return `${file}, line ${n - before + 2}`;
    before += records;
  }
  return 'input';
}

async function checkIds(engine: Engine, settings: Settings, sources: readonly string[]): Promise<void> {
  const [blank] = await engine.rows('SELECT min(n) AS n FROM input WHERE id IS NULL');
  if (blank?.n !== null && blank?.n !== undefined) {
    const place = await placeOf(engine, settings, Number(blank.n));
    throw new InputError(
      `${place}, column ${JSON.stringify(settings.id)}: blank. Every record needs an id of its own within its source.`,
    );
  }
  const [counted] = await engine.rows(
    'SELECT count(*) AS records, count(DISTINCT hash(source, id)) AS ids FROM input',
  );
  if (counted?.records === counted?.ids) return;
  const [twice] = await engine.rows(
    'SELECT source, id, max(n) AS n FROM input GROUP BY source, id HAVING count(*) > 1 ORDER BY n LIMIT 1',
  );
  if (twice !== undefined) {
    const place = await placeOf(engine, settings, Number(twice.n));
    throw new InputError(
      `${place}, column ${JSON.stringify(settings.id)}: ${JSON.stringify(twice.id)} comes twice in source ${JSON.stringify(sources[Number(twice.source)])}. Every record needs an id of its own within its source.`,
    );
  }
}

const right: Readonly<Partial<Record<string, string>>> = {
  date: 'a day such as 2014-06-09 or 09/06/2014; another form is named by "format"',
  year: 'a year of four digits',
  sex: 'female or male, F or M, 1 (male) or 2 (female)',
  email: 'an address with one @',
  phone: 'six digits or more',
};

/** Of a kind whose form is known: what to say of values that do not have it, which is to refuse when most do not. */
async function checkValues(
  engine: Engine,
  settings: Settings,
  f: number,
): Promise<{ words?: string; refuse?: true }> {
  const choice = settings.choices[f];
  if (choice === undefined) throw new RangeError(`There is no field ${f}.`);
  const expected =
    choice.kind === 'date' && choice.format ? `a day written ${choice.format}` : right[choice.kind];
  const checked = choice.kind === 'identifier' && choice.check !== undefined && choice.check !== 'none';
  if (expected === undefined && !checked) return {};
  const [counted] = await engine.rows(
    `SELECT coalesce(sum(held), 0)::DOUBLE AS stated, coalesce(sum(held) FILTER (text = ''), 0)::DOUBLE AS unread FROM typed${f} WHERE trim(raw) <> ''`,
  );
  const [stated, unread] = [Number(counted?.stated), Number(counted?.unread)];
  if (unread === 0) return {};
  const c = `c${columnsOf(settings).indexOf(choice.column)}`;
  const [row] = await engine.rows(
    `SELECT trim(${c}) AS typed, n FROM input WHERE ${c} IN (SELECT raw FROM typed${f} WHERE text = '' AND trim(raw) <> '') ORDER BY n LIMIT 1`,
  );
  const place = `${await placeOf(engine, settings, Number(row?.n))}, column ${JSON.stringify(choice.column)}`;
  if (checked) {
    return { words: `${place}: ${unread} of ${stated} numbers fail their check and count as not stated.` };
  }
  const said = `${place}: ${JSON.stringify(row?.typed)} says nothing as ${choice.kind}; right would be ${expected}`;
  if (unread > stated / 2)
    return { words: `${said}. So it is with ${unread} of ${stated} values.`, refuse: true };
  return { words: `${said}. ${unread} of ${stated} such values count as not stated.` };
}

/** Record numbers by source and id, for the rows of a CSV that names records by those columns. */
export async function namedRecords(
  engine: Engine,
  file: string,
  pairs: readonly (readonly [source: string, id: string])[],
  others: readonly string[],
): Promise<{ numbers: number[]; others: string[] }[]> {
  if (!existsSync(file)) throw new InputError(`${file}: there is no such file.`);
  const described = await attempt(file, () => engine.rows(`DESCRIBE SELECT * FROM ${relation(file)}`));
  const present = described.map((row) => String(row.column_name));
  const cell = (column: string) => `trim(f.${name(find(file, present, column))}::VARCHAR)`;
  const joins = pairs.map(
    ([source, id], i) =>
      `LEFT JOIN source_name s${i} ON s${i}.name = ${cell(source)} LEFT JOIN input i${i} ON i${i}.source = s${i}.source AND i${i}.id = ${cell(id)}`,
  );
  const rows = await engine.rows(
    `SELECT ${[...pairs.map((_, i) => `i${i}.n AS n${i}`), ...others.map((column, i) => `${cell(column)} AS o${i}`)].join(', ')} FROM ${relation(file)} f ${joins.join(' ')}`,
  );
  return rows.flatMap((row, line) => {
    const numbers = pairs.map((_, i) => row[`n${i}`]);
    if (numbers.includes(null)) {
      const missing = pairs[numbers.indexOf(null)] ?? ['', ''];
      throw new InputError(
        `${file}, line ${line + 2}: no input holds the record that ${missing.join(' and ')} name.`,
      );
    }
    return [{ numbers: numbers.map(Number), others: others.map((_, i) => String(row[`o${i}`] ?? '')) }];
  });
}
