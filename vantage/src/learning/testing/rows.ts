/** For tests: agencies, people, records and who works with whom, put into the tables as a build leaves them. */
import { addDays, newId, type Span, spanText, type Tx } from '../../platform/index.ts';
import { ensureAgencies, type WorkRole } from '../../sharing/index.ts';
import type { Timed } from '../standing.ts';

export type MadeVersion = Timed & { content: Record<string, string> };
export type MadeRecord = {
  recordId: string;
  agency: string;
  kind: string;
  personId: string;
  versions: readonly MadeVersion[];
};

/** Agencies of one kind each, so that nothing of theirs is tight. */
export async function addAgencies(tx: Tx, codes: readonly string[]): Promise<void> {
  await ensureAgencies(
    tx,
    codes.map((agency) => ({ agency, name: `The ${agency}`, type: 'other' as const })),
  );
}

/** A family of people with names, whom each agency knows by the person's own id. */
export async function addFamily(tx: Tx, count: number): Promise<{ familyId: string; persons: string[] }> {
  const { area } = tx.actor;
  const familyId = newId();
  const persons = Array.from({ length: count }, newId);
  await tx.sql(`INSERT INTO family (area, family_id, name, created_at) VALUES ($1, $2, 'Test', now())`, [
    area,
    familyId,
  ]);
  for (const personId of persons) {
    await tx.sql(`INSERT INTO person (area, person_id, created_at) VALUES ($1, $2, now())`, [area, personId]);
    await tx.sql(
      `INSERT INTO membership (area, membership_id, family_id, person_id, part, reason, evidence, happened, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, 'child', 'Made', '[]', '(,)', 'engine', now())`,
      [area, newId(), familyId, personId],
    );
    await tx.sql(
      `INSERT INTO person_detail (area, detail_id, person_id, kind, value, parts, place, rule, agency, record_id, received_at)
       VALUES ($1, $2, $3, 'name', $4, '{}', 0, 'made', 'social-care', $5, now())`,
      [area, newId(), personId, `Child ${personId.slice(-4)}`, newId()],
    );
  }
  return { familyId, persons };
}

/** Records with all their versions, linked as a build links them: what stands no more has links that were undone. */
export async function addRecords(tx: Tx, records: readonly MadeRecord[]): Promise<void> {
  const { area } = tx.actor;
  const links = records.map(({ recordId, agency, personId, versions }) => ({
    id: newId(),
    record: recordId,
    agency,
    person: personId,
    stands: versions.some(({ supersededAt }) => supersededAt === null),
  }));
  await tx.sql(
    `INSERT INTO agency_number (area, number, agency, local_id, person_id, said)
     SELECT DISTINCT $1, agency || ' ' || person, agency, person::text, person, '{}'::jsonb
     FROM jsonb_to_recordset($2::jsonb) AS l (agency text, person uuid)`,
    [area, JSON.stringify(links)],
  );
  await tx.sql(
    `INSERT INTO link (area, link_id, record_id, role, person_id, agency, local_id, joining_id, decided_by, decided_at, undone_by, undone_at)
     SELECT $1, id, record, 'subject', person, agency, person::text, id, 'engine', '2026-11-01',
       CASE WHEN stands THEN NULL ELSE 'engine' END, CASE WHEN stands THEN NULL ELSE '2026-11-01'::timestamptz END
     FROM jsonb_to_recordset($2::jsonb) AS l (id uuid, record uuid, agency text, person uuid, stands boolean)`,
    [area, JSON.stringify(links)],
  );
  const rows = records.flatMap(({ versions, ...record }) =>
    versions.map((version) => ({ ...record, ...version })),
  );
  await tx.sql(
    `INSERT INTO record (area, record_id, version, agency, kind, key, extract_id, line, content, content_hash, people, recorded_at,
       received_at, superseded_at, superseded_by)
     SELECT $1, "recordId", version, agency, kind, "recordId"::text, "recordId", 2, content, sha256(content::text::bytea),
       jsonb_build_array(jsonb_build_object('role', 'subject', 'id', "personId")), "recordedAt", "receivedAt", "supersededAt", "supersededBy"
     FROM jsonb_to_recordset($2::jsonb) AS r ("recordId" uuid, version integer, agency text, kind text, content jsonb,
       "personId" text, "recordedAt" timestamptz, "receivedAt" timestamptz, "supersededAt" timestamptz, "supersededBy" text)`,
    [area, JSON.stringify(rows)],
  );
}

/** Somebody at work in a role for some days; their number. */
export async function addWorker(
  tx: Tx,
  agency: string,
  role: WorkRole,
  happened: Span,
  team = '',
): Promise<string> {
  const workerId = newId();
  await tx.sql(
    `INSERT INTO worker (area, worker_id, agency, told_by, local_id, name, job) VALUES ($1, ($2::text)::uuid, $3, $3, $2::text, $4, $5)`,
    [tx.actor.area, workerId, agency, `Worker ${workerId.slice(-6)}`, role],
  );
  await tx.sql(
    `INSERT INTO post (area, post_id, worker_id, role, team, happened, received_at) VALUES ($1, $2, $3, $4, $5, $6, '2026-11-01')`,
    [tx.actor.area, newId(), workerId, role, team, spanText(happened.from, happened.to)],
  );
  return workerId;
}

/** An open review of a family; its number. */
export async function addReview(
  tx: Tx,
  familyId: string,
  participants: readonly string[],
  today: string,
): Promise<string> {
  const reviewId = newId();
  await tx.sql(
    `INSERT INTO review (area, review_id, kind, name, family_id, reason, happened, participants, opened_by, opened_at)
     VALUES ($1, $2, 'learning', 'Spring', $3, 'To learn from what happened.', $4, $5::uuid[], $6, now())`,
    [tx.actor.area, reviewId, familyId, spanText(today, addDays(today, 30)), participants, participants[0]],
  );
  return reviewId;
}
