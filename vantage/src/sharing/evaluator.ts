/**
 * A second evaluator of tiers, in plain TypeScript, for tests only: the rules as they are written in docs/sharing.md, with
 * nothing shared with the SQL that decides in the product.
 */
import type { Agreement } from './agreements.ts';
import type { Grant } from './openings/index.ts';
import type { Consent } from './persons/consents.ts';
import type { Protection } from './persons/protections.ts';
import type { Telling } from './persons/telling.ts';
import type { Post, Relation, Sealing } from './relations.ts';
import type { Tier } from './roles.ts';

/** Everything on which a tier depends. */
export type Sharing = {
  /** The agency each worker works for; null outside the partnership. */
  worksFor: ReadonlyMap<string, string | null>;
  posts: readonly Post[];
  relations: readonly Pick<Relation, 'workerId' | 'personId' | 'via' | 'kind' | 'happened' | 'restsOn'>[];
  agreements: readonly Omit<Agreement, 'agreementId' | 'owner' | 'basis'>[];
  seals: readonly (Pick<Sealing, 'personId' | 'named'> & { happened: Days })[];
  grants: readonly Pick<Grant, 'workerId' | 'persons' | 'begunAt' | 'until'>[];
  subjectOf: ReadonlyMap<string, string>;
  /** Subjects that are shared to agencies of some types alone, unless an agreement with one agency names them. */
  heldBy: ReadonlyMap<string, readonly string[]>;
  typeOf: ReadonlyMap<string, string>;
  /** Answers to whether somebody wants help, in the order in which they were recorded. */
  consents: readonly (Pick<
    Consent,
    'personId' | 'children' | 'service' | 'answer' | 'lastDay' | 'recordedAt'
  > & {
    withdrawnAt: Date | null;
  })[];
  /** Who is a parent or carer of whom. */
  caring: readonly { personId: string; otherId: string }[];
  /** Protections that nobody has ended. */
  protections: readonly (Pick<Protection, 'personId' | 'fromIds' | 'named'> & { happened: Days })[];
  stays: readonly { personId: string; homeId: string; happened: Days }[];
  /** Postcodes of homes, and the house of each there. */
  postcodeOf: ReadonlyMap<string, string>;
  houseOf: ReadonlyMap<string, string>;
  /** Addresses that agencies state of persons: their days where they are stated, and when that was recorded. */
  addresses: readonly {
    personId: string;
    postcode: string;
    /** Null where only the postcode is stated. */
    house: string | null;
    happened: Days | null;
    recordedOn: string | null;
  }[];
  /** Who belongs to which family. */
  places: readonly { familyId: string; personId: string; part: string; happened: Days }[];
  /** Kinds of fact that tell where somebody is. */
  locating: ReadonlySet<string>;
  /** Whether a person is told of a fact of a kind until somebody decides. */
  toldByRule: ReadonlyMap<string, Telling>;
  /** What was decided, in the order in which it was. */
  tellings: readonly {
    personId: string;
    assertionKey: string;
    state: Telling;
    fromDay: string | null;
    words: boolean;
    decidedAt: Date;
  }[];
};

type Days = { from: string | null; to: string | null };
type Viewer = { id: string; role: string; purpose: string };

const londonDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });
const holdsOn = ({ from, to }: Days, day: string) => (from ?? '') <= day && (to === null || day < to);

/** Whether a service may go on for a person as far as consent goes: nobody was asked, or an answer that counts stands. */
function mayGoOn(sharing: Sharing, service: string, personId: string, now: Date): boolean {
  const last = new Map<string, boolean>();
  for (const one of sharing.consents) {
    const concerns = one.personId === personId || one.children.includes(personId);
    if (!concerns || one.service !== service || one.recordedAt > now) continue;
    const isWithdrawn = one.withdrawnAt !== null && one.withdrawnAt <= now;
    const isOver = one.lastDay !== null && one.lastDay < londonDay.format(now);
    last.set(one.personId, one.answer === 'given' && !isWithdrawn && !isOver);
  }
  if (last.size === 0) return true;
  return (
    last.get(personId) ?? ([...last.values()].includes(true) || isListed(sharing, service, personId, now))
  );
}

