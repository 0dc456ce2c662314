import { z } from '../../platform/http/index.ts';

const day = z.iso.date();
const span = z.object({
  from: day.nullable().describe('First day; null where nobody knows it.'),
  to: day.nullable().describe('Last day; null while it goes on.'),
});

export const Genogram = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    today: day,
    on: day.describe('The day that is shown.'),
    people: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        sex: z.enum(['female', 'male']).nullable().describe('Null where it is not recorded, or another.'),
        born: day.nullable().describe('The day on which the birth is due, where it lies ahead.'),
        died: day.nullable(),
        index: z.boolean().describe('Whether the family is made for this person.'),
        drawn: z
          .boolean()
          .describe(
            'False of whoever is tied to the family only by a partnership, or the care of a child, that began after the day.',
          ),
        keptBack: z.boolean().describe('Whether where they live is kept back from the reader for safety.'),
        words: z.string().describe('Where they live on the day, by the letter of the home.'),
      }),
    ),
    relations: z
      .array(z.object({ personId: z.uuid(), otherId: z.uuid(), kind: z.string(), happened: span }))
      .describe('`personId` is the kind of `otherId`.'),
    otherParentNotRecorded: z.array(z.uuid()).describe('Children of whom one parent alone is stated.'),
    expected: z
      .array(z.object({ personId: z.uuid(), due: z.string().nullable() }))
      .describe('Who is expecting a child on the day, and when it is due, in words, where that is told.'),
    homes: z.array(
      z.object({
        homeId: z.uuid().describe('Of a placement of whose address nothing is said, its fact.'),
        factId: z.uuid().nullable().describe('The fact that tells such a placement.'),
        letter: z.string().describe('The same on every day.'),
        address: z.string(),
        people: z.array(z.object({ personId: z.uuid(), since: day.nullable() })),
      }),
    ),
    changes: z.array(day).describe('Days on which somebody moved, oldest first.'),
    moved: z
      .array(z.object({ personId: z.uuid(), from: z.uuid().nullable(), to: z.uuid().nullable() }))
      .describe('Who lives in another home than on the day before; null where it is not known.'),
  })
  .openapi('Genogram');
export type Genogram = z.infer<typeof Genogram>;
