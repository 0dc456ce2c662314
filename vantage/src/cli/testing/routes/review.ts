/** Who is who, and the record of who looked. */
import { expect } from 'vitest';
import { newId } from '../../../platform/index.ts';
import type { WorkRole } from '../../../sharing/index.ts';
import type { Sight } from '../sight.ts';
import type { Scene } from './scene.ts';
import { type Check, type Checks, onlyFor, some, sorted } from './visitor.ts';

const reviewing: readonly WorkRole[] = ['information-governance-lead', 'agency-lead'];

export const review: Checks = {
  'GET /who-is-who': {
    audited: true,
    check: async ({ scene, get, sight }) => {
      const { status, excused, pairs } = reviewOf(scene, sight);
      const { body } = await get('/who-is-who', { status, excused });
      if (status === 200) expect(body.includes('No pair waits')).toBe(pairs.length === 0);
      for (const { pairId } of some(scene.doubtful, 3, 1)) {
        const may = pairs.includes(pairId);
        await get(`/who-is-who?pair=${pairId}`, may ? { excused } : { status: 404 });
      }
    },
  },
  'GET /api/who-is-who/pairs': {
    audited: true,
    check: async ({ scene, get, sight }) => {
      const { status, excused, pairs } = reviewOf(scene, sight);
      const { body } = await get('/api/who-is-who/pairs', { status, excused });
      if (status !== 200) return;
      const found = JSON.parse(body) as { total: number; pairs: { pairId: string }[] };
      expect(found.total).toBe(pairs.length);
      expect(found.pairs.map((one) => one.pairId)).toEqual(pairs.slice(0, 25));
    },
  },
  'POST /who-is-who': { audited: true, check: refusingPairs('/who-is-who') },
  'POST /api/who-is-who/decisions': { audited: true, check: refusingPairs('/api/who-is-who/decisions') },
  'GET /who-is-who/decisions': { audited: true, check: onlyFor('/who-is-who/decisions', reviewing, 404) },
  'GET /api/who-is-who/decisions': {
    audited: true,
    check: onlyFor('/api/who-is-who/decisions', reviewing, 404),
  },
  'POST /who-is-who/decisions/:id/take-back': {
    audited: true,
    check: async ({ send }) => {
      await send(`/who-is-who/decisions/${newId()}/take-back`, {}, { status: 404 });
    },
  },
  'POST /api/who-is-who/decisions/:id/take-back': {
    audited: true,
    check: async ({ send }) => {
      await send(`/api/who-is-who/decisions/${newId()}/take-back`, {}, { status: 404 });
    },
  },
  'GET /who-is-who/persons/:id': { audited: true, check: makeups('/who-is-who/persons/') },
  'GET /api/who-is-who/persons/:id': { audited: true, check: makeups('/api/who-is-who/persons/') },
  'POST /who-is-who/persons/:id': {
    audited: true,
    check: async ({ scene, send, sight }) => {
      const { seen } = reviewOf(scene, sight);
      const hidden = [...scene.numbers.values()].find((one) => !seen.has(one.number));
      const form = { number: hidden?.number ?? '', reason: 'They are cousins.' };
      await send(`/who-is-who/persons/${hidden?.personId}`, form, { status: 404 });
    },
  },
  'GET /audit': { audited: true, check: onlyFor('/audit', ['information-governance-lead'], 404) },
  'GET /audit/unusual': {
    audited: true,
    check: onlyFor('/audit/unusual', ['information-governance-lead'], 404),
  },
};

/** What a viewer reviews: the numbers whose both person and agency let them, and the pairs of two such. */
function reviewOf({ numbers, doubtful }: Scene, sight: Sight) {
  const reviews = reviewing.includes(sight.viewer.role as WorkRole);
  const mine = [...numbers.values()].filter(
    (one) =>
      reviews &&
      one.open &&
      sight.tier(one.personId, one.agency, 'match') === 4 &&
      !sight.kept.has(`${one.personId} ${one.said.postcode}`),
  );
  const seen = new Set(mine.map((one) => one.number));
  const pairs = doubtful.filter((pair) => pair.open && seen.has(pair.number) && seen.has(pair.other));
  return {
    status: reviews ? 200 : 404,
    seen,
    persons: new Set(mine.map((one) => one.personId)),
    pairs: pairs.map((pair) => pair.pairId),
    excused: mine
      .map(({ said }) => `${said['given name']} ${said.surname}\n${said.address}, ${said.postcode}`)
      .join('\n'),
  };
}

/** A pair that is not there, and one that the viewer may not see, are the same. */
function refusingPairs(path: string): Check {
  return async ({ scene, send, sight, turn }) => {
    const { pairs } = reviewOf(scene, sight);
    const hidden = scene.doubtful.filter((one) => !pairs.includes(one.pairId));
    const form = { verdict: 'two', reason: 'They are twins.' };
    const nobody = await send(path, { ...form, pair: newId() }, { status: 404 });
    for (const { pairId } of some(hidden, 1, turn))
      expect(await send(path, { ...form, pair: pairId }, { status: 404 })).toEqual(nobody);
  };
}

function makeups(path: string): Check {
  return async ({ scene, get, sight, turn }) => {
    const { persons, excused } = reviewOf(scene, sight);
    const all = sorted(new Set([...scene.numbers.values()].map((one) => one.personId)));
    const others = all.filter((id) => !persons.has(id));
    const hidden = scene.sealed.map((one) => one.personId);
    for (const id of [...some(sorted(persons), 2, turn), ...some(others, 1, turn), ...some(hidden, 1, turn)])
      await get(`${path}${id}`, persons.has(id) ? { excused } : { status: 404 });
  };
}
