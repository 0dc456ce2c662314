import { z } from '../../platform/http/index.ts';
import type { Siblings } from './service.ts';

const day = z.iso.date();
const item = z.object({ words: z.string(), since: day.nullable() });

export const SiblingView = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    today: day,
    differences: z
      .array(z.string())
      .describe('Where what is known of them differs, each sentence by a listed rule.'),
    siblings: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        age: z.number().int().nullable(),
        isChild: z.boolean().describe('Whether the family is made for them.'),
        to: z.array(
          z.object({ personId: z.uuid(), between: z.enum(['full', 'half', 'one-parent', 'step', 'stated']) }),
        ),
        lives: z.string().nullable(),
        keptBack: z.boolean().describe('Whether where they live is kept back from the reader for safety.'),
        livesWith: z.array(z.uuid()),
        schools: z.array(z.string()),
        schoolUntil: day
          .nullable()
          .describe('Where no school’s records name them today, the last day on which one’s did.'),
        plans: z.array(item),
        workers: z.array(item),
        seenAlone: z.object({ on: day, by: z.string() }).nullable(),
        said: z.object({ words: z.string(), on: day.nullable() }).nullable(),
        notAsked: z.boolean(),
        needs: z.array(z.string()),
        notKnown: z.array(z.string()).describe('What no record that the reader may see says.'),
      }),
    ),
  })
  .openapi('SiblingView');
export type SiblingView = z.infer<typeof SiblingView>;

/** Brothers and sisters as the API gives them. */
export function inJson({ picture, siblings, differences }: Siblings): SiblingView {
  return {
    familyId: picture.familyId,
    name: picture.name,
    today: picture.today,
    differences,
    siblings: siblings.map(({ born: _, died: __, isKept, plans, workers, seenAlone, said, ...one }) => ({
      ...one,
      keptBack: isKept,
      plans: plans.map(({ words, since }) => ({ words, since })),
      workers: workers.map(({ words, since }) => ({ words, since })),
      seenAlone: seenAlone && { on: seenAlone.on, by: seenAlone.by },
      said: said && { words: said.words, on: said.on },
    })),
  };
}
