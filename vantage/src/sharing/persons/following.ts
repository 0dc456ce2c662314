import { clock, dayOf, newId, type Tx } from '../../platform/index.ts';
import * as store from './following-store.ts';

/** That an agency's number meant one person and now means one, who may be another; of every number of whoever lost one. */
export type Move = { agency: string; was: string; is: string };

/**
 * What people decided about somebody goes with the numbers that meant them, and stays with whoever they were: seals and
 * protections with every number, on either side; what a person is not told likewise, and what they are told is to be
 * decided again; what was decided about sharing is of all whom the numbers mean now; an answer about help with the numbers of the agency that wrote it down, or with all where it has none.
 * Nothing ends by itself when a number goes back. Done again, it changes nothing.
 */
export async function followNumbers(tx: Tx, moves: readonly Move[]): Promise<void> {
  const goes = new Map<string, Set<string>>();
  for (const { was, is } of moves) if (was !== is) goes.set(was, (goes.get(was) ?? new Set()).add(is));
  if (goes.size === 0) return;
  const today = dayOf(clock.now());
  const after = (ids: readonly string[]) => [
    ...new Set([...ids, ...ids.flatMap((id) => [...(goes.get(id) ?? [])])]),
  ];
  await followSeals(tx, after, today);
  await followProtections(tx, after, today);
  await followConsents(tx, moves, after);
  const persons = [...goes].flatMap(([was, to]) => [...to].map((is) => ({ was, is })));
  const staying = new Set(moves.filter(({ was, is }) => was === is).map(({ was }) => was));
  for (const [was, to] of goes)
    await store.moveDecisions(tx, was, [...(staying.has(was) ? [was] : []), ...to]);
  await store.copyWhatIsNotTold(tx, persons);
}

/** The ids with those that their numbers went to. */
type After = (ids: readonly string[]) => string[];

async function followSeals(tx: Tx, after: After, today: string): Promise<void> {
  const standing = await store.sealsFrom(tx, today);
  const keyOf = (personId: string, { named, reason }: (typeof standing)[number]) =>
    [personId, [...named].sort().join(','), reason].join('|');
  const has = new Set(standing.map((seal) => keyOf(seal.personId, seal)));
  for (const seal of standing) {
    for (const personId of after([seal.personId])) {
      if (has.has(keyOf(personId, seal))) continue;
      has.add(keyOf(personId, seal));
      await store.copySeal(tx, { of: seal.sealId, sealId: newId(), personId });
    }
  }
}

async function followProtections(tx: Tx, after: After, today: string): Promise<void> {
  const standing = await store.protectionsFrom(tx, today);
  const covers = (personId: string, fromIds: readonly string[], like: (typeof standing)[number]) =>
    standing.some(
      (one) =>
        one.personId === personId &&
        one.fromWords === like.fromWords &&
        one.reason === like.reason &&
        fromIds.every((id) => one.fromIds.includes(id)),
    );
  for (const one of [...standing]) {
    for (const personId of after([one.personId])) {
      const fromIds = after(one.fromIds).filter((id) => id !== personId);
      if (covers(personId, fromIds, one) || (fromIds.length === 0 && one.fromWords === '')) continue;
      const protectionId = newId();
      await store.copyProtection(tx, { of: one.protectionId, protectionId, personId, fromIds });
      standing.push({ ...one, protectionId, personId, fromIds });
    }
  }
}

async function followConsents(tx: Tx, moves: readonly Move[], after: After): Promise<void> {
  const concerned = [...new Set(moves.map(({ was }) => was))];
  const answers = await store.answersAbout(tx, concerned);
  for (const one of [...answers]) {
    const ofPerson = moves.filter(({ was }) => was === one.personId);
    const ofAgency = ofPerson.filter(({ agency }) => agency === one.agency);
    const meant = (ofAgency.length > 0 ? ofAgency : ofPerson).map(({ is }) => is);
    for (const personId of new Set([one.personId, ...meant])) {
      const children = after(one.children).filter((id) => id !== personId);
      const isKept = answers.some(
        (other) =>
          other.personId === personId &&
          other.service === one.service &&
          other.answer === one.answer &&
          other.words === one.words &&
          other.agency === one.agency &&
          other.recordedAt.getTime() === one.recordedAt.getTime() &&
          children.every((id) => other.children.includes(id)),
      );
      if (isKept) continue;
      const consentId = newId();
      await store.copyConsent(tx, { of: one.consentId, consentId, personId, children });
      answers.push({ ...one, consentId, personId, children });
    }
  }
}
