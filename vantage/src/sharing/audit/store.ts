import { newId, type Tx } from '../../platform/index.ts';
import {
  type Entry,
  type EntryFilter,
  type KeptEntry,
  type LookingRule,
  lookingLimits,
  type Unusual,
} from './model.ts';

/** PostgreSQL's text holds no NUL. */
const withoutNul = (text: string | undefined) => text?.replaceAll('\0', '') ?? null;

export async function insertEntry(tx: Tx, entry: Entry): Promise<void> {
  await tx.sql(
    `INSERT INTO audit_entry (entry_id, action, route, families, persons, words, reason, because)
     VALUES ($1, $2, $3, $4::uuid[], $5::uuid[], $6, $7, $8)`,
    [
      newId(),
      entry.action,
      withoutNul(entry.route),
      entry.families ?? [],
      entry.persons ?? [],
      withoutNul(entry.words),
      withoutNul(entry.reason),
      withoutNul(entry.because),
    ],
  );
}

/** Families that the actor opened in the last days, and when last, newest first. */
export async function openedByActor(tx: Tx, days: number): Promise<{ familyId: string; at: Date }[]> {
  return tx.sql('SELECT family_id AS "familyId", at FROM opened_by_me($1)', [days]);
}

/** Of an entry, the persons who exist for the reader, and nothing that may name the others; why a family was opened stays. */
const shown = `ARRAY(SELECT id FROM unnest(persons) AS one (id) WHERE NOT (SELECT keys_of('sealed')) ? id::text) AS persons,
  ${['words', 'reason', 'because']
    .map((column) => {
      const told = column === 'reason' ? " OR action IN ('break-glass', 'purpose')" : '';
      return `CASE WHEN NOT persons && ARRAY(SELECT sealed_from_me())${told} THEN ${column} END AS ${column}`;
    })
    .join(', ')}`;

/** The instant at which a day begins in London. */
const dayBegins = (param: string) => `(${param}::date::timestamp AT TIME ZONE 'Europe/London')`;

/**
 * Entries that fit, newest first; those about a family once they are sealed. What is not asked for is not in the statement, so that each has the index it needs.
 * @param before Id of the entry after which the list goes on.
 */
