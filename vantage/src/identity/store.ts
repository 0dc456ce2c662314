import { beginningOfIds, newId, spanText, type Tx } from '../platform/index.ts';
import { standingMentions, standingVersions } from '../sources/index.ts';
import type { Differences } from './details.ts';
import type { AddressRow } from './homes.ts';
import type { Meaning } from './links.ts';
import { type AgencyNumber, type Detail, type DetailKind, engine, type Link, type Reason } from './model.ts';

export type PersonDetail = Detail & { personId: string };
export type StandingDetail = Omit<PersonDetail, 'chosen'> & { detailId: string };

const current = 'area = $1 AND undone_at IS NULL';

/** Agencies' numbers that the records that stand mention. Makes the run's table `mention` of who mentions which. */
export async function* streamMentioned(tx: Tx): AsyncGenerator<AgencyNumber> {
  await makeMentions(tx);
  yield* tx.stream<AgencyNumber>(
    'SELECT agency, local_id AS "localId" FROM mention GROUP BY agency, local_id',
  );
}

/** The same of some records, as numbers in one text. */
export async function openMentions(tx: Tx, recordIds: readonly string[]): Promise<string[]> {
  await makeMentions(tx, recordIds);
  const rows = await tx.sql<{ number: string }>(
    `SELECT DISTINCT agency || ' ' || local_id AS number FROM mention`,
  );
  return rows.map(({ number }) => number);
}

async function makeMentions(tx: Tx, recordIds?: readonly string[]): Promise<void> {
  await tx.sql(
    `CREATE TEMPORARY TABLE mention ON COMMIT DROP AS ${standingMentions}
     ${recordIds ? 'AND r.record_id = ANY ($2::uuid[])' : ''}`,
    recordIds ? [tx.actor.area, recordIds] : [tx.actor.area],
  );
  await tx.sql('ANALYZE mention');
}

/** Which number has links with which of the persons, and how many. */
export async function claimsOnPersons(
  tx: Tx,
  personIds: readonly string[],
): Promise<(AgencyNumber & { personId: string; links: number })[]> {
  return tx.sql(
    `SELECT agency, local_id AS "localId", person_id AS "personId", count(*) AS links FROM link
     WHERE ${current} AND person_id = ANY ($2::uuid[]) GROUP BY agency, local_id, person_id`,
    [tx.actor.area, personIds],
  );
}

/** Which number has links with which person, and how many; of a number with several, the person with most comes last. */
export function streamClaims(tx: Tx): AsyncIterable<AgencyNumber & { personId: string; links: number }> {
  return tx.stream(
    `SELECT agency, local_id AS "localId", person_id AS "personId", count(*) AS links FROM link WHERE ${current}
     GROUP BY agency, local_id, person_id ORDER BY count(*), person_id`,
    [tx.actor.area],
  );
}

/** Which record is about which person, in which role. */
export function streamLinks(
  tx: Tx,
): AsyncIterable<Pick<Link, 'recordId' | 'role' | 'personId' | 'agency' | 'localId'>> {
  return tx.stream(
    `SELECT record_id AS "recordId", role, person_id AS "personId", agency, local_id AS "localId"
     FROM link WHERE ${current} ORDER BY record_id, role`,
    [tx.actor.area],
  );
}

/** Every record that stands, by its agency's kind and key, with its subject's person and number, in no order. */
export async function* streamSubjects(
  tx: Tx,
): AsyncGenerator<{ agency: string; kind: string; key: string; person: string; number: string }> {
  // All rows are wanted, so the plan is to be the one that is quickest for all and not for the first of them.
  await tx.sql('SET LOCAL cursor_tuple_fraction = 1');
  yield* tx.stream(
    `SELECT r.agency, r.kind, r.key, l.person_id AS person, l.agency || ' ' || l.local_id AS number
     FROM link l JOIN (${standingVersions}) r USING (record_id)
     WHERE l.area = $1 AND l.undone_at IS NULL AND l.role = 'subject'`,
    [tx.actor.area],
  );
}

