import { notesAbout } from '../../casework/index.ts';
import { catalogue, isWritten, type OutlinedFact, outlineOf } from '../../chronology/index.ts';
import type { Tx } from '../../platform/index.ts';
import { dayInWords } from '../../platform/parts/index.ts';
import { keptBack } from '../../sharing/index.ts';
import { type Strength, type Tie, tieKinds, tiesOf } from '../../voice/index.ts';
import { firstNames, namesInList } from '../called.ts';
import { homesOn } from '../genogram/homes.ts';
import { type KinElsewhere, kinElsewhere } from '../kin-elsewhere.ts';
import { belongsTo } from '../open.ts';
import { isUnder, mustLearn, noSchooling, schoolingIn } from '../schooling.ts';
import { beginPicture, finishPicture } from '../service.ts';
import type { Picture, PictureSeen } from '../shape.ts';
import {
  areTwins,
  type Between,
  betweenOf,
  differencesBetween,
  type Sighting,
  siblingsAmong,
} from './model.ts';

/** Something that stands under a heading, and what it opens to. */
export type Item = { words: string; href: string | null; since: string | null };

export type Sibling = {
  personId: string;
  name: string;
  born: string | null;
  died: string | null;
  age: number | null;
  isChild: boolean;
  /** What each of the others is to them, where that is stated. */
  to: {
    personId: string;
    between: Exclude<Between, null>;
    /** Whether the two are told as twins. */
    twin: boolean;
    /** Parents stated of both, and which of the two only one parent is stated of. */
    shared: string[];
    lacking: string[];
  }[];
  /** Where they live; null where that is not known. */
  lives: string | null;
  isKept: boolean;
  /** Members of the family who live at the same home today. */
  livesWith: string[];
  plans: Item[];
  workers: Item[];
  /** Schools whose records name them today; and where none does, the last day on which one did. */
  schools: string[];
  schoolUntil: string | null;
  /** Schools whose records named them last, where none does today. */
  schoolsBefore: string[];
  seenAlone: Sighting | null;
  /** Whether the reader may see what visits to them say. */
  visits: PictureSeen['visits'];
  /** Whom they look up to, and friends of about their age, as they or their family said it. */
  looksUpTo: Peer[];
  friends: Peer[];
  said: { words: string; on: string | null; audience: string } | null;
  notAsked: boolean;
  needs: string[];
  notKnown: string[];
};

/** Somebody around a child, as it is said, with how strong the tie is where that is not strong. */
export type Peer = { name: string; tie: Strength };

export type Siblings = {
  picture: Picture;
  siblings: Sibling[];
  /** Sentences by rules seen-apart and of-some. */
  differences: string[];
  /** Brothers and sisters in other families that the reader may see. */
  elsewhere: KinElsewhere[];
  name(personId: string): string;
};

