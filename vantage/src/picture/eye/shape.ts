import { z } from '../../platform/http/index.ts';
import { withLastDays } from '../../platform/index.ts';
import { PictureInvolved, PictureLine } from '../shape.ts';
import { standings } from './model.ts';
import type { Eye } from './service.ts';

export const AgencyEye = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    today: z.iso.date(),
    agency: z.object({ agency: z.string(), name: z.string() }),
    desk: z.object({ name: z.string(), telephone: z.string(), hours: z.string() }).nullable(),
    involvedNow: z.array(PictureInvolved).describe('What goes on there now, as far as it tells the reader.'),
    perhapsInvolved: z
      .array(PictureInvolved)
      .describe('Workers of an agency of its kind of whom no record says which one that is.'),
    people: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        called: z.array(z.string()).describe('Names that its own records state.'),
        lives: z.array(z.string()).describe('Addresses that its own records state.'),
        isHeld: z.boolean().describe('Whether the reader sees that it holds anything of them.'),
      }),
    ),
    happenings: z
      .array(
        PictureLine.extend({
          standing: z
            .enum(standings)
            .describe('Its own; shared with it today; told when it asks; could be; or not shared.'),
          knowsWords: z.boolean().describe('Whether what is said about it is known there too.'),
        }),
      )
      .describe('Of what the reader may see, newest first.'),
  })
  .openapi('AgencyEye');
export type AgencyEye = z.infer<typeof AgencyEye>;

/** The eye of an agency as the API gives it. */
export function inJson({ picture, agency, desk, involved, perhaps, people, lines }: Eye): AgencyEye {
  return {
    familyId: picture.familyId,
    name: picture.name,
    today: picture.today,
    agency: { agency: agency.agency, name: agency.name },
    desk,
    involvedNow: involved,
    perhapsInvolved: perhaps,
    people,
    happenings: withLastDays(lines),
  };
}
