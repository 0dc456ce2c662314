import { newId, replaceStanding, type Span, spanText, type Tx } from '../platform/index.ts';
import { livesWithDays } from './grouping.ts';
import { type Member, type Part, type Relationship, type Residence, reasonWithheld } from './model.ts';

/** With `within`, `wanted` are all that are wanted of these persons, and those of others are left alone. */
export async function replaceRelationships(
  tx: Tx,
  wanted: readonly Relationship[],
  asOf: Date,
  within: readonly string[] | undefined,
) {
  return replaceStanding(
    tx,
    {
      table: 'relationship',
      id: 'relationship_id',
      key: ['record_id', 'kind', 'person_id', 'other_id'],
      compared: ['happened', 'precision', 'agency', 'recorded_at'],
      also: ['received_at'],
      ...(within && { within: { column: 'person_id', ids: within } }),
    },
    wanted.map((tie) => [
      newId(),
      tie.recordId,
      tie.kind,
      tie.personId,
      tie.otherId,
      spanText(tie.happened.from, tie.happened.to),
      tie.precision,
      tie.agency,
      tie.recordedAt,
      tie.receivedAt,
    ]),
    asOf,
  );
}

/** Adds the homes that are not known yet, each as it is written longest, and returns every home's id by its key. */
export async function ensureHomes(tx: Tx, wanted: readonly Residence[]): Promise<Map<string, string>> {
  const known = await tx.sql<{ key: string; id: string }>(
    'SELECT address_key AS key, home_id AS id FROM home WHERE area = $1 AND address_key = ANY ($2)',
    [tx.actor.area, [...new Set(wanted.map(({ addressKey }) => addressKey))]],
  );
  const ids = new Map(known.map(({ key, id }) => [key, id]));
  const fresh = new Map<string, Residence>();
  for (const stay of wanted) {
    const { addressKey } = stay;
    if (ids.has(addressKey)) continue;
    const known = fresh.get(addressKey);
    if (known === undefined || isWrittenBefore(stay, known)) fresh.set(addressKey, stay);
  }
  if (fresh.size > 0) {
    const rows = [...fresh].map(([key, { address, postcode }]) => {
      const id = newId();
      ids.set(key, id);
      return [tx.actor.area, id, address, postcode, key];
    });
    await tx.copyIn('home', ['area', 'home_id', 'address', 'postcode', 'address_key'], rows);
  }
  return ids;
}

/** The longer address first, then the postcode that is there, then by code units. */
function isWrittenBefore(one: Residence, other: Residence): boolean {
  const [a, b] = [one, other].map(({ address, postcode }) => `${address} ${postcode ?? ''}`) as [
    string,
    string,
  ];
  return a.length === b.length ? a < b : a.length > b.length;
}

export async function replaceResidences(
  tx: Tx,
  wanted: readonly Residence[],
  homes: ReadonlyMap<string, string>,
  asOf: Date,
  within: readonly string[] | undefined,
) {
  return replaceStanding(
    tx,
    {
      table: 'residence',
      id: 'residence_id',
      key: ['record_id', 'person_id', 'home_id'],
      compared: ['happened', 'precision', 'agency', 'recorded_at'],
      also: ['received_at'],
      ...(within && { within: { column: 'person_id', ids: within } }),
    },
    wanted.map((stay) => [
      newId(),
      stay.recordId,
      stay.personId,
      homes.get(stay.addressKey),
      spanText(stay.happened.from, stay.happened.to),
      stay.precision,
      stay.agency,
      stay.recordedAt,
      stay.receivedAt,
    ]),
    asOf,
  );
}

export type KeptMembership = Member & {
  membershipId: string;
  familyId: string;
  decidedBy: string;
  /** Whether the reason, the part and the days are not for the reader, who is told only that somebody belongs. */
  withheld: boolean;
};

/** The reason is told where the reader may see everybody and every agency that it names, otherwise null. */
const memberColumns = `m.membership_id AS "membershipId", m.family_id AS "familyId", m.person_id AS "personId", m.part,
  CASE WHEN m.tellable THEN m.reason END AS reason, m.about, m.agencies, m.evidence, m.happened, m.decided_by AS "decidedBy"`;