/** Brothers and sisters side by side, of what their reader may see. Errors as of `getPicture`. */
export async function getSiblings(tx: Tx, familyId: string): Promise<Siblings> {
  const begun = await beginPicture(tx, familyId);
  const { family, agencyList } = begun;
  const ids = family.members.map(({ personId }) => personId);
  const [{ picture, persons, stays }, kept, outline, notes, ties] = await Promise.all([
    finishPicture(tx, begun),
    keptBack(tx, ids),
    outlineOf(tx, ids),
    notesAbout(tx, ids),
    tiesOf(tx, ids),
  ]);
  const { today } = picture;
  const first = firstNames(picture);
  const homes = homesOn(stays, today);
  const facts = outline.filter(belongsTo(family.members));
  const agencyName = new Map(agencyList.map(({ agency, name }) => [agency, name]));
  const childIds = [
    ...new Set(family.members.flatMap(({ personId, part }) => (part === 'child' ? [personId] : []))),
  ];
  const among = siblingsAmong(
    childIds,
    [...new Set(ids)].filter((id) => !childIds.includes(id)),
    family.relationships,
  );
  const schooling = schoolingIn({ people: picture.people, persons, agencyList, keptBack: kept, on: today });
  const withOwn = (personId: string) =>
    picture.involvedNow.filter((one) => one.people.some((p) => p.personId === personId));
  const parentsOf = (child: string) => [
    ...new Set(
      family.relationships.flatMap((tie) =>
        tie.kind === 'parent' && tie.otherId === child ? [tie.personId] : [],
      ),
    ),
  ];
  const twinning = {
    bornOn: (id: string) => persons.get(id)?.birthDate ?? null,
    isMale: (id: string) => persons.get(id)?.sex === 'male',
  };
  const kin = await kinElsewhere(tx, { of: childIds, members: ids, on: today });
  const siblings = among.flatMap((personId): Sibling[] => {
    const person = picture.people.find((one) => one.personId === personId);
    if (person === undefined) return [];
    const home = homes.get(personId)?.[0];
    const isLiving = person.died === null;
    const own = withOwn(personId);
    const words = picture.statements.find(({ speaker }) => speaker.personId === personId);
    const one = {
      personId,
      name: first(personId),
      born: person.born,
      died: person.died,
      age: person.age,
      isChild: childIds.includes(personId),
      to: among.flatMap((other) => {
        const between = other === personId ? null : betweenOf(personId, other, family.relationships);
        if (between === null) return [];
        const [mine, theirs] = [parentsOf(personId), parentsOf(other)];
        return [
          {
            personId: other,
            between,
            twin: areTwins([personId, other], family.relationships, twinning),
            shared: mine.filter((id) => theirs.includes(id)),
            lacking: [personId, other].filter((id) => parentsOf(id).length < 2),
          },
        ];
      }),
      lives: isLiving ? (person.home?.words ?? null) : null,
      isKept: kept.has(personId),
      livesWith:
        home === undefined || !isLiving
          ? []
          : [...new Set(ids)].filter(
              (other) =>
                other !== personId && homes.get(other)?.[0] === home && !persons.get(other)?.deathDate,
            ),
      plans: own.filter(({ allocation }) => !allocation).map((spell) => itemOf(spell.label, spell)),
      workers: own
        .filter(({ allocation }) => allocation)
        .map((spell) =>
          itemOf(
            spell.withheld
              ? 'a worker, who is not shared with you'
              : [spell.worker ?? 'a worker who is not named', spell.workerRole, spell.worksFor]
                  .filter(Boolean)
                  .join(', '),
            spell,
          ),
        ),
      ...(schooling.get(personId) ?? noSchooling),
      seenAlone: newest([
        ...inRecords(facts, personId, agencyName),
        ...notes.flatMap((note): Sighting[] => {
          const alone = note.content.alone?.map((id) => note.about[note.persons.indexOf(id)] ?? id) ?? [];
          return note.kind === 'visit' && alone.includes(personId)
            ? [{ on: note.happened.from ?? '', by: note.writtenByName, href: `/notes/${note.noteId}` }]
            : [];
        }),
      ]),
      looksUpTo: peersOf(
        personId,
        ties.filter(({ looksUp }) => looksUp),
        first,
      ),
      friends: peersOf(
        personId,
        ties.filter(({ ofAge }) => ofAge),
        first,
      ),
      visits: picture.seen.find((seen) => seen.person.personId === personId)?.visits ?? 'none',
      said: words === undefined ? null : { words: words.words, on: words.saidOn, audience: words.audience },
      notAsked: picture.notAsked.some((one) => one.personId === personId),
      needs: picture.needs.flatMap(({ label, found }) =>
        found.some(({ evidence }) => evidence.some(({ person }) => person.personId === personId))
          ? [label]
          : [],
      ),
    };
    const parents = parentsOf(personId).length;
    return [{ ...one, notKnown: notKnownOf({ ...one, parents }, today) }];
  });
  return {
    picture,
    siblings,
    differences: differencesBetween(
      siblings.map((one) => ({
        name: one.name,
        counts: one.isChild && one.died === null && isUnder(one.born, today, 18),
        home: homes.get(one.personId)?.[0] ?? null,
        seenAlone: one.seenAlone,
        spells: one.plans.map(({ words }) => words),
        hasSpoken: one.said !== null,
      })),
      { day: dayInWords, list: namesInList },
    ),
    elsewhere: kin.filter(({ isSibling }) => isSibling),
    name: first,
  };
}

/** Those with whom a child has a tie, each once, as the newest says it. */
function peersOf(child: string, ties: readonly Tie[], name: (personId: string) => string): Peer[] {
  const found = new Map<string, Peer>();
  for (const { whose, name: said, withId, kind, strength } of ties) {
    const called = said ?? (withId === null ? tieKinds[kind].one : name(withId));
    if (whose.includes(child) && !found.has(called)) found.set(called, { name: called, tie: strength });
  }
  return [...found.values()];
}

const itemOf = (words: string, { factId, since }: Picture['involvedNow'][number]): Item => ({
  words,
  href: `/facts/${factId}`,
  since,
});

/** Visits under a plan that say that somebody was seen alone; those written down here are told by their notes. */
function inRecords(
  facts: readonly OutlinedFact[],
  personId: string,
  agencyName: ReadonlyMap<string, string>,
): Sighting[] {
  return facts.flatMap((fact) => {
    const part = (name: string) => fact.detail.parts.find((one) => one.name === name)?.value;
    const isAlone = fact.personId === personId && !isWritten(fact.kind) && part('alone') === 'yes';
    if (!isAlone || !catalogue.get(fact.kind)?.visit || fact.happened.from === null) return [];
    const by = [part('worker'), agencyName.get(fact.agency) ?? fact.agency].filter(Boolean).join(', ');
    return [{ on: fact.happened.from, by, href: `/facts/${fact.factId}` }];
  });
}

const newest = (seen: readonly Sighting[]): Sighting | null =>
  [...seen].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))[0] ?? null;

/** What no record that the reader may see says. Each is about what was written down, not about what is. */
function notKnownOf(one: Omit<Sibling, 'notKnown'> & { parents: number }, today: string): string[] {
  if (one.died !== null) return [];
  const isBorn = one.born === null || one.born <= today;
  const place = (one.age ?? 0) < 16 ? 'a school' : 'a school, a college or training';
  return [
    one.born === null && 'their birth date',
    one.isChild &&
      one.parents < 2 &&
      (one.parents === 0 ? 'who their parents are' : 'who their other parent is'),
    one.lives === null && !one.isKept && isBorn && 'where they live',
    mustLearn(one) &&
      !one.isKept &&
      one.schools.length === 0 &&
      (one.schoolUntil === null ? place : `${place} since ${dayInWords(one.schoolUntil)}`),
    one.isChild &&
      isBorn &&
      isUnder(one.born, today, 18) &&
      one.seenAlone === null &&
      one.visits !== 'not-shared' &&
      'that anybody saw them alone',
    one.said === null && (one.age === null || one.age >= 4) && isBorn && 'what they say',
  ].filter((words) => words !== false);
}
