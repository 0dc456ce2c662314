import { z } from '../platform/http/index.ts';
import { StandsOn } from '../sources/index.ts';

/** Schemas of what a picture says: the page, the command and the API show the same. */
const day = z.iso.date();
const precision = z.enum(['day', 'month', 'year', 'unknown']);
/** Inside the program `to` is the first day after; it leaves the program as the last day (`withLastDays`). */
const span = z.object({
  from: day.nullable().describe('First day; null where nobody knows it.'),
  to: day.nullable().describe('Last day; null while it goes on.'),
});
const named = z.object({ personId: z.uuid(), name: z.string() });

/** Stands for a name that no record states. */
export const nameNotRecorded = 'Name not recorded';

export const PictureLine = z
  .object({
    factId: z.uuid(),
    kind: z.string(),
    label: z.string(),
    service: z.string(),
    tone: z.enum(['crisis', 'neutral', 'good']),
    lane: z.string(),
    shape: z.enum(['event', 'involvement']),
    agency: z.string(),
    tellers: z
      .array(z.object({ agency: z.string(), factId: z.uuid() }))
      .describe('Every agency that tells it, by name, with the fact that it opens to there.'),
    happened: span,
    precision,
    people: z.array(named.extend({ role: z.string(), factId: z.uuid() })),
    note: z.string().nullable(),
    part: z
      .string()
      .nullable()
      .describe('Of a worker’s allocation, in which part; null where it is not said.'),
    differing: z
      .array(
        z.object({
          label: z.string(),
          said: z.string().nullable().describe('Null where the record says none.'),
          agency: z.string().describe('Whose record it is, by name.'),
          recorded: day
            .nullable()
            .describe(
              'When its agency recorded it; null where it does not say, or the reader may not open it.',
            ),
          received: day.nullable().describe('When it came here; null where the reader may not open it.'),
        }),
      )
      .describe('What other records say of it, which are not followed.'),
  })
  .openapi('PictureLine');
export type PictureLine = z.infer<typeof PictureLine>;

export const PictureStatement = z
  .object({
    speaker: named,
    words: z.string(),
    saidOn: day.nullable(),
    precision,
    saidTo: z.string(),
    audience: z.string(),
    done: z.string().nullable(),
    isKeptBack: z
      .boolean()
      .describe(
        'Whether to whom it was said and what was done are kept back, since they may tell where the speaker is.',
      ),
    recordId: z.uuid().nullable().describe('The record that says so, where the reader may open it.'),
    how: z.string().describe('How they said it, where that says more than that they did.'),
    matters: z.boolean().describe('Whether it says what matters to them.'),
    wordsId: z.uuid().describe('The number under which it is written down what was done about it.'),
  })
  .openapi('PictureStatement');
export type PictureStatement = z.infer<typeof PictureStatement>;

export const PicturePerson = named
  .extend({
    given: z.string(),
    born: day.nullable(),
    died: day.nullable(),
    age: z.number().int().nullable(),
    belongs: span.describe(
      'The days on which they belong; null where no day is stated, or shared with the reader.',
    ),
    because: z.string(),
    relations: z.array(z.object({ words: z.string(), happened: span, recordId: z.uuid().nullable() })),
    home: z
      .object({
        homeId: z.uuid().describe('Of one home for all who live there, however its address is written.'),
        words: z.string(),
        since: day.nullable(),
        recordId: z.uuid().nullable(),
        factId: z
          .uuid()
          .nullable()
          .describe('Of a placement of whose address nothing is said, the fact that tells it.'),
      })
      .nullable(),
  })
  .openapi('PicturePerson');
export type PicturePerson = z.infer<typeof PicturePerson>;

export const PictureInvolved = z
  .object({
    label: z.string(),
    service: z.string(),
    agency: z.string(),
    worker: z.string().nullable(),
    worksFor: z
      .string()
      .nullable()
      .describe(
        'Of an allocation, the agency to which the part belongs, whoever lists it: by name where there is one of its kind, else its kind in words; null where the part is not told.',
      ),
    worksForType: z.string().nullable().describe('The kind of that agency.'),
    allocation: z.boolean().describe('Whether it is a worker’s allocation; only then is there a worker.'),
    withheld: z
      .boolean()
      .describe('Whether its agency does not share with the reader what is said about it.'),
    workerRole: z.string().nullable(),
    team: z.string().nullable(),
    since: day.nullable(),
    people: z.array(named),
    factId: z.uuid(),
  })
  .openapi('PictureInvolved');
export type PictureInvolved = z.infer<typeof PictureInvolved>;

