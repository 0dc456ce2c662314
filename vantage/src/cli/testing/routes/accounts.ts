/** Words that people agreed to have told without a name. */
import { expect } from 'vitest';
import { newId } from '../../../platform/index.ts';
import type { WorkRole } from '../../../sharing/index.ts';
import { type Checks, familiesFor, helping, sorted, type Visitor } from './visitor.ts';

const readers = ['director', 'lead-member', 'analyst', 'commissioner', 'information-governance-lead'];
const telling = { words: 'Nothing of the kind.', agreed: 'Nobody was asked.' };
const helps = ({ sight: { viewer } }: Visitor) => helping.includes(viewer.role as WorkRole);

/** What those who see numbers are told: nothing of sealed people, nor of the dead. */
function toldIn({ scene: { world, sealed, accounts } }: Visitor): string[] {
  const hidden = new Set(sealed.map((one) => one.personId));
  const died = (id: string) => (world.details.get(id) ?? []).some((one) => one.kind === 'death-date');
  const told = accounts.filter((one) => !hidden.has(one.personId) && !died(one.personId));
  return sorted(told.map((one) => one.words));
}

/**
 * Nobody asks about words that are not there or not theirs to read, nor of a family whose picture is closed to them; nor
 * about words of somebody with whom they do not work, nor again about words that are told.
 */
async function asks(visitor: Visitor, ask: (address: string, status: number) => Promise<unknown>) {
  const { scene, sight } = visitor;
  for (const id of familiesFor(visitor, 1)) {
    const absent = helps(visitor) ? 404 : 403;
    await ask(`families/${id}/words/${newId()}/account`, absent);
    const readable = new Map(sight.statementsOf(id).map((one) => [one.recordId, one]));
    const alone = scene.accounts.filter(
      (one) =>
        one.familyId === id &&
        scene.world.places.filter(({ personId }) => personId === one.personId).length === 1,
    );
    for (const { about, personId } of alone.slice(0, 3)) {
      const reads = sight.open.has(id) && readable.has(about);
      const found = sight.worksWith(personId) ? 409 : 403;
      await ask(`families/${id}/words/${about}/account`, reads && helps(visitor) ? found : absent);
    }
  }
}

export const accounts: Checks = {
  'GET /accounts': {
    audited: true,
    check: async (visitor) => {
      const may = readers.includes(visitor.sight.viewer.role);
      const { body } = await visitor.get('/accounts', may ? {} : { status: 403 });
      const shown = visitor.scene.accounts.filter((one) => body.includes(one.words));
      expect(sorted(shown.map((one) => one.words))).toEqual(may ? toldIn(visitor) : []);
    },
  },
  'GET /api/accounts': {
    audited: true,
    check: async (visitor) => {
      const may = readers.includes(visitor.sight.viewer.role);
      const { body } = await visitor.get('/api/accounts', may ? {} : { status: 403 });
      if (!may) return;
      const { accounts: told } = JSON.parse(body) as { accounts: { words: string; month: string }[] };
      expect(sorted(told.map((one) => one.words))).toEqual(toldIn(visitor));
      expect(new Set(told.flatMap(Object.keys))).toEqual(new Set(['words', 'month']));
      expect(told.length).toBeGreaterThan(3);
      expect(told.length).toBeLessThan(visitor.scene.accounts.length);
    },
  },
  'GET /families/:id/words/:words/account': {
    audited: true,
    check: (visitor) => asks(visitor, (address, status) => visitor.get(`/${address}`, { status })),
  },
  'POST /families/:id/words/:words/account': {
    audited: true,
    check: (visitor) => asks(visitor, (address, status) => visitor.send(`/${address}`, telling, { status })),
  },
  'POST /api/families/:id/words/:words/account': {
    audited: true,
    check: (visitor) =>
      asks(visitor, (address, status) => visitor.send(`/api/${address}`, telling, { status })),
  },
  'POST /families/:id/accounts/:account/end': {
    audited: true,
    check: async (visitor) => {
      const { scene, send, sight } = visitor;
      const end = (id: string, account: string) =>
        send(
          `/families/${id}/accounts/${account}/end`,
          { why: 'Nobody asked.' },
          { status: helps(visitor) ? 404 : 403 },
        );
      for (const id of familiesFor(visitor, 1)) {
        await end(id, newId());
        for (const one of scene.accounts.filter(({ personId }) => !sight.worksWith(personId)).slice(0, 2))
          await end(id, one.accountId);
      }
    },
  },
  'POST /me/ties/:tie/take-back': {
    audited: true,
    check: async ({ send }) => void (await send(`/me/ties/${newId()}/take-back`, {}, { status: 404 })),
  },
  'POST /api/me/ties/:tie/take-back': {
    audited: true,
    check: async ({ send }) => void (await send(`/api/me/ties/${newId()}/take-back`, {}, { status: 404 })),
  },
  'POST /me/accounts/:account/end': {
    audited: true,
    check: async ({ scene, send }) => {
      for (const { accountId } of scene.accounts.slice(0, 3))
        await send(`/me/accounts/${accountId}/end`, {}, { status: 404 });
    },
  },
};
