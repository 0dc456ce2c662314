import { newId, spanText, type Tx } from '../platform/index.ts';
import type { AgencyNumber, Detail, Link } from './model.ts';

/** What a run needs to know of a link that stands. */
export type StandingLink = Pick<Link, 'linkId' | 'recordId' | 'role' | 'personId' | 'agency' | 'localId'> & {
  /** The number to which the engine joined this one; null when it was the person's only one. */
  joinedTo: AgencyNumber | null;
};

export type NewLink = Omit<Link, 'linkId'>;
export type PersonDetail = Detail & { personId: string };
export type StandingDetail = Omit<PersonDetail, 'chosen'> & { detailId: string };

const current = 'area = $1 AND undone_at IS NULL';

export function streamLinks(tx: Tx): AsyncIterable<StandingLink> {
  return tx.stream<StandingLink>(
    `SELECT link_id AS "linkId", record_id AS "recordId", role, person_id AS "personId", agency,
            local_id AS "localId", reasons -> 0 -> 'number' AS "joinedTo"
     FROM link WHERE ${current} ORDER BY record_id, role`,
    [tx.actor.area],
  );
}

export async function addPersons(tx: Tx, personIds: readonly string[], at: Date): Promise<void> {
  const { area } = tx.actor;
  await tx.copyIn(
    'person',
    ['area', 'person_id', 'created_at'],
    personIds.map((personId) => [area, personId, at]),
  );
}

export async function undoLinks(tx: Tx, linkIds: readonly string[], by: string, at: Date): Promise<void> {
  if (linkIds.length === 0) return;
  await tx.sql(
    `UPDATE link SET undone_by = $3, undone_at = $4 WHERE ${current} AND link_id = ANY ($2::uuid[])`,
    [tx.actor.area, linkIds, by, at],
  );
}

export async function addLinks(tx: Tx, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  const { area } = tx.actor;
  await tx.copyIn(
    'link',
    [
      'area',
      'link_id',
      'record_id',
      'role',
      'person_id',
      'agency',
      'local_id',
      'weight',
      'reasons',
      'decided_by',
      'decided_at',
    ],
    links.map((link) => [
      area,
      newId(),
      link.recordId,
      link.role,
      link.personId,
      link.agency,
      link.localId,
      link.weight,
      link.reasons,
      link.decidedBy,
      link.decidedAt,
    ]),
  );
}

const linkColumns = `
  link_id AS "linkId", record_id AS "recordId", role, person_id AS "personId", agency, local_id AS "localId", weight,
  reasons, decided_by AS "decidedBy", decided_at AS "decidedAt"`;

/** Links that were undone at a moment. */
export async function linksEndedAt(tx: Tx, at: Date): Promise<Link[]> {
  return tx.sql<Link>(`SELECT ${linkColumns} FROM link WHERE area = $1 AND undone_at = $2`, [
    tx.actor.area,
    at,
  ]);
}

/** Standing links of persons, by agency, number and record. */
export async function linksOfPersons(tx: Tx, personIds: readonly string[]): Promise<Link[]> {
  return tx.sql<Link>(
    `SELECT ${linkColumns} FROM link WHERE ${current} AND person_id = ANY ($2::uuid[])
     ORDER BY agency, local_id, record_id, role`,
    [tx.actor.area, personIds],
  );
}

const detailColumns = `
  detail_id AS "detailId", person_id AS "personId", kind, value, parts, place, rule, agency, record_id AS "recordId",
  happened, recorded_at AS "recordedAt", received_at AS "receivedAt"`;
const currentDetails = `SELECT ${detailColumns} FROM person_detail WHERE area = $1 AND superseded_at IS NULL`;

export function streamDetails(tx: Tx): AsyncIterable<StandingDetail> {
  return tx.stream<StandingDetail>(currentDetails, [tx.actor.area]);
}

/** Details that stand with persons: by kind, in the order of its rule. */
export async function detailsOfPersons(tx: Tx, personIds: readonly string[]): Promise<StandingDetail[]> {
  return tx.sql<StandingDetail>(
    `${currentDetails} AND person_id = ANY ($2::uuid[])
     ORDER BY person_id, kind, place`,
    [tx.actor.area, personIds],
  );
}

