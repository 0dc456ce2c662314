import type { Tx } from '../../platform/index.ts';
import type { DutyId } from './model.ts';

export type SwitchRow = { duty: DutyId; inForceFrom: string | null; reason: string; setAt: Date };

export async function listSwitches(tx: Tx): Promise<SwitchRow[]> {
  return tx.sql<SwitchRow>(
    `SELECT duty, in_force_from AS "inForceFrom", reason, set_at AS "setAt"
     FROM duty_switch WHERE area = $1 AND superseded_at IS NULL`,
    [tx.actor.area],
  );
}

export async function replaceSwitch(tx: Tx, one: SwitchRow & { switchId: string }): Promise<void> {
  await tx.sql(
    `UPDATE duty_switch SET superseded_at = $3 WHERE area = $1 AND duty = $2 AND superseded_at IS NULL`,
    [tx.actor.area, one.duty, one.setAt],
  );
  await tx.sql(
    `INSERT INTO duty_switch (area, switch_id, duty, in_force_from, reason, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.actor.area, one.switchId, one.duty, one.inForceFrom, one.reason, tx.actor.id, one.setAt],
  );
}
