import { spanText, type Tx } from '../../platform/index.ts';
import type { Answer, ChildsHelp, Consent } from './consents.ts';
import type { Desk } from './desks.ts';
import type { LosingSight, Protecting, Protection } from './protections.ts';
import type { Telling, TellingDecision } from './telling.ts';

/** The agency that the actor works for. */
export async function agencyHere(tx: Tx): Promise<string | null> {
  const { agency } = await tx.one<{ agency: string | null }>(
    `SELECT nullif(current_setting('vantage.agency', true), '') AS agency`,
  );
  return agency;
}

export async function insertConsent(
  tx: Tx,
  one: Answer & { consentId: string; agency: string },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, last_day, agency, recorded_by,
       recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.actor.area,
      one.consentId,
      one.personId,
      one.children,
      one.service,
      one.answer,
      one.words,
      one.lastDay,
      one.agency,
      tx.actor.id,
      at,
    ],
  );
}

/** Whether there was one that stood. What followed somebody's numbers to them is the same answer. */
export async function withdrawConsent(tx: Tx, consentId: string, at: Date): Promise<boolean> {
  const rows = await tx.sql(
    `UPDATE consent c SET withdrawn_by = $3, withdrawn_at = $4 FROM consent own
     WHERE own.area = $1 AND own.consent_id = $2
       AND (c.area, c.person_id, c.service, c.agency, c.words, c.recorded_at)
         = (own.area, own.person_id, own.service, own.agency, own.words, own.recorded_at)
       AND c.answer = 'given' AND c.withdrawn_at IS NULL RETURNING c.consent_id`,
    [tx.actor.area, consentId, tx.actor.id, at],
  );
  return rows.length > 0;
}

const consentColumns = `consent_id AS "consentId", person_id AS "personId", children, service, answer, words,
  last_day AS "lastDay", agency, recorded_at AS "recordedAt", withdrawn_at AS "withdrawnAt"`;

export async function listConsents(tx: Tx, personIds: readonly string[]): Promise<Consent[]> {
  return tx.sql<Consent>(
    `SELECT * FROM (
       SELECT DISTINCT ON (person_id, service, recorded_at, answer, agency, words) ${consentColumns} FROM consent
       WHERE area = $1 AND person_id = ANY ($2::uuid[])
       ORDER BY person_id, service, recorded_at, answer, agency, words, consent_id DESC) AS one
     ORDER BY "recordedAt" DESC, "consentId" DESC`,
    [tx.actor.area, personIds],
  );
}

export async function insertProtection(
  tx: Tx,
  one: Protecting & { protectionId: string },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO protection (area, protection_id, person_id, from_ids, from_words, from_born, named, happened, reason,
       decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.actor.area,
      one.protectionId,
      one.personId,
      one.fromIds,
      one.fromWords.trim(),
      one.fromBorn,
      one.named,
      spanText(one.happened.from, one.happened.to),
      one.reason,
      tx.actor.id,
      at,
    ],
  );
}

/** Whether there was one that stood. */
export async function endProtection(
  tx: Tx,
  protectionId: string,
  reason: string,
  at: Date,
): Promise<boolean> {
  const rows = await tx.sql(
    `UPDATE protection SET ended_by = $3, ended_at = $4, ended_reason = $5
     WHERE area = $1 AND protection_id = $2 AND ended_at IS NULL RETURNING protection_id`,
    [tx.actor.area, protectionId, tx.actor.id, at, reason],
  );
  return rows.length > 0;
}

