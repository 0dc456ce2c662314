import { type Plan, planNow } from '../plans/index.ts';
import { z } from '../platform/http/index.ts';
import type { Tx } from '../platform/index.ts';
import { type Consent, consentsOf, keptBack, toAsk } from '../sharing/index.ts';
import { firstNames } from './called.ts';
import { expectedOn } from './genogram/expected.ts';
import { kinOf } from './genogram/kin.ts';
import type { Kindred } from './genogram/model.ts';
import { mustLearn, neverNamed, noSchooling, schoolingIn } from './schooling.ts';
import { beginPicture, finishPicture } from './service.ts';
import { Picture } from './shape.ts';
import { alsoNow, livingNow, type SummaryRule, summaryOf, summaryRules } from './summary.ts';

const Sentence = z.object({
  rule: z.enum(Object.keys(summaryRules) as [SummaryRule, ...SummaryRule[]]),
  parts: z.array(z.object({ text: z.string(), href: z.string().nullable().describe('What it opens to.') })),
});

/** A picture with what is said beside it: whom to ask, whose whereabouts are kept back. */
export const PictureShown = Picture.extend({
  keptBack: z.array(z.uuid()).describe('People whose whereabouts are kept back from the reader for safety.'),
  ask: z
    .array(
      z.object({
        agency: z.string(),
        desk: z.object({ name: z.string(), telephone: z.string(), hours: z.string() }).nullable(),
      }),
    )
    .describe('Agencies that answer only when asked, and how to ask them.'),
  summary: z
    .array(Sentence)
    .describe('The family in plain sentences, each made from what stands here by a listed rule.'),
  alsoNow: z
    .array(Sentence)
    .describe(
      'What goes on now and is no crisis: assessments, a child who is expected, a child whom nobody saw alone of late.',
    ),
  withoutSchool: z
    .array(z.object({ personId: z.uuid(), until: z.iso.date(), schools: z.array(z.string()) }))
    .describe(
      'Whoever has to be at school, at college or in training, whom no school’s record that the reader may see names today: until when one did, and which.',
    ),
  knownTo: z.array(z.string()).describe('Agencies that let it be said that they know somebody, and no more.'),
}).openapi('PictureShown');
export type PictureShown = z.infer<typeof PictureShown>;

/** A family's picture as its page and the API show it. */
export async function shownPicture(
  tx: Tx,
  familyId: string,
): Promise<PictureShown & { consents: Consent[]; plan: Plan; kindred: Kindred }> {
  const begun = await beginPicture(tx, familyId);
  const ids = begun.family.members.map((member) => member.personId);
  const [{ picture, persons, facts }, kept, { ask, known }, consents, plan] = await Promise.all([
    finishPicture(tx, begun),
    keptBack(tx, ids),
    toAsk(tx, ids),
    consentsOf(tx, ids),
    planNow(tx, ids),
  ]);
  const names = new Map(begun.agencyList.map(({ agency, name }) => [agency, name]));
  const name = (agency: string) => names.get(agency) ?? agency;
  const schooling = schoolingIn({
    people: picture.people,
    persons,
    agencyList: begun.agencyList,
    keptBack: kept,
    on: picture.today,
  });
  const withoutSchool = livingNow(picture)
    .filter(mustLearn)
    .flatMap(({ personId }) => {
      const { schoolUntil: until, schoolsBefore: schools } = schooling.get(personId) ?? noSchooling;
      return until === null ? [] : [{ personId, until, schools }];
    });
  const unnamed = await neverNamed(tx, {
    people: livingNow(picture),
    facts,
    schooling,
    agencyList: begun.agencyList,
  });
  const firstName = firstNames(picture);
  const expected = expectedOn(facts, { on: picture.today, persons, ties: begun.family.relationships });
  const told = { picture, plan, keptBack: kept, withoutSchool, neverNamed: unnamed, expected, firstName };
  return {
    ...picture,
    consents,
    plan,
    kindred: kinOf({
      members: begun.family.members,
      expected,
      persons,
      ties: begun.family.relationships,
      on: picture.today,
      today: picture.today,
      name: firstName,
    }).kindred,
    summary: summaryOf(told),
    alsoNow: alsoNow(told),
    withoutSchool,
    keptBack: [...kept].sort(),
    ask: ask.map(({ agency, desk }) => ({ agency: name(agency), desk })),
    knownTo: known.map(name),
  };
}

/** Stands in the place of whatever tells where somebody protected is. */
export const keptBackWords = 'kept back for safety';

/** Whom to ask, and that something is kept back. */
export function Around({ picture }: { picture: PictureShown }) {
  return (
    <>
      {picture.keptBack.length > 0 && (
        <p className="govuk-body">
          <b>Something is {keptBackWords}</b>: where somebody in this family is, and who works with them. The
          information governance lead can say whom to ask; when somebody is in danger, ring 999.
        </p>
      )}
      {picture.ask.map(({ agency, desk }) => (
        <p className="govuk-body" key={agency}>
          <b>Ask first.</b>{' '}
          {desk
            ? `${agency}: ${desk.name}, ${desk.telephone}, ${desk.hours}.`
            : `${agency} has not said how to ask it.`}
        </p>
      ))}
      {picture.knownTo.map((agency) => (
        <p className="govuk-body" key={agency}>
          Known to {agency}.
        </p>
      ))}
    </>
  );
}
