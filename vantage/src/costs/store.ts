import { newId, replaceStanding, type Span, spanText, type Tx } from '../platform/index.ts';
import type { Charge } from './model.ts';

/** Makes the spending that stands equal to `charges`, writing only what differs. */
export async function replaceSpending(
  tx: Tx,
  charges: readonly Charge[],
  asOf: Date,
): Promise<{ added: number; superseded: number }> {
  const rows = charges.map((one) => [
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
  ]);
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
    },
    rows,
    asOf,
  );
}

/** Spending that stands, of any of the persons, in order of its days. */
export async function spendingOfPersons(tx: Tx, personIds: readonly string[]): Promise<Charge[]> {
  return tx.sql<Charge & { happened: Span }>(
    `SELECT fact_id AS "factId", person_id AS "personId", agency, kind, unit_cost AS "unitCost", bearer, happened, units,
       low_pence AS "lowPence", pence, high_pence AS "highPence", price_year AS "priceYear",
       recorded_at AS "recordedAt", received_at AS "receivedAt"
     FROM spending WHERE area = $1 AND superseded_at IS NULL AND person_id = ANY ($2)
     ORDER BY happened, fact_id, unit_cost`,
    [tx.actor.area, personIds],
  );
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

/** Spending of the whole area by financial year and unit cost, newest year first. */
export async function spendingByYear(tx: Tx): Promise<YearSum[]> {
  return tx.sql<YearSum>(
    `SELECT year || '-' || lpad(((year + 1) % 100)::text, 2, '0') AS year, unit_cost AS "unitCost", bearer,
       count(DISTINCT person_id) AS persons, sum(low_pence)::bigint AS "lowPence", sum(pence)::bigint AS pence,
       sum(high_pence)::bigint AS "highPence"
     FROM (SELECT *, extract(year FROM lower(happened) - interval '3 months')::integer AS year FROM spending
           WHERE area = $1 AND superseded_at IS NULL) s
     GROUP BY s.year, unit_cost, bearer ORDER BY s.year DESC, unit_cost`,
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
