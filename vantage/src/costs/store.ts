import { newId, replaceStanding, spanText, type Tx } from '../platform/index.ts';
import type { Charge } from './model.ts';
import type { Replaced } from './prices.ts';

/** Makes the spending that stands, on some facts alone or on all, equal to `charges`, writing only what differs. */
export async function replaceSpending(
  tx: Tx,
  charges: readonly Charge[],
  asOf: Date,
  factIds?: readonly string[],
): Promise<{ added: number; superseded: number }> {
  return replaceStanding(
    tx,
    {
      table: 'spending',
      id: 'spending_id',
      key: ['fact_id', 'unit_cost', 'happened'],
      compared: [
        'person_id',
        'agency',
        'kind',
        'bearer',
        'units',
        'low_pence',
        'pence',
        'high_pence',
        'price_year',
        'recorded_at',
        'received_at',
      ],
      also: [],
      ...(factIds && { within: { column: 'fact_id', ids: factIds } }),
    },
    rowsOf(charges),
    asOf,
  );
}

function* rowsOf(charges: readonly Charge[]): Generator<unknown[]> {
  for (const one of charges) {
    yield [
      newId(),
      one.factId,
      one.unitCost,
      spanText(one.happened.from, one.happened.to),
      one.personId,
      one.agency,
      one.kind,
      one.bearer,
      one.units,
      one.lowPence,
      one.pence,
      one.highPence,
      one.priceYear,
      one.recordedAt,
      one.receivedAt,
    ];
  }
}

/** Makes the days to which open spells are counted, of some facts alone or of all, those given. */
export async function replaceCountedUntil(
  tx: Tx,
  spells: readonly { factId: string; personId: string; agency: string; kind: string; until: string }[],
  factIds?: readonly string[],
): Promise<void> {
  await tx.sql(
    `DELETE FROM counted_until WHERE area = $1 ${factIds ? 'AND fact_id = ANY ($2::uuid[])' : ''}`,
    factIds ? [tx.actor.area, factIds] : [tx.actor.area],
  );
  await tx.sql(
    `INSERT INTO counted_until (area, fact_id, person_id, agency, kind, until)
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::date[])`,
    [
      tx.actor.area,
      spells.map((one) => one.factId),
      spells.map((one) => one.personId),
      spells.map((one) => one.agency),
      spells.map((one) => one.kind),
      spells.map((one) => one.until),
    ],
  );
}

/** The first day on which each open spell is not counted any more, and of whom it tells. */
export async function allCountedUntil(
  tx: Tx,
): Promise<{ factId: string; personId: string; until: string }[]> {
  return tx.sql(
    'SELECT fact_id AS "factId", person_id AS "personId", until FROM counted_until WHERE area = $1',
    [tx.actor.area],
  );
}

/** Of facts that are open spells, the first day on which they are not counted any more. */
export async function countedUntil(tx: Tx, factIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.sql<{ factId: string; until: string }>(
    'SELECT fact_id AS "factId", until FROM counted_until WHERE area = $1 AND fact_id = ANY ($2::uuid[])',
    [tx.actor.area, factIds],
  );
  return new Map(rows.map(({ factId, until }) => [factId, until]));
}

/** A sum of spending: pence of the price base, and how many persons it was around. */
export type YearSum = {
  year: string;
  unitCost: string;
  bearer: string;
  persons: number;
  lowPence: number;
  pence: number;
  highPence: number;
};

const yearSpent = "extract(year FROM lower(happened) - interval '3 months')::integer";
const yearWords = `y || '-' || lpad(((y + 1) % 100)::text, 2, '0')`;

/** Spending of the whole area, or around one person, by financial year and unit cost, in no order. */
export async function spendingByYear(tx: Tx, personId?: string): Promise<YearSum[]> {
  return tx.sql<YearSum>(
    `SELECT ${yearWords} AS year, unit_cost AS "unitCost", bearer,
       count(*) AS persons, sum(low)::bigint AS "lowPence", sum(middle)::bigint AS pence, sum(high)::bigint AS "highPence"
     FROM (SELECT ${yearSpent} AS y, unit_cost, bearer,
             sum(low_pence) AS low, sum(pence) AS middle, sum(high_pence) AS high
           FROM spending WHERE area = $1 AND superseded_at IS NULL ${personId ? 'AND person_id = $2' : ''}
           GROUP BY 1, 2, 3, person_id) s
     GROUP BY y, unit_cost, bearer`,
    [tx.actor.area, ...(personId ? [personId] : [])],
  );
}

/**
 * By how much this transaction has changed those sums. A row of this transaction that stands came in it, one that does not
 * went in it: nothing that came before is changed in any other way.
 */