/** Whom each number that a record mentions means. */
export function streamMeanings(tx: Tx): AsyncIterable<{ number: string; personId: string }> {
  return tx.stream('SELECT number, person_id AS "personId" FROM agency_number WHERE area = $1', [
    tx.actor.area,
  ]);
}

/** Agencies' numbers that have a link with one of the persons. */
export async function numbersOfPersons(
  tx: Tx,
  personIds: readonly string[],
): Promise<(AgencyNumber & { personId: string })[]> {
  return tx.sql(
    `SELECT DISTINCT person_id AS "personId", agency, local_id AS "localId" FROM link
     WHERE ${current} AND person_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds],
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

/** What links are to say. */
type Wanted = {
  meanings: readonly Meaning[];
  reasonsOf: (number: string) => Reason[];
  /** Links to take up as they were, where they say the same as is wanted. */
  before: readonly Link[];
  /** The records whose links are looked at, where not those of all. */
  within?: readonly string[];
};

/** The number that the reasons of a joining name, if any. */
const namedBy = (joining: string) =>
  `${joining}.reasons #>> '{0,number,agency}' || ' ' || (${joining}.reasons #>> '{0,number,localId}')`;

/** Whether a number that reasons name, if any, is still the person's, and there is one where one is wanted. */
const stillSo = (named: string) =>
  `CASE WHEN ${named} IS NULL THEN m.joined IS NULL
        ELSE m.joined IS NOT NULL AND (SELECT j.person_id FROM meaning j WHERE j.number = ${named}) = m.person_id END`;

/**
 * Makes the links that stand those wanted: one for each mention in the run's table of them, to the person whom its number
 * means. What is no longer so is undone.
 */
export async function replaceLinks(tx: Tx, wanted: Wanted, at: Date): Promise<Differences> {
  await keepWanted(tx, wanted);
  await tx.sql('CREATE UNIQUE INDEX meaning_number ON meaning (number)');
  await tx.sql(
    `CREATE TEMPORARY TABLE wanted_link ON COMMIT DROP AS
     SELECT t.record_id, t.role, m.agency, m.local_id, m.person_id, m.joined, m.joining_id, b.joining_id AS was,
       ${namedBy('b')} AS named
     FROM mention t JOIN meaning m USING (agency, local_id)
     LEFT JOIN before_decision b ON b.record_id = t.record_id AND b.role = t.role AND b.local_id = t.local_id
       AND b.person_id = m.person_id AND ${stillSo(namedBy('b'))}`,
  );
  await tx.sql('ANALYZE wanted_link (record_id, role, was)');
  const { gone } = await tx.one<{ gone: number }>(
    `WITH gone AS (
       UPDATE link l SET undone_by = $2, undone_at = $3 FROM joining s
       WHERE l.area = $1 AND undone_at IS NULL AND s.area = $1 AND s.joining_id = l.joining_id
         ${wanted.within ? 'AND l.record_id = ANY ($4::uuid[])' : ''} AND NOT EXISTS (
         SELECT FROM wanted_link m
         WHERE m.record_id = l.record_id AND m.role = l.role AND m.agency = l.agency AND m.local_id = l.local_id
           AND m.person_id = l.person_id
           AND CASE WHEN m.was IS NULL THEN ${stillSo(namedBy('s'))}
                    ELSE m.named IS NOT DISTINCT FROM ${namedBy('s')} END)
       RETURNING 1)
     SELECT count(*) AS gone FROM gone`,
    [tx.actor.area, engine, at, ...(wanted.within ? [wanted.within] : [])],
  );
  const { kept } = await tx.one<{ kept: number }>(`SELECT count(*) AS kept FROM link WHERE ${current}`, [
    tx.actor.area,
  ]);
  const { fresh } = await tx.one<{ fresh: number }>(
    `WITH fresh AS (
       INSERT INTO link (area, link_id, record_id, role, person_id, agency, local_id, joining_id, decided_by, decided_at)
       SELECT $1, (left($2, 20) || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid, m.record_id, m.role, m.person_id,
         m.agency, m.local_id, coalesce(m.was, m.joining_id), $3, $4
       FROM wanted_link m
       WHERE NOT EXISTS (
         SELECT FROM link l WHERE ${current} AND l.record_id = m.record_id AND l.role = m.role)
       RETURNING joining_id),
     said AS (
       INSERT INTO joining (area, joining_id, person_id, agency, local_id, weight, reasons)
       SELECT $1, joining_id, person_id, agency, local_id, weight, reasons FROM meaning
       WHERE joining_id IN (SELECT joining_id FROM fresh))
     SELECT count(*) AS fresh FROM fresh`,
    [tx.actor.area, beginningOfIds(), engine, at],
  );
  await tx.sql('DROP TABLE mention, wanted_link, before_decision');
  return { added: fresh, undone: gone, kept };
}

/** Links every mention in the run's table of them where nothing is linked yet. */
export async function addFirstLinks(
  tx: Tx,
  { meanings, reasonsOf }: Pick<Wanted, 'meanings' | 'reasonsOf'>,
  at: Date,
): Promise<Differences> {
  const { area } = tx.actor;
  const ids = meanings.map(newId);
  await tx.sql(
    'CREATE TEMPORARY TABLE meaning (agency text, local_id text, person_id uuid, joining_id uuid) ON COMMIT DROP',
  );
  await tx.copyIn('meaning', ['agency', 'local_id', 'person_id', 'joining_id'], meant());
  await tx.sql('ANALYZE meaning');
  const { added } = await tx.one<{ added: number }>(
    `WITH fresh AS (
       INSERT INTO link (area, link_id, record_id, role, person_id, agency, local_id, joining_id, decided_by, decided_at)
       SELECT $1, (left($2, 20) || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid, t.record_id, t.role, m.person_id,
         m.agency, m.local_id, m.joining_id, $3, $4
       FROM mention t JOIN meaning m USING (agency, local_id) RETURNING 1)
     SELECT count(*) AS added FROM fresh`,
    [area, beginningOfIds(), engine, at],
  );
  await tx.sql('DROP TABLE mention, meaning');
  await tx.copyIn(
    'joining',
    ['area', 'joining_id', 'person_id', 'agency', 'local_id', 'weight', 'reasons'],
    joined(),
  );
  return { added, undone: 0, kept: 0 };

  function* meant(): Generator<unknown[]> {
    for (const [at, { agency, localId, personId }] of meanings.entries())
      yield [agency, localId, personId, ids[at]];
  }
  function* joined(): Generator<unknown[]> {
    for (const [at, { number, agency, localId, personId, weight }] of meanings.entries())
      yield [area, ids[at], personId, agency, localId, weight, reasonsOf(number)];
  }
}

/**
 * Makes the links of changed records those of their mentions, each to the person whom its number means already and for
 * the reason for which it does.
 */
export async function linkAgain(
  tx: Tx,
  changed: readonly string[],
  at: Date,
): Promise<Omit<Differences, 'kept'>> {
  const { area } = tx.actor;
  await makeMentions(tx, changed);
  await tx.sql(
    `CREATE TEMPORARY TABLE wanted_link ON COMMIT DROP AS
     SELECT t.*, n.person_id, (
       SELECT k.joining_id FROM link k WHERE k.area = $1 AND k.undone_at IS NULL AND k.person_id = n.person_id
         AND k.agency = t.agency AND k.local_id = t.local_id LIMIT 1) AS joining_id
     FROM mention t JOIN agency_number n ON n.area = $1 AND n.number = t.agency || ' ' || t.local_id
     WHERE NOT EXISTS (
       SELECT FROM link l WHERE l.area = $1 AND l.undone_at IS NULL AND l.record_id = t.record_id AND l.role = t.role
         AND l.agency = t.agency AND l.local_id = t.local_id)`,
    [area],
  );
  const { undone } = await tx.one<{ undone: number }>(
    `WITH gone AS (
       UPDATE link l SET undone_by = $3, undone_at = $4
       WHERE area = $1 AND undone_at IS NULL AND record_id = ANY ($2::uuid[]) AND NOT EXISTS (
         SELECT FROM mention t WHERE t.record_id = l.record_id AND t.role = l.role AND t.agency = l.agency
           AND t.local_id = l.local_id)
       RETURNING 1)
     SELECT count(*) AS undone FROM gone`,
    [area, changed, engine, at],
  );
  const { added } = await tx.one<{ added: number }>(
    `WITH fresh AS (
       INSERT INTO link (area, link_id, record_id, role, person_id, agency, local_id, joining_id, decided_by, decided_at)
       SELECT $1, (left($2, 20) || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid, record_id, role, person_id, agency,
         local_id, joining_id, $3, $4
       FROM wanted_link RETURNING 1)
     SELECT count(*) AS added FROM fresh`,
    [area, beginningOfIds(), engine, at],
  );
  await tx.sql('DROP TABLE mention, wanted_link');
  return { added, undone };
}

/** Of the numbers, those that have no link but to these records. */
export async function unmentioned(
  tx: Tx,
  numbers: readonly (AgencyNumber & { personId: string })[],
  but: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ number: string }>(
    `SELECT one.agency || ' ' || one.local_id AS number
     FROM unnest($2::text[], $3::text[], $4::uuid[]) AS one (agency, local_id, person_id)
     WHERE NOT EXISTS (
       SELECT FROM link l WHERE area = $1 AND undone_at IS NULL AND l.person_id = one.person_id AND l.agency = one.agency
         AND l.local_id = one.local_id AND l.record_id <> ALL ($5::uuid[]))`,
    [
      tx.actor.area,
      numbers.map(({ agency }) => agency),
      numbers.map(({ localId }) => localId),
      numbers.map(({ personId }) => personId),
      but,
    ],
  );
  return rows.map(({ number }) => number);
}

/** Records with a link to one of the persons. */
export async function recordsOfPersons(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ recordId: string }>(
    `SELECT DISTINCT record_id AS "recordId" FROM link WHERE ${current} AND person_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds],
  );
  return rows.map(({ recordId }) => recordId);
}

/** Records of some kinds that stand, with a link to one of the persons. */
export async function recordsOfKinds(
  tx: Tx,
  personIds: readonly string[],
  kinds: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ recordId: string }>(
    `SELECT DISTINCT record_id AS "recordId" FROM link JOIN (${standingVersions} AND kind = ANY ($3)) r USING (record_id)
     WHERE ${current} AND person_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds, kinds],
  );
  return rows.map(({ recordId }) => recordId);
}

