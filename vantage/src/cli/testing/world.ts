/** Everything that decides who may see what, read from the tables as the program reads them: without row security. */
import type { Detail } from '../../chronology/index.ts';
import { addressKey, type Part } from '../../families/index.ts';
import type { Database, Span, Tx } from '../../platform/index.ts';
import { systemActor, type Telling } from '../../sharing/index.ts';
import type { Sharing } from '../../sharing/testing.ts';

export const areaCode = 'ashmere';
export const system = systemActor(areaCode, 'test');

/** Something that an agency says of a person, under the kind by which agreements share it. */
type Said = { personId: string; agency: string; kind: string };

export type KeptDetail = Said & {
  value: string;
  given: string | null;
  surname: string | null;
  postcode: string | null;
  place: number;
};
export type KeptFact = Said & {
  factId: string;
  role: string;
  happened: Span;
  occasion: string | null;
  about: string[];
  assertionKey: string;
  detail: Detail;
  recordIds: string[];
};
export type Charge = Said & { factId: string; unitCost: string; happened: Span; pence: number };
export type Place = {
  familyId: string;
  personId: string;
  part: Part;
  happened: Span;
  reason: string;
  about: string[];
  agencies: string[];
};
export type Opening = Said & { reason: string; happened: Span; factId: string };
export type Statement = Said & {
  recordId: string;
  words: string;
  audience: 'speaker-and-lead' | 'team' | 'family-and-team';
};
export type KeptRecord = {
  recordId: string;
  agency: string;
  kind: string;
  /** Each version's audience, where it is a statement. */
  audiences: (string | null)[];
  mentions: number;
  personIds: string[];
  /** Homes that it names, and whose postcodes. */
  places: string[];
  text: string;
};

export type World = {
  sharing: Sharing;
  /** Ties of the sharing, by the person whom they are to. */
  tiesTo: ReadonlyMap<string, Sharing['relations']>;
  agencies: readonly string[];
  kinds: readonly string[];
  workers: readonly string[];
  details: ReadonlyMap<string, KeptDetail[]>;
  residences: ReadonlyMap<string, (Said & { homeId: string; address: string })[]>;
  relationships: readonly (Said & { otherId: string })[];
  numbers: ReadonlyMap<string, { agency: string; localId: string }[]>;
  places: readonly Place[];
  openings: ReadonlyMap<string, Opening[]>;
  facts: readonly KeptFact[];
  charges: readonly Charge[];
  /** Of open spells, up to which day they are counted. */
  countedUntil: ReadonlyMap<string, string>;
  statements: readonly Statement[];
  records: ReadonlyMap<string, KeptRecord>;
  consents: readonly (Said & { consentId: string; children: string[] })[];
  agencyNames: ReadonlyMap<string, string>;
};

export async function readWorld(db: Database): Promise<World> {
  return db.asActor(system, read, { readOnly: true, snapshot: true });
}

