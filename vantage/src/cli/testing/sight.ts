/** What a viewer may see of an area by its agreements, worked out fact by fact with the plain evaluator of tiers. */
import { catalogue, isOpen } from '../../chronology/index.ts';
import { chargesOf } from '../../costs/testing.ts';
import { openingParts } from '../../families/index.ts';
import { keysOf } from '../../picture/testing.ts';
import { type Actor, dayOf, overlap } from '../../platform/index.ts';
import { readerOf, toldOf } from '../../sharing/testing.ts';
import type { Charge, KeptDetail, KeptFact, Opening, Place, Statement, World } from './world.ts';

export type Sight = ReturnType<typeof sightOf>;

/** @param now The moment at which the viewer looks. */
export function sightOf(world: World, viewer: Actor, now: Date) {
  const today = dayOf(now);
  const known = new Map<string, number>();
  const { kept, conditions, tier: tierOf, seesPlace, before } = readerOf(world.sharing, viewer, now);
  const tier = (personId: string, agency: string, kind: string): number => {
    const key = `${personId} ${agency} ${kind}`;
    let found = known.get(key);
    if (found === undefined) {
      found = tierOf({ personId, agency, kind });
      known.set(key, found);
    }
    return found;
  };
  const at = (least: number) => (one: { personId: string; agency: string; kind: string }) =>
    tier(one.personId, one.agency, one.kind) >= least;

  const isKeptPlace = (one: KeptDetail) =>
    one.kind === 'address' && one.postcode !== null && !seesPlace({ ...one, postcode: one.postcode });
  const detailsOf = (personId: string): KeptDetail[] =>
    (world.details.get(personId) ?? []).filter((one) => at(3)(one) && !isKeptPlace(one));
  const seen = new Map([...world.details.keys()].map((id) => [id, detailsOf(id)]));
  const sees = (personId: string) => (seen.get(personId)?.length ?? 0) > 0;
  const chosen = (personId: string, kind: string) =>
    seen.get(personId)?.find((detail) => detail.kind === kind)?.value ?? null;

  const places = world.places.filter((place) => sees(place.personId));
  const placesOf = Map.groupBy(places, (place) => place.personId);
  const membersOf = Map.groupBy(places, (place) => place.familyId);
  const opensFor = (personId: string) => isOpen((world.openings.get(personId) ?? []).filter(at(3)), today);
  const open = new Set(
    places
      .filter((place) => openingParts.has(place.part) && opensFor(place.personId))
      .map((place) => place.familyId),
  );
  const inOpenFamily = (personId: string) =>
    (placesOf.get(personId) ?? []).some((place) => open.has(place.familyId));
  const belongsThen = (members: readonly Place[], fact: Pick<KeptFact, 'personId' | 'happened'>) =>
    members.some(
      (one) => one.personId === fact.personId && overlap(one.happened, fact.happened) !== undefined,
    );

  const charges = Map.groupBy(world.charges.filter(at(3)), (one) => one.personId);
  let chargedOver: Charge[] | undefined;
  const seenCharges = () =>
    (chargedOver ??= chargesOf(
      visible.map((fact) => ({ ...fact, recordedAt: null, receivedAt: now })),
      (kind) => catalogue.get(kind)?.costs ?? [],
      (fact) => world.countedUntil.get(fact.factId) ?? fact.happened.to ?? '',
    ));
  const readsPrivate = (personId: string, agency: string) =>
    allocated(world, viewer, { personId, told: agency }, today);
  const reads = (one: Statement) =>
    at(4)(one) && (one.audience !== 'speaker-and-lead' || readsPrivate(one.personId, one.agency));
  const statements = world.statements.filter(reads);
  const spokenHere = (familyId: string, one: Statement) =>
    (placesOf.get(one.personId) ?? []).some(
      (place) => place.familyId === familyId && openingParts.has(place.part),
    ) ||
    (placesOf.get(one.personId)?.length === 1 && placesOf.get(one.personId)?.[0]?.familyId === familyId);

  const said = world.statements.filter((one) => one.kind === 'said');

  const visible = world.facts.filter(at(3));
  const factsOf = (familyId: string): KeptFact[] => {
    const members = membersOf.get(familyId) ?? [];
    return visible.filter((fact) => belongsThen(members, fact));
  };

  return {
    viewer,
    tier,
    /** Persons whose whereabouts the viewer may not know. */
    kept,
    /** Whether the viewer sees of a person no more than who they are, since they belonged to a family before. */
    before,
    worksWith: (personId: string) => ['team', 'manager'].some((one) => conditions(personId).has(one)),
    isAllocated: (personId: string) => conditions(personId).has('allocated'),
    manages: (personId: string) => conditions(personId).has('manager'),
    isInTeam: (personId: string) => conditions(personId).has('team'),
    /** Whether the viewer, or a worker whom the viewer manages, is allocated to that very person. */
    mayProtect: (personId: string, fromIds: readonly string[]): boolean => {
      const beside = (world.tiesTo.get(personId) ?? []).filter(
        (tie) => tie.kind === 'allocated' && tie.via === personId && !fromIds.includes(tie.via),
      );
      const own = beside.some((tie) => tie.workerId === viewer.id);
      const holding = conditions(personId);
      return (holding.has('allocated') && own) || (holding.has('manager') && beside.length > 0);
    },
    consentsOf: (familyId: string): string[] =>
      world.consents
        .filter((one) => at(3)(one) && !one.children.some((id) => kept.has(id)))
        .filter((one) => (membersOf.get(familyId) ?? []).some((place) => place.personId === one.personId))
        .map((one) => one.consentId),
    /** Agencies of whose knowledge of somebody in a family with whom the viewer works a tier is the most. */
    agenciesAt: (familyId: string, most: number): string[] => {
      const near = (membersOf.get(familyId) ?? [])
        .map((place) => place.personId)
        .filter((id) => conditions(id).has('team') && !kept.has(id));
      return world.agencies.filter((agency) =>
        near.some((id) => {
          const held = [
            ...world.facts.filter((one) => one.personId === id && one.agency === agency),
            ...(world.details.get(id) ?? []).filter((one) => one.agency === agency),
          ].map((one) => one.kind);
          const numbers = (world.numbers.get(id) ?? []).some((one) => one.agency === agency);
          const kinds = numbers ? [...held, 'record'] : held;
          return kinds.length > 0 && Math.max(...kinds.map((kind) => tier(id, agency, kind))) === most;
        }),
      );
    },
    told: (fact: KeptFact) => toldOf(world.sharing, viewer, fact, now),
    sees,
    open,
    membersOf: (familyId: string): Place[] => membersOf.get(familyId) ?? [],
    detailsOf,
    chosen,
    surname: (personId: string) =>
      seen.get(personId)?.find((detail) => detail.kind === 'name')?.surname ?? null,
    name: (personId: string) => chosen(personId, 'name') ?? 'Name not recorded',
    /** The reason of a place in words, or nothing where it names somebody or an agency whom the viewer may not see. */
    because: (place: Place): string | null =>
      place.about.every(sees) &&
      place.agencies.every((agency) => tier(place.personId, agency, 'membership') >= 3)
        ? place.reason
        : null,
    openingsOf: (familyId: string): Opening[] =>
      (membersOf.get(familyId) ?? [])
        .filter((place) => openingParts.has(place.part))
        .flatMap((place) => (world.openings.get(place.personId) ?? []).filter(at(3)))
        .filter((one) => isOpen([one], today)),
    /** Whether the viewer may be told that nobody has asked: nobody has, and the viewer would know. */
    notAsked: (personId: string) =>
      said.every((one) => one.personId !== personId && tier(personId, one.agency, 'said') >= 1),
    factsOf,
    /** Whether what is said about a fact, beside its days, may be seen: everybody whom it is about counts. */
    isTold: (fact: KeptFact) => fact.about.every((id) => tier(id, fact.agency, fact.kind) === 4),
    factShown: (fact: KeptFact) =>
      at(3)(fact) &&
      (placesOf.get(fact.personId) ?? []).some(
        (place) => open.has(place.familyId) && belongsThen([place], fact),
      ),
    /** What is charged over all facts that the viewer may see, and over no others. */
    chargesOf: (familyId: string): Charge[] => {
      const told = new Set(factsOf(familyId).map((fact) => fact.factId));
      const members = new Set((membersOf.get(familyId) ?? []).map((member) => member.personId));
      return seenCharges().filter((one) => members.has(one.personId) && told.has(one.factId));
    },
    statementsOf: (familyId: string): Statement[] => {
      const members = new Set((membersOf.get(familyId) ?? []).map((member) => member.personId));
      return statements.filter((one) => members.has(one.personId) && spokenHere(familyId, one));
    },
    calledOf: (familyId: string): string[] =>
      (membersOf.get(familyId) ?? []).flatMap((member) =>
        statements
          .filter((one) => one.personId === member.personId && one.kind === 'likes-to-be-called')
          .map((one) => one.words),
      ),
    /** Stated relations of two of a family, both of whom the viewer may see as their agency shares it. */
    relationsOf: (familyId: string) => {
      const members = new Set((membersOf.get(familyId) ?? []).map((member) => member.personId));
      return world.relationships.filter(
        (one) =>
          members.has(one.personId) &&
          members.has(one.otherId) &&
          at(3)(one) &&
          at(3)({ ...one, personId: one.otherId }),
      );
    },
    addressesOf: (personId: string): string[] => [
      ...detailsOf(personId)
        .filter((detail) => detail.kind === 'address')
        .map((detail) => detail.value),
      ...(world.residences.get(personId) ?? []).filter(seesPlace).map((one) => one.address),
    ],
    /** Families whose page opens for the viewer, and of whom somebody bears a name or number that the viewer may see. */
    findable: (keyed: (keys: ReturnType<typeof keysOf>) => boolean): Set<string> => {
      const found = new Set<string>();
      for (const place of world.places.filter((one) => open.has(one.familyId))) {
        const { personId } = place;
        const details = (world.details.get(personId) ?? []).filter(at(3));
        const said = details.flatMap((one) =>
          one.kind === 'name'
            ? keysOf([one.value], [])
            : ['nhs-number', 'upn'].includes(one.kind)
              ? keysOf([], [one.value])
              : [],
        );
        const numbers = (world.numbers.get(personId) ?? [])
          .filter((one) => tier(personId, one.agency, 'record') >= 3)
          .flatMap((one) => keysOf([], [one.localId]));
        const called = world.statements
          .filter(
            (one) =>
              one.personId === personId &&
              one.kind === 'likes-to-be-called' &&
              one.audience !== 'speaker-and-lead',
          )
          .filter(at(3))
          .flatMap((one) => keysOf([one.words], []));
        if (keyed([...said, ...numbers, ...called])) found.add(place.familyId);
      }
      return found;
    },
    /** Families with a page of which one of the persons is a member. */
    behind: (personIds: ReadonlySet<string>) =>
      new Set(
        [...personIds].flatMap((id) =>
          (placesOf.get(id) ?? []).map((place) => place.familyId).filter((family) => open.has(family)),
        ),
      ),
    personsOpen: () => new Set([...world.openings.keys()].filter(opensFor)),
    personsWith: (wanted: (fact: KeptFact) => boolean) =>
      new Set(visible.filter(wanted).map((fact) => fact.personId)),
    personsSpent: (wanted: (one: Charge) => boolean) =>
      new Set(
        [...charges.values()]
          .flat()
          .filter(wanted)
          .map((one) => one.personId),
      ),
    readsRecord: (recordId: string): boolean => {
      const record = world.records.get(recordId);
      if (record === undefined || record.personIds.length === 0) return false;
      const all = record.personIds.every(
        (personId) => tier(personId, record.agency, 'record') === 4 && inOpenFamily(personId),
      );
      const forOthers =
        record.kind === 'care.statements' &&
        record.audiences.every((one) => one !== 'team' && one !== 'family-and-team') &&
        !record.personIds.every((one) => readsPrivate(one, record.agency));
      return all && !forOthers && !record.places.some((place) => kept.has(place));
    },
  };
}

/** Whether the viewer reads what a person told an agency in private: the person is allocated to them today, or their family is and they work there. */
function allocated(
  { sharing, tiesTo }: World,
  viewer: Actor,
  { personId, told }: { personId: string; told: string },
  day: string,
): boolean {
  const holds = ({ from, to }: { from: string | null; to: string | null }) =>
    (from ?? '') <= day && (to === null || day < to);
  const hidden = new Set(
    sharing.seals
      .filter((seal) => holds(seal.happened) && !seal.named.includes(viewer.id))
      .map((seal) => seal.personId),
  );
  return (tiesTo.get(personId) ?? []).some(
    (tie) =>
      tie.workerId === viewer.id &&
      tie.kind === 'allocated' &&
      (tie.via === personId || sharing.worksFor.get(viewer.id) === told) &&
      holds(tie.happened) &&
      !hidden.has(personId) &&
      !hidden.has(tie.via),
  );
}
