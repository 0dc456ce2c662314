import { createHash } from 'node:crypto';
import { ageOn, holds, type Tx, VantageError } from '../../platform/index.ts';
import { keptBack } from '../../sharing/index.ts';
import { type Tie, tieKindNames, tiesOf, tiesWithHistory } from '../../voice/index.ts';
import { firstNames, namesInList } from '../called.ts';
import { homesOn } from '../genogram/homes.ts';
import { nameOf } from '../open.ts';
import { type Begun, beginPicture, finishPicture, type PictureAndPersons } from '../service.ts';
import type { Picture } from '../shape.ts';
import { type Around, alike } from './model.ts';

export type Network = {
  picture: Picture;
  /** Who stands in the middle: the main carer first, then the children, then who lives with one of them. */
  middle: string[];
  /** Children of the family, who stand in the middle wherever they live. */
  children: string[];
  /** By kind, in the order of kinds; within one, what is said of first, then by name. */
  around: Around[];
  /** Earlier versions and what was taken back, of what the reader may still read. */
  before: Tie[];
  name(personId: string): string;
};

/**
 * Who is around a family, of what its reader may see: by records, and as the family says. A VantageError 'not-found' where
 * there is no picture of the family, as of `getPicture`.
 */
export async function getNetwork(tx: Tx, familyId: string, { before = false } = {}): Promise<Network> {
  const begun = await beginPicture(tx, familyId);
  const ids = begun.family.members.map(({ personId }) => personId);
  const [known, kept, ties] = await Promise.all([
    finishPicture(tx, begun),
    keptBack(tx, ids),
    before ? tiesWithHistory(tx, ids) : tiesOf(tx, ids),
  ]);
  const { picture, persons } = known;
  const first = firstNames(picture);
  const name = (personId: string) =>
    (persons.get(personId)?.name ?? null) === null ? nameOf(undefined) : first(personId);
  const { middle, children, elsewhere } = whoIsWhere(begun, known);
  const standing = ties.filter(({ outcome }) => outcome === null);
  const recorded = [...relatives(elsewhere, picture, name), ...servicesAround(begun, known, children, kept)];
  const shown = new Set(recorded.map(({ id }) => id));
  // What is said of somebody or of a service is there only where the reader sees them by records.
  const around = [
    ...recorded.map((one) => saidOf(one, standing)),
    ...named(standing.filter((tie) => tie.name !== null)),
  ];
  return {
    picture,
    middle,
    children,
    around: around.sort(
      (a, b) =>
        tieKindNames.indexOf(a.kind) - tieKindNames.indexOf(b.kind) ||
        Number(b.ties.length > 0) - Number(a.ties.length > 0) ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
    ),
    before: ties.filter((tie) => tie.outcome !== null && (tie.name !== null || shown.has(idOfWith(tie)))),
    name,
  };
}

/** A VantageError 'bad-input' where a tie names somebody, or a service, that is not on the reader's own map. */
export function mustStandHere(
  { picture, around }: Network,
  { speaker, whose, of }: { speaker: string; whose: readonly string[]; of?: string | undefined },
): void {
  const members = new Set(picture.people.map(({ personId }) => personId));
  const wrong = (field: string, words: string, remedy: string) =>
    new VantageError('bad-input', words, { remedy, field });
  if (!members.has(speaker))
    throw wrong('speaker', 'A tie is said by somebody of this family.', 'Choose who says so.');
  if (!whose.every((one) => members.has(one)))
    throw wrong('whose', 'A tie is of people of this family.', 'Choose whose tie it is.');
  if (of !== undefined && !around.some(({ id }) => id === of))
    throw wrong('name', 'This is not on the map.', 'Write what the family calls them.');
}

/** Rule in-the-middle. */
function whoIsWhere({ family }: Begun, { picture, persons, stays }: PictureAndPersons) {
  const { today } = picture;
  const homes = homesOn(stays, today);
  const isCore = ({ part }: { part: string }) => part === 'child' || part === 'main-carer';
  const here = family.members.filter(
    ({ personId, happened }) =>
      (persons.get(personId)?.deathDate ?? null) === null && (happened.to === null || happened.to > today),
  );
  const lived = new Set(here.filter(isCore).flatMap(({ personId }) => homes.get(personId)?.[0] ?? []));
  const isIn = (one: (typeof here)[number]) => isCore(one) || lived.has(homes.get(one.personId)?.[0] ?? '');
  const idsOf = (of: typeof here) => [...new Set(of.map(({ personId }) => personId))];
  const middle = idsOf([...here.filter(isCore), ...here.filter((one) => !isCore(one) && isIn(one))]);
  return {
    middle,
    children: idsOf(here.filter(({ part }) => part === 'child')),
    elsewhere: idsOf(here).filter((personId) => !middle.includes(personId)),
  };
}

type Recorded = Omit<Around, 'ties'>;