/** Whether an agency's list names a parent or carer of a child themselves, who has answered nothing. */
function isListed(
  { caring, consents, relations }: Sharing,
  service: string,
  child: string,
  now: Date,
): boolean {
  const day = londonDay.format(now);
  return caring.some(
    (one) =>
      one.otherId === child &&
      relations.some(
        (tie) =>
          tie.personId === one.personId &&
          tie.via === one.personId &&
          tie.restsOn === service &&
          holdsOn(tie.happened, day),
      ) &&
      !consents.some(
        (answer) =>
          answer.personId === one.personId && answer.service === service && answer.recordedAt <= now,
      ),
  );
}

/** Whether a tie that rests on consent stands: through an adult who declined it does to the children for whom help goes on. */
function restsOnWhatStands(
  sharing: Sharing,
  { restsOn: service, personId, via }: Sharing['relations'][number],
  now: Date,
): boolean {
  if (service === null) return true;
  if (!mayGoOn(sharing, service, personId, now)) return false;
  if (mayGoOn(sharing, service, via, now)) return true;
  const said = sharing.consents.findLast(
    (one) => one.personId === via && one.service === service && one.recordedAt <= now,
  );
  return (said?.children ?? []).some(
    (child) =>
      mayGoOn(sharing, service, child, now) &&
      (child === personId ||
        sharing.caring.some((one) => one.personId === personId && one.otherId === child)),
  );
}

function hiddenFrom({ seals }: Sharing, viewer: Viewer, day: string): Set<string> {
  const hiding = seals.filter((seal) => holdsOn(seal.happened, day) && !seal.named.includes(viewer.id));
  return new Set(hiding.map((seal) => seal.personId));
}

/** Ties that count on the day: not through somebody hidden, and not resting on a consent that is no more. */
function standingTies(
  sharing: Sharing,
  hidden: ReadonlySet<string>,
  now: Date,
  ties: Sharing['relations'] = sharing.relations,
): Sharing['relations'] {
  const day = londonDay.format(now);
  return ties.filter(
    (tie) => !hidden.has(tie.via) && holdsOn(tie.happened, day) && restsOnWhatStands(sharing, tie, now),
  );
}

/** Whether somebody holds the role that they say, and where they work. */
function placeAtWork({ posts, worksFor }: Sharing, viewer: Viewer, day: string): string | null {
  const holdsIt = posts.some(
    (post) => post.workerId === viewer.id && post.role === viewer.role && holdsOn(post.happened, day),
  );
  return holdsIt ? (worksFor.get(viewer.id) ?? null) : null;
}

type Stay = {
  personId: string;
  place: string;
  began: string | null;
  isOver: (by: string) => boolean;
  goesOn: boolean;
};

/** Where people are said to have been, once by homes and once by postcodes. */
function staysOf({ stays, addresses }: Sharing): Stay[][] {
  const stay = (personId: string, place: string, days: Days | null, recordedOn: string | null): Stay => ({
    personId,
    place,
    began: days?.from ?? recordedOn,
    isOver: (by) => days !== null && days.to !== null && days.to <= by,
    goesOn: days === null || days.to === null,
  });
  return [
    stays.map((one) => stay(one.personId, one.homeId, one.happened, null)),
    addresses.map((one) => stay(one.personId, one.postcode, one.happened, one.recordedOn)),
  ];
}

/** Stays that go on elsewhere and began after another; one without a first day may be the oldest. */
const laterElsewhere = (all: readonly Stay[], than: Stay) =>
  all.filter(
    (one) => one.goesOn && one.place !== than.place && one.began !== null && one.began > (than.began ?? ''),
  );

type Guarding = { personId: string; fromIds: readonly string[]; since: string };

/** Stays of a protected person that tell where they are, or have been since the protection began. */
function tellingStays(stays: readonly Stay[], { personId, fromIds, since }: Guarding): Stay[] {
  const of = (id: string) => stays.filter((one) => one.personId === id);
  const theirs = new Set(
    fromIds
      .flatMap(of)
      .filter((one) => one.goesOn)
      .map((one) => one.place),
  );
  return of(personId).filter((one) => {
    const later = laterElsewhere(of(personId), one);
    const movedBefore = one.began !== null && later.some((next) => (next.began ?? '') <= since);
    const leftBehind = theirs.has(one.place) && later.some((next) => !theirs.has(next.place));
    return !one.isOver(since) && !movedBefore && !leftBehind;
  });
}

/** Everybody who belongs to one of a person's families. */
function kinOf({ places }: Sharing, personId: string): Set<string> {
  const families = places.filter((one) => one.personId === personId).map((one) => one.familyId);
  return new Set(places.filter((one) => families.includes(one.familyId)).map((one) => one.personId));
}

