import { clock, newId, type Tx, VantageError } from '../../platform/index.ts';
import { boundTypes, dutyCounts } from '../duties/index.ts';
import { keptBack } from '../persons/protections.ts';
import { roles, type WorkRole } from '../roles.ts';
import type { Deciding, Decision } from './model.ts';
import * as store from './store.ts';

/** Whether somebody in the actor's role decides about sharing. */
export function decides(tx: Tx): boolean {
  const role = tx.actor.role as WorkRole;
  return role === 'agency-lead' || roles[role]?.purpose === 'help';
}

/**
 * Writes down that the actor decided to share something of some people of a family, or not to. Returns its id.
 * @throws {VantageError} refused for whoever does not work with all of them, or from whom somebody's whereabouts are kept.
 */
export async function decide(tx: Tx, familyId: string, deciding: Deciding): Promise<string> {
  const persons = [...new Set(deciding.persons)];
  if (!decides(tx) || !(await store.mayDecideAbout(tx, persons))) {
    throw new VantageError(
      'refused',
      'Only those who work with people decide about sharing what concerns them.',
      {
        remedy: 'Ask the worker to whom they are allocated, or the lead of your agency.',
      },
    );
  }
  if ((await keptBack(tx, persons)).size > 0) {
    throw new VantageError('refused', 'Where somebody among them is, is kept back from you.', {
      remedy:
        'Leave it to a worker who is allocated to that very person: what was asked for may be where they are.',
    });
  }
  const duty = deciding.decision === 'not-share' && (await bindsHere(tx));
  if (duty && !deciding.ground) {
    throw new VantageError('bad-input', 'The duty to share what is relevant counts here.', {
      remedy: 'Choose on which ground it is not shared.',
      field: 'ground',
    });
  }
  const decisionId = newId();
  await store.insertDecision(tx, {
    ...deciding,
    ground: duty ? (deciding.ground ?? null) : null,
    persons,
    decisionId,
    familyId,
    decidedAt: clock.now(),
  });
  return decisionId;
}

/** Whether the duty to share what is relevant counts today, and binds the agency that the actor works for. */
export async function bindsHere(tx: Tx): Promise<boolean> {
  return (await store.isBound(tx, [...boundTypes])) && dutyCounts(tx, 'disclose');
}

/** Decisions about sharing what concerns a family that the actor may see, newest first. */
export async function decisionsAbout(tx: Tx, familyId: string): Promise<Decision[]> {
  return store.decisionsOfFamily(tx, familyId);
}
