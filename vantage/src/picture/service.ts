import {
  agencyTypeOfPart,
  allocates,
  allocationKinds,
  catalogue,
  closesOn,
  differenceRules,
  differencesIn,
  fewRecords,
  goodNewsIn,
  involvedNow,
  isOpen,
  likeGroupOf,
  manyEventsAtOnce,
  type NeedId,
  type OutlinedFact,
  openingsOf,
  outlineOf,
  type Part,
  type Sighting,
  seeingKinds,
  sightingsIn,
  visitsPerWeek,
} from '../chronology/index.ts';
import { type Family, familiesOf, getFamily } from '../families/index.ts';
import { type Person, personsByIds } from '../identity/index.ts';
import { addMonths, ageOn, dayOf, holds, once, type Tx, VantageError } from '../platform/index.ts';
import { type Agency, agencies, knownFromBefore, tiesInWords, tiesTo } from '../sharing/index.ts';
import { coverage, standingOn, timesOfRecords } from '../sources/index.ts';
import { audienceWords, mannerInWords, type Statement, voiceOf } from '../voice/index.ts';
import { childrenAlone } from './alone.ts';
import { goingWell, type Happening, happeningsOf, weighing } from './model.ts';
import { disagreementsWith, needsInPicture } from './needs.ts';
import { belongsTo, byStanding, familyInWords, nameOf, opening, reasonInWords, today } from './open.ts';
import { peopleOf } from './people.ts';
import { type Stay, withPlacements } from './placed.ts';
import type { Picture, PictureInvolved, PictureLine, PictureSeen } from './shape.ts';
import { livingNow } from './summary.ts';

/** The error of a family that does not exist for the reader: one without an open picture is no different. */
function noSuchFamily(): VantageError {
  return new VantageError('not-found', 'There is no picture of such a family.', {
    remedy:
      'Search for one of its members by name. A picture exists only while there is a listed reason for one.',
  });
}

/** Stands for a family that does not exist, so that the same is asked about it: the time of the answer does not tell. */
const nobody = (familyId: string): Family => ({
  familyId,
  members: [],
  relationships: [],
  residences: [],
  homes: [],
});

/** What a picture begins with: who belongs to the family, and the agencies with the days that they speak for. */
export type Begun = Awaited<ReturnType<typeof beginPicture>>;

/** Asks what everything else about a family waits for; of a family that does not exist, nobody belongs to it. */
export async function beginPicture(tx: Tx, familyId: string) {
  const [family, agencyList, covered] = await Promise.all([
    getFamily(tx, familyId).catch((error: unknown) => {
      if (error instanceof VantageError && error.code === 'not-found') return nobody(familyId);
      throw error;
    }),
    agencies(tx),
    coverage(tx),
  ]);
  return { family, agencyList, covered };
}

/**
 * Everything a family's picture says on a day. A VantageError 'not-found' when there is no such family or no listed
 * reason keeps its picture open.
 */
export async function getPicture(tx: Tx, familyId: string, on: string = today()): Promise<Picture> {
  return (await finishPicture(tx, await beginPicture(tx, familyId), on)).picture;
}

/** A picture with the persons that it tells of, by their ids, and the facts that it rests on. */
export type PictureAndPersons = {
  picture: Picture;
  persons: ReadonlyMap<string, Person>;
  facts: readonly OutlinedFact[];
  /** Where they stayed, placements among their homes. */
  stays: readonly Stay[];
};

/** What follows from facts alone, worked out once for all who see the same. */
const happeningsIn = once((facts: readonly OutlinedFact[]) => happeningsOf(facts, catalogue));
const manyEventsIn = once((facts: readonly OutlinedFact[]) => manyEventsAtOnce(facts));
const differingIn = once((facts: readonly OutlinedFact[]) => differencesIn(facts));
const visitsIn = once((facts: readonly OutlinedFact[]) => visitsPerWeek(facts));
const workingIn = once((facts: readonly OutlinedFact[]) => workersIn(facts));