async function read(tx: Tx): Promise<World> {
  const rows = <T extends object>(text: string) => tx.sql<T>(text);
  const workers = await rows<{ workerId: string; agency: string | null; name: string }>(
    'SELECT worker_id AS "workerId", agency, name FROM worker',
  );
  const kinds = await rows<{
    kind: string;
    subject: string;
    locates: boolean;
    telling: Telling;
    heldBy: string[] | null;
  }>('SELECT kind, subject, locates, telling, held_by AS "heldBy" FROM kind_of_fact');
  const agencies = await rows<{ agency: string; type: string }>('SELECT agency, type FROM agency');
  const sharing: Sharing = {
    worksFor: new Map(workers.map((one) => [one.workerId, one.agency])),
    posts: await rows(
      'SELECT worker_id AS "workerId", role, team, happened FROM post WHERE superseded_at IS NULL',
    ),
    relations: await rows(
      'SELECT worker_id AS "workerId", person_id AS "personId", via, kind, happened, rests_on AS "restsOn" FROM relation WHERE superseded_at IS NULL',
    ),
    agreements: await rows(
      `SELECT from_agency AS "fromAgency", to_agency AS "toAgency", to_role AS "toRole", purpose, tier, condition, subjects,
         happened FROM agreement WHERE ended_at IS NULL`,
    ),
    seals: await rows('SELECT person_id AS "personId", named, happened FROM seal WHERE undone_at IS NULL'),
    grants: await rows(
      'SELECT worker_id AS "workerId", persons, begun_at AS "begunAt", until FROM grant_of_access',
    ),
    subjectOf: new Map(kinds.map((one) => [one.kind, one.subject])),
    heldBy: new Map(
      kinds.flatMap((one) => (one.heldBy === null ? [] : [[one.subject, one.heldBy] as const])),
    ),
    typeOf: new Map(agencies.map((one) => [one.agency, one.type])),
    consents: await rows(
      `SELECT person_id AS "personId", children, service, answer, last_day AS "lastDay", recorded_at AS "recordedAt",
         withdrawn_at AS "withdrawnAt" FROM consent ORDER BY recorded_at, consent_id`,
    ),
    caring: await rows(
      `SELECT person_id AS "personId", other_id AS "otherId" FROM relationship
       WHERE kind IN ('parent', 'carer') AND superseded_at IS NULL`,
    ),
    protections: await rows(
      'SELECT person_id AS "personId", from_ids AS "fromIds", named, happened FROM protection WHERE ended_at IS NULL',
    ),
    stays: await rows(
      'SELECT person_id AS "personId", home_id AS "homeId", happened FROM residence WHERE superseded_at IS NULL',
    ),
    addresses: (
      await rows<{
        personId: string;
        postcode: string;
        address: string | null;
        happened: Span | null;
        recordedOn: string | null;
      }>(
        `SELECT person_id AS "personId", parts ->> 'postcode' AS postcode, parts ->> 'address' AS address, happened,
         ((recorded_at AT TIME ZONE 'Europe/London')::date)::text AS "recordedOn"
       FROM person_detail
       WHERE kind = 'address' AND superseded_at IS NULL AND parts ->> 'postcode' IS NOT NULL`,
      )
    ).map(({ address, ...one }) => ({
      ...one,
      house: addressKey(address ?? undefined, one.postcode)?.split('|')[1] ?? null,
    })),
    places: await rows(
      'SELECT family_id AS "familyId", person_id AS "personId", part, happened FROM membership WHERE undone_at IS NULL',
    ),
    postcodeOf: new Map(
      (
        await rows<{ id: string; postcode: string }>(
          'SELECT home_id AS id, postcode FROM home WHERE postcode IS NOT NULL',
        )
      ).map((one) => [one.id, one.postcode]),
    ),
    houseOf: new Map(
      (await rows<{ id: string; key: string }>('SELECT home_id AS id, address_key AS key FROM home')).flatMap(
        ({ id, key }) => {
          const house = key.split('|')[1];
          return house === undefined ? [] : [[id, house] as const];
        },
      ),
    ),
    locating: new Set(kinds.filter((one) => one.locates).map((one) => one.kind)),
    toldByRule: new Map(kinds.map((one) => [one.kind, one.telling])),
    tellings: await rows(
      `SELECT person_id AS "personId", assertion_key AS "assertionKey", state, from_day AS "fromDay", words,
         decided_at AS "decidedAt" FROM telling ORDER BY decided_at, telling_id`,
    ),
  };
  const details = await rows<KeptDetail>(
    `SELECT person_id AS "personId", agency, kind, value, parts ->> 'given' AS given, parts ->> 'surname' AS surname,
       parts ->> 'postcode' AS postcode, place
     FROM person_detail WHERE superseded_at IS NULL ORDER BY person_id, kind, place`,
  );
  const residences = await rows<Said & { homeId: string; address: string }>(
    `SELECT r.person_id AS "personId", r.agency, r.kind, home_id AS "homeId", h.address FROM residence r JOIN home h USING (area, home_id)
     WHERE superseded_at IS NULL`,
  );
  const relationships = await rows<Said & { otherId: string }>(
    `SELECT person_id AS "personId", other_id AS "otherId", agency, kind FROM relationship WHERE superseded_at IS NULL`,
  );
  const numbers = await rows<{ personId: string; agency: string; localId: string }>(
    'SELECT DISTINCT person_id AS "personId", agency, local_id AS "localId" FROM link WHERE undone_at IS NULL',
  );
  const openings = await rows<Opening>(
    `SELECT person_id AS "personId", agency, kind, reason, happened, fact_id AS "factId" FROM opening
     WHERE superseded_at IS NULL`,
  );
  const records = await rows<KeptRecord>(
    `SELECT r.record_id AS "recordId", min(r.agency) AS agency, min(r.kind) AS kind,
       array_agg(r.content ->> 'audience' ORDER BY r.version) AS audiences, max(jsonb_array_length(r.people)) AS mentions,
       string_agg(r.content::text, ' ') AS text,
       ARRAY(SELECT DISTINCT person_id FROM link l WHERE l.record_id = r.record_id AND undone_at IS NULL) AS "personIds",
       ARRAY(SELECT home_id::text FROM residence s WHERE s.record_id = r.record_id
         UNION SELECT person_id || ' ' || (parts ->> 'postcode') FROM person_detail d
           WHERE d.record_id = r.record_id AND d.kind = 'address' AND parts ? 'postcode') AS places
     FROM record r GROUP BY r.record_id`,
  );
  const by = <T extends { personId: string }>(all: readonly T[]) => Map.groupBy(all, (one) => one.personId);
  return {
    sharing,
    tiesTo: by(sharing.relations),
    agencies: (await rows<{ agency: string }>('SELECT agency FROM agency')).map((one) => one.agency),
    kinds: kinds.map((one) => one.kind),
    workers: workers.map((one) => one.name),
    details: by(details),
    residences: by(residences),
    relationships,
    numbers: by(numbers),
    places: await rows<Place>(
      `SELECT family_id AS "familyId", person_id AS "personId", part, happened, reason, about, agencies
       FROM membership
       WHERE undone_at IS NULL ORDER BY family_id, person_id`,
    ),
    openings: by(openings),
    facts: await rows<KeptFact>(
      `SELECT f.fact_id AS "factId", f.person_id AS "personId", f.role, f.agency, f.kind, f.happened, f.occasion, d.about,
         f.assertion_key AS "assertionKey", d.detail,
         ARRAY(SELECT record_id FROM fact_source s WHERE s.fact_id = f.fact_id) AS "recordIds"
       FROM fact f JOIN fact_detail d USING (area, fact_id) WHERE f.superseded_at IS NULL
       ORDER BY lower(f.happened), f.kind, f.person_id, f.fact_id`,
    ),
    countedUntil: new Map(
      (await rows<{ id: string; until: string }>('SELECT fact_id AS id, until FROM counted_until')).map(
        (one) => [one.id, one.until],
      ),
    ),
    charges: await rows<Charge>(
      `SELECT person_id AS "personId", agency, kind, fact_id AS "factId", unit_cost AS "unitCost", happened, pence
       FROM spending WHERE superseded_at IS NULL`,
    ),
    statements: await rows<Statement>(
      `SELECT person_id AS "personId", record_id AS "recordId", agency, kind, words, audience FROM statement WHERE superseded_at IS NULL`,
    ),
    records: new Map(records.map((one) => [one.recordId, one])),
    consents: await rows(
      `SELECT consent_id AS "consentId", person_id AS "personId", children, agency, 'consent' AS kind FROM consent`,
    ),
    agencyNames: new Map(
      (await rows<{ agency: string; name: string }>('SELECT agency, name FROM agency')).map((one) => [
        one.agency,
        one.name,
      ]),
    ),
  };
}
