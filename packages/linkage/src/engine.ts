import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BOOLEAN,
  DOUBLE,
  DuckDBBigIntVector,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBInstance,
  DuckDBIntegerVector,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Values of a column to be written: whole numbers, other numbers or texts; null and undefined are missing. */
export type NewColumn =
  | { type: 'integer' | 'double'; values: ArrayLike<number | null> }
  | { type: 'text'; values: readonly (string | null)[] }
  | { type: 'boolean'; values: readonly boolean[] };

/**
 * All that the package asks of a database. Another engine takes over by answering the same four things. Statements that
 * are not waited for one after another may run at the same time.
 */
export type Engine = {
  run(sql: string): Promise<void>;
  /** Rows as plain values; whole numbers must fit 53 bits. */
  rows(sql: string): Promise<Row[]>;
  /** Columns of numbers, none missing, as typed arrays. */
  numbers(sql: string): Promise<Float64Array[]>;
  /** Makes a table. */
  create(table: string, columns: Readonly<Record<string, NewColumn>>): Promise<void>;
  close(): void;
};

export type EngineOptions = {
  /** Most memory that the database takes before it spills to `spillTo`, such as '4GB'. Default: 60% of the machine's. */
  memory?: string | undefined;
  threads?: number | undefined;
  /** Where the folder for what does not fit is made, and taken away again. Default: the system's folder for temporary files. */
  spillTo?: string | undefined;
};

const types: Readonly<Record<NewColumn['type'], DuckDBType>> = {
  integer: INTEGER,
  double: DOUBLE,
  text: VARCHAR,
  boolean: BOOLEAN,
};
const chunkSize = 2048;

/**
 * Nothing is kept, so nothing is to be checkpointed: in memory that looks through every table when a statement ends beside
 * which no other runs. Statements are joined in the order in which they are written: how many pairs there will be is guessed too
 * badly to choose another.
 */
const settings = {
  autoinstall_known_extensions: 'false',
  checkpoint_threshold: '1TB',
  disabled_optimizers: 'join_order',
};

/** A DuckDB of its own in this process. Nothing is fetched from elsewhere. */
export async function openEngine({ memory, threads, spillTo }: EngineOptions = {}): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    ...settings,
    ...(memory === undefined ? {} : { memory_limit: memory }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
    temp_directory: join(spillTo ?? tmpdir(), `vantage-linkage-${randomUUID()}`),
  });
  const idle: DuckDBConnection[] = [];
  const opened: DuckDBConnection[] = [];
  const withConnection = async <T>(ask: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    const connection = idle.pop() ?? (await instance.connect());
    if (!opened.includes(connection)) opened.push(connection);
    try {
      return await ask(connection);
    } finally {
      idle.push(connection);
    }
  };
  return {
    run: (sql) =>
      withConnection(async (connection) => {
        await connection.run(sql);
      }),
    rows: (sql) => withConnection((connection) => readRows(connection, sql)),
    numbers: (sql) => withConnection((connection) => readNumbers(connection, sql)),
    create: (table, columns) => withConnection((connection) => createTable(connection, table, columns)),
    close: () => {
      for (const connection of opened) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function readRows(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const result = await connection.runAndReadAll(sql);
  return result.getRowObjectsJS().map((row) => {
    const plain: Record<string, string | number | boolean | null> = {};
    for (const [name, value] of Object.entries(row)) {
      plain[name] = typeof value === 'bigint' ? Number(value) : asPlain(value);
    }
    return plain;
  });
}

function asPlain(value: unknown): string | number | boolean | null {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  return String(value);
}

async function readNumbers(connection: DuckDBConnection, sql: string): Promise<Float64Array[]> {
  const result = await connection.stream(sql);
  const width = result.columnCount;
  const parts: Float64Array[][] = Array.from({ length: width }, () => []);
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (let c = 0; c < width; c++) {
      const vector = chunk.getColumnVector(c);
      const { rowCount } = chunk;
      const part = new Float64Array(rowCount);
      if (vector instanceof DuckDBIntegerVector || vector instanceof DuckDBDoubleVector) {
        for (let i = 0; i < rowCount; i++) part[i] = Number(vector.getItem(i));
      } else if (vector instanceof DuckDBBigIntVector) {
        for (let i = 0; i < rowCount; i++) part[i] = Number(vector.getItem(i));
      } else {
        throw new TypeError(`Column ${result.columnName(c)} is not one of numbers.`);
      }
      parts[c]?.push(part);
    }
  }
  return parts.map((of) => {
    const all = new Float64Array(of.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of of) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  });
}

async function createTable(
  connection: DuckDBConnection,
  table: string,
  columns: Readonly<Record<string, NewColumn>>,
): Promise<void> {
  const named = Object.entries(columns);
  const declared = named.map(([name, { type }]) => `"${name}" ${types[type].toString()}`);
  await connection.run(`CREATE TABLE ${table} (${declared.join(', ')})`);
  const appender = await connection.createAppender(table);
  const length = named[0]?.[1].values.length ?? 0;
  for (let start = 0; start < length; start += chunkSize) {
    const end = Math.min(length, start + chunkSize);
    const chunk = DuckDBDataChunk.create(
      named.map(([, { type }]) => types[type]),
      end - start,
    );
    named.forEach(([, { values }], c) => {
      const vector = chunk.getColumnVector(c);
      for (let i = start; i < end; i++) vector.setItem(i - start, values[i] ?? null);
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