const ofFamilies = once((_: readonly OutlinedFact[]) => new Map<string, readonly OutlinedFact[]>());

/** Of the facts of a family's people, those of their time in it. */
function factsHere(outline: readonly OutlinedFact[], members: Family['members']): readonly OutlinedFact[] {
  const families = ofFamilies(outline);
  const key = JSON.stringify(members.map(({ personId, happened }) => [personId, happened.from, happened.to]));
  const known = families.get(key) ?? outline.filter(belongsTo(members));
  families.set(key, known);
  return known;
}

/** The picture of what was begun; errors as of getPicture. */
export async function finishPicture(
  tx: Tx,
  { family, agencyList, covered }: Begun,
  on: string = today(),
): Promise<PictureAndPersons> {
  const { familyId } = family;
  const ids = family.members.map((member) => member.personId);
  const [openings, members, outline, voice, places, ties, disagreements, before] = await Promise.all([
    openingsOf(tx, opening(family.members)),
    personsByIds(tx, ids),
    outlineOf(tx, ids),
    voiceOf(tx, ids),
    familiesOf(tx, ids),
    tiesTo(tx, ids),
    disagreementsWith(tx, familyId),
    knownFromBefore(tx, ids),
  ]);
  if (!isOpen(openings, on)) throw noSuchFamily();
  const persons = new Map(members.map((person) => [person.personId, person]));
  const facts = factsHere(outline, family.members);
  const stays = withPlacements(family.residences, facts);
  const covers = covered.map(({ agency, covers: span }) => ({ agency, span }));
  const names = new Map(agencyList.map((agency) => [agency.agency, agency.name]));
  const { asked, called } = voice;
  const said = spokenHere(family, places, voice.said);
  const telling = [...said, ...family.relationships, ...family.residences].flatMap(
    (one) => one.recordId ?? [],
  );
  const differing = facts
    .flatMap(({ detail }) => detail.contradictions ?? [])
    .map(({ recordId }) => recordId);
  // While it is looked up which of those records the reader may open, all is worked out that does not wait for it.
  const looked = timesOfRecords(tx, [...new Set([...telling, ...differing])]);
  const nameIn = new Map(ids.map((personId) => [personId, nameOf(persons.get(personId))]));
  const nameHere = (personId: string) => nameIn.get(personId) ?? nameOf(persons.get(personId));
  const named = (personId: string) => ({ personId, name: nameHere(personId) });
  const notes = new Map<readonly Part[], string | null>();
  const noted = ({ parts }: Happening) => {
    const known = notes.get(parts);
    if (known !== undefined) return known;
    const note = noteOf(parts);
    notes.set(parts, note);
    return note;
  };
  const happenings = happeningsIn(facts);
  const agency = (code: string) => names.get(code) ?? code;
  const fromFacts = {
    fewRecords: fewRecords(facts, covers).map((band) => ({
      from: band.from,
      last: band.last,
      days: band.days,
      words: coverInWords(band.covered, band.partly, names),
    })),
    manyEvents: manyEventsIn(facts).map(({ from, last, count }) => ({ from, last, count })),
    differences: differingIn(facts).map(({ rule, told }) => ({
      rule,
      words: differenceRules[rule],
      told: told.map((fact) => ({
        factId: fact.factId,
        label: catalogue.get(fact.kind)?.label ?? fact.kind,
        agency: agency(fact.agency),
        person: named(fact.personId),
        happened: fact.happened,
      })),
    })),
    seen: seenLast(facts, members, { on, named, agency }),
    visits: visitsIn(facts),
    workers: workingIn(facts),
  };
  const needs = needsInPicture(facts, {
    on,
    bornOn: (personId) => persons.get(personId)?.birthDate ?? null,
    named,
    label: (kind) => catalogue.get(kind)?.label ?? kind,
    agency,
    disagreements,
  });
  const readable = await looked;
  const opens = (recordId: string) => (readable.has(recordId) ? recordId : null);
  const lineOf = (one: Happening): PictureLine => ({
    factId: one.factId,
    kind: one.kind,
    label: one.label,
    service: one.service,
    tone: one.tone,
    lane: one.lane,
    shape: one.shape,
    agency: one.agency,
    tellers: one.tellers.map((told) => ({ agency: agency(told.agency), factId: told.factId })),
    happened: one.happened,
    precision: one.precision,
    people: one.people.map(({ personId, role, factId }) => ({
      personId,
      name: nameHere(personId),
      role,
      factId,
    })),
    note: noted(one),
    part: allocationKinds.has(one.kind)
      ? (one.parts.find(({ name }) => name === 'worker-role')?.value ?? null)
      : null,
    differing: one.differing.map(({ label, said, agency: teller, recordId }) => {
      const { recordedAt = null, receivedAt = null } = readable.get(recordId) ?? {};
      return {
        label,
        said,
        agency: agency(teller),
        recorded: recordedAt && dayOf(recordedAt),
        received: receivedAt && dayOf(receivedAt),
      };
    }),
  });
  const everybody = peopleOf({ family, persons, stays }, on, opens);
  const people = everybody.filter(({ personId }) => !before.has(personId));
  const hereNow = new Set(livingNow({ people, today: on }).map(({ personId }) => personId));
  const picture: Picture = {
    familyId,
    name: familyInWords(family.members, persons),
    calledNote: calledInWords(called, (personId) => persons.get(personId)?.given ?? null),
    today: on,
    seenBecause: tiesInWords(
      ties,
      tx.actor.role,
      (personId) => persons.get(personId)?.given ?? 'somebody in this family',
    ),
    openBecause: openings
      .filter((opening) => isOpen([opening], on))
      .sort(byStanding)
      .map((opening) => ({
        person: named(opening.personId),
        reason: reasonInWords(opening),
        happened: opening.happened,
        closesOn: closesOn(opening),
        factId: opening.factId,
      })),
    statements: newestOfEachFirst(said).map((statement) => ({
      speaker: named(statement.personId),
      words: statement.words,
      saidOn: statement.happened.from,
      precision: statement.precision,
      saidTo: statement.saidTo,
      audience: audienceWords[statement.audience],
      done: statement.done,
      isKeptBack: statement.isKeptBack,
      recordId: statement.recordId === null ? null : opens(statement.recordId),
      how: mannerInWords(statement),
      matters: statement.matters,
      wordsId: statement.recordId ?? statement.saidId ?? '',
    })),
    notAsked: askable(family, persons, on)
      .filter((personId) => !asked.has(personId))
      .map(named),
    goingWell: goingWell(happenings, addMonths(on, -24), goodNewsIn(facts, on)).map(
      ({ happening, count }) => ({
        line: lineOf(happening),
        count,
      }),
    ),
    weighing: weighing(happenings, addMonths(on, -12), on).map(({ happening, count }) => ({
      line: lineOf(happening),
      count,
    })),
    needs,
    like: likeOf(family, { openings, persons, needs }, on),
    involvedNow: involvedNow(facts, on).map((one) => ({
      label: one.label,
      service: one.serviceLabel,
      agency: agency(one.agency),
      // A plan names the worker it began with; only an allocation says who works with them now.
      worker: allocationKinds.has(one.kind) ? one.worker : null,
      ...worksFor(one, agencyList),
      allocation: allocationKinds.has(one.kind),
      withheld: one.withheld,
      workerRole: one.workerRole,
      team: one.team,
      since: one.since,
      people: one.personIds.map(named),
      factId: one.factIds[0] ?? '',
    })),
    people,
    alone: childrenAlone(
      everybody
        .filter(({ died, born }) => died === null && (born === null || born <= on))
        .map((one) => ({ ...one, homeId: one.home?.homeId ?? null, belongs: hereNow.has(one.personId) })),
      stays,
      on,
    ),
    before: everybody.filter(({ personId }) => before.has(personId)),
    happenings: happenings.map(lineOf),
    ...fromFacts,
    standsOn: standingOn(agencyList, covered),
  };
  return { picture, persons, facts, stays };
}

