import { type FamilyHere, mustWrite } from '../../casework/index.ts';
import { outlineOf } from '../../chronology/index.ts';
import { getFamily } from '../../families/index.ts';
import { personsByIds } from '../../identity/index.ts';
import { clock, dayOf, newId, type Tx, VantageError } from '../../platform/index.ts';
import { agencies, relationsTo, workerNames } from '../../sharing/index.ts';
import type { Statement } from '../model.ts';
import { mustWorkWith } from '../recording.ts';
import { voiceOf } from '../service.ts';
import { type Account, isTold, readsAccounts, type Telling, type ToldAccount } from './model.ts';
import * as store from './store.ts';
import { type Known, type Tell, tellsWho } from './tells.ts';

/** What of the persons' words is told now without a name, as far as the actor may see. */
export async function accountsNow(tx: Tx, personIds: readonly string[]): Promise<Account[]> {
  const today = dayOf(clock.now());
  return (await store.accountsOf(tx, personIds)).filter((one) => isTold(one, today));
}

/** Of the persons, those with whom the actor works. */
export async function workedWith(tx: Tx, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(await store.workedWith(tx, personIds));
}

/** Why words cannot be told, for whoever would ask about them; null where they can. */
export function cannotBeTold({ people }: FamilyHere, one: Statement, now: readonly Account[]): string | null {
  if (people.find(({ personId }) => personId === one.personId)?.died !== null)
    return 'Whoever said this is not there to be asked.';
  if (one.isKeptBack) return 'It is asked by those who know where they are.';
  if (now.some(({ about }) => about === aboutOf(one))) return 'This is told already.';
  return null;
}

/** What names words: the record that tells them, or the number of what was written down here. */
export const aboutOf = ({ recordId, saidId }: Statement): string => recordId ?? saidId ?? '';

/**
 * Who the actor is, who asks somebody whether words of theirs may be told.
 * @throws {VantageError} refused for whoever does not work with them, conflict for words that cannot be told.
 */
export async function mustBeAskable(tx: Tx, family: FamilyHere, one: Statement) {
  mustWrite(tx);
  const writer = await mustWorkWith(tx, one.personId);
  const why = cannotBeTold(family, one, await accountsNow(tx, [one.personId]));
  if (why === null) return writer;
  throw new VantageError('conflict', why, { remedy: 'Look at the family’s words again.' });
}

/**
 * Writes down that somebody agreed to have words of theirs told without a name, from now on. Returns its number; or what
 * in the words would tell who they are, and then nothing is written.
 * @throws {VantageError} as of mustBeAskable.
 */
export async function tellAccount(
  tx: Tx,
  { family, one, telling }: { family: FamilyHere; one: Statement; telling: Telling },
): Promise<{ accountId: string } | { tells: Tell[] }> {
  const { agency, name } = await mustBeAskable(tx, family, one);
  const known = await knownAround(tx, family);
  const tells = tellsWho(telling.words, { ...known, names: [...known.names, name] });
  if (tells.length > 0) return { tells };
  const accountId = newId();
  await store.insertAccount(
    tx,
    {
      accountId,
      about: aboutOf(one),
      personId: one.personId,
      words: telling.words,
      agreed: telling.agreed,
      lastDay: telling.until,
      agency,
    },
    clock.now(),
  );
  return { accountId };
}

/**
 * Ends an account at once: whoever sees it may, and the speaker without saying why.
 * @throws {VantageError} not-found of one that is not theirs to see, or has ended.
 */
export async function endAccount(tx: Tx, accountId: string, why: string | null): Promise<void> {
  if (await store.endAccount(tx, accountId, why, clock.now())) return;
  throw new VantageError('not-found', 'There is no such account that is told.', {
    remedy: 'Look again: it may have been ended already.',
  });
}

/**
 * What people agreed to have told, today: the words and the month in which they agreed, the newest month first and inside
 * it in an order that tells nothing.
 * @throws {VantageError} refused for whoever does not see numbers.
 */
export async function accountsTold(tx: Tx): Promise<ToldAccount[]> {
  if (readsAccounts(tx.actor.role)) return store.accountsTold(tx, dayOf(clock.now()));
  throw new VantageError('refused', 'Accounts are for those who see numbers.', {
    remedy: 'What families say is on their own pages, for those who work with them.',
  });
}

/** Whether a text is a name and not words such as “her teacher”. */
const isName = (text: string) => text.split(/\s+/).every((word) => /^\p{Lu}/u.test(word));

/** Names, homes and organisations around a family, as far as the actor may see them. */
async function knownAround(tx: Tx, { familyId, people }: FamilyHere): Promise<Known> {
  const ids = people.map(({ personId }) => personId);
  const [persons, { homes }, { said, called }, facts, relations, workers, named] = await Promise.all([
    personsByIds(tx, ids),
    getFamily(tx, familyId),
    voiceOf(tx, ids),
    outlineOf(tx, ids),
    relationsTo(tx, ids, dayOf(clock.now())),
    workerNames(tx),
    agencies(tx),
  ]);
  const details = persons.flatMap((one) => one.details);
  const valuesOf = (kind: string) => details.filter((one) => one.kind === kind).map((one) => one.value);
  const partsOf = (name: string) =>
    facts.flatMap(({ detail }) =>
      detail.parts.filter((part) => part.name === name).map(({ value }) => value),
    );
  return {
    names: [
      ...valuesOf('name'),
      ...called.values(),
      ...said.map(({ saidTo }) => saidTo).filter(isName),
      ...partsOf('worker'),
      ...relations.map(({ workerId }) => workers.get(workerId) ?? ''),
    ],
    addresses: [...homes.map(({ address }) => address), ...valuesOf('address')],
    bodies: [...named.map(({ name }) => name), ...partsOf('organisation')],
  };
}
