import type { Tx } from '../../platform/index.ts';
import type { Agreement } from '../agreements.ts';
import type { WorkRole } from '../roles.ts';
import { agreementColumns } from '../store.ts';

/** An agreement with who made and ended it, and why. */
export type Kept = Agreement & {
  reason: string | null;
  decidedBy: string;
  decidedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
  endReason: string | null;
};

/** Agreements on what an agency gives, or one of them; ended ones after those that stand, the last first. */
export async function listKept(tx: Tx, of: { agency?: string; agreementId?: string }): Promise<Kept[]> {
  return tx.sql<Kept>(
    `SELECT ${agreementColumns}, reason, decided_by AS "decidedBy", decided_at AS "decidedAt", ended_by AS "endedBy",
       ended_at AS "endedAt", end_reason AS "endReason"
     FROM agreement WHERE area = $1 AND ($2::text IS NULL OR from_agency = $2) AND ($3::uuid IS NULL OR agreement_id = $3)
     ORDER BY from_agency, ended_at DESC NULLS FIRST, to_agency NULLS LAST, condition, tier DESC, agreement_id`,
    [tx.actor.area, of.agency ?? null, of.agreementId ?? null],
  );
}

export type ChangeRow = {
  agency: string | null;
  role: WorkRole | null;
  opens: boolean;
  workers: number;
  people: number;
};

export async function foresee(
  tx: Tx,
  asked: {
    from: string;
    ending: readonly string[];
    added: Pick<Agreement, 'purpose' | 'condition' | 'toAgency' | 'toRole' | 'tier' | 'subjects'> | null;
    purposes: Readonly<Record<string, string>>;
    on: string;
    now: Date;
  },
): Promise<ChangeRow[]> {
  return tx.sql<ChangeRow>(
    'SELECT agency, role, opens, workers, people FROM foresee_agreements($1, $2::uuid[], $3, $4, $5, $6)',
    [asked.from, asked.ending, asked.added, asked.purposes, asked.on, asked.now],
  );
}
