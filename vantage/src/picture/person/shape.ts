import { z } from '../../platform/http/index.ts';
import { withLastDays } from '../../platform/index.ts';
import { PictureInvolved, PicturePerson, PictureStatement } from '../shape.ts';
import { KinInJson, kinInJson } from '../siblings/shape.ts';
import type { PersonShown } from './service.ts';

const day = z.iso.date();
const span = z.object({
  from: day.nullable().describe('First day; null where nobody knows it.'),
  to: day.nullable().describe('Last day; null while it goes on.'),
});

export const FamilyPersonView = z
  .object({
    familyId: z.uuid(),
    today: day,
    person: PicturePerson,
    details: z
      .array(
        z.object({
          kind: z.string(),
          value: z.string(),
          happened: span.nullable(),
          shown: z.boolean().describe('Whether it is the one that pages show, by the rule of its kind.'),
          agency: z.string().nullable().describe('Null where it would tell where they are.'),
        }),
      )
      .describe('Names, birth dates, addresses and numbers, as each agency states them.'),
    stays: z.array(
      z.object({
        homeId: z.uuid().describe('Of a placement of whose address nothing is said, its fact.'),
        factId: z.uuid().nullable().describe('The fact that tells such a placement.'),
        address: z.string(),
        happened: span,
        precision: z.enum(['day', 'month', 'year', 'unknown']),
        agency: z.string(),
      }),
    ),
    keptBack: z.boolean().describe('Whether where they are is kept back from the reader for safety.'),
    schools: z.array(z.object({ name: z.string(), happened: span.nullable() })),
    practices: z.array(z.string()).describe('GP practices that a record names which the reader may open.'),
    livesWith: z.array(z.uuid()),
    involvedNow: z.array(PictureInvolved),
    ties: z
      .array(z.object({ kind: z.string(), name: z.string().nullable(), strength: z.string() }))
      .describe('Whom somebody of the family named around them.'),
    agencies: z.array(
      z.object({
        agency: z.string(),
        name: z.string(),
        facts: z.int(),
        first: day.nullable(),
        last: day.nullable(),
      }),
    ),
    differs: z
      .array(
        z.object({
          what: z.enum(['name', 'birth-date', 'sex', 'death-date', 'address']),
          told: z.array(z.object({ value: z.string(), agencies: z.array(z.string()) })),
        }),
      )
      .describe(
        'What can be only one thing and is said to be several; of addresses, where each agency has them now.',
      ),
    statements: z.array(PictureStatement),
    families: z
      .array(z.object({ familyId: z.uuid(), name: z.string(), happened: span }))
      .describe('Families that they belong to and the reader may open.'),
    elsewhere: z.array(KinInJson).describe('Relatives in other families that the reader may see.'),
  })
  .openapi('FamilyPersonView');
export type FamilyPersonView = z.infer<typeof FamilyPersonView>;

/** A person as the API gives them. */
export function inJson(shown: PersonShown): FamilyPersonView {
  const { picture, member, person, agencyNames } = shown;
  return withLastDays({
    familyId: picture.familyId,
    today: picture.today,
    person: member,
    details: person.details.map(({ kind, value, happened, chosen, agency }) => ({
      kind,
      value,
      happened,
      shown: chosen,
      agency: shown.fromKept.has(agency) ? null : (agencyNames.get(agency) ?? agency),
    })),
    stays: shown.stays.map(({ personId: _, recordId: __, ...stay }) => stay),
    keptBack: shown.isKept,
    schools: shown.schools,
    practices: shown.practices.map(({ code }) => code),
    livesWith: shown.livesWith,
    involvedNow: shown.involved,
    ties: shown.ties.map(({ kind, name, strength }) => ({ kind, name, strength })),
    agencies: shown.says,
    differs: shown.differs,
    statements: shown.statements,
    families: shown.families,
    elsewhere: kinInJson(shown.elsewhere),
  });
}
