import { z } from '../platform/http/index.ts';
import { StandsOn } from '../sources/index.ts';

const count = z.int().min(0);

/** One price-based sum with its range, in pence. */
const sum = { lowPence: z.int(), pence: z.int(), highPence: z.int() };

/** What the area's first page, command and API say. */
export const AreaCounts = z
  .object({
    area: z.object({ code: z.string(), name: z.string(), marking: z.enum(['made-up', 'real']) }),
    today: z.iso.date(),
    persons: count.describe('Persons whom records are about, most of them linked for counts only.'),
    personsOpen: count.describe('Persons with a listed reason that keeps a picture open.'),
    families: count.describe('Families that records tell of.'),
    familiesOpen: count.describe('Families with an open picture.'),
    now: z.array(z.object({ kind: z.string(), label: z.string(), service: z.string(), persons: count })),
    years: z.array(z.string()).describe('Financial years shown, oldest first; the last is not over.'),
    byYear: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        counts: z.array(count).describe('Facts that began in each year, in the order of years.'),
      }),
    ),
    spending: z.array(z.object({ year: z.string(), ...sum })).describe('By financial year, newest first.'),
    spendingByService: z
      .array(
        z.object({ unitCost: z.string(), label: z.string(), bearer: z.string(), persons: count, ...sum }),
      )
      .describe('Of one financial year, greatest first.'),
    spendingYear: z
      .string()
      .describe('The year of spendingByService: the last whole one unless another was asked for.'),
    priceBase: z.string(),
    standsOn: StandsOn,
  })
  .openapi('AreaCounts');
export type AreaCounts = z.infer<typeof AreaCounts>;