/** Takes the run's table `meaning` away, when nothing more is written of it. */
export async function forgetMeanings(tx: Tx): Promise<void> {
  await tx.sql('DROP TABLE meaning');
}

/** Makes the run's table `meaning`: of each number, whom it means and why. It stays until `forgetMeanings`. */
async function keepWanted(tx: Tx, { meanings, reasonsOf, before }: Wanted): Promise<void> {
  await tx.sql(
    `CREATE TEMPORARY TABLE meaning (
       number text, agency text, local_id text, person_id uuid, joined text, weight double precision,
       reasons jsonb, joining_id uuid) ON COMMIT DROP`,
  );
  const columns = ['number', 'agency', 'local_id', 'person_id', 'joined', 'weight', 'reasons', 'joining_id'];
  await tx.copyIn('meaning', columns, rows());
  await tx.sql('ANALYZE meaning (number, agency, local_id, person_id, joining_id)');
  await tx.sql(
    'CREATE TEMPORARY TABLE before_decision ON COMMIT DROP AS SELECT l.*, j.reasons FROM link l JOIN joining j USING (area, joining_id) WHERE area = $1 AND link_id = ANY ($2::uuid[])',
    [tx.actor.area, before.map(({ linkId }) => linkId)],
  );

  function* rows(): Generator<unknown[]> {
    for (const { number, agency, localId, personId, to, weight } of meanings)
      yield [number, agency, localId, personId, to, weight, reasonsOf(number), newId()];
  }
}

