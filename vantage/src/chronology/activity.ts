/** How much of some services records tell of: what spending is divided by, and what statistics are made of. */
import type { Tx } from '../platform/index.ts';
import * as store from './store.ts';

/** Children and days of a financial year, sealed ones left out where the reader may not know them. */
export type Activity = {
  /** Children in need, in care and in foster care when the year ended. */
  inNeed: number;
  inCare: number;
  fostered: number;
  /** Days in residential care in the year (placements K1, K2, R1 and S1 of the looked-after children return), and of how many children. */
  residentialDays: number;
  inResidential: number;
};

const residential = ['K1', 'K2', 'R1', 'S1'];

/** Activity of a financial year such as `2024-25`. */
export async function activityOf(tx: Tx, year: string): Promise<Activity> {
  const first = Number(year.slice(0, 4));
  const last = `${first + 1}-03-31`;
  return tx.one<Activity>(
    `SELECT count(DISTINCT person_id) FILTER (WHERE kind = 'in-need' AND at_end)::integer AS "inNeed",
       count(DISTINCT person_id) FILTER (WHERE kind = 'in-care' AND at_end)::integer AS "inCare",
       count(DISTINCT person_id) FILTER (WHERE kind = 'placement-foster' AND at_end)::integer AS fostered,
       coalesce(sum(days) FILTER (WHERE residential), 0)::integer AS "residentialDays",
       count(DISTINCT person_id) FILTER (WHERE residential AND days > 0)::integer AS "inResidential"
     FROM (
       SELECT f.kind, f.person_id, f.happened @> $3::date AS at_end,
         coalesce(upper(f.happened * daterange($2, $3, '[]')) - lower(f.happened * daterange($2, $3, '[]')), 0) AS days,
         f.kind IN ('placement-home', 'placement-secure', 'placement-other') AND EXISTS (
           SELECT FROM fact_detail d, jsonb_array_elements(d.detail->'parts') part
           WHERE d.area = f.area AND d.fact_id = f.fact_id AND part->>'name' = 'placement' AND part->>'code' = ANY ($4)) AS residential
       FROM fact f
       WHERE f.area = $1 AND f.superseded_at IS NULL AND f.happened && daterange($2, $3, '[]')
         AND f.kind IN ('in-need', 'in-care', 'placement-foster', 'placement-home', 'placement-secure', 'placement-other')) AS told`,
    [tx.actor.area, `${first}-04-01`, last, residential],
  );
}

/** Facts of some kinds that stand, with what is said about them, a person's together, streamed. */
export function wholeFacts(tx: Tx, kinds: readonly string[]): AsyncIterable<store.KeptFact> {
  return store.wholeFacts(tx, kinds);
}
