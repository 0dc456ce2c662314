import { z } from '../../platform/http/index.ts';
import { answerInWords } from '../consent-pages.tsx';
import type { KinElsewhere } from '../kin-elsewhere.ts';
import type { Siblings } from './service.ts';

const day = z.iso.date();
const item = z.object({ words: z.string(), since: day.nullable() });
const peer = z.object({ name: z.string(), tie: z.enum(['strong', 'weak', 'strained']) });

/** A relative in another family that the reader may see. */
export const KinInJson = z.object({
  personId: z.uuid(),
  name: z.string(),
  age: z.number().int().nullable(),
  to: z.array(z.object({ personId: z.uuid(), words: z.string() })).describe('Who they are to whom here.'),
  families: z.array(z.object({ familyId: z.uuid(), name: z.string() })),
  agreed: z.array(
    z.object({
      service: z.string(),
      answer: z.enum(['agreed', 'declined', 'taken back']),
      lastDay: day.nullable(),
    }),
  ),
});

export const SiblingView = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    today: day,
    differences: z
      .array(z.string())
      .describe('Where what is known of them differs, each sentence by a listed rule.'),
    elsewhere: z.array(KinInJson).describe('Brothers and sisters in other families that the reader may see.'),
    siblings: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        age: z.number().int().nullable(),
        isChild: z.boolean().describe('Whether the family is made for them.'),
        to: z.array(
          z.object({
            personId: z.uuid(),
            between: z.enum(['full', 'half', 'one-parent', 'step', 'stated']),
            twin: z
              .boolean()
              .describe('Whether the two were born on one day and one mother is stated of both.'),
          }),
        ),
        lives: z.string().nullable(),
        keptBack: z.boolean().describe('Whether where they live is kept back from the reader for safety.'),
        livesWith: z.array(z.uuid()),
        schools: z.array(z.string()),
        schoolUntil: day
          .nullable()
          .describe('Where no school’s records name them today, the last day on which one’s did.'),
        schoolsBefore: z.array(z.string()).describe('The schools whose records named them until then.'),
        plans: z.array(item),
        workers: z.array(item),
        visits: z
          .enum(['read', 'not-shared', 'none'])
          .describe('Whether the reader may see what visits to them say; none where they see no visit.'),
        seenAlone: z.object({ on: day, by: z.string() }).nullable(),
        looksUpTo: z.array(peer).describe('Whom they look up to, as they or their family said it.'),
        friends: z.array(peer).describe('Friends of about their age, as they or their family said it.'),
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
export function inJson({ picture, siblings, differences, elsewhere }: Siblings): SiblingView {
  return {
    familyId: picture.familyId,
    name: picture.name,
    today: picture.today,
    differences,
    elsewhere: kinInJson(elsewhere),
    siblings: siblings.map(({ born: _, died: __, isKept, plans, workers, seenAlone, said, to, ...one }) => ({
      ...one,
      to: to.map(({ personId, between, twin }) => ({ personId, between, twin })),
      keptBack: isKept,
      plans: plans.map(({ words, since }) => ({ words, since })),
      workers: workers.map(({ words, since }) => ({ words, since })),
      seenAlone: seenAlone && { on: seenAlone.on, by: seenAlone.by },
      said: said && { words: said.words, on: said.on },
    })),
  };
}

export const kinInJson = (kin: readonly KinElsewhere[]): z.infer<typeof KinInJson>[] =>
  kin.map(({ personId, name, age, to, families, agreed }) => ({
    personId,
    name,
    age,
    to,
    families,
    agreed: agreed.map((one) => ({
      service: one.service,
      answer: answerInWords(one),
      lastDay: one.lastDay,
    })),
  }));