/** Where whoever is allocated works: by their part, whichever agency lists them. */
function worksFor(
  { kind, agency, workerRole }: ReturnType<typeof involvedNow>[number],
  agencyList: readonly Agency[],
): Pick<PictureInvolved, 'worksFor' | 'worksForType'> {
  if (!allocationKinds.has(kind) || workerRole === null) return { worksFor: null, worksForType: null };
  const lister = agencyList.find((one) => one.agency === agency);
  const type = agencyTypeOfPart(workerRole) ?? lister?.type ?? null;
  if (type === null || type === lister?.type)
    return { worksFor: lister?.name ?? agency, worksForType: lister?.type ?? null };
  const [only, ...others] = agencyList.filter((one) => one.type === type);
  const known = only && others.length === 0 ? only.name : (kindOfAgency[type] ?? null);
  return { worksFor: known, worksForType: type };
}

/** What an agency of a kind is called where it is not known which. */
const kindOfAgency: Readonly<Record<string, string>> = {
  health: 'a health service',
  housing: 'a housing service',
  school: 'a school',
};

/** The group of families that this one is counted among from above, by what the reader may see of it. */
function likeOf(
  { members }: Family,
  {
    openings,
    persons,
    needs,
  }: {
    openings: Awaited<ReturnType<typeof openingsOf>>;
    persons: ReadonlyMap<string, Person>;
    needs: Picture['needs'];
  },
  on: string,
): string | null {
  const here = members.filter(({ happened }) => holds(happened, on));
  const openers = new Set(opening(here));
  const group = likeGroupOf(
    {
      reasons: openings.filter(({ personId }) => openers.has(personId)),
      members: here.map(({ personId }) => ({
        born: persons.get(personId)?.birthDate ?? null,
        died: persons.get(personId)?.deathDate ?? null,
      })),
      needs: new Set(needs.map(({ need }) => need as NeedId)),
    },
    on,
  );
  return group ?? null;
}