const linkColumns = `
  link_id AS "linkId", record_id AS "recordId", role, l.person_id AS "personId", l.agency, l.local_id AS "localId", weight,
  reasons, decided_by AS "decidedBy", decided_at AS "decidedAt"`;
const linkFrom = 'link l JOIN joining j USING (area, joining_id)';

/** Links that were undone at a moment. */
export async function linksEndedAt(tx: Tx, at: Date): Promise<Link[]> {
  return tx.sql<Link>(`SELECT ${linkColumns} FROM ${linkFrom} WHERE area = $1 AND undone_at = $2`, [
    tx.actor.area,
    at,
  ]);
}

/** Standing links of persons, by agency, number and record. */
export async function linksOfPersons(tx: Tx, personIds: readonly string[]): Promise<Link[]> {
  return tx.sql<Link>(
    `SELECT ${linkColumns} FROM ${linkFrom} WHERE ${current} AND l.person_id = ANY ($2::uuid[])
     ORDER BY l.agency, l.local_id, record_id, role`,
    [tx.actor.area, personIds],
  );
}

const detailColumns = `
  detail_id AS "detailId", person_id AS "personId", kind, value, parts, place, rule, agency, record_id AS "recordId",
  happened, recorded_at AS "recordedAt", received_at AS "receivedAt"`;
