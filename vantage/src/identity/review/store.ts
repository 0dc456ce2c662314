/** Agencies' numbers, the pairs in doubt, what people decided and how persons were made up. */
import type { PairLevel } from '@vantage/linkage';
import { beginningOfIds, newId, type Tx } from '../../platform/index.ts';
import type { Reason } from '../model.ts';
import type { Constraint, Said, Verdict } from './model.ts';

export type NumberRow = {
  number: string;
  agency: string;
  localId: string;
  personId: string;
  said: Said;
};

const numberColumns = 'number, agency, local_id AS "localId", person_id AS "personId", said';

export function streamNumbers(tx: Tx): AsyncIterable<NumberRow> {
  return tx.stream(`SELECT ${numberColumns} FROM agency_number WHERE area = $1`, [tx.actor.area]);
}

export async function numbersOf(tx: Tx, numbers: readonly string[]): Promise<NumberRow[]> {
  return tx.sql(`SELECT ${numberColumns} FROM agency_number WHERE area = $1 AND number = ANY ($2)`, [
    tx.actor.area,
    numbers,
  ]);
}

export async function numbersOfPersons(tx: Tx, personIds: readonly string[]): Promise<NumberRow[]> {
  return tx.sql(
    `SELECT ${numberColumns} FROM agency_number WHERE area = $1 AND person_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds],
  );
}

export async function numbersOfPerson(tx: Tx, personId: string): Promise<NumberRow[]> {
  return tx.sql(
    `SELECT ${numberColumns} FROM agency_number WHERE area = $1 AND person_id = $2 ORDER BY number`,
    [tx.actor.area, personId],
  );
}

export async function removeNumbers(tx: Tx, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return;
  await tx.sql('DELETE FROM agency_number WHERE area = $1 AND number = ANY ($2)', [tx.actor.area, numbers]);
}

export async function addNumbers(tx: Tx, rows: readonly NumberRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { area } = tx.actor;
  await tx.copyIn(
    'agency_number',
    ['area', 'number', 'agency', 'local_id', 'person_id', 'said', 'open'],
    rows.map((row) => [area, row.number, row.agency, row.localId, row.personId, row.said, false]),
  );
}

/** Opens to review the numbers of these persons, those in doubt or decided with one of them, and these pairs; closes all others. */
export async function openNumbers(tx: Tx, personIds: readonly string[]): Promise<void> {
  await tx.sql(
    `WITH own AS (SELECT number FROM agency_number WHERE area = $1 AND person_id = ANY ($2::uuid[])),
     wanted AS (
       SELECT number FROM own
       UNION SELECT p.other FROM doubtful_pair p JOIN own USING (number) WHERE p.area = $1
       UNION SELECT p.number FROM doubtful_pair p JOIN own ON own.number = p.other WHERE p.area = $1
       UNION SELECT unnest(numbers || others) FROM decision
         WHERE area = $1 AND numbers || others && ARRAY(SELECT number FROM own))
     UPDATE agency_number n SET open = NOT open
     WHERE area = $1 AND open <> (number IN (SELECT number FROM wanted))`,
    [tx.actor.area, personIds],
  );
  await tx.sql(
    `WITH own AS (SELECT number FROM agency_number WHERE area = $1 AND person_id = ANY ($2::uuid[]))
     UPDATE doubtful_pair SET open = NOT open
     WHERE area = $1 AND open <> (number IN (SELECT number FROM own) OR other IN (SELECT number FROM own))`,
    [tx.actor.area, personIds],
  );
}

export type MakeupRow = {
  makeupId: string;
  number: string;
  agency: string;
  localId: string;
  personId: string;
  reasons: Reason[];
  begunAt: Date;
  begunBy: string | null;
  endedAt: Date | null;
  endedBy: string | null;
};

const makeupColumns = `makeup_id AS "makeupId", number, agency, local_id AS "localId", person_id AS "personId", reasons,
  begun_at AS "begunAt", begun_by AS "begunBy", ended_at AS "endedAt", ended_by AS "endedBy"`;

/** Whom each number means now, and whom it meant before that. */
export async function* streamMakeup(
  tx: Tx,
): AsyncGenerator<{ makeupId: string; number: string; personId: string; ended: boolean }> {
  yield* tx.stream<{ makeupId: string; number: string; personId: string; ended: boolean }>(
    `SELECT makeup_id AS "makeupId", number, person_id AS "personId", false AS ended FROM makeup
     WHERE area = $1 AND ended_at IS NULL
     UNION ALL
     SELECT * FROM (
       SELECT DISTINCT ON (number) makeup_id, number, person_id, true FROM makeup
       WHERE area = $1 AND ended_at IS NOT NULL ORDER BY number, ended_at DESC, makeup_id DESC) AS past`,
    [tx.actor.area],
  );
}

/** Whom numbers meant last before whom they mean now. */
export async function formerOf(
  tx: Tx,
  numbers: readonly string[],
): Promise<{ number: string; personId: string }[]> {
  return tx.sql(
    `SELECT DISTINCT ON (number) number, person_id AS "personId" FROM makeup
     WHERE area = $1 AND ended_at IS NOT NULL AND number = ANY ($2) ORDER BY number, ended_at DESC, makeup_id DESC`,
    [tx.actor.area, numbers],
  );
}

/** Every spell of the numbers that ever meant a person, oldest first. */
export async function makeupOf(tx: Tx, personId: string): Promise<MakeupRow[]> {
  return tx.sql(
    `SELECT ${makeupColumns} FROM makeup WHERE area = $1 AND number IN (
       SELECT number FROM makeup WHERE area = $1 AND person_id = $2)
     ORDER BY begun_at, makeup_id`,
    [tx.actor.area, personId],
  );
}

export async function endMakeup(
  tx: Tx,
  ended: readonly { makeupId: string; by: string | null }[],
  at: Date,
): Promise<void> {
  if (ended.length === 0) return;
  await tx.sql(
    `UPDATE makeup m SET ended_at = $4, ended_by = e.by
     FROM unnest($2::uuid[], $3::uuid[]) AS e (makeup_id, by) WHERE m.area = $1 AND m.makeup_id = e.makeup_id`,
    [tx.actor.area, ended.map(({ makeupId }) => makeupId), ended.map(({ by }) => by), at],
  );
}

/** A number that comes to mean a person, and the decision by which it does. */
export type NewSpell = { number: string; begunBy: string | null };

/** Begins what all numbers mean in an area in which none meant anybody, for the reasons for which they are joined. */
export async function beginFirstMakeup(tx: Tx, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO makeup (area, makeup_id, number, agency, local_id, person_id, reasons, begun_at)
     SELECT $1, (left($2, 20) || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid, agency || ' ' || local_id, agency,
       local_id, person_id, reasons, $3
     FROM joining WHERE area = $1`,
    [tx.actor.area, beginningOfIds(), at],
  );
}