/** A family as somebody sees it who writes about it; errors as of getPicture. */
export async function familyHere(tx: Tx, familyId: string) {
  const { name, people, involvedNow: involved } = await getPicture(tx, familyId);
  return {
    familyId,
    name,
    people: people.map((one) => ({
      personId: one.personId,
      name: one.name,
      born: one.born,
      died: one.died,
      home: one.home?.words ?? null,
    })),
    workers: involved.flatMap(({ allocation, worker, workerRole, worksFor, people: own }) =>
      allocation && worker
        ? {
            name: worker,
            allocated: workerRole !== null && allocates(workerRole),
            part: workerRole,
            worksFor,
            people: own.map(({ personId }) => personId),
          }
        : [],
    ),
  };
}

/** The newest words of each person first, then all others, newest first. */
function newestOfEachFirst(said: readonly Statement[]): Statement[] {
  const newest = new Set([...new Map([...said].reverse().map((one) => [one.personId, one])).values()]);
  return [...said.filter((one) => newest.has(one)), ...said.filter((one) => !newest.has(one))];
}

/** "They like to be called “the Harts” (Dawn)": who said so stands beside it. */
function calledInWords(
  called: ReadonlyMap<string, string>,
  given: (personId: string) => string | null,
): string | null {
  if (called.size === 0) return null;
  const said = [...called].map(([personId, words]) => {
    const who = given(personId);
    return who === null ? `“${words}”` : `“${words}” (${who})`;
  });
  return `They like to be called ${said.join(', ')}.`;
}

function noteOf(parts: readonly Part[]): string | null {
  const said = parts.find((part) => part.name === 'note')?.value;
  if (said) return said;
  const value = (name: string) => parts.find((part) => part.name === name)?.value;
  const [role, worker] = [value('worker-role'), value('worker')];
  if (role !== undefined) return worker === undefined ? role : `${role}: ${worker}`;
  const shown = parts.filter((part) =>
    ['category', 'need', 'placement', 'outcome', 'worker'].includes(part.name),
  );
  return shown.length ? shown.map((part) => `${part.label}: ${part.value}`).join('; ') : null;
}

