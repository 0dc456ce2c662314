import { personsByIds, recordsAbout } from '../identity/index.ts';
import {
  ageOn,
  canonicalJson,
  holds,
  newId,
  type Progress,
  type Tx,
  VantageError,
} from '../platform/index.ts';
import { concernedBy, type Since } from './again.ts';
import { familiesOf as draftFamilies } from './grouping.ts';
import { matchFamilies } from './matching.ts';
import { addressKey, everyPart, type FamilyDraft, type Member, openingParts, type Part } from './model.ts';
import { familyKinds, gatherStated } from './stated.ts';
import * as store from './store.ts';

export type BuildCounts = store.Counts & {
  /** What this build wrote; all 0 when nothing had changed. */
  changed: {
    relationshipsAdded: number;
    relationshipsSuperseded: number;
    residencesAdded: number;
    residencesSuperseded: number;
    placesAdded: number;
    placesUndone: number;
    familiesAdded: number;
  };
  /** Families in which somebody got or lost a place. */
  touched: ReadonlySet<string>;
};

/**
 * Makes relationships, homes, stays and families agree with the records and links that stand, writing only what
 * differs. `asOf` is when the newest extract was received. What a person decided about a place in a family stands. With
 * `since`, only families on which what changed since then may bear are looked at.
 */
export async function build(
  tx: Tx,
  { asOf, progress, since }: { asOf: Date; progress: Progress; since?: Since | undefined },
): Promise<BuildCounts> {
  return progress.step('families', async (report) => {
    const concerned = since && (await concernedBy(tx, since, asOf));
    const within = concerned && [...concerned.persons];
    const records = concerned ? concerned.records.values() : recordsAbout(tx, { kinds: familyKinds });
    const stated = await gatherStated(tx, records, asOf);
    const ties = await store.replaceRelationships(tx, stated.relationships, asOf, within);
    const homes = await store.ensureHomes(tx, stated.residences);
    const stays = await store.replaceResidences(tx, stated.residences, homes, asOf, within);
    const drafts = draftFamilies(stated);
    report(drafts.length, drafts.length);
    const { touched, ...places } = await placeMembers(tx, drafts, asOf, within);
    await tx.filled('relationship', 'residence', 'home', 'family', 'membership');
    return {
      ...(await store.count(tx)),
      changed: {
        relationshipsAdded: ties.added,
        relationshipsSuperseded: ties.superseded,
        residencesAdded: stays.added,
        residencesSuperseded: stays.superseded,
        ...places,
      },
      touched,
    };
  });
}

/** @param within Those who may belong to the drafts, where these are not all that there are to be. */
async function placeMembers(
  tx: Tx,
  drafts: readonly FamilyDraft[],
  asOf: Date,
  within: readonly string[] | undefined,
) {
  const standing = await store.standingMemberships(tx, within);
  const kept = new Map<string, Map<string, Part>>();
  for (const { familyId, personId, part } of standing) {
    kept.set(familyId, (kept.get(familyId) ?? new Map<string, Part>()).set(personId, part));
  }
  const matched = matchFamilies(kept, drafts);
  const numbered = drafts.map((draft) => ({ draft, familyId: matched.get(draft) ?? newId() }));
  const known = within && [...kept.keys()];
  const names = new Map((await store.familyRows(tx, known)).map(({ familyId, name }) => [familyId, name]));
  const fresh = numbered.filter(({ familyId }) => !names.has(familyId));
  await store.addFamilies(
    tx,
    fresh.map(({ familyId, draft }) => ({ familyId, name: draft.name })),
    asOf,
  );
  for (const { familyId, draft } of numbered) {
    const name = names.get(familyId);
    if (name !== undefined && name !== draft.name)
      await store.renameFamily(tx, { familyId, name: draft.name });
  }
  const decided = await decidedByPeople(tx, standing);
  const wanted = new Map<string, { familyId: string; member: Member }>();
  for (const { draft, familyId } of numbered) {
    for (const member of draft.members) {
      const place = placeOf(familyId, member.personId);
      if (!decided.has(place)) wanted.set(place, { familyId, member });
    }
  }
  const undone: store.KeptMembership[] = [];
  for (const place of standing) {
    if (place.decidedBy !== 'engine') continue;
    const want = wanted.get(placeOf(place.familyId, place.personId));
    if (want !== undefined && likeness(want.member) === likeness(place)) {
      wanted.delete(placeOf(place.familyId, place.personId));
    } else undone.push(place);
  }
  await store.undoMemberships(
    tx,
    undone.map(({ membershipId }) => membershipId),
    asOf,
  );
  await store.addMemberships(tx, [...wanted.values()], asOf);
  return {
    placesAdded: wanted.size,
    placesUndone: undone.length,
    familiesAdded: fresh.length,
    touched: new Set([...wanted.values(), ...undone].map(({ familyId }) => familyId)),
  };
}