function relatives(elsewhere: readonly string[], picture: Picture, name: Network['name']): Recorded[] {
  return elsewhere.map((personId) => {
    const person = picture.people.find((one) => one.personId === personId);
    const relations = relationsOf(standingToday(person?.relations ?? [], picture.today));
    const href = `/families/${picture.familyId}/people/${personId}`;
    return {
      id: `person:${personId}`,
      kind: 'kin',
      name: name(personId),
      told: (relations.length > 0 ? relations : [person?.because ?? '']).map((words) => ({ words, href })),
      isRecorded: true,
      whose: [],
    };
  });
}

/** What somebody is to others today: whoever was a partner until a day that has come is a former one, told once. */
export function standingToday(relations: Picture['people'][number]['relations'], today: string): string[] {
  const partner = 'Partner of ';
  const present = new Set(
    relations.flatMap(({ words, happened: { to } }) =>
      words.startsWith(partner) && (to === null || to > today) ? [words.slice(partner.length)] : [],
    ),
  );
  const former = 'Former partner of ';
  const told = relations.flatMap(({ words }) => {
    const whose = words.startsWith(partner)
      ? words.slice(partner.length)
      : words.startsWith(former)
        ? words.slice(former.length)
        : undefined;
    if (whose === undefined) return [words];
    return [`${present.has(whose) ? partner : former}${whose}`];
  });
  return [...new Set(told)];
}

/** "Grandparent of Leah Hart and Kyle Hart": what somebody is to several, told once. */
function relationsOf(words: readonly string[]): string[] {
  const toWhom = words.map((one) => /^(.+? (?:of|by)) (.+)$/.exec(one)?.slice(1) ?? [one, '']);
  return [...Map.groupBy(toWhom, ([what]) => what)].map(([what, of]) =>
    `${what} ${namesInList(of.map(([, who = '']) => who))}`.trim(),
  );
}

/** Who works with somebody of the family today, other spells of agencies, and schools whose records name a child who is under 19 and not kept back. */
function servicesAround(
  { agencyList }: Begun,
  { picture, persons }: PictureAndPersons,
  children: readonly string[],
  kept: ReadonlySet<string>,
): Recorded[] {
  const { today } = picture;
  const pupils = children.filter((personId) => {
    if (kept.has(personId)) return false;
    const born = persons.get(personId)?.birthDate ?? null;
    return born === null || (born <= today && ageOn(born, today) < 19);
  });
  const isNamed = (personId: string, agency: string) =>
    persons
      .get(personId)
      ?.details.some((one) => one.agency === agency && (one.happened === null || holds(one.happened, today)));
  return agencyList.flatMap(({ agency, name, type }): Recorded[] => {
    const kind = type === 'school' ? 'school' : 'service';
    const own = picture.involvedNow.filter((one) => one.agency === name);
    const named = type === 'school' ? pupils.filter((personId) => isNamed(personId, agency)) : [];
    const spells = own.filter(({ workerRole }) => workerRole === null);
    const workers = Map.groupBy(
      own.filter(({ workerRole }) => workerRole !== null),
      ({ workerRole, worker }) => JSON.stringify([workerRole, worker]),
    );
    const peopleOf = (of: typeof own) => of.flatMap(({ people }) => people.map(({ personId }) => personId));
    return [
      ...(spells.length === 0 && named.length === 0
        ? []
        : [
            {
              id: idOfRecord(agency),
              kind,
              name,
              told: spells.map(({ label, factId }) => ({ words: label, href: `/facts/${factId}` })),
              isRecorded: true,
              whose: [...new Set([...peopleOf(spells), ...named])],
            } as const,
          ]),
      ...[...workers].map(
        ([key, of]): Recorded => ({
          id: idOfRecord(agency, key),
          kind: of[0]?.worksForType === 'school' ? 'school' : kind,
          name: of[0]?.workerRole ?? '',
          told: [
            {
              words: [of[0]?.worker ?? 'whose name is not told here', of[0]?.worksFor]
                .filter(Boolean)
                .join(', '),
              href: `/facts/${of[0]?.factId}`,
            },
          ],
          isRecorded: true,
          isWorker: true,
          whose: [...new Set(peopleOf(of))],
        }),
      ),
    ];
  });
}

/** By what a tie knows a service again: a digest, which tells nothing to whoever does not see the service. */
const idOfRecord = (...of: readonly string[]): string =>
  `record:${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32)}`;

const idOfWith = ({ withId, withRecord }: Tie): string =>
  withId !== null ? `person:${withId}` : `record:${withRecord}`;

function saidOf(one: Recorded, standing: readonly Tie[]): Around {
  const ties = standing.filter((tie) => tie.name === null && idOfWith(tie) === one.id);
  return { ...one, ties, whose: [...new Set([...one.whose, ...ties.flatMap(({ whose }) => whose)])] };
}

/** What the family alone names: alike and of one kind it is one. */
function named(ties: readonly Tie[]): Around[] {
  return [...Map.groupBy(ties, ({ kind, name }) => `${kind} ${alike(name ?? '')}`).values()].flatMap(
    (own) => {
      const first = own.at(-1);
      if (first === undefined) return [];
      return [
        {
          id: `tie:${first.tieId}`,
          kind: first.kind,
          name: first.name ?? '',
          told: [],
          isRecorded: false,
          whose: [...new Set(own.flatMap(({ whose }) => whose))],
          ties: own,
        },
      ];
    },
  );
}
