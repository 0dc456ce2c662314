/** Mappings that people made, and spreadsheets that wait for one. */
import type { Mapping, Outline } from '@vantage/returns';
import { newId, type Tx } from '../../platform/index.ts';
import type { KeptMapping, WaitingFile } from '../model.ts';

/** Mappings that stand, by name. */
export async function listMappings(tx: Tx): Promise<KeptMapping[]> {
  return tx.sql<KeptMapping>(
    `SELECT content AS mapping, made_by AS "madeBy", made_at AS "madeAt" FROM mapping
     WHERE area = $1 AND superseded_at IS NULL ORDER BY name`,
    [tx.actor.area],
  );
}

/** Keeps a mapping as the one that stands under its name. */
export async function insertMapping(tx: Tx, mapping: Mapping, at: Date): Promise<void> {
  await tx.sql(
    'UPDATE mapping SET superseded_at = $3 WHERE area = $1 AND name = $2 AND superseded_at IS NULL',
    [tx.actor.area, mapping.name, at],
  );
  await tx.sql(
    'INSERT INTO mapping (area, name, version, content, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [tx.actor.area, mapping.name, mapping.version, mapping, tx.actor.id, at],
  );
}

/** Spreadsheets that wait, or waited, newest first, without rows that hold a number of somebody who does not exist for the actor. */
async function* filesInSight(
  tx: Tx,
  where: string,
  params: readonly unknown[] = [],
): AsyncIterable<WaitingFile> {
  const hidden = new Set(
    (await tx.sql<{ number: string }>('SELECT numbers_sealed_from_me() AS number')).map(
      ({ number }) => number,
    ),
  );
  const files = tx.stream<WaitingFile>(
    `SELECT waiting_id AS "waitingId", agency, path, received_at AS "receivedAt", sheets FROM waiting_file
     WHERE area = $1 AND ${where} ORDER BY received_at DESC, agency, path`,
    [tx.actor.area, ...params],
  );
  for await (const file of files) {
    const isShown = (fields: readonly string[]) =>
      !fields.some((field) => hidden.has(`${file.agency}|${field.trim()}`));
    yield {
      ...file,
      sheets: file.sheets.map((sheet) => ({
        ...sheet,
        rows: sheet.rows.filter(({ fields }) => isShown(fields)),
      })),
    };
  }
}

/** Spreadsheets that wait, newest first. */
export async function listWaiting(tx: Tx): Promise<WaitingFile[]> {
  return Array.fromAsync(filesInSight(tx, 'settled_at IS NULL'));
}

export async function findWaiting(tx: Tx, waitingId: string): Promise<WaitingFile | undefined> {
  const [file] = await Array.fromAsync(filesInSight(tx, 'waiting_id = $2', [waitingId]));
  return file;
}

/** The first sheet with fitting headings, of spreadsheets that wait or waited, the newest first. */
export async function findOutline(
  tx: Tx,
  fits: (headings: readonly string[]) => boolean,
): Promise<Outline | undefined> {
  for await (const { sheets } of filesInSight(tx, 'true')) {
    const found = sheets.find(({ headings }) => fits(headings));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is no text, and the database could not keep, as the sign for it. */
const asText = (_name: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;

/** Notes that a spreadsheet waits: in place of what was noted of the same path, unless that was the same. */
export async function noteWaiting(tx: Tx, file: Omit<WaitingFile, 'waitingId'>, at: Date): Promise<void> {
  const { agency, path, receivedAt, sheets } = file;
  const params = [tx.actor.area, agency, path, receivedAt, JSON.stringify(sheets, asText), at];
  await tx.sql(
    `UPDATE waiting_file SET settled_at = $6 WHERE area = $1 AND agency = $2 AND path = $3 AND settled_at IS NULL
       AND (received_at <> $4 OR sheets <> $5::jsonb)`,
    params,
  );
  await tx.sql(
    `INSERT INTO waiting_file (area, waiting_id, agency, path, received_at, sheets, noted_at)
     VALUES ($1, $7, $2, $3, $4, $5::jsonb, $6)
     ON CONFLICT (area, agency, path) WHERE settled_at IS NULL DO NOTHING`,
    [...params, newId()],
  );
}

/** Notes of the files at these paths that they wait no longer. */
export async function settleWaiting(
  tx: Tx,
  files: readonly { agency: string; path: string }[],
  at: Date,
): Promise<void> {
  await tx.sql(
    `UPDATE waiting_file w SET settled_at = $4
     FROM unnest($2::text[], $3::text[]) AS f (agency, path)
     WHERE w.area = $1 AND w.agency = f.agency AND w.path = f.path AND w.settled_at IS NULL`,
    [tx.actor.area, files.map(({ agency }) => agency), files.map(({ path }) => path), at],
  );
}