function told<P extends { reason: string | null }>(
  places: readonly P[],
): (P & { reason: string; withheld: boolean })[] {
  return places.map((place) => ({
    ...place,
    reason: place.reason ?? reasonWithheld,
    withheld: place.reason === null,
  }));
}

/** Every place in a family that stands, of all persons or of some. */
export async function standingMemberships(tx: Tx, personIds?: readonly string[]): Promise<KeptMembership[]> {
  return told(
    await tx.sql<KeptMembership>(
      `SELECT ${memberColumns} FROM membership_told m WHERE m.area = $1 AND m.undone_at IS NULL
       ${personIds ? 'AND m.person_id = ANY ($2::uuid[])' : ''}`,
      personIds ? [tx.actor.area, personIds] : [tx.actor.area],
    ),
  );
}

/** Who stands in a relationship with one of the persons, or has a place in a family with one. */
export async function personsTiedTo(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT other_id AS id FROM relationship
       WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[])
     UNION SELECT person_id FROM relationship
       WHERE area = $1 AND superseded_at IS NULL AND other_id = ANY ($2::uuid[])
     UNION SELECT o.person_id FROM membership m JOIN membership o USING (area, family_id)
       WHERE area = $1 AND m.undone_at IS NULL AND o.undone_at IS NULL AND m.person_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Persons who may belong to a family otherwise on the later day, if nothing else has changed: of a relationship that ended
 * since; and whoever lives with a child, has not done so for `livesWithDays` before the earlier day, and does not belong.
 */
export async function personsAsDaysPass(tx: Tx, from: string, to: string): Promise<string[]> {
  if (from === to) return [];
  const rows = await tx.sql<{ id: string }>(
    `SELECT person_id AS id FROM relationship
       WHERE area = $1 AND superseded_at IS NULL AND upper(happened) > $2::date AND upper(happened) <= $3::date
     UNION SELECT stay.person_id
       FROM membership m JOIN residence own USING (area, person_id) JOIN residence stay USING (area, home_id)
       WHERE area = $1 AND m.undone_at IS NULL AND m.part = 'child'
         AND own.superseded_at IS NULL AND coalesce(upper(own.happened), 'infinity') > $2::date
         AND stay.superseded_at IS NULL AND coalesce(upper(stay.happened), 'infinity') > $2::date
         AND greatest(lower(own.happened), lower(stay.happened)) > $2::date - $4::integer
         AND NOT EXISTS (
           SELECT FROM membership b WHERE b.area = m.area AND b.undone_at IS NULL AND b.family_id = m.family_id
             AND b.person_id = stay.person_id)
         AND EXISTS (
           SELECT FROM membership o JOIN relationship r ON r.area = o.area AND r.superseded_at IS NULL
             AND (r.person_id, r.other_id) IN ((o.person_id, stay.person_id), (stay.person_id, o.person_id))
           WHERE o.area = m.area AND o.undone_at IS NULL AND o.family_id = m.family_id)`,
    [tx.actor.area, from, to, livesWithDays],
  );
  return rows.map(({ id }) => id);
}

/** Places that a person, not the rules, has undone: the rules do not decide them again. */
export async function undoneByPeople(tx: Tx): Promise<{ familyId: string; personId: string }[]> {
  return tx.sql(
    `SELECT DISTINCT family_id AS "familyId", person_id AS "personId" FROM membership
     WHERE area = $1 AND undone_at IS NOT NULL AND undone_by <> 'engine'`,
    [tx.actor.area],
  );
}

export type FamilyRow = { familyId: string; name: string };

/** All families, or some. */
export async function familyRows(tx: Tx, familyIds?: readonly string[]): Promise<FamilyRow[]> {
  return tx.sql<FamilyRow>(
    `SELECT family_id AS "familyId", name FROM family WHERE area = $1 ${familyIds ? 'AND family_id = ANY ($2::uuid[])' : ''}`,
    familyIds ? [tx.actor.area, familyIds] : [tx.actor.area],
  );
}