const sighting = z.object({
  on: day,
  factId: z.uuid(),
  agency: z.string(),
  by: z.string().nullable().describe('Who came; null where it is not said.'),
});
export const PictureSeen = z
  .object({
    person: named,
    last: sighting.nullable().describe('The last visit on which they were seen.'),
    alone: sighting.nullable().describe('The last visit on which they were seen alone.'),
    visits: z
      .enum(['read', 'not-shared', 'none'])
      .describe(
        'Whether the reader may see what visits since that last one say; not-shared where some are recorded of which they may not; none where no visit to them is seen at all.',
      ),
  })
  .openapi('PictureSeen');
export type PictureSeen = z.infer<typeof PictureSeen>;

export const PictureNeed = z
  .object({
    need: z.string(),
    label: z.string(),
    found: z.array(
      z.object({
        rule: z.string(),
        words: z.string(),
        byWords: z
          .boolean()
          .describe('Whether what is said about the facts is the evidence, or that they happened.'),
        evidence: z
          .array(
            z.object({
              factId: z.uuid(),
              label: z.string(),
              agency: z.string(),
              person: named,
              happened: span,
              precision,
            }),
          )
          .describe('Newest first.'),
      }),
    ),
    disagreements: z.array(
      z.object({
        disagreementId: z.uuid(),
        person: named.nullable().describe('Who disagrees, where it is one of the family.'),
        words: z.string(),
        madeAt: z.iso.datetime(),
        workerId: z.uuid(),
        writtenBy: z.string(),
      }),
    ),
  })
  .openapi('PictureNeed');
export type PictureNeed = z.infer<typeof PictureNeed>;

export const Picture = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    /** What they like to be called, where somebody has said. */
    calledNote: z.string().nullable(),
    today: day,
    seenBecause: z.string().describe('Why the reader may see this.'),
    openBecause: z.array(
      z.object({
        person: named,
        reason: z.string(),
        happened: span,
        closesOn: day.nullable(),
        factId: z.uuid(),
      }),
    ),
    statements: z
      .array(PictureStatement)
      .describe('The newest words of each person first, then their earlier ones.'),
    notAsked: z.array(named),
    goingWell: z.array(z.object({ line: PictureLine, count: z.number().int() })),
    weighing: z.array(z.object({ line: PictureLine, count: z.number().int() })),
    needs: z
      .array(PictureNeed)
      .describe('Those of the ten headline needs of which what the reader may see tells.'),
    like: z
      .string()
      .nullable()
      .describe(
        'The group in which the area counts families like this one, by what the reader may see; null while no help goes on.',
      ),
    before: z
      .array(PicturePerson)
      .describe(
        'Grown people who belonged only before the reader’s work with the family: who they are and how they are related, and nothing else.',
      ),
    involvedNow: z.array(PictureInvolved),
    people: z.array(PicturePerson),
    alone: z
      .array(
        z.object({
          homeId: z.uuid(),
          children: z.array(z.uuid()),
          since: day
            .nullable()
            .describe('First day without a grown person; null where none was recorded there.'),
        }),
      )
      .describe('Homes of children at which, by the newest records, no grown person of the family lives.'),
    happenings: z.array(PictureLine),
    fewRecords: z.array(z.object({ from: day, last: day, days: z.number().int(), words: z.string() })),
    manyEvents: z.array(z.object({ from: day, last: day, count: z.number().int() })),
    differences: z
      .array(
        z.object({
          rule: z.string(),
          words: z.string(),
          told: z.array(
            z.object({
              factId: z.uuid(),
              label: z.string(),
              agency: z.string(),
              person: named,
              happened: span,
            }),
          ),
        }),
      )
      .describe('Where two agencies tell what cannot both be right, newest first.'),
    seen: z
      .array(PictureSeen)
      .describe('When each child on a plan or in care, or of whom a visit says so, was last seen.'),
    visits: z.array(z.object({ week: day, visits: z.number().int() })),
    workers: z.number().int(),
    standsOn: StandsOn,
  })
  .openapi('Picture');
export type Picture = z.infer<typeof Picture>;

export const FamilyRow = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    members: z.array(named.extend({ age: z.number().int().nullable() })),
    reason: z.string(),
    since: day
      .nullable()
      .describe('First day of the reason; null when it is over, which the reason then says.'),
    found: z
      .string()
      .optional()
      .describe('Of a search: why it was found, where no name as it is written tells it.'),
  })
  .openapi('FamilyRow');
export type FamilyRow = z.infer<typeof FamilyRow>;

/** One page of families found. */
export const FamilyList = z
  .object({
    total: z.number().int(),
    page: z.number().int(),
    families: z.array(FamilyRow),
    hints: z.array(z.string()).optional().openapi({
      description: 'Of a search that found nothing: what of it is no day, or is not searched.',
    }),
    more: z.boolean().optional().openapi({
      description:
        'Of a search: true where more are found than are listed here, and more of a name is to be written.',
    }),
  })
  .openapi('FamilyList');
export type FamilyList = z.infer<typeof FamilyList>;