async function decidedByPeople(tx: Tx, standing: readonly store.KeptMembership[]): Promise<Set<string>> {
  return new Set([
    ...standing
      .filter((place) => place.decidedBy !== 'engine')
      .map((place) => placeOf(place.familyId, place.personId)),
    ...(await store.undoneByPeople(tx)).map((place) => placeOf(place.familyId, place.personId)),
  ]);
}

function placeOf(familyId: string, personId: string): string {
  return `${familyId} ${personId}`;
}

function likeness({ part, reason, about, agencies, evidence, happened }: Member): string {
  return canonicalJson([part, reason, about, agencies, evidence, happened]);
}

/** The families that the persons belong to, with the part and the reason. A person may be in several, or in none. */
export async function familiesOf(tx: Tx, personIds: readonly string[]): Promise<store.FamilyOf[]> {
  return store.familiesOfPersons(tx, personIds);
}

/** Everybody who belongs to the families, with the part and the reason; of some parts only where these are named. */
export async function membersOfFamilies(
  tx: Tx,
  familyIds: readonly string[],
  parts: Iterable<Part> = everyPart,
): Promise<store.FamilyOf[]> {
  return store.membersOfFamilies(tx, familyIds, [...parts]);
}

export type Home = { homeId: string; address: string; postcode: string | null };

export type Family = {
  familyId: string;
  /** The main carer first, then the children, then the others. */
  members: store.KeptMembership[];
  /** Stated relationships between members. */
  relationships: store.KeptRelationship[];
  residences: store.KeptResidence[];
  homes: Home[];
};

/** A family with its members, relationships and homes; a VantageError 'not-found' when nobody belongs to it. */
export async function getFamily(tx: Tx, familyId: string): Promise<Family> {
  const members = await store.membersOf(tx, familyId);
  const personIds = members.map((member) => member.personId);
  // Asked even when there is no such family: the time of the answer does not tell.
  const [relationships, residences] = await Promise.all([
    store.relationshipsAmong(tx, personIds),
    store.residencesOf(tx, personIds),
  ]);
  if (members.length === 0) {
    throw new VantageError('not-found', 'There is no such family.', {
      remedy: 'Check the address, or find the family by a name.',
    });
  }
  const homes = new Map(
    residences.map(({ homeId, address, postcode }) => [homeId, { homeId, address, postcode }]),
  );
  return { familyId, members, relationships, residences, homes: [...homes.values()] };
}

/** Relationships that are stated of the persons, with whoever they are, in this family or another. */
export async function relationshipsOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<store.KeptRelationship[]> {
  return personIds.length === 0 ? [] : store.relationshipsTouching(tx, personIds);
}

