/** What was known on a day, inside an open review. */
import { catalogue, factKinds, kindsOfEvents, monthsKept, occasionsSeen } from '../chronology/index.ts';
import { getFamily } from '../families/index.ts';
import { personsInShort } from '../identity/index.ts';
import { familyNames } from '../picture/index.ts';
import { addMonths, clock, dayOf, overlap, type Tx, VantageError } from '../platform/index.ts';
import { agencies, agreementsOf, decisionsAbout, inForceOn, reachOf } from '../sharing/index.ts';
import { lastReceived } from '../sources/index.ts';
import { type Known, type KnownVersion, knownOn, type Reader, tellsOf } from './known.ts';
import { everybody, here, type Review, wrong } from './model.ts';
import { getReview } from './service.ts';
import { endOf } from './standing.ts';
import * as store from './store.ts';

/** What was known on a day, as somebody who takes part in an open review sees it. */
export type AsKnown = Known & {
  review: Review;
  familyName: string;
  day: string;
  /** An agency by its code, `all` or `vantage`. */
  by: string;
  /** Agencies that are named to the reader. */
  agencies: readonly { agency: string; name: string }[];
  persons: ReadonlyMap<string, { name: string; given: string; bornOn: string | null }>;
  /** Who was looked at: for the audit. */
  personIds: string[];
  /** Decisions about sharing that had been made by the day and that the reader may see, without their words. */
  decisions: { agency: string; decidedOn: string; isShared: boolean; personIds: string[] }[];
  /** Whether it is known who worked with whom on the day. */
  workIsKnown: boolean;
};

/**
 * What an agency, all agencies together, or Vantage knew of a family on a day, inside an open review.
 * @throws {VantageError} not-found for whoever takes no part in it, and for one that is not open; bad-input for an agency
 *   that there is not, or that is not named to the reader, and for a day to come.
 */
export async function asKnown(
  tx: Tx,
  reviewId: string,
  { day, by }: { day: string; by: string },
): Promise<AsKnown> {
  const now = clock.now();
  const review = await getReview(tx, reviewId);
  if (!(await store.enterReview(tx, reviewId, now))) {
    throw new VantageError(
      'not-found',
      'What was known when is shown inside an open review, to those who take part.',
      {
        remedy: 'See at /reviews which are open, and who takes part.',
      },
    );
  }
  const [known, family, names] = await Promise.all([
    agencies(tx),
    getFamily(tx, review.familyId),
    familyNames(tx, [review.familyId]),
  ]);
  if (by !== everybody && by !== here && !known.some(({ agency }) => agency === by))
    throw wrong('by', 'There is no such agency here.', 'Choose one of the list.');
  if (day > dayOf(now)) throw wrong('on', 'That day has not come yet.', 'Write today or a day before.');
  const personIds = [...new Set(family.members.map(({ personId }) => personId))];
  const versions = await store.versionsReviewed(tx, factKinds);
  const [factors, reader, inShort, agreed, ties, received, decisions] = await Promise.all([
    factorsFor(tx, versions),
    readerOf(tx, versions, personIds, family.members),
    personsInShort(tx, personIds),
    agreementsOf(tx),
    by === everybody || by === here ? [] : store.tiesReviewed(tx, by, day),
    lastReceived(tx),
    decisionsAbout(tx, review.familyId),
  ]);
  const workIsKnown = received === null || day >= addMonths(dayOf(received), -monthsKept);
  const subjects = new Map(kindsOfEvents().map(({ kind, subject, locates }) => [kind, { subject, locates }]));
  const share = reachOf({
    agency: by,
    agreements: inForceOn(agreed, day, endOf(day)),
    ties,
    subjectOf: (kind) => subjects.get(kind)?.subject,
    locates: (kind) => subjects.get(kind)?.locates === true,
    workIsKnown,
  });
  return {
    ...knownOn({ versions, factors }, { day, by }, reader, share),
    review,
    familyName: names.get(review.familyId) ?? 'A family',
    day,
    by,
    agencies: known,
    persons: new Map(
      inShort.map(({ personId, name, given, birthDate }) => [
        personId,
        { name: name ?? 'Name not recorded', given: given ?? name ?? 'somebody', bornOn: birthDate },
      ]),
    ),
    personIds,
    decisions: decisions
      .filter(({ decidedAt }) => decidedAt < endOf(day))
      .map((one) => ({
        agency: one.agency,
        decidedOn: dayOf(one.decidedAt),
        isShared: one.decision === 'share',
        personIds: one.persons,
      })),
    workIsKnown,
  };
}

/** What the assessments among the versions found, in all its versions. */
async function factorsFor(tx: Tx, versions: readonly KnownVersion[]): Promise<KnownVersion[]> {
  const numbers = new Map(
    versions
      .filter(({ kind }) => kind === 'ssd.cin_assessments')
      .map(({ agency, content }) => [
        `${agency} ${content.cina_assessment_id}`,
        { agency, id: content.cina_assessment_id ?? '' },
      ]),
  );
  return numbers.size === 0 ? [] : store.factorsReviewed(tx, [...numbers.values()]);
}

/** What the reader may see of all that any version tells. */
async function readerOf(
  tx: Tx,
  versions: readonly KnownVersion[],
  personIds: readonly string[],
  members: readonly { personId: string; happened: { from: string | null; to: string | null } }[],
): Promise<Reader> {
  const own = new Set(personIds);
  const key = ({ personId, agency, kind }: { personId: string; agency: string; kind: string }) =>
    `${personId} ${agency} ${kind}`;
  const told = versions.flatMap(tellsOf);
  const asked = [
    ...new Map(
      told.filter((one) => own.has(one.personId) && catalogue.has(one.kind)).map((one) => [key(one), one]),
    ).values(),
  ];
  const [tiers, occasions] = await Promise.all([store.tiersHere(tx, asked), occasionsSeen(tx, personIds)]);
  const tierOf = new Map(asked.map((one, at) => [key(one), tiers[at] ?? 0]));
  return {
    tier: (one) => tierOf.get(key(one)) ?? 0,
    seesOccasion: (occasion) => occasions.has(occasion),
    belongs: (fact) =>
      members.some(
        (one) => one.personId === fact.personId && overlap(one.happened, fact.happened) !== undefined,
      ),
  };
}