/** Adds what another protection says, with others who may know. */
export async function copyProtection(
  tx: Tx,
  { protectionId, of, named }: { protectionId: string; of: string; named: readonly string[] },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO protection (area, protection_id, person_id, from_ids, from_words, from_born, named, happened, reason,
       decided_by, decided_at, copied_from)
     SELECT area, $3, person_id, from_ids, from_words, from_born, $4, happened, reason, $5, $6, copied_from FROM protection
     WHERE area = $1 AND protection_id = $2`,
    [tx.actor.area, of, protectionId, named, tx.actor.id, at],
  );
}

export async function listProtections(tx: Tx, personIds: readonly string[]): Promise<Protection[]> {
  return tx.sql<Protection>(
    `SELECT protection_id AS "protectionId", person_id AS "personId",
       ARRAY(SELECT id FROM unnest(from_ids) AS one (id)
         WHERE EXISTS (SELECT FROM person p WHERE p.area = $1 AND p.person_id = one.id)) AS "fromIds",
       from_words AS "fromWords", from_born AS "fromBorn", named, happened, reason, decided_at AS "decidedAt", ended_at AS "endedAt",
       ended_reason AS "endedReason"
     FROM protection WHERE area = $1 AND person_id = ANY ($2::uuid[]) ORDER BY decided_at DESC, protection_id`,
    [tx.actor.area, personIds],
  );
}

/** Standing copies of a person's protections, of those that the actor may end for whoever they went to. */
export async function listCopies(
  tx: Tx,
  personId: string,
): Promise<{ protectionId: string; reason: string }[]> {
  return tx.sql(
    `WITH RECURSIVE theirs AS (
       SELECT area, protection_id FROM protection WHERE area = $1 AND person_id = $2
       UNION SELECT c.area, c.protection_id FROM theirs t JOIN protection c ON c.area = t.area AND c.copied_from = t.protection_id)
     SELECT p.protection_id AS "protectionId", p.reason FROM theirs JOIN protection p USING (area, protection_id)
     WHERE p.person_id <> $2 AND p.ended_at IS NULL AND may_end_copy(p.person_id, p.copied_from)
     ORDER BY p.decided_at DESC, p.protection_id`,
    [tx.actor.area, personId],
  );
}

export async function keptFromActor(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT id AS "personId" FROM unnest($1::uuid[]) AS one (id) WHERE (SELECT keys_of('kept')) ? id::text`,
    [personIds],
  );
  return rows.map(({ personId }) => personId);
}

export async function wouldBeKept(
  tx: Tx,
  personId: string,
  fromIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    'SELECT k AS "personId" FROM would_be_kept($1, $2::uuid[], $3) AS k ORDER BY k',
    [personId, fromIds, now],
  );
  return rows.map((one) => one.personId);
}

export async function wouldLoseSight(
  tx: Tx,
  personId: string,
  fromIds: readonly string[],
  now: Date,
): Promise<LosingSight[]> {
  return tx.sql<LosingSight>(
    `SELECT worker_id AS "workerId", person_id AS "personId", via, reason, managing
     FROM would_lose_sight($1, $2::uuid[], $3) ORDER BY managing NULLS FIRST, worker_id, reason, person_id`,
    [personId, fromIds, now],
  );
}

export async function worksBeside(tx: Tx, personId: string, fromIds: readonly string[]): Promise<boolean> {
  const { may } = await tx.one<{ may: boolean }>('SELECT works_beside($1, $2::uuid[]) AS may', [
    personId,
    fromIds,
  ]);
  return may;
}

/** Whether the actor may write down what a person answers about a service; the program itself may of everybody. */
export async function mayRecordConsent(tx: Tx, personId: string, service: string): Promise<boolean> {
  const { may } = await tx.one<{ may: boolean }>(`SELECT sees('all') OR may_record_consent($1, $2) AS may`, [
    personId,
    service,
  ]);
  return may;
}

export async function wroteItDown(tx: Tx, personId: string, service: string): Promise<boolean> {
  const { did } = await tx.one<{ did: boolean }>('SELECT wrote_it_down($1, $2) AS did', [personId, service]);
  return did;
}

export async function wouldEndWith(
  tx: Tx,
  { personId, children, service }: Pick<Answer, 'personId' | 'children' | 'service'>,
  now: Date,
): Promise<{ workerId: string; personId: string }[]> {
  return tx.sql(
    `SELECT worker_id AS "workerId", person_id AS "personId" FROM would_end_with($1, $2::uuid[], $3, $4)
     ORDER BY worker_id, person_id`,
    [personId, children, service, now],
  );
}

/** What becomes of each child's help when an adult declines: `adultId` is who agreed, null for one whom nobody names. */
export async function wouldGoOnFor(
  tx: Tx,
  { personId, children, service }: Pick<Answer, 'personId' | 'children' | 'service'>,
  now: Date,
): Promise<ChildsHelp[]> {
  return tx.sql(
    `SELECT child_id AS "childId", goes_on AS "goesOn", adult_id AS "adultId" FROM would_go_on_for($1, $2::uuid[], $3, $4)
     ORDER BY child_id`,
    [personId, children, service, now],
  );
}

