import { allocationKinds, isWritten, kindsOfEvents } from '../../chronology/index.ts';
import { clock, type Tx, VantageError } from '../../platform/index.ts';
import {
  type Agency,
  agencies,
  agreementsOf,
  type Desk,
  desks,
  inForceOn,
  keptBack,
  reachOf,
  tiesTold,
} from '../../sharing/index.ts';
import { firstNames } from '../called.ts';
import { tellsWhere } from '../kept.ts';
import { beginPicture, finishPicture, type PictureAndPersons } from '../service.ts';
import type { Picture } from '../shape.ts';
import { type EyeLine, lineOf } from './model.ts';

/** Somebody of the family as an agency's own records that the reader may see call them. */
export type KnownPerson = {
  personId: string;
  name: string;
  /** Names and addresses that its records state; none of either where it holds neither, or does not share it. */
  called: string[];
  lives: string[];
  isHeld: boolean;
};

export type Eye = {
  picture: Picture;
  agency: Agency;
  /** Agencies that are named to the reader and tell something of this family, and this one. */
  others: Agency[];
  desk: Pick<Desk, 'name' | 'telephone' | 'hours'> | null;
  /** What goes on there now, as far as it tells the reader. */
  involved: Picture['involvedNow'];
  /** Workers of an agency of its kind of whom no record says which one that is: it may be this one. */
  perhaps: Picture['involvedNow'];
  people: KnownPerson[];
  /** Newest first. */
  lines: EyeLine[];
  name(personId: string): string;
};

/**
 * A family as one agency sees it today, of what the reader may see and no more. A VantageError 'not-found' where there is no
 * picture of the family, and where there is no such agency: one that is not named to the reader is no different.
 */
export async function getEye(tx: Tx, familyId: string, code: string): Promise<Eye> {
  const begun = await beginPicture(tx, familyId);
  const { family, agencyList } = begun;
  const ids = [...new Set(family.members.map(({ personId }) => personId))];
  const now = clock.now();
  const [{ picture, persons, facts }, kept, agreed, allDesks] = await Promise.all([
    finishPicture(tx, begun),
    keptBack(tx, ids),
    agreementsOf(tx),
    desks(tx),
  ]);
  const agency = agencyList.find((one) => one.agency === code);
  if (agency === undefined) throw noSuchAgency();
  const ties = await tiesTold(tx, {
    agency: code,
    personIds: ids,
    kinds: [...allocationKinds],
    day: picture.today,
  });
  const subjects = new Map(kindsOfEvents().map(({ kind, subject, locates }) => [kind, { subject, locates }]));
  const share = reachOf({
    agency: code,
    agreements: inForceOn(agreed, picture.today, now),
    ties,
    subjectOf: (kind) => subjects.get(kind)?.subject,
    locates: (kind) => subjects.get(kind)?.locates === true,
    workIsKnown: true,
  });
  const told = new Map(facts.map((fact) => [fact.factId, fact]));
  const shareOf = (factId: string) => {
    const fact = told.get(factId);
    return fact === undefined ? ({ is: 'could-not-be', tier: 0 } as const) : share(fact);
  };
  const ownDetails = (personId: string) =>
    kept.has(personId) && tellsWhere(agency)
      ? []
      : (persons.get(personId)?.details ?? []).filter((detail) => detail.agency === code);
  const ownNames = (personId: string, kind: 'name' | 'address') => [
    ...new Set(ownDetails(personId).flatMap((detail) => (detail.kind === kind ? [detail.value] : []))),
  ];
  const lines = picture.happenings
    .filter(({ kind }) => !isWritten(kind))
    .map((line) => lineOf(line, shareOf));
  const telling = tellingOf(persons, facts, kept, agencyList);
  const desk = allDesks.find((one) => one.agency === code);
  return {
    picture,
    agency,
    others: agencyList.filter((one) => one.agency === code || telling.has(one.agency)),
    desk: desk ? { name: desk.name, telephone: desk.telephone, hours: desk.hours } : null,
    // Who works for it, whoever lists them; and its own spells of help.
    involved: picture.involvedNow.filter(({ factId, allocation, worksFor }) =>
      allocation && worksFor !== null ? worksFor === agency.name : told.get(factId)?.agency === code,
    ),
    perhaps: picture.involvedNow.filter(
      ({ allocation, worksFor, worksForType }) =>
        allocation &&
        worksForType === agency.type &&
        worksFor !== agency.name &&
        !agencyList.some(({ name }) => name === worksFor),
    ),
    people: picture.people.map(({ personId, name }) => ({
      personId,
      name,
      called: ownNames(personId, 'name'),
      lives: ownNames(personId, 'address'),
      isHeld:
        ownDetails(personId).length > 0 ||
        facts.some((fact) => fact.personId === personId && fact.agency === code),
    })),
    lines: lines.reverse(),
    name: firstNames(picture),
  };
}

/** The agencies whose eye a family may be seen with, as `getEye` lists them. */
export async function eyesOf(tx: Tx, familyId: string): Promise<{ picture: Picture; agencies: Agency[] }> {
  const begun = await beginPicture(tx, familyId);
  const [{ picture, persons, facts }, all] = await Promise.all([finishPicture(tx, begun), agencies(tx)]);
  const kept = await keptBack(
    tx,
    begun.family.members.map(({ personId }) => personId),
  );
  const telling = tellingOf(persons, facts, kept, all);
  return { picture, agencies: all.filter((one) => telling.has(one.agency)) };
}

/** Agencies of which anything is among what the reader sees; none by what may tell where somebody is who is kept back. */
function tellingOf(
  persons: PictureAndPersons['persons'],
  facts: PictureAndPersons['facts'],
  kept: ReadonlySet<string>,
  all: readonly Agency[],
): ReadonlySet<string> {
  const locating = new Set(all.filter(tellsWhere).map(({ agency }) => agency));
  return new Set([
    ...facts.map((fact) => fact.agency),
    ...[...persons.values()].flatMap(({ personId, details }) =>
      details.flatMap(({ agency }) => (kept.has(personId) && locating.has(agency) ? [] : [agency])),
    ),
  ]);
}

function noSuchAgency(): VantageError {
  return new VantageError('not-found', 'There is no such agency here.', {
    remedy: 'Choose one at the family’s page, under “What one agency sees”.',
  });
}