/** Begins what the numbers now mean, which with its reasons is in the run's table `meaning`. */
export async function beginMakeup(tx: Tx, begun: readonly NewSpell[], at: Date): Promise<void> {
  if (begun.length === 0) return;
  await tx.sql('CREATE TEMPORARY TABLE begun (number text, makeup_id uuid, begun_by uuid) ON COMMIT DROP');
  await tx.copyIn('begun', ['number', 'makeup_id', 'begun_by'], spellRows(begun));
  await tx.sql(
    `INSERT INTO makeup (area, makeup_id, number, agency, local_id, person_id, reasons, begun_at, begun_by)
     SELECT $1, b.makeup_id, number, m.agency, m.local_id, m.person_id, m.reasons, $2, b.begun_by
     FROM begun b JOIN meaning m USING (number)`,
    [tx.actor.area, at],
  );
  await tx.sql('DROP TABLE begun');
}

function* spellRows(begun: readonly NewSpell[]): Generator<unknown[]> {
  for (const { number, begunBy } of begun) yield [number, newId(), begunBy];
}

export type PairRow = {
  pairId: string;
  number: string;
  other: string;
  probability: number;
  levels: PairLevel[];
  keptApart: string | null;
  informs: number;
};

const pairColumns = `pair_id AS "pairId", number, other, probability, levels, kept_apart AS "keptApart", informs`;

export async function allPairs(tx: Tx): Promise<PairRow[]> {
  return tx.sql(`SELECT ${pairColumns} FROM doubtful_pair WHERE area = $1`, [tx.actor.area]);
}

export async function replacePairs(
  tx: Tx,
  { gone, added }: { gone: readonly string[]; added: readonly PairRow[] },
): Promise<void> {
  if (gone.length > 0) {
    await tx.sql('DELETE FROM doubtful_pair WHERE area = $1 AND pair_id = ANY ($2::uuid[])', [
      tx.actor.area,
      gone,
    ]);
  }
  if (added.length === 0) return;
  await tx.copyIn(
    'doubtful_pair',
    ['area', 'pair_id', 'number', 'other', 'probability', 'levels', 'kept_apart', 'informs'],
    added.map((row) => [
      tx.actor.area,
      row.pairId,
      row.number,
      row.other,
      row.probability,
      row.levels,
      row.keptApart,
      row.informs,
    ]),
  );
}

/** Pairs that wait for the actor: nobody has decided them, and the actor has not said that they cannot tell. */
const waiting = `area = $1 AND NOT EXISTS (
  SELECT FROM decision d WHERE d.area = p.area AND d.undone_at IS NULL
    AND (d.verdict <> 'unsure' OR d.decided_by = $2)
    AND (p.number = ANY (d.numbers) AND p.other = ANY (d.others) OR p.other = ANY (d.numbers) AND p.number = ANY (d.others)))`;

export async function countWaiting(tx: Tx): Promise<number> {
  const { total } = await tx.one<{ total: number }>(
    `SELECT count(*) AS total FROM doubtful_pair p WHERE open AND ${waiting}`,
    [tx.actor.area, tx.actor.id],
  );
  return total;
}

