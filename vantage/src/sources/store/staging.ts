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
  /** Writes what is left. */
  finish(): Promise<void>;
  /** Gives up a file that could not be read to its end. */
  abandon(): Promise<void>;
  /** How many rows are to be kept, once all are written. */
  kept(): number;
  /** False once a row was held back without a key, or so that it cannot be told which rows the file holds. */
  whole(): boolean;
};

/**
 * Makes the temporary tables `incoming` and `incoming_held`, gone with the transaction, and a sink that fills them. Each key
 * comes once: what reads a file sees to that.
 */
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
  let kept = 0;
  let held: unknown[][] = [];
  /** Open from the first row on, so that the database takes rows in while the file is read; one copying at a time. */
  let copying: Copying | undefined;

  async function flush(): Promise<void> {
    kept += (await copying?.end()) ?? 0;
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

  return {
    keep,
    hold,
    finish: flush,
    abandon: async () => copying?.abandon(),
    kept: () => kept,
    whole: () => whole,
  };
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