/** Who lives where and with whom on a day, as the two questions below need it. */
async function homesOn(tx: Tx, day: string) {
  const homes = new Map<string, Set<string>>();
  for (const { personId, homeId } of await store.residencesOn(tx, day)) {
    homes.set(personId, (homes.get(personId) ?? new Set()).add(homeId));
  }
  const together = (one: string, other: string) =>
    [...(homes.get(one) ?? [])].some((home) => homes.get(other)?.has(home) === true);
  return { together, isHoused: (personId: string) => homes.has(personId) };
}

/** Close family on a day (rule close-family): every member and the family, in the order of their ids. */
export async function coMembersOn(tx: Tx, day: string): Promise<{ familyId: string; personId: string }[]> {
  const standing = (await store.standingMemberships(tx)).filter((place) => holds(place.happened, day));
  const { together, isHoused } = await homesOn(tx, day);
  const partners = await partnersOn(tx, day);
  const families = new Map<string, store.KeptMembership[]>();
  for (const place of standing)
    families.set(place.familyId, [...(families.get(place.familyId) ?? []), place]);
  const close: { familyId: string; personId: string }[] = [];
  for (const [familyId, members] of families) {
    const core = members.filter((place) => place.part === 'child' || place.part === 'main-carer');
    const carer = members.find((place) => place.part === 'main-carer')?.personId;
    for (const { personId, part } of members) {
      const isCore = part === 'child' || part === 'main-carer';
      const isPartner = carer !== undefined && partners.has(`${personId} ${carer}`) && !isHoused(personId);
      if (isCore || isPartner || core.some((one) => together(personId, one.personId))) {
        close.push({ familyId, personId });
      }
    }
  }
  return close.sort((a, b) => (placeOf(a.familyId, a.personId) < placeOf(b.familyId, b.personId) ? -1 : 1));
}

async function partnersOn(tx: Tx, day: string): Promise<Set<string>> {
  const ties = (await store.allRelationships(tx)).filter(
    (tie) => tie.kind === 'partner' && holds(tie.happened, day),
  );
  return new Set(ties.flatMap((tie) => [`${tie.personId} ${tie.otherId}`, `${tie.otherId} ${tie.personId}`]));
}

/** Guardians of every child under 18 on a day (rule guardians), in the order of their ids. */
export async function guardiansOn(tx: Tx, day: string): Promise<GuardianOf[]> {
  const relationships = await store.allRelationships(tx);
  const { together } = await homesOn(tx, day);
  const partners = await partnersOn(tx, day);
  const pairs = new Set<string>();
  for (const tie of relationships) {
    const isParent = tie.kind === 'parent' && (tie.happened.from === null || tie.happened.from <= day);
    if (isParent || (tie.kind === 'carer' && holds(tie.happened, day)))
      pairs.add(`${tie.otherId} ${tie.personId}`);
  }
  for (const { child, carer, other } of await carersOf(tx)) {
    if (partners.has(`${other} ${carer}`) && together(other, child)) pairs.add(`${child} ${other}`);
  }
  const found = [...pairs].map((pair) => {
    const [child = '', guardian = ''] = pair.split(' ');
    return { child, guardian };
  });
  const lives = await livesOf(
    tx,
    found.flatMap(({ child, guardian }) => [child, guardian]),
  );
  const lived = (personId: string) => (lives.get(personId)?.deathDate ?? '9999') > day;
  return [...found, ...ofBrothersAndSisters(found, lives)]
    .filter(({ child, guardian }) => {
      const born = lives.get(child)?.birthDate ?? null;
      return lived(child) && lived(guardian) && (born === null || (born <= day && ageOn(born, day) < 18));
    })
    .sort((a, b) => (placeOf(a.child, a.guardian) < placeOf(b.child, b.guardian) ? -1 : 1));
}

type GuardianOf = { child: string; guardian: string };

/**
 * Guardians of a child's brothers and sisters, by whom one guardian is shared, whose address is one of those that records
 * give of the child, or whose surname the child bears where it does not bear the shared one's: a school or an agency often
 * states both parents of the first child alone.
 */