/** Children and their parents or carers who belong today and are alive and at least four. */
function askable(family: Family, persons: ReadonlyMap<string, Person>, on: string): string[] {
  return family.members
    .filter(
      (member) =>
        ['child', 'main-carer'].includes(member.part) &&
        (member.happened.to === null || member.happened.to > on),
    )
    .map((member) => member.personId)
    .filter((personId) => {
      const person = persons.get(personId);
      if (!person || person.deathDate) return false;
      return !person.birthDate || ageOn(person.birthDate, on) >= 4;
    });
}

/**
 * Words belong on the page of the family that the speaker is a child or the main carer of; anybody else's only where
 * they belong to no other family, since nothing says which family they spoke of.
 */
function spokenHere(
  family: Family,
  places: readonly { personId: string }[],
  said: readonly Statement[],
): Statement[] {
  const own = new Set(opening(family.members));
  const belongings = Map.groupBy(places, (place) => place.personId);
  return said.filter((one) => own.has(one.personId) || belongings.get(one.personId)?.length === 1);
}

/** Of children, in the order of the family: rule last-seen. */
function seenLast(
  facts: readonly OutlinedFact[],
  members: readonly Person[],
  {
    on,
    named,
    agency,
  }: { on: string; named: (personId: string) => PictureSeen['person']; agency: (code: string) => string },
): PictureSeen[] {
  const sightings = Map.groupBy(sightingsIn(facts, on), ({ personId }) => personId);
  const planned = new Set(
    facts
      .filter(
        ({ kind, happened }) => ['cp-plan', 'cin-plan', 'in-care'].includes(kind) && holds(happened, on),
      )
      .map(({ personId }) => personId),
  );
  const told = (one: Sighting | undefined) =>
    one === undefined ? null : { on: one.on, factId: one.factId, agency: agency(one.agency), by: one.by };
  return members.flatMap(({ personId, birthDate, deathDate }) => {
    const own = sightings.get(personId) ?? [];
    if (birthDate === null || deathDate !== null || ageOn(birthDate, on) >= 18) return [];
    if (!planned.has(personId) && !own.some(({ seen }) => seen)) return [];
    const last = own.find(({ seen }) => seen);
    const unread = facts.some(
      (fact) =>
        fact.personId === personId &&
        fact.withheld === true &&
        seeingKinds.has(fact.kind) &&
        (fact.happened.from ?? '') > (last?.on ?? '') &&
        (fact.happened.from ?? '') <= on,
    );
    return {
      person: named(personId),
      last: told(last),
      alone: told(own.find(({ alone }) => alone)),
      visits: unread ? ('not-shared' as const) : own.length === 0 ? ('none' as const) : ('read' as const),
    };
  });
}

function workersIn(facts: readonly OutlinedFact[]): number {
  const workers = new Set<string>();
  for (const { parts } of new Set(facts.map(({ detail }) => detail))) {
    for (const part of parts) if (part.name === 'worker') workers.add(part.value);
  }
  return workers.size;
}

function coverInWords(
  covered: readonly string[],
  partly: readonly string[],
  names: ReadonlyMap<string, string>,
): string {
  const listed = (list: readonly string[]) => list.map((agency) => names.get(agency) ?? agency).join(', ');
  const named = (list: readonly string[]) => {
    const others = [...names.keys()].filter((agency) => !list.includes(agency));
    if (list.length < 4 || others.length > 2) return listed(list);
    return others.length === 0 ? 'every agency here' : `every agency here but ${listed(others)}`;
  };
  const parts = [
    covered.length ? `the records of ${named(covered)} cover all of these days` : '',
    partly.length ? `those of ${named(partly)} cover some of them` : '',
  ].filter(Boolean);
  return parts.length ? parts.join('; ') : 'no agency’s records are known to cover these days';
}
