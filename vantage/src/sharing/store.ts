import { newId, replaceStanding, spanText, type Tx } from '../platform/index.ts';
import type { Agreement, KindOfFact } from './agreements.ts';
import type { Agency, Area } from './model.ts';
import type { Tie } from './reach.ts';
import type { Post, Relation, Via, Worker } from './relations.ts';
import type { WorkRole } from './roles.ts';

export async function findArea(tx: Tx): Promise<Area | undefined> {
  return tx.maybeOne<Area>('SELECT area AS code, name, marking FROM area_here()');
}

export async function insertArea(tx: Tx, area: Area): Promise<void> {
  await tx.sql('INSERT INTO area (area, name, marking) VALUES ($1, $2, $3)', [
    area.code,
    area.name,
    area.marking,
  ]);
}

export async function listAgencies(tx: Tx): Promise<Agency[]> {
  return tx.sql<Agency>('SELECT agency, name, type FROM agency WHERE area = $1 ORDER BY agency', [
    tx.actor.area,
  ]);
}

export async function listNotNamed(tx: Tx): Promise<{ agencies: number; types: string[] }> {
  return tx.one<{ agencies: number; types: string[] }>(
    'SELECT (SELECT count(*) FROM not_named()) AS agencies, ARRAY(SELECT types_not_named()) AS types',
  );
}

export async function putAgency(tx: Tx, agency: Agency): Promise<void> {
  await tx.sql(
    `INSERT INTO agency AS old (area, agency, name, type) VALUES ($1, $2, $3, $4)
     ON CONFLICT (area, agency) DO UPDATE SET name = excluded.name, type = excluded.type
     WHERE (old.name, old.type) <> (excluded.name, excluded.type)`,
    [tx.actor.area, agency.agency, agency.name, agency.type],
  );
}

export async function putKinds(tx: Tx, kinds: readonly KindOfFact[]): Promise<void> {
  await tx.sql(
    `INSERT INTO kind_of_fact AS old (area, kind, subject, locates, telling, held_by)
     SELECT $1, kind, subject, locates, telling, string_to_array(held_by, ',')
     FROM unnest($2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[]) AS k (kind, subject, locates, telling, held_by)
     ON CONFLICT (area, kind) DO UPDATE
       SET subject = excluded.subject, locates = excluded.locates, telling = excluded.telling, held_by = excluded.held_by
     WHERE (old.subject, old.locates, old.telling, old.held_by)
       IS DISTINCT FROM (excluded.subject, excluded.locates, excluded.telling, excluded.held_by)`,
    [
      tx.actor.area,
      kinds.map(({ kind }) => kind),
      kinds.map(({ subject }) => subject),
      kinds.map(({ locates = false }) => locates),
      kinds.map(({ telling = 'not-yet' }) => telling),
      kinds.map(({ heldBy }) => heldBy?.join(',') ?? null),
    ],
  );
}

export async function listSubjects(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ subject: string }>(
    'SELECT DISTINCT subject FROM kind_of_fact WHERE area = $1 ORDER BY subject',
    [tx.actor.area],
  );
  return rows.map(({ subject }) => subject);
}

/** Whether a person who looks for themselves may see who leads and what happens next: nobody is protected from them. */
export async function seesOwnPlan(tx: Tx): Promise<boolean> {
  const { sees } = await tx.one<{ sees: boolean }>(`SELECT keys_of('may_self') ? 'plan-lead' AS sees`);
  return sees;
}

/** The columns of an agreement, as `Agreement` calls them. */
export const agreementColumns = `agreement_id AS "agreementId", from_agency AS "fromAgency", to_agency AS "toAgency",
  to_role AS "toRole", purpose, basis, tier, condition, subjects, happened, owner`;

export async function listAgreements(tx: Tx, { ended }: { ended: boolean }): Promise<Agreement[]> {
  return tx.sql<Agreement>(
    `SELECT ${agreementColumns} FROM agreement WHERE area = $1 AND ($2 OR ended_at IS NULL)
     ORDER BY from_agency, to_agency NULLS LAST, condition, tier DESC, agreement_id`,
    [tx.actor.area, ended],
  );
}

export async function insertAgreement(tx: Tx, one: Agreement & { reason?: string }, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO agreement (area, agreement_id, from_agency, to_agency, to_role, purpose, basis, tier, condition,
       subjects, happened, owner, reason, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      tx.actor.area,
      one.agreementId,
      one.fromAgency,
      one.toAgency,
      one.toRole,
      one.purpose,
      one.basis,
      one.tier,
      one.condition,
      one.subjects,
      spanText(one.happened.from, one.happened.to),
      one.owner,
      one.reason ?? null,
      tx.actor.id,
      at,
    ],
  );
}

export async function endAgreement(
  tx: Tx,
  agreementId: string,
  at: Date,
  reason: string | null,
): Promise<void> {
  await tx.sql(
    `UPDATE agreement SET ended_by = $3, ended_at = $4, end_reason = $5
     WHERE area = $1 AND agreement_id = $2 AND ended_at IS NULL`,
    [tx.actor.area, agreementId, tx.actor.id, at, reason],
  );
}

