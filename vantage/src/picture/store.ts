import type { Tx } from '../platform/index.ts';
import type { SearchKey } from './names.ts';

/** A key and whom it finds. */
export type KeyRow = SearchKey & { personId: string; familyId: string; agency: string; kind: string };

/** Keys that wait, inside a transaction, until they are compared with those kept. */
export type WantedKeys = {
  add(keys: Iterable<KeyRow>): Promise<void>;
  /**
   * Makes the kept keys, of all families or of some, equal to those added, writing only what differs. Returns how many were
   * added and taken away.
   */
  replace(familyIds?: readonly string[]): Promise<{ added: number; removed: number }>;
};

const columns = ['key', 'form', 'person_id', 'family_id', 'agency', 'kind'];
const list = columns.join(', ');

export async function openKeys(tx: Tx): Promise<WantedKeys> {
  await tx.sql(
    'CREATE TEMPORARY TABLE wanted_key (key text COLLATE "C", form text, person_id uuid, family_id uuid, agency text, kind text) ON COMMIT DROP',
  );
  function* rows(keys: Iterable<KeyRow>): Generator<unknown[]> {
    for (const { key, form, personId, familyId, agency, kind } of keys)
      yield [key, form, personId, familyId, agency, kind];
  }
  return {
    async add(keys) {
      await tx.copyIn('wanted_key', columns, rows(keys));
    },
    replace: (familyIds) => replaceKeys(tx, familyIds),
  };
}

async function replaceKeys(
  tx: Tx,
  familyIds: readonly string[] | undefined,
): Promise<{ added: number; removed: number }> {
  if (await tx.filling('search_key')) {
    const { added } = await tx.one<{ added: number }>(
      `WITH fresh AS (INSERT INTO search_key (area, ${list}) SELECT $1, ${list} FROM wanted_key RETURNING 1)
       SELECT count(*) AS added FROM fresh`,
      [tx.actor.area],
    );
    await tx.sql('DROP TABLE wanted_key');
    return { added, removed: 0 };
  }
  await tx.indexed('search_key');
  await tx.sql('ANALYZE wanted_key');
  const { removed } = await tx.one<{ removed: number }>(
    `WITH gone AS (
       DELETE FROM search_key s WHERE area = $1 ${familyIds ? 'AND s.family_id = ANY ($2::uuid[])' : ''} AND NOT EXISTS (
         SELECT FROM wanted_key w
         WHERE w.key = s.key AND w.form = s.form AND w.person_id = s.person_id AND w.family_id = s.family_id
           AND w.agency = s.agency AND w.kind = s.kind)
       RETURNING 1)
     SELECT count(*) AS removed FROM gone`,
    familyIds ? [tx.actor.area, familyIds] : [tx.actor.area],
  );
  const { added } = await tx.one<{ added: number }>(
    `WITH fresh AS (
       INSERT INTO search_key (area, ${list}) SELECT $1, ${list} FROM wanted_key
       ON CONFLICT DO NOTHING RETURNING 1)
     SELECT count(*) AS added FROM fresh`,
    [tx.actor.area],
  );
  await tx.sql('DROP TABLE wanted_key');
  return { added, removed };
}

/** Families that can be found. */
export async function familiesFound(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ familyId: string }>(
    'SELECT DISTINCT family_id AS "familyId" FROM search_key WHERE area = $1',
    [tx.actor.area],
  );
  return rows.map(({ familyId }) => familyId);
}

/** Persons who can be found by keys of a kind. */
export async function personsUnder(tx: Tx, kind: string): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    'SELECT DISTINCT person_id AS "personId" FROM search_key WHERE area = $1 AND kind = $2',
    [tx.actor.area, kind],
  );
  return rows.map(({ personId }) => personId);
}

/** People of a family found under a key, and how where it is neither a name as it is written nor a number. */
export type Found = {
  familyId: string;
  personIds: string[];
  exact: boolean;
  how: 'sound' | 'spelling' | 'date' | 'postcode' | null;
};

/**
 * Everyone found by one word, by family, those found most plainly first: as it is written, as the beginning of a word or as
 * an identifier, by sound alone. At most `limit` families.
 */
export async function findKeys(
  tx: Tx,
  word: { prefix: string; sounds: readonly string[]; number: string },
  limit: number,
): Promise<Found[]> {
  return tx.sql<Found>(
    `SELECT family_id AS "familyId", array_agg(DISTINCT person_id) AS "personIds", bool_or(exact) AS exact,
       CASE WHEN bool_and(by_sound) THEN 'sound' END AS how FROM (
       SELECT family_id, person_id, key = $2 AS exact, false AS by_sound FROM search_key
       WHERE area = $1 AND key >= $2 AND key < $3 AND form = 'word'
       UNION ALL
       SELECT family_id, person_id, false, true FROM search_key WHERE area = $1 AND key = ANY ($4) AND form = 'sound'
       UNION ALL
       SELECT family_id, person_id, true, false FROM search_key WHERE area = $1 AND key = $5 AND form = 'number'
     ) found GROUP BY family_id ORDER BY exact DESC, bool_and(by_sound), family_id LIMIT $6`,
    [tx.actor.area, word.prefix, `${word.prefix}\u{10ffff}`, word.sounds, word.number, limit],
  );
}

/** Everyone found under one of the keys of a form, as they stand, by family. At most `limit` families. */
export async function findAmong(
  tx: Tx,
  form: 'word' | 'number' | 'date' | 'postcode',
  keys: readonly string[],
  limit: number,
): Promise<Found[]> {
  return tx.sql<Found>(
    `SELECT family_id AS "familyId", array_agg(DISTINCT person_id) AS "personIds", true AS exact,
       CASE WHEN $2 IN ('date', 'postcode') THEN $2 END AS how
     FROM search_key WHERE area = $1 AND form = $2 AND key = ANY ($3)
     GROUP BY family_id ORDER BY family_id LIMIT $4`,
    [tx.actor.area, form, keys, limit],
  );
}

/** Families of whom somebody bears one of the words in a name. */
export async function familiesByWords(tx: Tx, words: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ familyId: string }>(
    `SELECT DISTINCT family_id AS "familyId" FROM search_key
     WHERE area = $1 AND key = ANY ($2) AND form = 'word' AND kind = 'name'`,
    [tx.actor.area, words],
  );
  return rows.map(({ familyId }) => familyId);
}

/** Of some persons, those of whom the reader may see who they are by the records of one of the agencies. */
export async function sharedBy(
  tx: Tx,
  personIds: readonly string[],
  agencies: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>('SELECT named_by($1::uuid[], $2::text[]) AS "personId"', [
    personIds,
    agencies,
  ]);
  return rows.map(({ personId }) => personId);
}