export async function addFamilies(tx: Tx, families: readonly FamilyRow[], at: Date): Promise<void> {
  if (families.length === 0) return;
  await tx.copyIn(
    'family',
    ['area', 'family_id', 'name', 'created_at'],
    families.map(({ familyId, name }) => [tx.actor.area, familyId, name, at]),
  );
}

export async function renameFamily(tx: Tx, { familyId, name }: FamilyRow): Promise<void> {
  await tx.sql('UPDATE family SET name = $3 WHERE area = $1 AND family_id = $2', [
    tx.actor.area,
    familyId,
    name,
  ]);
}

export async function undoMemberships(tx: Tx, membershipIds: readonly string[], at: Date): Promise<void> {
  await tx.sql(
    `UPDATE membership SET undone_by = 'engine', undone_at = greatest($3::timestamptz, decided_at)
     WHERE area = $1 AND membership_id = ANY ($2::uuid[])`,
    [tx.actor.area, membershipIds, at],
  );
}

export async function addMemberships(
  tx: Tx,
  places: readonly { familyId: string; member: Member }[],
  at: Date,
): Promise<void> {
  if (places.length === 0) return;
  await tx.filling('membership');
  await tx.copyIn(
    'membership',
    [
      'area',
      'membership_id',
      'family_id',
      'person_id',
      'part',
      'reason',
      'about',
      'agencies',
      'evidence',
      'happened',
      'decided_by',
      'decided_at',
    ],
    places.map(({ familyId, member }) => [
      tx.actor.area,
      newId(),
      familyId,
      member.personId,
      member.part,
      member.reason,
      `{${member.about.join(',')}}`,
      `{${member.agencies.join(',')}}`,
      member.evidence,
      spanText(member.happened.from, member.happened.to),
      'engine',
      at,
    ]),
  );
}

export type FamilyOf = {
  personId: string;
  familyId: string;
  part: Part;
  happened: Span;
};

const placeColumns = `person_id AS "personId", family_id AS "familyId", part, happened`;

/** The families that the persons belong to. */
export async function familiesOfPersons(tx: Tx, personIds: readonly string[]): Promise<FamilyOf[]> {
  return tx.sql<FamilyOf>(
    `SELECT ${placeColumns} FROM membership
     WHERE area = $1 AND undone_at IS NULL AND person_id = ANY ($2::uuid[])
     ORDER BY family_id, person_id`,
    [tx.actor.area, personIds],
  );
}

/** The main carer, then children, then others; of each part from the oldest place on. */
const orderOfMembers = `array_position(ARRAY['main-carer','child','parent','carer','lives-with','kin','group'], part), happened, person_id`;

/** Every place in the families: of each, the main carer first, then children. */
export async function membersOfFamilies(
  tx: Tx,
  familyIds: readonly string[],
  parts: readonly Part[],
): Promise<FamilyOf[]> {
  return tx.sql<FamilyOf>(
    `SELECT ${placeColumns} FROM membership
     WHERE area = $1 AND undone_at IS NULL AND family_id = ANY ($2::uuid[]) AND part = ANY ($3::text[])
     ORDER BY family_id, ${orderOfMembers}`,
    [tx.actor.area, familyIds, parts],
  );
}

/** Those who belong, the main carer first, then children. */
export async function membersOf(tx: Tx, familyId: string): Promise<KeptMembership[]> {
  return told(
    await tx.sql<KeptMembership>(
      `SELECT ${memberColumns} FROM membership_told m
       WHERE m.area = $1 AND m.family_id = $2 AND m.undone_at IS NULL
       ORDER BY ${orderOfMembers}`,
      [tx.actor.area, familyId],
    ),
  );
}

export type KeptRelationship = Relationship & { relationshipId: string };

const relationshipColumns = `relationship_id AS "relationshipId", person_id AS "personId", other_id AS "otherId", kind,
  happened, precision, agency, record_id AS "recordId", recorded_at AS "recordedAt", received_at AS "receivedAt"`;

/** Stated relationships of which both people are among the persons. */
export async function relationshipsAmong(tx: Tx, personIds: readonly string[]): Promise<KeptRelationship[]> {
  return tx.sql<KeptRelationship>(
    `SELECT ${relationshipColumns} FROM relationship
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[]) AND other_id = ANY ($2::uuid[])
     ORDER BY person_id, other_id, kind, happened, record_id`,
    [tx.actor.area, personIds],
  );
}

