import { z } from '../../platform/http/index.ts';
import { FamilyRow } from '../shape.ts';
import { attentionRuleIds } from './rules.ts';

const day = z.iso.date();

export const Attention = z
  .object({
    rule: z.enum(attentionRuleIds),
    family: z
      .object({ familyId: z.uuid(), name: z.string() })
      .nullable()
      .describe('Null of what is about an agency.'),
    who: z.string().nullable().describe('The name of whoever it is about, where that is one person.'),
    words: z.string().describe('What happened or is missing.'),
    on: day.nullable().describe('The day that the words end with; null where there is none.'),
    href: z.string().describe('The page that it opens to.'),
    about: z.string().describe('What it rests on: sent back to say that it is not useful.'),
    answerId: z.uuid().nullable().describe('Under which number the reader said that it is not useful.'),
  })
  .openapi('Attention');
export type Attention = z.infer<typeof Attention>;

export const Home = z
  .object({
    today: day,
    recent: z.array(FamilyRow.extend({ openedAt: z.iso.datetime() })).describe('Opened last, newest first.'),
    mine: z
      .array(
        FamilyRow.extend({
          why: z
            .enum(['leads', 'allocated', 'around', 'team'])
            .describe(
              'The reader leads; is allocated; is in the team around them; or manages whoever is allocated.',
            ),
        }),
      )
      .describe('By name.'),
    attention: z.array(Attention).describe('In the order of the rules.'),
    notUseful: z
      .array(Attention)
      .describe('What the reader found not useful and would stand above otherwise.'),
  })
  .openapi('Home');
export type Home = z.infer<typeof Home>;
