/** Held rows as they came, for those who mend them. */
import type { Tx } from '../../platform/index.ts';
import type { HeldContent } from '../model.ts';

export async function findHeld(tx: Tx, heldId: string): Promise<HeldContent | undefined> {
  return tx.maybeOne<HeldContent>(
    `SELECT h.held_id AS "heldId", h.agency, h.kind, h.key, h.sheet, h.line, h.column_name AS "column", h.reason,
            h.remedy, h.content, x.path, x.kind AS format, x.mapping, x.key_columns AS "keyColumns"
     FROM held_row h JOIN extract x ON x.area = h.area AND x.extract_id = h.extract_id
     WHERE h.area = $1 AND h.held_id = $2 AND h.mended_at IS NULL`,
    [tx.actor.area, heldId],
  );
}

/** Closes a hold whose row was mended under another key than it came with. */
export async function closeHold(
  tx: Tx,
  { heldId, extractId, at }: { heldId: string; extractId: string; at: Date },
): Promise<void> {
  await tx.sql(
    `UPDATE held_row SET mended_by = $3, mended_at = $4
     WHERE area = $1 AND held_id = $2 AND mended_at IS NULL`,
    [tx.actor.area, heldId, extractId, at],
  );
}