/** Whose whereabouts tell where a protected person is, or has been since the protection began. */
function keptWith(sharing: Sharing, guarding: Guarding): Set<string> {
  const { personId, fromIds, since } = guarding;
  const kept = new Set([personId]);
  const kin = kinOf(sharing, personId);
  for (const [form, stays] of staysOf(sharing).entries()) {
    const own = tellingStays(stays, guarding);
    for (const one of stays) {
      const together = own.filter((mine) => mine.place === one.place);
      if (together.length === 0 || one.isOver(since) || (form === 1 && !kin.has(one.personId))) continue;
      const others = stays.filter((other) => other.personId === one.personId);
      const isTheirHome =
        together.some((mine) => mine.goesOn) && one.goesOn && laterElsewhere(others, one).length === 0;
      if (!fromIds.includes(one.personId) || isTheirHome) kept.add(one.personId);
    }
  }
  return kept;
}

/** Where a protected person is or has been since: homes, whoever is said to be at the same house; and whose addresses with which postcodes say as much. */
function keptPlaces(sharing: Sharing, guarding: Guarding): Set<string> {
  const [atHome = [], atPostcode = []] = staysOf(sharing).map((stays) => tellingStays(stays, guarding));
  const homes = new Set(atHome.map((one) => one.place));
  const codes = new Set(atPostcode.map((one) => one.place));
  for (const home of homes) codes.add(sharing.postcodeOf.get(home) ?? '');
  codes.delete('');
  const around = kinOf(sharing, guarding.personId);
  for (const one of sharing.stays) if (homes.has(one.homeId)) around.add(one.personId);
  const kept = new Set(homes);
  const houses = new Set([...homes].map((id) => `${sharing.postcodeOf.get(id)} ${sharing.houseOf.get(id)}`));
  for (const { personId, postcode, house } of sharing.addresses)
    if (personId === guarding.personId && atPostcode.some((one) => one.place === postcode) && house !== null)
      houses.add(`${postcode} ${house}`);
  for (const [id, postcode] of sharing.postcodeOf)
    if (houses.has(`${postcode} ${sharing.houseOf.get(id)}`)) kept.add(id);
  for (const { personId, postcode, house } of sharing.addresses)
    if (houses.has(`${postcode} ${house}`)) kept.add(`${personId} ${postcode}`);
  for (const { personId, homeId } of sharing.stays)
    if (around.has(personId) && codes.has(sharing.postcodeOf.get(homeId) ?? '')) kept.add(homeId);
  for (const { personId, postcode } of sharing.addresses)
    if (around.has(personId) && codes.has(postcode)) kept.add(`${personId} ${postcode}`);
  return kept;
}

/** Persons whose whereabouts a viewer may not know at a moment, and places. */
function keptFrom(sharing: Sharing, viewer: Viewer, now: Date): ReadonlySet<string> {
  const day = londonDay.format(now);
  const kept = new Set<string>();
  if (placeAtWork(sharing, viewer, day) === null) return kept;
  const ties = standingTies(sharing, hiddenFrom(sharing, viewer, day), now);
  for (const { personId, fromIds, named, happened } of sharing.protections) {
    const isOwn = ties.some(
      (tie) =>
        tie.workerId === viewer.id &&
        tie.kind === 'allocated' &&
        tie.personId === personId &&
        tie.via === personId,
    );
    if (!holdsOn(happened, day) || named.includes(viewer.id) || isOwn) continue;
    const guarding = { personId, fromIds, since: happened.from ?? '' };
    for (const one of [...keptWith(sharing, guarding), ...keptPlaces(sharing, guarding)]) kept.add(one);
  }
  return kept;
}

/** What a person is told of a fact about them: nothing, that it happened (and what comes from lists), or all that is said. */
export function toldOf(
  sharing: Sharing,
  viewer: Viewer,
  fact: { personId: string; kind: string; assertionKey: string; about: readonly string[] },
  now: Date,
): 'nothing' | 'happened' | 'whole' {
  const day = londonDay.format(now);
  const isOwn = viewer.role === 'family-member' && viewer.purpose === 'own' && viewer.id === fact.personId;
  if (!isOwn || fact.about.some((id) => id !== viewer.id) || fact.about.length === 0) return 'nothing';
  if (hiddenFrom(sharing, viewer, day).has(viewer.id)) return 'nothing';
  const decided = sharing.tellings.findLast(
    (one) => one.personId === fact.personId && one.assertionKey === fact.assertionKey && one.decidedAt <= now,
  );
  const isDue = decided !== undefined && decided.fromDay !== null && decided.fromDay <= day;
  const state = isDue ? 'shared' : (decided?.state ?? sharing.toldByRule.get(fact.kind));
  if (state !== 'shared') return 'nothing';
  const harms = isHarming(sharing, viewer.id, day);
  if (!harms && decided?.words) return 'whole';
  if (!harms) return 'happened';
  return sharing.locating.has(fact.kind) ? 'nothing' : 'happened';
}

