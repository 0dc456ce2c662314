import type { TableRow } from './tables.ts';
import { UnreadableFile } from './unreadable.ts';

/** SQL text of a string. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const named = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A column as text: times with a zone in UTC as ISO instants, the rest as DuckDB writes it (days as 2024-03-31). */
function textOfColumn(name: string, type: string): string {
  const column = named(name);
  if (type === 'TIMESTAMP WITH TIME ZONE')
    return `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')`;
  return `CAST(${column} AS VARCHAR)`;
}

/**
 * A Parquet file's rows as text, through DuckDB, the names of its columns first as line 0; what is missing is empty.
 * Node only.
 * @throws UnreadableFile when the file is no sound Parquet.
 */
export async function* parquetRows(path: string): AsyncGenerator<TableRow[]> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    threads: '1',
  });
  const connection = await instance.connect();
  try {
    const file = `read_parquet(${quoted(path)})`;
    const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`)).getRows();
    const columns = described.map(([name, type]) => ({ name: String(name), type: String(type) }));
    yield [{ line: 0, fields: columns.map(({ name }) => name) }];
    const texts = columns.map(({ name, type }) => textOfColumn(name, type)).join(', ');
    const result = await connection.stream(`SELECT ${texts} FROM ${file}`);
    let line = 0;
    for await (const rows of result.yieldRows())
      yield rows.map((fields) => {
        line += 1;
        return { line, fields: fields.map((value) => (value === null ? '' : String(value))) };
      });
  } catch (error) {
    throw new UnreadableFile(
      path,
      null,
      `The Parquet file cannot be read (${error instanceof Error ? error.message.split('\n')[0] : error}).`,
      'Write it again and send it whole.',
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