/** Pairs that wait, most informative first. */
export async function waitingPairs(
  tx: Tx,
  { limit, offset }: { limit: number; offset: number },
): Promise<PairRow[]> {
  return tx.sql(
    `SELECT ${pairColumns} FROM doubtful_pair p WHERE open AND ${waiting} ORDER BY informs DESC, pair_id LIMIT $3 OFFSET $4`,
    [tx.actor.area, tx.actor.id, limit, offset],
  );
}

export async function findPair(tx: Tx, pairId: string): Promise<PairRow | undefined> {
  return tx.maybeOne(`SELECT ${pairColumns} FROM doubtful_pair WHERE area = $1 AND pair_id = $2`, [
    tx.actor.area,
    pairId,
  ]);
}

export type DecisionRow = {
  decisionId: string;
  verdict: Verdict;
  numbers: string[];
  others: string[];
  reason: string;
  decidedBy: string;
  decidedAt: Date;
  inEffectAt: Date | null;
  undoneBy: string | null;
  undoneAt: Date | null;
  outOfEffectAt: Date | null;
};

const decisionColumns = `decision_id AS "decisionId", verdict, numbers, others, reason, decided_by AS "decidedBy",
  decided_at AS "decidedAt", in_effect_at AS "inEffectAt", undone_by AS "undoneBy", undone_at AS "undoneAt",
  out_of_effect_at AS "outOfEffectAt"`;

export async function addDecision(
  tx: Tx,
  one: Pick<DecisionRow, 'verdict' | 'numbers' | 'others' | 'reason' | 'decidedAt'>,
): Promise<string> {
  const decisionId = newId();
  await tx.sql(
    `INSERT INTO decision (area, decision_id, verdict, numbers, others, reason, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.actor.area, decisionId, one.verdict, one.numbers, one.others, one.reason, tx.actor.id, one.decidedAt],
  );
  return decisionId;
}

export async function undoDecision(tx: Tx, decisionId: string, at: Date): Promise<void> {
  await tx.sql(
    'UPDATE decision SET undone_by = $3, undone_at = $4 WHERE area = $1 AND decision_id = $2 AND undone_at IS NULL',
    [tx.actor.area, decisionId, tx.actor.id, at],
  );
}

export async function findDecision(tx: Tx, decisionId: string): Promise<DecisionRow | undefined> {
  return tx.maybeOne(`SELECT ${decisionColumns} FROM decision WHERE area = $1 AND decision_id = $2`, [
    tx.actor.area,
    decisionId,
  ]);
}

/** Decisions, newest first; with `numbers`, those about one of them. */
export async function listDecisions(
  tx: Tx,
  { numbers, limit, offset }: { numbers?: readonly string[]; limit: number; offset: number },
): Promise<DecisionRow[]> {
  return tx.sql(
    `SELECT ${decisionColumns} FROM decision WHERE area = $1 AND ($2::text[] IS NULL OR numbers || others && $2)
     ORDER BY decided_at DESC, decision_id DESC LIMIT $3 OFFSET $4`,
    [tx.actor.area, numbers ?? null, limit, offset],
  );
}

export async function decisionsByIds(tx: Tx, ids: readonly string[]): Promise<DecisionRow[]> {
  return tx.sql(
    `SELECT ${decisionColumns} FROM decision WHERE area = $1 AND decision_id = ANY ($2::uuid[])`,
    [tx.actor.area, ids],
  );
}

/** Decisions that stand, oldest first. */
export async function standingDecisions(tx: Tx): Promise<Constraint[]> {
  return tx.sql(
    `SELECT decision_id AS "decisionId", verdict, numbers, others FROM decision
     WHERE area = $1 AND undone_at IS NULL ORDER BY decided_at, decision_id`,
    [tx.actor.area],
  );
}

/** Fingerprint of what stands decided. */
export async function decisionsPrint(tx: Tx): Promise<string> {
  const { print } = await tx.one<{ print: string }>(
    `SELECT md5(coalesce(string_agg(decision_id::text, ' ' ORDER BY decision_id), '')) AS print FROM decision
     WHERE area = $1 AND undone_at IS NULL`,
    [tx.actor.area],
  );
  return print;
}

/** Decisions made or taken back since a run last looked, oldest first. */
export async function freshDecisions(tx: Tx): Promise<DecisionRow[]> {
  return tx.sql(
    `SELECT ${decisionColumns} FROM decision WHERE area = $1
       AND (undone_at IS NULL AND in_effect_at IS NULL OR undone_at IS NOT NULL AND out_of_effect_at IS NULL)
     ORDER BY coalesce(undone_at, decided_at), decision_id`,
    [tx.actor.area],
  );
}

/** Writes down that a run took these up: those that stand came into effect, the others went out of it. */
export async function takeUp(tx: Tx, decisionIds: readonly string[], at: Date): Promise<void> {
  if (decisionIds.length === 0) return;
  await tx.sql(
    `UPDATE decision SET in_effect_at = CASE WHEN undone_at IS NULL THEN $3 ELSE in_effect_at END,
       out_of_effect_at = CASE WHEN undone_at IS NULL THEN NULL ELSE $3 END
     WHERE area = $1 AND decision_id = ANY ($2::uuid[])`,
    [tx.actor.area, decisionIds, at],
  );
}
