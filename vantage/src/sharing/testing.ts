/** For tests: somebody at work, near to some persons, under the ready agreements. */
import type { Actor, Tx } from '../platform/index.ts';
import { newId } from '../platform/index.ts';
import { ensureAgreements, ensureKinds, type KindOfFact, kindsBesideEvents } from './agreements.ts';
import { ensureWorkers, type Relation } from './relations.ts';
import { roles, type WorkRole } from './roles.ts';
import { agencies } from './service.ts';
import * as store from './store.ts';

export { addSeal } from './audit/testing.ts';
export { readerOf, type Sharing, toldOf } from './evaluator.ts';

/** Puts kinds of fact and the ready agreements in place. */
export async function agreeAsReady(tx: Tx, kinds: readonly KindOfFact[] = []): Promise<void> {
  await ensureKinds(tx, [...kindsBesideEvents, ...kinds]);
  await ensureAgreements(tx, await agencies(tx), new Date('2000-01-01T00:00:00Z'));
}

/** A new worker of an agency in a role, related to persons since 2000; their actor. */
export async function workerNear(
  tx: Tx,
  {
    role = 'practitioner',
    agency = 'social-care',
    team = 'East',
    near = [],
    kind = 'allocated',
    restsOn = null,
    via,
  }: {
    role?: WorkRole;
    agency?: string;
    team?: string;
    near?: readonly string[];
    kind?: Relation['kind'];
    restsOn?: Relation['restsOn'];
    /** Through whom; each person themselves when left out. */
    via?: string;
  },
): Promise<Actor> {
  const localId = newId();
  const worker = { agency, toldBy: agency, localId, name: `Worker ${localId}`, job: role };
  const workerId = (await ensureWorkers(tx, [worker])).get(`${agency} ${localId}`) ?? '';
  const at = new Date('2000-01-01T00:00:00Z');
  await store.addPost(tx, { workerId, role, team, happened: { from: '2000-01-01', to: null } }, at);
  for (const personId of near) {
    await store.addRelation(tx, {
      workerId,
      personId,
      kind,
      via: via ?? personId,
      happened: { from: '2000-01-01', to: null },
      agency,
      reason: kind === 'allocated' ? 'Allocated social worker' : 'Family support worker',
      restsOn,
      recordedAt: null,
      receivedAt: at,
    });
  }
  return { area: tx.actor.area, id: workerId, role, purpose: roles[role].purpose };
}