/** Whether anybody is protected from somebody on a day. */
const isHarming = ({ protections }: Sharing, personId: string, day: string): boolean =>
  protections.some((one) => one.fromIds.includes(personId) && holdsOn(one.happened, day));

const ownKinds: ReadonlySet<string> = new Set(['name', 'said', 'likes-to-be-called', 'consent']);
/** What a person sees of themselves where nobody is protected from them. */
const ownPlan: ReadonlySet<string> = new Set(['plan-lead', 'plan-step']);

/** Kinds that say who somebody is and how they are related. */
const kinKinds: ReadonlySet<string> = new Set([
  ...['name', 'birth-date', 'sex', 'death-date', 'membership'],
  ...['parent', 'partner', 'former-partner', 'sibling', 'grandparent', 'carer', 'other-kin'],
]);

/** Grown people who belonged, until a day that has come, to a family of which somebody worked with is a child or main carer. */
function belongedBefore({ places }: Sharing, vias: ReadonlySet<string>, day: string): Set<string> {
  const isCore = (part: string) => part === 'child' || part === 'main-carer';
  const families = new Set(
    places
      .filter((one) => isCore(one.part) && vias.has(one.personId) && holdsOn(one.happened, day))
      .map((one) => one.familyId),
  );
  return new Set(
    places
      .filter(
        (one) =>
          families.has(one.familyId) &&
          !isCore(one.part) &&
          one.happened.to !== null &&
          one.happened.to <= day,
      )
      .map((one) => one.personId),
  );
}

type Where = { homeId: string } | { postcode: string };
type About = { personId: string; agency: string; kind: string };

/** Whether a tie is that of a worker who is allocated, in a team at `home` whose manager the viewer is. */
function isManaged(
  sharing: Sharing,
  viewer: Viewer,
  home: string,
  tie: Sharing['relations'][number],
  day: string,
): boolean {
  if (viewer.role !== 'team-manager' || tie.kind !== 'allocated') return false;
  const standing = sharing.posts.filter((post) => holdsOn(post.happened, day));
  const managed = new Set(
    standing
      .filter((post) => post.workerId === viewer.id && post.role === 'team-manager' && post.team !== '')
      .map((post) => post.team),
  );
  return (
    sharing.worksFor.get(tie.workerId) === home &&
    standing.some((post) => post.workerId === tie.workerId && managed.has(post.team))
  );
}

/** What holds between somebody who works at `home` and a person, of the conditions of agreements. */
function conditionsAt(
  sharing: Sharing,
  viewer: Viewer,
  home: string,
  personId: string,
  /** Those to the person that count on the day. */
  ties: Sharing['relations'],
  now: Date,
): ReadonlySet<string> {
  const day = londonDay.format(now);
  const own = ties.filter((tie) => tie.workerId === viewer.id);
  const conditions = new Set<string>(['any']);
  if (own.length > 0) conditions.add('team');
  if (own.some((tie) => tie.kind === 'allocated')) conditions.add('allocated');
  if (ties.some((tie) => isManaged(sharing, viewer, home, tie, day))) conditions.add('manager');
  const leads =
    viewer.role === 'agency-lead' && ties.some((tie) => sharing.worksFor.get(tie.workerId) === home);
  if (
    leads ||
    sharing.grants.some(
      (grant) =>
        grant.workerId === viewer.id &&
        grant.persons.includes(personId) &&
        grant.begunAt <= now &&
        now < grant.until,
    )
  ) {
    conditions.add('named');
  }
  return conditions;
}

/** Whether an agency holds a subject, recorded it, or has an agreement of its own that names it. */
function mayHave(
  { heldBy, typeOf }: Sharing,
  { fromAgency, toAgency, subjects }: Sharing['agreements'][number],
  subject: string,
  home: string,
): boolean {
  const types = heldBy.get(subject);
  if (types === undefined || types.includes(typeOf.get(home) ?? '')) return true;
  return fromAgency === home || (subjects.includes(subject) && toAgency === home);
}