export async function listEntries(
  tx: Tx,
  { actors, families, persons, day, action }: EntryFilter,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<KeptEntry[]> {
  const values: unknown[] = [tx.actor.area, limit];
  const given = (value: unknown, condition: (param: string) => string) => {
    if (value === undefined) return '';
    values.push(value);
    return ` AND ${condition(`$${values.length}`)}`;
  };
  const conditions = [
    given(actors, (param) => `actor = ANY (${param}::text[])`),
    given(
      families,
      (param) =>
        `entry_id IN (SELECT entry_id FROM audit_about WHERE area = $1 AND family_id = ANY (${param}::uuid[]))`,
    ),
    given(persons, (param) => `persons && ${param}::uuid[]`),
    given(day, (param) => `at >= ${dayBegins(param)} AND at < ${dayBegins(`(${param}::date + 1)`)}`),
    given(action, (param) => `action = ${param}`),
    given(
      before,
      (param) =>
        `(at, entry_id) < (SELECT at, entry_id FROM audit_entry WHERE area = $1 AND entry_id = ${param})`,
    ),
  ];
  return tx.sql<KeptEntry>(
    `SELECT entry_id AS "entryId", at, actor, role, purpose, action, route, families, ${shown}
     FROM audit_entry WHERE area = $1${conditions.join('')} ORDER BY at DESC, entry_id DESC LIMIT $2`,
    values,
  );
}

/** How many entries wait for their seal. */
export async function countUnsealed(tx: Tx): Promise<number> {
  const { n } = await tx.one<{ n: number }>('SELECT count(*) AS n FROM audit_unsealed WHERE area = $1', [
    tx.actor.area,
  ]);
  return n;
}

const isId = `'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;

/**
 * Entries by which a worker opened a family rather than saw it in a list, from `$2` up to but not including the day
 * `$3`: they name persons.
 */
const opened = `opened AS (
  SELECT at, at AT TIME ZONE 'Europe/London' AS local, action, actor, actor::uuid AS worker_id, role, families, persons
  FROM audit_entry
  WHERE area = $1 AND at >= ${dayBegins('$2')} AND at < ${dayBegins('$3')}
    AND action IN ('read', 'export', 'break-glass', 'purpose') AND families <> '{}'
    AND (persons <> '{}' OR action = 'break-glass')
    AND CASE WHEN actor ~ ${isId} THEN role <> 'family-member' ELSE false END)`;

/** Workers who opened a family in the days from `from` up to but not including `to`. */
export async function openers(tx: Tx, from: string, to: string): Promise<string[]> {
  const rows = await tx.sql<{ actor: string }>(
    `WITH ${opened} SELECT DISTINCT actor FROM opened ORDER BY actor`,
    [tx.actor.area, from, to],
  );
  return rows.map(({ actor }) => actor);
}

/**
 * What the rules list in the days from `from` up to but not including `to`, newest day first.
 * @param ownNames Families that carry a worker's own surname, one pair for each.
 */
export async function listUnusual(
  tx: Tx,
  {
    from,
    to,
    ownNames,
  }: { from: string; to: string; ownNames: readonly { actor: string; family: string }[] },
): Promise<Unusual[]> {
  return tx.sql<Unusual & { rule: LookingRule }>(
    `WITH ${opened}, busy AS (
       SELECT actor, date_trunc('hour', local) AS hour FROM opened, unnest(families) AS family
       GROUP BY 1, 2 HAVING count(DISTINCT family) > $4),
     found AS (
       SELECT 'own-name' AS rule, o.* FROM opened o
       WHERE EXISTS (SELECT FROM unnest($5::text[], $6::uuid[]) AS mine (actor, family)
         WHERE mine.actor = o.actor AND mine.family = ANY (o.families))
       UNION ALL
       SELECT 'no-relation', o.* FROM opened o
       WHERE o.role = ANY ($7) AND o.persons <> '{}' AND NOT EXISTS (SELECT FROM relation r
         WHERE r.area = $1 AND r.worker_id = o.worker_id AND r.person_id = ANY (o.persons)
           AND r.superseded_at IS NULL AND r.happened @> o.local::date)
         AND o.action NOT IN ('break-glass', 'purpose') AND NOT EXISTS (SELECT FROM grant_of_access g
         WHERE g.area = $1 AND g.worker_id = o.worker_id AND g.family_id = ANY (o.families)
           AND o.at >= g.begun_at AND o.at < g.until)
       UNION ALL
       SELECT 'out-of-hours', o.* FROM opened o
       WHERE extract(hour FROM o.local) >= $8 OR extract(hour FROM o.local) < $9 OR extract(isodow FROM o.local) > 5
       UNION ALL
       SELECT 'many-families', o.* FROM opened o JOIN busy b ON b.actor = o.actor AND b.hour = date_trunc('hour', o.local))
     SELECT rule, actor, local::date AS day, count(DISTINCT at) AS times, min(at) AS first, max(at) AS last,
       (array_agg(DISTINCT family))[1:5] AS families, count(DISTINCT family) AS "familyCount"
     FROM found, unnest(families) AS family
     GROUP BY rule, actor, local::date ORDER BY day DESC, actor, rule`,
    [
      tx.actor.area,
      from,
      to,
      lookingLimits.familiesAnHour,
      ownNames.map(({ actor }) => actor),
      ownNames.map(({ family }) => family),
      lookingLimits.practice,
      lookingLimits.eveningFrom,
      lookingLimits.morningFrom,
    ],
  );
}

export type WorkerName = { workerId: string; name: string; job: string };

/** Workers by their ids; those who are none are left out. */
export async function workersByIds(tx: Tx, ids: readonly string[]): Promise<WorkerName[]> {
  return tx.sql<WorkerName>(
    `SELECT worker_id AS "workerId", name, job FROM worker WHERE area = $1 AND worker_id::text = ANY ($2)`,
    [tx.actor.area, ids],
  );
}

/** Workers in whose names the words stand, at most a hundred. */
export async function workersNamed(tx: Tx, words: string): Promise<WorkerName[]> {
  return tx.sql<WorkerName>(
    `SELECT worker_id AS "workerId", name, job FROM worker
     WHERE area = $1 AND strpos(lower(name), lower($2)) > 0 ORDER BY name, worker_id LIMIT 100`,
    [tx.actor.area, words],
  );
}