export async function changeByYear(tx: Tx): Promise<YearSum[]> {
  return tx.sql<YearSum>(
    `WITH written AS MATERIALIZED (
       SELECT ${yearSpent} AS y, unit_cost, bearer, person_id, bool_or(superseded_at IS NULL) AS come,
         bool_or(superseded_at IS NOT NULL) AS gone, sum(sign * low_pence) AS low, sum(sign * pence) AS middle,
         sum(sign * high_pence) AS high
       FROM spending t CROSS JOIN LATERAL (SELECT CASE WHEN superseded_at IS NULL THEN 1 ELSE -1 END AS sign) AS s
       WHERE area = $1 AND t.xmin = pg_current_xact_id()::xid
       GROUP BY 1, 2, 3, 4),
     stays AS MATERIALIZED (
       SELECT DISTINCT ${yearSpent} AS y, unit_cost, bearer, person_id FROM spending
       WHERE area = $1 AND superseded_at IS NULL AND xmin <> pg_current_xact_id()::xid
         AND person_id IN (SELECT person_id FROM written))
     SELECT ${yearWords} AS year, unit_cost AS "unitCost", bearer,
       sum(CASE WHEN stays.y IS NULL THEN come::integer - gone::integer ELSE 0 END)::bigint AS persons,
       sum(low)::bigint AS "lowPence", sum(middle)::bigint AS pence, sum(high)::bigint AS "highPence"
     FROM written LEFT JOIN stays USING (y, unit_cost, bearer, person_id)
     GROUP BY y, unit_cost, bearer`,
    [tx.actor.area],
  );
}

/** Persons around whom a unit cost was spent within some days, both ends included. */
export async function personsSpentOn(
  tx: Tx,
  unitCost: string,
  from: string,
  last: string,
): Promise<string[]> {
  const rows = await tx.sql<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM spending
     WHERE area = $1 AND superseded_at IS NULL AND unit_cost = $2 AND lower(happened) BETWEEN $3::date AND $4::date`,
    [tx.actor.area, unitCost, from, last],
  );
  return rows.map((row) => row.personId);
}

/** What the area has put in the place of the product's own prices: what spending is counted by, or what waits for a build. */
export async function replacedPrices(tx: Tx, waiting = false): Promise<Replaced> {
  const which = `superseded_at IS NULL AND counted_at IS ${waiting ? '' : 'NOT '}NULL`;
  const [levels, prices] = await Promise.all([
    tx.maybeOne<NonNullable<Replaced['levels']>>(
      `SELECT levels, source FROM price_levels WHERE area = $1 AND ${which}`,
      [tx.actor.area],
    ),
    tx.sql<Replaced['prices'][number]>(
      `SELECT key, pence, low_pence AS "lowPence", high_pence AS "highPence", range, price_year AS "priceYear", source, grade
       FROM unit_price WHERE area = $1 AND ${which} ORDER BY key`,
      [tx.actor.area],
    ),
  ]);
  return { levels, prices };
}

/** Has a table of price levels wait for the next build, in the place of one that waits. */
export async function putLevels(
  tx: Tx,
  { levels, source, at }: NonNullable<Replaced['levels']> & { at: Date },
): Promise<void> {
  await tx.sql(
    'UPDATE price_levels SET superseded_at = $2 WHERE area = $1 AND superseded_at IS NULL AND counted_at IS NULL',
    [tx.actor.area, at],
  );
  await tx.sql(
    'INSERT INTO price_levels (area, levels_id, levels, source, set_at) VALUES ($1, $2, $3, $4, $5)',
    [tx.actor.area, newId(), levels, source, at],
  );
}

/** Has unit costs wait for the next build, in the place of those that wait under the same keys. */
export async function putPrices(tx: Tx, prices: Replaced['prices'], at: Date): Promise<void> {
  await tx.sql(
    `UPDATE unit_price SET superseded_at = $3
     WHERE area = $1 AND key = ANY ($2) AND superseded_at IS NULL AND counted_at IS NULL`,
    [tx.actor.area, prices.map((one) => one.key), at],
  );
  for (const one of prices) {
    await tx.sql(
      `INSERT INTO unit_price (area, price_id, key, pence, low_pence, high_pence, range, price_year, source, grade, set_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        tx.actor.area,
        newId(),
        one.key,
        one.pence,
        one.lowPence,
        one.highPence,
        one.range,
        one.priceYear,
        one.source,
        one.grade,
        at,
      ],
    );
  }
}

/** Lets nothing wait any more. */
export async function dropWaiting(tx: Tx, at: Date): Promise<void> {
  for (const table of ['unit_price', 'price_levels'])
    await tx.sql(
      `UPDATE ${table} SET superseded_at = $2 WHERE area = $1 AND superseded_at IS NULL AND counted_at IS NULL`,
      [tx.actor.area, at],
    );
}

/** Makes what waits what spending is counted by. */
export async function countByWaiting(tx: Tx, at: Date): Promise<void> {
  for (const [table, same] of [
    ['unit_price', 'n.key = t.key'],
    ['price_levels', 'true'],
  ]) {
    await tx.sql(
      `UPDATE ${table} t SET superseded_at = $2
       WHERE area = $1 AND superseded_at IS NULL AND counted_at IS NOT NULL AND EXISTS (
         SELECT FROM ${table} n WHERE n.area = t.area AND ${same} AND n.superseded_at IS NULL AND n.counted_at IS NULL)`,
      [tx.actor.area, at],
    );
    await tx.sql(
      `UPDATE ${table} SET counted_at = $2 WHERE area = $1 AND superseded_at IS NULL AND counted_at IS NULL`,
      [tx.actor.area, at],
    );
  }
}