export async function supersedeDetails(tx: Tx, detailIds: readonly string[], at: Date): Promise<void> {
  if (detailIds.length === 0) return;
  await tx.sql(
    `UPDATE person_detail SET superseded_at = $3
     WHERE area = $1 AND superseded_at IS NULL AND detail_id = ANY ($2::uuid[])`,
    [tx.actor.area, detailIds, at],
  );
}

export async function addDetails(tx: Tx, details: readonly PersonDetail[]): Promise<void> {
  if (details.length === 0) return;
  const { area } = tx.actor;
  await tx.copyIn(
    'person_detail',
    [
      'area',
      'detail_id',
      'person_id',
      'kind',
      'value',
      'parts',
      'place',
      'rule',
      'agency',
      'record_id',
      'happened',
      'recorded_at',
      'received_at',
    ],
    details.map((detail) => [
      area,
      newId(),
      detail.personId,
      detail.kind,
      detail.value,
      detail.parts,
      detail.place,
      detail.rule,
      detail.agency,
      detail.recordId,
      detail.happened === null ? null : spanText(detail.happened.from, detail.happened.to),
      detail.recordedAt,
      detail.receivedAt,
    ]),
  );
}

/** Sets where details stand among the others of their kind. */
export async function placeDetails(
  tx: Tx,
  moved: readonly { detailId: string; place: number }[],
): Promise<void> {
  if (moved.length === 0) return;
  await tx.sql(
    `UPDATE person_detail d SET place = m.place FROM unnest($2::uuid[], $3::integer[]) AS m (detail_id, place)
     WHERE d.area = $1 AND d.detail_id = m.detail_id`,
    [tx.actor.area, moved.map(({ detailId }) => detailId), moved.map(({ place }) => place)],
  );
}

/** Which of these persons exist, whether or not anything is linked to them now. */
export async function existingPersons(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    'SELECT person_id AS "personId" FROM person WHERE area = $1 AND person_id = ANY ($2::uuid[])',
    [tx.actor.area, personIds],
  );
  return rows.map(({ personId }) => personId);
}

export async function countLinks(
  tx: Tx,
): Promise<{ persons: number; joined: number; numbers: number; links: number }> {
  return tx.one(
    `WITH numbers AS (
       SELECT person_id, agency, local_id, count(*) AS links FROM link WHERE ${current}
       GROUP BY person_id, agency, local_id),
     persons AS (SELECT person_id, count(*) AS numbers, sum(links) AS links FROM numbers GROUP BY person_id)
     SELECT count(*) AS persons, count(*) FILTER (WHERE numbers > 1) AS joined,
            coalesce(sum(numbers), 0)::bigint AS numbers, coalesce(sum(links), 0)::bigint AS links
     FROM persons`,
    [tx.actor.area],
  );
}

/** Persons that records are about, in any role; of a withdrawn record, those it was last about. */
export async function personsOfRecords(
  tx: Tx,
  recordIds: readonly string[],
): Promise<{ recordId: string; personId: string }[]> {
  return tx.sql(
    `SELECT DISTINCT record_id AS "recordId", person_id AS "personId" FROM link l
     WHERE area = $1 AND record_id = ANY ($2::uuid[]) AND (undone_at IS NULL OR (
       undone_by = 'engine' AND NOT EXISTS (
         SELECT FROM link o WHERE o.area = l.area AND o.record_id = l.record_id
           AND (o.undone_at IS NULL OR o.undone_at > l.undone_at))))`,
    [tx.actor.area, recordIds],
  );
}

/** How many persons have a record that stands. */
export async function countPersons(tx: Tx): Promise<number> {
  const { persons } = await tx.one<{ persons: number }>(
    'SELECT count(DISTINCT person_id) AS persons FROM link WHERE area = $1 AND undone_at IS NULL',
    [tx.actor.area],
  );
  return persons;
}