/** Ends that by which any of the agencies shares with others, but for what somebody of the agency itself agreed. */
export async function endOutward(tx: Tx, agencies: readonly string[], at: Date): Promise<void> {
  await tx.sql(
    `UPDATE agreement SET ended_by = $3, ended_at = $4
     WHERE area = $1 AND from_agency = ANY ($2) AND to_agency IS DISTINCT FROM from_agency AND ended_at IS NULL
       AND NOT EXISTS (SELECT FROM worker w
         WHERE w.area = agreement.area AND w.worker_id::text = decided_by AND w.agency = from_agency)`,
    [tx.actor.area, agencies, tx.actor.id, at],
  );
}

export async function putWorkers(tx: Tx, workers: readonly Worker[]): Promise<void> {
  await tx.sql(
    `INSERT INTO worker AS old (area, worker_id, agency, told_by, local_id, name, job)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     ON CONFLICT (area, told_by, local_id) DO UPDATE SET agency = excluded.agency, name = excluded.name, job = excluded.job
     WHERE (old.agency, old.name, old.job) IS DISTINCT FROM (excluded.agency, excluded.name, excluded.job)`,
    [
      tx.actor.area,
      workers.map((one) => one.workerId),
      workers.map((one) => one.agency),
      workers.map((one) => one.toldBy),
      workers.map((one) => one.localId),
      workers.map((one) => one.name),
      workers.map((one) => one.job),
    ],
  );
}

const workerColumns = `w.worker_id AS "workerId", w.agency, w.told_by AS "toldBy", w.local_id AS "localId", w.name, w.job`;

export async function listWorkers(tx: Tx): Promise<Worker[]> {
  return tx.sql<Worker>(`SELECT ${workerColumns} FROM worker w WHERE w.area = $1`, [tx.actor.area]);
}

export async function replacePosts(tx: Tx, posts: readonly Post[], asOf: Date) {
  return replaceStanding(
    tx,
    {
      table: 'post',
      id: 'post_id',
      key: ['worker_id', 'role', 'team', 'happened'],
      compared: [],
      also: ['received_at'],
    },
    posts.map((one) => [
      newId(),
      one.workerId,
      one.role,
      one.team,
      spanText(one.happened.from, one.happened.to),
      asOf,
    ]),
    asOf,
  );
}

export async function replaceRelations(tx: Tx, relations: readonly Relation[], asOf: Date) {
  return replaceStanding(
    tx,
    {
      table: 'relation',
      id: 'relation_id',
      key: ['worker_id', 'person_id', 'kind', 'via', 'happened', 'reason'],
      compared: ['rests_on', 'agency', 'recorded_at'],
      also: ['received_at'],
    },
    relations.map((one) => [
      newId(),
      one.workerId,
      one.personId,
      one.kind,
      one.via,
      spanText(one.happened.from, one.happened.to),
      one.reason,
      one.restsOn,
      one.agency,
      one.recordedAt,
      one.receivedAt,
    ]),
    asOf,
  );
}

export async function workersWithPosts(
  tx: Tx,
  on: string,
): Promise<(Worker & { role: WorkRole; team: string; persons: number })[]> {
  return tx.sql(
    `SELECT ${workerColumns}, p.role, p.team,
       (SELECT count(DISTINCT r.person_id) FROM relation r
        WHERE r.area = w.area AND r.worker_id = w.worker_id AND r.superseded_at IS NULL AND r.happened @> $2::date) AS persons
     FROM worker w JOIN post p USING (area, worker_id)
     WHERE w.area = $1 AND w.agency IS NOT NULL AND p.superseded_at IS NULL AND p.happened @> $2::date
     ORDER BY p.role, w.name, w.worker_id`,
    [tx.actor.area, on],
  );
}

export async function relationsOf(
  tx: Tx,
  personIds: readonly string[],
  on: string,
): Promise<Pick<Relation, 'kind' | 'via' | 'reason' | 'happened' | 'workerId' | 'restsOn'>[]> {
  return tx.sql(
    `SELECT kind, via, reason, happened, worker_id AS "workerId", rests_on AS "restsOn" FROM relation
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[]) AND happened @> $3::date
     ORDER BY kind, lower(happened), relation_id`,
    [tx.actor.area, personIds, on],
  );
}

/** How an agency's workers are near to persons, as far as the actor may see of their work. */
export async function tiesTold(
  tx: Tx,
  one: { agency: string; personIds: readonly string[]; kinds: readonly string[]; day: string },
): Promise<Tie[]> {
  return tx.sql<Tie>(
    'SELECT person_id AS "personId", role, condition FROM ties_told($1, $2::uuid[], $3::text[], $4)',
    [one.agency, one.personIds, one.kinds, one.day],
  );
}