const currentDetails = `SELECT ${detailColumns} FROM person_detail WHERE area = $1 AND superseded_at IS NULL`;

export function streamDetails(tx: Tx): AsyncIterable<StandingDetail> {
  return tx.stream<StandingDetail>(`${currentDetails} ORDER BY person_id`, [tx.actor.area]);
}

export function streamAddresses(
  tx: Tx,
): AsyncIterable<{ personId: string; address: string; postcode: string; chosen: boolean }> {
  return tx.stream(
    `SELECT person_id AS "personId", coalesce(parts ->> 'address', '') AS address,
       coalesce(parts ->> 'postcode', '') AS postcode, place = 0 AS chosen
     FROM person_detail WHERE area = $1 AND superseded_at IS NULL AND kind = 'address'`,
    [tx.actor.area],
  );
}

/** Addresses that stand with persons, or with everybody, person by person. The rule of addresses asks for no number of an agency. */
export function streamHomes(tx: Tx, personIds?: readonly string[]): AsyncIterable<AddressRow> {
  return tx.stream<AddressRow>(
    `SELECT d.detail_id AS "detailId", d.person_id AS "personId", d.place, d.kind, d.value, d.parts, d.agency, '' AS "localId",
       d.record_id AS "recordId", r.kind AS "recordKind", d.happened, d.recorded_at AS "recordedAt",
       d.received_at AS "receivedAt"
     FROM person_detail d JOIN (${standingVersions}) r USING (record_id)
     WHERE d.area = $1 AND d.superseded_at IS NULL AND d.kind = 'address'
       ${personIds ? 'AND d.person_id = ANY ($2::uuid[])' : ''}
     ORDER BY d.person_id`,
    personIds ? [tx.actor.area, personIds] : [tx.actor.area],
  );
}

/** Addresses of persons that stand, or stood until a moment. */
export async function homesOfPersons(
  tx: Tx,
  personIds: readonly string[],
  until: Date,
): Promise<{ parts: Readonly<Record<string, string>> }[]> {
  return tx.sql(
    `SELECT parts FROM person_detail
     WHERE area = $1 AND person_id = ANY ($2::uuid[]) AND kind = 'address'
       AND (superseded_at IS NULL OR superseded_at = $3)`,
    [tx.actor.area, personIds, until],
  );
}

