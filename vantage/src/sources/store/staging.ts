import type { BadRow, GoodRow, Sink } from '@vantage/returns';
import { type Copying, newId, type Tx } from '../../platform/index.ts';
import { contentHash, contentText, happenedText, recordedInstant } from '../model.ts';

const keptColumns = [
  'seq',
  'fresh',
  'kind',
  'key',
  'sheet',
  'line',
  'content',
  'content_hash',
  'people',
  'happened',
  'recorded_at',
];
const heldColumns = [
  'seq',
  'fresh',
  'kind',
  'key',
  'sheet',
  'line',
  'column_name',
  'value',
  'reason',
  'remedy',
  'content',
];

/** Bad rows written to the database at a time: bounds memory whatever the size of the file. */
const batch = 2000;

/** Where a file's rows wait, inside its transaction, until they are compared with what is kept. */
export type Staging = Sink & {
  /** Writes what is left and prepares the comparison. */
  finish(): Promise<void>;
  /** Gives up a file that could not be read to its end. */
  abandon(): Promise<void>;
  /** False once a row was held back without a key, or so that it cannot be told which rows the file holds. */
  whole(): boolean;
};

/** Makes the temporary tables `incoming` and `incoming_held`, gone with the transaction, and a sink that fills them. */
export async function openStaging(tx: Tx): Promise<Staging> {
  await tx.sql(
    `CREATE TEMPORARY TABLE incoming (
       seq integer, fresh uuid, kind text, key text, sheet text, line integer, content jsonb, content_hash bytea,
       people jsonb, happened daterange, recorded_at timestamptz) ON COMMIT DROP`,
  );
  await tx.sql(
    `CREATE TEMPORARY TABLE incoming_held (
       seq integer, fresh uuid, kind text, key text, sheet text, line integer, column_name text, value text,
       reason text, remedy text, content jsonb) ON COMMIT DROP`,
  );
  let seq = 0;
  let whole = true;
  let held: unknown[][] = [];
  /** Open from the first row on, so that the database takes rows in while the file is read; one copying at a time. */
  let copying: Copying | undefined;

  async function flush(): Promise<void> {
    await copying?.end();
    copying = undefined;
    if (held.length > 0) await tx.copyIn('incoming_held', heldColumns, held);
    held = [];
  }

  function hold(row: BadRow): Promise<void> | undefined {
    seq += 1;
    if (row.key === null || row.uncertain) whole = false;
    const { kind, key, sheet, line, column, value, reason, remedy, content } = withoutNul(row);
    held.push([seq, newId(), kind, key, sheet ?? null, line, column, value, reason, remedy, content]);
    return held.length >= batch ? flush() : undefined;
  }

  function keep(row: GoodRow): Promise<void> | undefined {
    const content = contentText(row.content);
    const bad = content.includes('\\u0000') ? holdNul(row) : undefined;
    if (bad !== undefined) return hold(bad);
    seq += 1;
    copying ??= tx.copying('incoming', keptColumns);
    return copying.write([
      seq,
      newId(),
      row.kind,
      row.key,
      row.sheet ?? null,
      row.line,
      content,
      contentHash(content),
      row.people,
      row.happened === null ? null : happenedText(row.happened),
      row.recordedAt === null ? null : recordedInstant(row.recordedAt),
    ]);
  }

  async function finish(): Promise<void> {
    await flush();
    await holdRepeats(tx);
    await tx.sql('ANALYZE incoming (kind, key)');
    await tx.sql('ANALYZE incoming_held (kind, key)');
  }

  return { keep, hold, finish, abandon: async () => copying?.abandon(), whole: () => whole };
}

/** A NUL character is no text that the database could keep. */
function holdNul(row: GoodRow): BadRow | undefined {
  const { kind, key, sheet, line, content } = row;
  const bad = Object.entries(content).find(([column, value]) => `${column}${value}`.includes('\0'));
  if (bad === undefined) return undefined;
  return {
    kind,
    key,
    ...(sheet === undefined ? {} : { sheet }),
    line,
    content,
    column: bad[0],
    value: bad[1],
    reason: 'It holds a NUL character, which is no text.',
    remedy: 'Send the row again without it.',
  };
}

function withoutNul(row: BadRow): BadRow {
  const clean = <T extends string | null>(text: T) =>
    text === null ? null : text.replaceAll('\0', '\uFFFD');
  return {
    ...row,
    key: clean(row.key),
    column: clean(row.column),
    value: clean(row.value),
    content: Object.fromEntries(
      Object.entries(row.content).map(([column, value]) => [clean(column) ?? '', clean(value) ?? '']),
    ),
  };
}

/** Of rows with one key the first counts. The others are held back where they say something else. */
async function holdRepeats(tx: Tx): Promise<void> {
  await tx.sql(
    `CREATE TEMPORARY TABLE incoming_repeat ON COMMIT DROP AS
     SELECT * FROM (
       SELECT seq, row_number() OVER one > 1 AS later, first_value(line) OVER one AS first_line,
              first_value(content_hash) OVER one <> content_hash AS other
       FROM incoming JOIN (SELECT kind, key FROM incoming GROUP BY kind, key HAVING count(*) > 1) AS several
         USING (kind, key)
       WINDOW one AS (PARTITION BY kind, key ORDER BY seq)) AS ranked
     WHERE later`,
  );
  if ((await tx.sql('SELECT FROM incoming_repeat LIMIT 1')).length === 0) return;
  await tx.sql(
    `INSERT INTO incoming_held (seq, fresh, kind, key, sheet, line, column_name, value, reason, remedy, content)
     SELECT i.seq, i.fresh, i.kind, i.key, i.sheet, i.line, NULL, i.key,
            'An earlier row of the file has the same key and says something else.',
            format('The earlier row is on line %s. Send one row for each key, or name the columns that make the key in the manifest.', r.first_line),
            i.content
     FROM incoming i JOIN incoming_repeat r USING (seq) WHERE r.other`,
  );
  await tx.sql('DELETE FROM incoming WHERE seq IN (SELECT seq FROM incoming_repeat)');
}
