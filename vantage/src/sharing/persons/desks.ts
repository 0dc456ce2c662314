import { clock, newId, type Tx, VantageError } from '../../platform/index.ts';
import * as store from './store.ts';

/** Whom to ask at an agency. */
export type Desk = {
  agency: string;
  name: string;
  telephone: string;
  hours: string;
  /** Whether the agency chose to let it be said that it knows somebody, where it shares that and no more. */
  saysItKnows: boolean;
};

/** Sets the duty desk of the agency that the actor leads; the one before is kept. */
export async function setDesk(tx: Tx, desk: Omit<Desk, 'agency'>): Promise<void> {
  const agency = await store.agencyHere(tx);
  if (agency === null || tx.actor.role !== 'agency-lead') {
    throw new VantageError('refused', 'Only the lead of an agency sets its duty desk.', {
      remedy: 'Ask the lead of your agency.',
    });
  }
  await store.replaceDesk(tx, { ...desk, agency, deskId: newId() }, clock.now());
}

/** The agency that the actor works for, and its desk. */
export async function ownDesk(tx: Tx): Promise<{ agency: string; desk: Desk | null } | undefined> {
  const agency = await store.agencyHere(tx);
  if (agency === null) return undefined;
  return { agency, desk: (await store.listDesks(tx)).find((one) => one.agency === agency) ?? null };
}

/** Duty desks that are set, by agency. */
export async function desks(tx: Tx): Promise<Desk[]> {
  return store.listDesks(tx);
}

/** What may be said of agencies that answer only when asked, about some persons together. */
export type ToAsk = {
  /** Agencies to ask, with how; without a desk nobody has set one. */
  ask: { agency: string; desk: Pick<Desk, 'name' | 'telephone' | 'hours'> | null }[];
  /** Agencies that let it be said that they know somebody, and no more. */
  known: string[];
};

/**
 * Agencies of whose knowledge the actor, who works with one of the persons, may see no more than whom to ask, or no more
 * than that it is there. Not whom it is about, nor what, since when or how often.
 */
export async function toAsk(tx: Tx, personIds: readonly string[]): Promise<ToAsk> {
  const found = await store.agenciesToAsk(tx, personIds);
  const set = new Map(found.length > 0 ? (await store.listDesks(tx)).map((one) => [one.agency, one]) : []);
  return {
    ask: found
      .filter((one) => one.asks)
      .map(({ agency }) => {
        const desk = set.get(agency);
        return {
          agency,
          desk: desk ? { name: desk.name, telephone: desk.telephone, hours: desk.hours } : null,
        };
      }),
    known: found.filter((one) => !one.asks).map((one) => one.agency),
  };
}