/** Addresses that stand in postcodes, and with whom. */
export async function homesAtPostcodes(
  tx: Tx,
  postcodes: readonly string[],
): Promise<{ personId: string; parts: Readonly<Record<string, string>> }[]> {
  return tx.sql(
    `SELECT person_id AS "personId", parts FROM person_detail
     WHERE area = $1 AND superseded_at IS NULL AND kind = 'address' AND parts ->> 'postcode' = ANY ($2)`,
    [tx.actor.area, postcodes],
  );
}

/** Details that stand with persons: by kind, in the order of its rule. */
export async function detailsOfPersons(tx: Tx, personIds: readonly string[]): Promise<StandingDetail[]> {
  return tx.sql<StandingDetail>(
    `${currentDetails} AND person_id = ANY ($2::uuid[])
     ORDER BY person_id, kind, place`,
    [tx.actor.area, personIds],
  );
}

/** Of each kind the detail that is chosen of those that the actor may see. */
export async function chosenOfPersons(
  tx: Tx,
  personIds: readonly string[],
  kinds: readonly DetailKind[],
): Promise<Pick<PersonDetail, 'personId' | 'kind' | 'value' | 'parts'>[]> {
  return tx.sql(
    `SELECT DISTINCT ON (person_id, kind) person_id AS "personId", kind, value, parts FROM person_detail
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[]) AND kind = ANY ($3)
     ORDER BY person_id, kind, place`,
    [tx.actor.area, personIds, kinds],
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

/** Adds details and returns how many. */
export async function addDetails(tx: Tx, details: Iterable<PersonDetail>): Promise<number> {
  const columns = [
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
  ];
  return tx.copyIn(
    'person_detail',
    [...columns, 'happened', 'recorded_at', 'received_at'],
    detailRows(tx.actor.area, details),
  );
}

function* detailRows(area: string, details: Iterable<PersonDetail>): Generator<unknown[]> {
  for (const { personId, kind, value, parts, place, rule, agency, recordId, ...times } of details) {
    const happened = times.happened === null ? null : spanText(times.happened.from, times.happened.to);
    const said = [kind, value, parts, place, rule, agency, recordId];
    yield [area, newId(), personId, ...said, happened, times.recordedAt, times.receivedAt];
  }
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

/** How many more of the persons than before this transaction have a record that stands. */
export async function changeInPersons(tx: Tx, personIds: readonly string[]): Promise<number> {
  const { more } = await tx.one<{ more: number }>(
    `SELECT coalesce(sum(has::integer - had::integer), 0)::integer AS more
     FROM unnest($2::uuid[]) AS one (person_id) CROSS JOIN LATERAL (
       SELECT EXISTS (SELECT FROM link l WHERE l.area = $1 AND l.undone_at IS NULL AND l.person_id = one.person_id) AS has,
         EXISTS (SELECT FROM link l WHERE l.area = $1 AND l.undone_at IS NULL AND l.person_id = one.person_id
           AND l.xmin <> pg_current_xact_id()::xid)
         OR EXISTS (SELECT FROM link l WHERE l.area = $1 AND l.undone_at IS NOT NULL AND l.person_id = one.person_id
           AND l.xmin = pg_current_xact_id()::xid) AS had) AS counted`,
    [tx.actor.area, personIds],
  );
  return more;
}

/** How many persons have a record that stands; of one person, 1 or 0. */
export async function countPersons(tx: Tx, personId?: string): Promise<number> {
  const { persons } = await tx.one<{ persons: number }>(
    `SELECT count(*) AS persons FROM (
       SELECT DISTINCT person_id FROM link WHERE area = $1 AND undone_at IS NULL
         ${personId === undefined ? '' : 'AND person_id = $2'}) AS one`,
    personId === undefined ? [tx.actor.area] : [tx.actor.area, personId],
  );
  return persons;
}
