import {
  type Disagreement,
  disagree,
  disagreementsOf,
  type NeedId,
  needs,
  needsOn,
  type OutlinedFact,
  takeBack,
} from '../chronology/index.ts';
import { familiesOf } from '../families/index.ts';
import { type Tx, VantageError } from '../platform/index.ts';
import { roles, type WorkRole, workerNames } from '../sharing/index.ts';
import type { Picture, PictureNeed } from './shape.ts';

type Told = {
  on: string;
  bornOn: (personId: string) => string | null;
  named: (personId: string) => { personId: string; name: string };
  label: (kind: string) => string;
  agency: (code: string) => string;
  disagreements: readonly (Disagreement & { writtenBy: string })[];
};

/** The needs of which a family's facts tell, with what the rules say, what they rest on, and who disagrees. */
export function needsInPicture(facts: readonly OutlinedFact[], told: Told): PictureNeed[] {
  return needsOn(facts, told.on, told.bornOn).map(({ need, label, found }) => ({
    need,
    label,
    found: found.map(({ rule, evidence }) => ({
      rule: rule.id,
      words: rule.words,
      byWords: rule.says !== undefined,
      evidence: evidence.map((fact) => ({
        factId: fact.factId,
        label: told.label(fact.kind),
        agency: told.agency(fact.agency),
        person: told.named(fact.personId),
        happened: fact.happened,
        precision: fact.precision,
      })),
    })),
    disagreements: told.disagreements
      .filter((one) => one.need === need)
      .map(({ disagreementId, personId, words, madeAt, workerId, writtenBy }) => ({
        disagreementId,
        person: personId === null ? null : told.named(personId),
        words,
        madeAt: madeAt.toISOString(),
        workerId,
        writtenBy,
      })),
  }));
}

/**
 * Disagreements about a family that the reader may see: with all the evidence in sight, and by people whom they may see.
 */
export async function disagreementsWith(
  tx: Tx,
  familyId: string,
): Promise<(Disagreement & { writtenBy: string })[]> {
  const all = await disagreementsOf(tx, familyId);
  if (all.length === 0) return [];
  const seen = new Set((await membersSeen(tx, all)).map((place) => place.personId));
  const names = await workerNames(tx);
  return all
    .filter((one) => one.personId === null || seen.has(one.personId))
    .map((one) => ({ ...one, writtenBy: names.get(one.workerId) ?? 'Somebody at work' }));
}

function membersSeen(tx: Tx, all: readonly Disagreement[]): Promise<{ personId: string }[]> {
  return familiesOf(
    tx,
    all.flatMap((one) => one.personId ?? []),
  );
}

/** True for those who work with families: they write a disagreement down, their own or one of the family's. */
export function mayDisagree(role: string): boolean {
  return roles[role as WorkRole]?.purpose === 'help';
}

const noSuchNeed = () =>
  new VantageError('conflict', 'No such need stands for this family any more, as far as you may see.', {
    remedy: 'What is recorded may have changed since you opened the page. What you wrote is not recorded.',
    field: '',
  });

/**
 * Writes down that the actor, or somebody of the family, disagrees that a need of the picture stands.
 * @throws {VantageError} conflict where none such stands, or somebody else than those in the picture disagrees.
 */
export async function disagreeInPicture(
  tx: Tx,
  picture: Picture,
  { need, personId, words }: { need: string; personId: string | null; words: string },
): Promise<void> {
  mustHelp(tx);
  const found = picture.needs.find((one) => one.need === need);
  if (!found) throw noSuchNeed();
  if (personId !== null && !picture.people.some((person) => person.personId === personId)) throw noSuchNeed();
  const ids = (rules: PictureNeed['found']) => [
    ...new Set(rules.flatMap((rule) => rule.evidence.map((one) => one.factId))),
  ];
  await disagree(tx, {
    familyId: picture.familyId,
    need: found.need as NeedId,
    personId,
    words,
    facts: ids(found.found),
    details: ids(found.found.filter((rule) => rule.byWords)),
  });
}

/** Takes back a disagreement that the actor wrote. */
export async function takeBackInPicture(tx: Tx, picture: Picture, disagreementId: string): Promise<void> {
  mustHelp(tx);
  await takeBack(tx, picture.familyId, disagreementId);
}

function mustHelp({ actor }: Tx): void {
  if (mayDisagree(actor.role)) return;
  throw new VantageError('refused', 'Only those who work with families write down that somebody disagrees.', {
    remedy: 'Ask somebody who works with the family to write it down.',
  });
}

/** True for one of the ten. */
export const isNeed = (text: string): text is NeedId => Object.hasOwn(needs, text);