/** What a viewer may see at a moment. What depends on the viewer alone, or on one person, is worked out once. */
export function readerOf(sharing: Sharing, viewer: Viewer, now: Date) {
  const day = londonDay.format(now);
  const hidden = hiddenFrom(sharing, viewer, day);
  const home = placeAtWork(sharing, viewer, day);
  const kept = keptFrom(sharing, viewer, now);
  const tiesTo = Map.groupBy(sharing.relations, (tie) => tie.personId);
  const agreementsOf = Map.groupBy(sharing.agreements, (one) => one.fromAgency);
  const known = new Map<string, ReadonlySet<string>>();
  const standing = home === null ? [] : standingTies(sharing, hidden, now);
  const viasOf = (ties: Sharing['relations']) => new Set(ties.map((tie) => tie.via));
  /** Of whom the viewer sees who they are, by what agreements let somebody in a team, or its manager, see. */
  const once = new Map([
    ['team', belongedBefore(sharing, viasOf(standing.filter((tie) => tie.workerId === viewer.id)), day)],
    [
      'manager',
      belongedBefore(
        sharing,
        viasOf(standing.filter((tie) => home !== null && isManaged(sharing, viewer, home, tie, day))),
        day,
      ),
    ],
  ]);

  /** What holds between the viewer and a person; nothing for whoever does not hold the role that they say. */
  const conditions = (personId: string): ReadonlySet<string> => {
    let found = known.get(personId);
    if (found === undefined) {
      const ties = standingTies(sharing, hidden, now, tiesTo.get(personId) ?? []);
      found = home === null ? new Set() : conditionsAt(sharing, viewer, home, personId, ties, now);
      known.set(personId, found);
    }
    return found;
  };

  /** What agreements and relations say, before anything is kept back. */
  const shared = ({ personId, agency, kind }: About): Tier => {
    if (viewer.role === 'system') return 4;
    if (hidden.has(personId)) return 0;
    if (viewer.role === 'counts') return 4;
    if (viewer.role === 'family-member') {
      if (viewer.id !== personId || viewer.purpose !== 'own') return 0;
      return ownKinds.has(kind) || (ownPlan.has(kind) && !isHarming(sharing, viewer.id, day)) ? 4 : 0;
    }
    const subject = sharing.subjectOf.get(kind);
    if (home === null || subject === undefined) return 0;
    const holding = conditions(personId);
    let most: Tier = 0;
    for (const one of agreementsOf.get(agency) ?? []) {
      const isOnce = kinKinds.has(kind) && once.get(one.condition)?.has(personId) === true;
      const tier = holding.has(one.condition) ? one.tier : (Math.min(one.tier, 3) as Tier);
      if (
        tier > most &&
        (one.toAgency === null || one.toAgency === home) &&
        (one.toRole === null || one.toRole === viewer.role) &&
        one.purpose === viewer.purpose &&
        (holding.has(one.condition) || isOnce) &&
        (one.subjects.includes('*') || one.subjects.includes(subject)) &&
        mayHave(sharing, one, subject, home) &&
        holdsOn(one.happened, day)
      ) {
        most = tier;
      }
    }
    return most;
  };

  /** How much the viewer may see of a kind of fact that an agency holds about a person. */
  const tier = (about: About): Tier => {
    const most = shared(about);
    if (!kept.has(about.personId)) return most;
    if (sharing.locating.has(about.kind)) return 0;
    return most === 4 && sharing.subjectOf.get(about.kind) !== 'words' ? 3 : most;
  };

  return {
    /** Persons whose whereabouts the viewer may not know, and homes. */
    kept,
    conditions,
    tier,
    /** Whether the viewer sees of a person no more than who they are, since they belonged to a family before. */
    before: (personId: string): boolean =>
      [...once.values()].some((people) => people.has(personId) && !hidden.has(personId)) &&
      !['team', 'manager', 'named'].some((one) => conditions(personId).has(one)),
    /** Whether the viewer may see that an agency says that a person lived at a home, or has an address with a postcode. */
    seesPlace({ personId, agency, ...where }: { personId: string; agency: string } & Where): boolean {
      const kind = 'homeId' in where ? 'residence' : 'address';
      const place = 'homeId' in where ? where.homeId : `${personId} ${where.postcode}`;
      return tier({ personId, agency, kind }) >= 3 && !kept.has(place);
    },
  };
}
