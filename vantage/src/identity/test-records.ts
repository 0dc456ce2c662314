import { canonicalJson, newId, type Span, sha256, spanText, type Tx } from '../platform/index.ts';
import type { Mention } from './model.ts';

/** A row of an agency for tests; its people are one subject unless given. */
export type TestRow = {
  agency: 'social-care' | 'police' | 'schools' | 'community-health' | 'hospital';
  kind: string;
  key: string;
  people: Mention[];
  happened?: Span;
  recordedAt?: string;
};

/** Keeps rows as records received at a moment: a row known before gets a new version. */
export async function deliver(tx: Tx, receivedAt: Date, rows: readonly TestRow[]): Promise<void> {
  const { area } = tx.actor;
  const extracts = new Map<string, string>();
  for (const { agency } of rows)
    if (!extracts.has(agency)) extracts.set(agency, await addExtract(tx, agency, receivedAt));
  for (const { agency, kind, key, people, happened, recordedAt } of rows) {
    const one = [area, agency, kind, key];
    await tx.sql(
      `UPDATE record SET superseded_at = $5, superseded_by = 'changed'
       WHERE area = $1 AND agency = $2 AND kind = $3 AND key = $4 AND superseded_at IS NULL`,
      [...one, receivedAt],
    );
    const [old] = await tx.sql<{ id: string; version: number }>(
      `SELECT record_id AS id, version FROM record WHERE area = $1 AND agency = $2 AND kind = $3 AND key = $4
       ORDER BY version DESC LIMIT 1`,
      one,
    );
    await tx.sql(
      `INSERT INTO record (area, record_id, version, agency, kind, key, extract_id, line, content, content_hash, people,
                           happened, recorded_at, received_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 2, '{}', $8, $9, $10, $11, $12)`,
      [
        area,
        old?.id ?? newId(),
        (old?.version ?? 0) + 1,
        agency,
        kind,
        key,
        extracts.get(agency),
        sha256(canonicalJson(people)),
        JSON.stringify(people),
        happened === undefined ? null : spanText(happened.from, happened.to),
        recordedAt ?? null,
        receivedAt,
      ],
    );
  }
}

/** Withdraws an agency's rows. */
export async function withdraw(tx: Tx, at: Date, agency: string, ...keys: string[]): Promise<void> {
  await tx.sql(
    `UPDATE record SET superseded_at = $4, superseded_by = 'withdrawn'
     WHERE area = $1 AND agency = $2 AND key = ANY ($3) AND superseded_at IS NULL`,
    [tx.actor.area, agency, keys, at],
  );
}

async function addExtract(tx: Tx, agency: string, receivedAt: Date): Promise<string> {
  const id = newId();
  await tx.sql(
    `INSERT INTO extract (area, extract_id, agency, kind, mapping, path, sha256, bytes, coverage, covers, received_at,
       taken_at, rows_in, rows_added, rows_changed, rows_unchanged, rows_withdrawn, rows_held)
     VALUES ($1, $2, $3, 'test', 'test@1', $4, $4, 0, 'delta', '(,)', $5, $5, 0, 0, 0, 0, 0, 0)`,
    [tx.actor.area, id, agency, id, receivedAt],
  );
  return id;
}
