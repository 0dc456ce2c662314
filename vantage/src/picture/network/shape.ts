import { z } from '../../platform/http/index.ts';
import { strengths, type Tie, tieKindNames, ways } from '../../voice/index.ts';
import { networkInWords } from './saying.ts';
import type { Network } from './service.ts';

const day = z.iso.date();
const names = <K extends string>(of: Readonly<Record<K, unknown>>) => Object.keys(of) as [K, ...K[]];

const TieJson = z.object({
  tieId: z.uuid(),
  version: z.number().int(),
  strength: z.enum(names(strengths)),
  way: z
    .enum(names(ways))
    .describe('Both ways, from them to the family alone, or from the family to them alone.'),
  turnsTo: z.boolean().describe('Whether those whose tie it is turn there when something is wrong.'),
  looksUp: z.boolean().describe('Whether those whose tie it is look up to them.'),
  ofAge: z.boolean().describe('Whether they are of about one age with those whose tie it is.'),
  words: z.string().nullable(),
  speaker: z.uuid(),
  whose: z.array(z.uuid()),
  audience: z.enum(['speaker-and-lead', 'team', 'family-and-team']),
  saidOn: day,
  writtenBy: z.string(),
  writtenAt: z.iso.datetime(),
});

export const NetworkMap = z
  .object({
    familyId: z.uuid(),
    name: z.string(),
    today: day,
    middle: z.array(z.uuid()).describe('Who stands in the middle.'),
    sentences: z.array(z.string()).describe('What the map shows, each sentence by a listed rule.'),
    around: z.array(
      z.object({
        of: z
          .string()
          .describe('`person:…` or `record:…` of records, `tie:…` of what the family alone names.'),
        kind: z.enum(tieKindNames),
        name: z.string(),
        told: z.array(z.string()).describe('What records tell of it.'),
        whose: z.array(z.uuid()),
        ties: z.array(TieJson).describe('What is said of it, the newest first; none where nobody has said.'),
      }),
    ),
  })
  .openapi('NetworkMap');
export type NetworkMap = z.infer<typeof NetworkMap>;

/** A network map as the API gives it. */
export function inJson(network: Network): NetworkMap {
  const { picture, middle, around } = network;
  return {
    familyId: picture.familyId,
    name: picture.name,
    today: picture.today,
    middle,
    sentences: networkInWords(network),
    around: around.map(({ id, kind, name, told, whose, ties }) => ({
      of: id,
      kind,
      name,
      told: told.map(({ words }) => words),
      whose: [...whose],
      ties: ties.map(tieJson),
    })),
  };
}

const tieJson = (tie: Tie): z.infer<typeof TieJson> => ({
  tieId: tie.tieId,
  version: tie.version,
  strength: tie.strength,
  way: tie.way,
  turnsTo: tie.turnsTo,
  looksUp: tie.looksUp,
  ofAge: tie.ofAge,
  words: tie.words,
  speaker: tie.speaker,
  whose: tie.whose,
  audience: tie.audience,
  saidOn: tie.saidOn,
  writtenBy: tie.writtenBy,
  writtenAt: tie.writtenAt.toISOString(),
});