/** Whom relations name that the actor has, or that somebody has who is allocated in a team that they manage. */
export async function viasOf(tx: Tx, on: string): Promise<Via[]> {
  return tx.sql<Via>(
    `SELECT via AS "personId", bool_or(own) AS own, bool_or(kind = 'allocated') AS allocated FROM (
       SELECT via, kind, true AS own FROM relation
       WHERE area = $1 AND superseded_at IS NULL AND happened @> $3::date
         AND worker_id = CASE WHEN $2 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN $2::uuid END
         AND person_id = ANY (ARRAY(SELECT near('team')))
       UNION ALL
       SELECT via, kind, false FROM relation
       WHERE area = $1 AND superseded_at IS NULL AND kind = 'allocated' AND happened @> $3::date
         AND person_id = ANY (ARRAY(SELECT near('manager')))) AS one
     GROUP BY via ORDER BY via`,
    [tx.actor.area, tx.actor.id, on],
  );
}

/** Of some persons, those of whom the actor sees no more than who they are, since they belonged to a family before. */
export async function knownFromBefore(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT id FROM unnest($1::uuid[]) AS one (id)
     WHERE id = ANY (ARRAY(SELECT near('once_team') UNION SELECT near('once_manager')
       EXCEPT (SELECT near('team') UNION SELECT near('manager') UNION SELECT near('named'))))`,
    [personIds],
  );
  return rows.map(({ id }) => id);
}

export async function sealedOn(tx: Tx, on: string): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM seal
     WHERE area = $1 AND undone_at IS NULL AND happened @> $2::date ORDER BY 1`,
    [tx.actor.area, on],
  );
  return rows.map(({ personId }) => personId);
}

export async function sealsOn(
  tx: Tx,
  on: string,
): Promise<{ sealId: string; personId: string; named: string[]; from: string; reason: string }[]> {
  return tx.sql(
    `SELECT seal_id AS "sealId", person_id AS "personId", named, lower(happened) AS "from", reason FROM seal
     WHERE area = $1 AND undone_at IS NULL AND happened @> $2::date ORDER BY lower(happened), seal_id`,
    [tx.actor.area, on],
  );
}

export async function insertSeal(
  tx: Tx,
  seal: { sealId: string; personId: string; named: string[]; from: string; reason: string },
  at: Date,
): Promise<void> {
  await tx.sql(
    `INSERT INTO seal (area, seal_id, person_id, named, happened, reason, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.actor.area,
      seal.sealId,
      seal.personId,
      seal.named,
      spanText(seal.from, null),
      seal.reason,
      tx.actor.id,
      at,
    ],
  );
}

export async function undoSeal(tx: Tx, sealId: string, at: Date): Promise<void> {
  await tx.sql(
    'UPDATE seal SET undone_by = $3, undone_at = $4 WHERE area = $1 AND seal_id = $2 AND undone_at IS NULL',
    [tx.actor.area, sealId, tx.actor.id, at],
  );
}

export async function addPost(tx: Tx, one: Post, at: Date): Promise<void> {
  await tx.sql(
    `INSERT INTO post (area, post_id, worker_id, role, team, happened, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.actor.area,
      newId(),
      one.workerId,
      one.role,
      one.team,
      spanText(one.happened.from, one.happened.to),
      at,
    ],
  );
}

export async function addRelation(tx: Tx, one: Relation): Promise<void> {
  await tx.sql(
    `INSERT INTO relation (area, relation_id, worker_id, person_id, kind, via, happened, agency, reason, rests_on, recorded_at,
       received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.actor.area,
      newId(),
      one.workerId,
      one.personId,
      one.kind,
      one.via,
      spanText(one.happened.from, one.happened.to),
      one.agency,
      one.reason,
      one.restsOn,
      one.recordedAt,
      one.receivedAt,
    ],
  );
}

export type Here = {
  role: string;
  name: string | null;
  agencyName: string | null;
  /** Openings that nobody has reviewed, for whoever reviews them. */
  toReview: number;
};

/** Keeps the count of what changes sight in one row, however much was changed. Only where nobody else does. */
export async function settleSight(tx: Tx): Promise<void> {
  await tx.sql('SELECT settle_sight_changes()');
}

/** Who the actor is: the role that row security takes them to hold, and for somebody at work their name and agency. */
export async function whoIsHere(tx: Tx): Promise<Here> {
  return tx.one<Here>(
    `SELECT coalesce(current_setting('vantage.held', true), '') AS role, here ->> 'name' AS name,
       here ->> 'agencyName' AS "agencyName",
       CASE WHEN current_setting('vantage.held', true) = 'information-governance-lead' THEN (
         SELECT count(*) FROM grant_of_access g WHERE g.area = $1 AND reviewed_at IS NULL)
       ELSE 0 END AS "toReview"
     FROM (SELECT nullif(current_setting('vantage.here', true), '')::jsonb AS here) AS remembered`,
    [tx.actor.area],
  );
}