/** Answers that the actor wrote down, or of which they wrote down that they were taken back: the last of each, that do not stand. */
export async function listTurnedDown(tx: Tx, on: string): Promise<Consent[]> {
  return tx.sql<Consent>(
    `SELECT * FROM (
       SELECT DISTINCT ON (person_id, service) ${consentColumns} FROM consent
       WHERE area = $1 AND $2 IN (recorded_by, withdrawn_by)
       ORDER BY person_id, service, recorded_at DESC, consent_id DESC) AS last
     WHERE (answer = 'declined' OR "withdrawnAt" IS NOT NULL OR "lastDay" < $3::date) AND wrote_it_down("personId", service)
     ORDER BY "recordedAt" DESC`,
    [tx.actor.area, tx.actor.id, on],
  );
}

export async function isAllocated(tx: Tx, personId: string): Promise<boolean> {
  const { is } = await tx.one<{ is: boolean }>(
    `SELECT $1::uuid IN (SELECT near('allocated')) AND coalesce(current_setting('vantage.held', true), '') <> '' AS is`,
    [personId],
  );
  return is;
}

export async function insertTelling(
  tx: Tx,
  one: { tellingId: string; personId: string; factId: string } & Omit<TellingDecision, 'decidedAt'>,
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO telling (area, telling_id, person_id, assertion_key, state, from_day, words, reason, decided_by,
       decided_at)
     SELECT area, $3, person_id, assertion_key, $4, $5, $6, $7, $8, $9 FROM fact WHERE area = $1 AND fact_id = $2`,
    [
      tx.actor.area,
      one.factId,
      one.tellingId,
      one.state,
      one.fromDay,
      one.words,
      one.reason,
      tx.actor.id,
      at,
    ],
  );
}

export async function findTelling(
  tx: Tx,
  fact: { factId: string; kind: string },
): Promise<{ byRule: Telling; decided: TellingDecision | null; several: boolean }> {
  const rule = await tx.maybeOne<{ telling: Telling; several: boolean }>(
    `SELECT telling, EXISTS (SELECT FROM fact_detail d
         WHERE d.area = $1 AND d.fact_id = $3 AND cardinality(d.about) > 1) AS several
     FROM kind_of_fact WHERE area = $1 AND kind = $2`,
    [tx.actor.area, fact.kind, fact.factId],
  );
  const [decided] = await tx.sql<TellingDecision>(
    `SELECT t.state, t.from_day AS "fromDay", t.words, t.reason, t.decided_at AS "decidedAt"
     FROM telling t JOIN fact f USING (area, person_id, assertion_key)
     WHERE f.area = $1 AND f.fact_id = $2 ORDER BY t.decided_at DESC, t.telling_id DESC LIMIT 1`,
    [tx.actor.area, fact.factId],
  );
  return { byRule: rule?.telling ?? 'not-yet', decided: decided ?? null, several: rule?.several === true };
}

export async function replaceDesk(tx: Tx, one: Desk & { deskId: string }, at: Date): Promise<void> {
  await tx.sql(
    'UPDATE duty_desk SET superseded_at = $3 WHERE area = $1 AND agency = $2 AND superseded_at IS NULL',
    [tx.actor.area, one.agency, at],
  );
  await tx.sql(
    `INSERT INTO duty_desk (area, desk_id, agency, name, telephone, hours, says_it_knows, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.actor.area,
      one.deskId,
      one.agency,
      one.name,
      one.telephone,
      one.hours,
      one.saysItKnows,
      tx.actor.id,
      at,
    ],
  );
}

export async function listDesks(tx: Tx): Promise<Desk[]> {
  return tx.sql<Desk>(
    `SELECT agency, name, telephone, hours, says_it_knows AS "saysItKnows" FROM duty_desk
     WHERE area = $1 AND superseded_at IS NULL ORDER BY agency`,
    [tx.actor.area],
  );
}

export async function agenciesToAsk(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ agency: string; asks: boolean }[]> {
  return tx.sql('SELECT agency, asks FROM to_ask($1::uuid[]) ORDER BY agency', [personIds]);
}