/** Stated relationships of which one of the persons is one. */
export async function relationshipsTouching(
  tx: Tx,
  personIds: readonly string[],
): Promise<KeptRelationship[]> {
  return tx.sql<KeptRelationship>(
    `SELECT ${relationshipColumns} FROM relationship
     WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2::uuid[])
     UNION SELECT ${relationshipColumns} FROM relationship
     WHERE area = $1 AND superseded_at IS NULL AND other_id = ANY ($2::uuid[])`,
    [tx.actor.area, personIds],
  );
}

export async function allRelationships(tx: Tx): Promise<KeptRelationship[]> {
  return tx.sql<KeptRelationship>(
    `SELECT ${relationshipColumns} FROM relationship WHERE area = $1 AND superseded_at IS NULL`,
    [tx.actor.area],
  );
}

export type KeptResidence = Residence & { residenceId: string; homeId: string };

const residenceColumns = `r.residence_id AS "residenceId", r.person_id AS "personId", r.home_id AS "homeId",
  h.address_key AS "addressKey", h.address, h.postcode, r.happened, r.precision, r.agency, r.record_id AS "recordId",
  r.recorded_at AS "recordedAt", r.received_at AS "receivedAt"`;
const residenceFrom = 'residence r JOIN home h USING (area, home_id)';

export async function residencesOf(tx: Tx, personIds: readonly string[]): Promise<KeptResidence[]> {
  return tx.sql<KeptResidence>(
    `SELECT ${residenceColumns} FROM ${residenceFrom}
     WHERE r.area = $1 AND r.superseded_at IS NULL AND r.person_id = ANY ($2::uuid[])
     ORDER BY r.person_id, r.happened, r.record_id`,
    [tx.actor.area, personIds],
  );
}

/** Stays that hold a day, of those that state their days. */
export async function residencesOn(tx: Tx, day: string): Promise<{ personId: string; homeId: string }[]> {
  return tx.sql(
    `SELECT DISTINCT person_id AS "personId", home_id AS "homeId" FROM residence
     WHERE area = $1 AND superseded_at IS NULL AND precision <> 'unknown' AND happened @> $2::date`,
    [tx.actor.area, day],
  );
}

export type Counts = {
  families: number;
  members: number;
  relationships: number;
  homes: number;
  residences: number;
};

/** How many stand now. Families are those with somebody in them. */
export async function count(tx: Tx): Promise<Counts> {
  return tx.one<Counts>(
    `SELECT (SELECT count(DISTINCT family_id) FROM membership WHERE area = $1 AND undone_at IS NULL) AS families,
            (SELECT count(*) FROM membership WHERE area = $1 AND undone_at IS NULL) AS members,
            (SELECT count(*) FROM relationship WHERE area = $1 AND superseded_at IS NULL) AS relationships,
            (SELECT count(*) FROM home WHERE area = $1) AS homes,
            (SELECT count(*) FROM residence WHERE area = $1 AND superseded_at IS NULL) AS residences`,
    [tx.actor.area],
  );
}

/** How many families have a member, and how many of them have one of the persons in one of the parts. */
export async function countFamilies(
  tx: Tx,
  personIds: readonly string[],
  parts: readonly Part[],
): Promise<{ families: number; ofThem: number }> {
  return tx.one(
    `SELECT count(DISTINCT family_id) AS families,
            count(DISTINCT family_id) FILTER (WHERE part = ANY ($3) AND person_id = ANY ($2::uuid[])) AS "ofThem"
     FROM membership WHERE area = $1 AND undone_at IS NULL`,
    [tx.actor.area, personIds, parts],
  );
}

/** Families of these names, in small letters, of those that the actor may see. */
export async function familiesCalled(tx: Tx, names: readonly string[]): Promise<FamilyRow[]> {
  return tx.sql<FamilyRow>(
    'SELECT family_id AS "familyId", name FROM family WHERE area = $1 AND lower(name) = ANY ($2::text[])',
    [tx.actor.area, names],
  );
}
