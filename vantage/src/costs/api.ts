/** What the prices are as data: for the operations and the command. */
import { z } from '../platform/http/index.ts';
import { type Prices, type Replaced, uprated } from './prices.ts';
import { priceBase } from './unit-costs.ts';

const pence = { pence: z.int(), lowPence: z.int(), highPence: z.int() };

/** The unit costs and price levels that stand, and those that wait for the next build. */
export const PricesJson = z
  .object({
    priceBase: z.string(),
    levels: z.record(z.string(), z.number()),
    levelsFrom: z.string(),
    costs: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        per: z.string(),
        ...pence,
        priceYear: z.string(),
        upratedPence: z.int().describe('In prices of priceBase.'),
        bearer: z.string(),
        reach: z.enum(['direct', 'indirect']),
        lens: z.enum(['fiscal', 'economic']),
        grade: z.enum(['A', 'B', 'C', 'D']),
        source: z.string(),
      }),
    ),
    waiting: z
      .object({
        levelsFrom: z.string().nullable(),
        costs: z.array(z.object({ key: z.string(), ...pence, priceYear: z.string(), source: z.string() })),
      })
      .describe('What is counted by from the next build on.'),
  })
  .openapi('Prices');
export type PricesJson = z.infer<typeof PricesJson>;

export function pricesJson({ costs, levels, levelsFrom }: Prices, waiting: Replaced): PricesJson {
  return {
    priceBase,
    levels: { ...levels },
    levelsFrom,
    costs: [...costs.values()].map(
      ({ key, label, per, pence, lowPence, highPence, priceYear, bearer, reach, lens, grade, source }) => ({
        key,
        label,
        per,
        pence,
        lowPence,
        highPence,
        priceYear,
        upratedPence: uprated(pence, priceYear, levels),
        bearer,
        reach,
        lens,
        grade,
        source,
      }),
    ),
    waiting: {
      levelsFrom: waiting.levels?.source ?? null,
      costs: waiting.prices.map(({ key, pence, lowPence, highPence, priceYear, source }) => ({
        key,
        pence,
        lowPence,
        highPence,
        priceYear,
        source,
      })),
    },
  };
}