function ofBrothersAndSisters(stated: readonly GuardianOf[], lives: ReadonlyMap<string, Life>): GuardianOf[] {
  const guardians = Map.groupBy(stated, ({ child }) => child);
  const children = Map.groupBy(stated, ({ guardian }) => guardian);
  const surname = (personId: string) => lives.get(personId)?.surname ?? null;
  return [...guardians].flatMap(([child, own]) => {
    const [homes, borne] = [lives.get(child)?.homes, surname(child)];
    const known = new Set(own.map(({ guardian }) => guardian));
    const livesThere = (guardian: string) => homes?.has(lives.get(guardian)?.home ?? '') === true;
    const others = own.flatMap(({ guardian: shared }) => {
      const bearsNameOf = (guardian: string) =>
        borne !== null && surname(guardian) === borne && surname(shared) !== borne;
      return (children.get(shared) ?? [])
        .flatMap((sibling) => guardians.get(sibling.child) ?? [])
        .map(({ guardian }) => guardian)
        .filter((guardian) => guardian !== child && !known.has(guardian))
        .filter((guardian) => livesThere(guardian) || bearsNameOf(guardian));
    });
    return [...new Set(others)].map((guardian) => ({ child, guardian }));
  });
}

/** Each child of a family with its main carer and each other member who is no child. */
async function carersOf(tx: Tx): Promise<{ child: string; carer: string; other: string }[]> {
  const families = Map.groupBy(await store.standingMemberships(tx), (place) => place.familyId);
  return [...families.values()].flatMap((members) => {
    const carer = members.find((place) => place.part === 'main-carer')?.personId;
    if (carer === undefined) return [];
    const others = members.filter((place) => place.part !== 'child' && place.personId !== carer);
    return members
      .filter((place) => place.part === 'child')
      .flatMap(({ personId: child }) => others.map(({ personId: other }) => ({ child, carer, other })));
  });
}

/** When somebody lived, their surname in small letters, and where (rule homes): at the address that is chosen of them, and at any that a record gives. */
type Life = {
  surname: string | null;
  birthDate: string | null;
  deathDate: string | null;
  home: string | undefined;
  homes: ReadonlySet<string>;
};

async function livesOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, Life>> {
  const persons = await personsByIds(tx, [...new Set(personIds)]);
  return new Map(
    persons.map(({ personId, surname, birthDate, deathDate, details }) => {
      const addresses = details.flatMap(({ kind, value, parts, chosen }) => {
        const key = kind === 'address' ? addressKey(value, parts?.postcode) : undefined;
        return key === undefined ? [] : [{ key, chosen }];
      });
      const home = addresses.find(({ chosen }) => chosen)?.key;
      const homes = new Set(addresses.map(({ key }) => key));
      const name = surname?.toLocaleLowerCase('en') ?? null;
      return [personId, { surname: name, birthDate, deathDate, home, homes }];
    }),
  );
}

/** How many families, members, relationships, homes and stays stand now. */
export async function counts(tx: Tx): Promise<store.Counts> {
  return store.count(tx);
}

/** How many families there are, and for how many of them one of the persons opens a picture. */
export async function countFamilies(
  tx: Tx,
  opening: readonly string[],
): Promise<{ families: number; open: number }> {
  const { families, ofThem } = await store.countFamilies(tx, opening, [...openingParts]);
  return { families, open: ofThem };
}

/**
 * Families that were given one of these names, in small letters, of those that the actor may see. The name may be that
 * of somebody whom the actor may not see.
 */
export async function familiesCalled(tx: Tx, names: readonly string[]): Promise<store.FamilyRow[]> {
  return store.familiesCalled(tx, names);
}

/** Stays at homes that stand of persons, in the order of their days, as far as the actor may see them. */
export async function residencesOf(tx: Tx, personIds: readonly string[]): Promise<store.KeptResidence[]> {
  return store.residencesOf(tx, personIds);
}
