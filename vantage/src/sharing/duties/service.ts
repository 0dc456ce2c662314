import { clock, dayOf, newId, type Tx, VantageError } from '../../platform/index.ts';
import type { Agreement } from '../agreements.ts';
import type { Agency } from '../model.ts';
import { boundTypes, type Duty, type DutyId, duties, dutyIds, type Switching } from './model.ts';
import * as store from './store.ts';

/** Every duty, and since when it counts in the area. */
export async function dutiesHere(tx: Tx): Promise<Duty[]> {
  const set = new Map((await store.listSwitches(tx)).map((one) => [one.duty, one]));
  return dutyIds.map((duty) => ({
    inForceFrom: null,
    reason: null,
    setAt: null,
    ...set.get(duty),
    duty,
  }));
}

/** Whether a duty counts in the area today. */
export async function counts(tx: Tx, duty: DutyId): Promise<boolean> {
  const from = (await dutiesHere(tx)).find((one) => one.duty === duty)?.inForceFrom ?? null;
  return from !== null && from <= dayOf(clock.now());
}

/**
 * Sets from which day a duty counts, or that it does not; what stood before is kept.
 * @throws {VantageError} refused for whoever is not an information governance lead.
 */
export async function switchDuty(tx: Tx, { duty, from, reason }: Switching): Promise<void> {
  if (tx.actor.role !== 'information-governance-lead' && tx.actor.role !== 'system') {
    throw new VantageError('refused', 'Only an information governance lead says from when a duty counts.', {
      remedy: 'Ask the information governance lead of your area.',
    });
  }
  await store.replaceSwitch(tx, {
    switchId: newId(),
    duty,
    inForceFrom: from,
    reason,
    setAt: clock.now(),
  });
}

/** The lawful basis of an agreement on a day, with the legal obligation where the duty to share counts between the two. */
export function basisOn(
  one: Pick<Agreement, 'fromAgency' | 'toAgency' | 'purpose' | 'basis'>,
  agencies: readonly Agency[],
  disclose: Duty | undefined,
  day: string,
): string {
  const bound = (code: string) =>
    boundTypes.has(agencies.find(({ agency }) => agency === code)?.type ?? 'other');
  const since = disclose?.inForceFrom ?? null;
  const isOutward = one.toAgency !== one.fromAgency;
  if (since === null || since > day || !isOutward || one.purpose !== 'help' || !bound(one.fromAgency))
    return one.basis;
  if (one.toAgency !== null && !bound(one.toAgency)) return one.basis;
  return `${one.basis} Where both agencies are bound by it, since ${since} a legal obligation as well, UK GDPR Article 6(1)(c): ${duties.disclose.source}.`;
}
