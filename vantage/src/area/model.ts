import { type LikeCoarse, likeGroupsBy } from '../chronology/index.ts';
import { z } from '../platform/http/index.ts';
import { StandsOn } from '../sources/index.ts';

/** What stands for a count of 1 to 5, and for a number that would reveal one. */
export const few = '1 to 5';
export const withheld = 'not shown';

/** A count as it is shown. */
export const Shown = z.union([z.int().min(0), z.enum([few, withheld])]);
export type Shown = z.infer<typeof Shown>;

/** One price-based sum with its range, in pence. */
const sum = { lowPence: z.int(), pence: z.int(), highPence: z.int() };
const amount = z.object(sum).nullable();

/** What the area's first page, command and API say. */
export const AreaCounts = z
  .object({
    area: z.object({ code: z.string(), name: z.string(), marking: z.enum(['made-up', 'real']) }),
    today: z.iso.date(),
    exact: z
      .boolean()
      .describe('True where nothing is suppressed or rounded: only for whoever runs the machine.'),
    persons: Shown.describe('Persons whom records are about, most of them linked for counts only.'),
    personsOpen: Shown.describe('Persons with a listed reason that keeps a picture open.'),
    families: Shown.describe('Families that records tell of.'),
    familiesOpen: Shown.describe('Families with an open picture.'),
    needs: z
      .array(z.object({ need: z.string(), label: z.string(), families: Shown }))
      .describe('Families of whom records tell of each of the ten headline needs.'),
    bands: z
      .array(z.object({ band: z.string(), label: z.string(), words: z.string(), families: Shown }))
      .describe(
        'All families by how many of the needs stand: a count of a population, behind which there are no names.',
      ),
    now: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        service: z.string(),
        persons: Shown,
      }),
    ),
    years: z.array(z.string()).describe('Financial years shown, oldest first; the last is not over.'),
    byYear: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        counts: z
          .array(Shown)
          .describe(
            'Facts that began in each year, in the order of years; not shown either where they are of 1 to 5 persons.',
          ),
      }),
    ),
    spending: z
      .array(
        z.object({
          year: z.string(),
          amount: amount.describe('Sum of the direct amounts that are shown of the year; null when none is.'),
          whole: z.boolean().describe('False where services are left out of the sum.'),
        }),
      )
      .describe('By financial year, newest first.'),
    spendingByService: z
      .array(
        z.object({
          unitCost: z.string(),
          label: z.string(),
          bearer: z.string(),
          reach: z
            .enum(['direct', 'indirect'])
            .describe('Work with families, or what falls on others in consequence: never added up.'),
          persons: Shown.describe('To the nearest ten.'),
          amount: amount.describe('Rounded; null where it would reveal a count of 1 to 5.'),
        }),
      )
      .describe('Of one financial year, greatest first, those without an amount last.'),
    spendingYear: z
      .string()
      .describe('The year of spendingByService: the last whole one unless another was asked for.'),
    priceBase: z.string(),
    standsOn: StandsOn,
  })
  .openapi('AreaCounts');
export type AreaCounts = z.infer<typeof AreaCounts>;

/** One of the fixed groups of families that are counted as being like one another. */
export const LikeGroupId = z.enum(
  ([3, 2, 1, 0] as const).flatMap(likeGroupsBy) as [LikeCoarse, ...LikeCoarse[]],
);

const likeFamilies = z.int().min(10).nullable();
export const LikeRow = z.object({
  id: z.string(),
  label: z.string(),
  families: likeFamilies.describe('To the nearest ten; null for 0 to 5.'),
});
export type LikeRow = z.infer<typeof LikeRow>;

const place = AreaCounts.shape.area;

/** What is told of the families of one group. */
export const LikeCounts = z
  .object({
    area: place,
    group: LikeGroupId,
    help: z
      .string()
      .nullable()
      .describe(
        'The help that went on for them on the day; null where the area is too small to group by it.',
      ),
    youngest: z
      .string()
      .nullable()
      .describe(
        'The age of their youngest child on the day; null where the area is too small to group by it.',
      ),
    need: z
      .string()
      .nullable()
      .describe(
        'What records told of their needs on the day; null where the area is too small to group by it.',
      ),
    on: z.iso.date().describe('The day: the last of a financial year.'),
    last: z.iso.date().describe('The last day of the financial year after it.'),
    families: likeFamilies.describe('To the nearest ten; null where there are fewer than 15, or none.'),
    helped: z
      .array(LikeRow)
      .describe(
        'Families with whom each service worked in the year after, most first; a family may be in several.',
      ),
    followed: z
      .array(LikeRow)
      .describe('Families of whom each followed in the year after; a family may be in several, or in none.'),
    standsOn: StandsOn,
  })
  .openapi('LikeCounts');
export type LikeCounts = z.infer<typeof LikeCounts>;

/** Every group, with how many families were in it. */
export const LikeList = z
  .object({
    area: place,
    on: LikeCounts.shape.on,
    last: LikeCounts.shape.last,
    groups: z.array(LikeCounts.pick({ group: true, help: true, youngest: true, need: true, families: true })),
  })
  .openapi('LikeList');
export type LikeList = z.infer<typeof LikeList>;
