/** What a person agrees to, is protected from and is told. */
import { expect } from 'vitest';
import { newId } from '../../../platform/index.ts';
import { unseenInFamily } from '../words.ts';
import { type Checks, onlyFor, some, sorted, type Visitor } from './visitor.ts';

export const persons: Checks = {
  'GET /families/:id/consents': { audited: true, check: (visitor) => checkConsents(visitor, '/families/') },
  'GET /api/families/:id/consents': {
    audited: true,
    check: (visitor) => checkConsents(visitor, '/api/families/'),
  },
  'POST /families/:id/consents': {
    audited: true,
    check: async ({ send, sight, turn }) => {
      const form = { service: 'youth-work', answer: 'declined', words: 'A youth worker once a week.' };
      for (const familyId of [...some(sorted(sight.open), 1, turn), newId()]) {
        await send(`/families/${familyId}/consents`, { ...form, person: newId() }, { status: 404 });
        const adult = sight
          .membersOf(familyId)
          .map((member) => member.personId)
          .filter((id) => !sight.before(id))
          .find((id) => (sight.chosen(id, 'birth-date') ?? '9') < '2000' && !sight.chosen(id, 'death-date'));
        if (adult === undefined || sight.worksWith(adult)) continue;
        await send(`/families/${familyId}/consents`, { ...form, person: adult }, { status: 403 });
      }
    },
  },
  'POST /families/:id/consents/:consent/withdraw': {
    audited: true,
    check: async ({ scene: { consented }, send, sight, turn }) => {
      for (const familyId of [...some(sorted(sight.open), 1, turn), newId()])
        await send(`/families/${familyId}/consents/${newId()}/withdraw`, {}, { status: 404 });
      for (const { familyId, consentId, personId } of consented) {
        if (sight.worksWith(personId)) continue;
        await send(`/families/${familyId}/consents/${consentId}/withdraw`, {}, { status: 404 });
      }
    },
  },
  'GET /consents': {
    audited: true,
    check: async ({ get }) => {
      expect((await get('/consents')).body).toContain('Nobody of whom you wrote an answer down');
    },
  },
  'POST /consents/:consent/again': {
    audited: true,
    check: async ({ scene: { consented }, send }) => {
      const form = { words: 'A youth worker once a week.' };
      for (const consentId of [newId(), ...consented.map((one) => one.consentId)])
        await send(`/consents/${consentId}/again`, form, { status: 404 });
    },
  },
  'GET /families/:id/people/:person/protection': {
    audited: true,
    check: (visitor) => checkProtections(visitor, '/families/'),
  },
  'GET /api/families/:id/people/:person/protection': {
    audited: true,
    check: (visitor) => checkProtections(visitor, '/api/families/'),
  },
  'POST /families/:id/people/:person/protection': {
    audited: true,
    check: async ({ scene: { guarded }, send, sight }) => {
      const form = { reason: 'They were followed.', from: newId() };
      for (const { familyId, personId, fromId } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await send(path, form, { status: 404 });
        if (sight.mayProtect(personId, [fromId])) continue;
        const mayOther = sight.open.has(familyId) && sight.mayProtect(personId, []);
        await send(path, { ...form, from: fromId }, { status: mayOther ? 403 : 404 });
      }
    },
  },
  'GET /families/:id/people/:person/protection/:protection': {
    audited: true,
    check: async ({ scene: { guarded }, get, sight }) => {
      for (const { familyId, personId, fromId, protectionId, reason } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await get(`${path}/${newId()}`, { status: 404 });
        const may = sight.open.has(familyId) && sight.sees(personId) && sight.mayProtect(personId, [fromId]);
        const { body } = await get(
          `${path}/${protectionId}`,
          may ? { families: [familyId] } : { status: 404 },
        );
        expect(body.includes(reason)).toBe(may);
      }
    },
  },
  'POST /families/:id/people/:person/protection/:protection/named': {
    audited: true,
    check: async ({ scene: { guarded }, send, sight }) => {
      for (const { familyId, personId, fromId, protectionId } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await send(`${path}/${newId()}/named`, {}, { status: 404 });
        if (!sight.mayProtect(personId, [fromId]))
          await send(`${path}/${protectionId}/named`, {}, { status: 404 });
      }
    },
  },
  'POST /families/:id/people/:person/protection/:protection/end': {
    audited: true,
    check: async ({ scene: { guarded }, send, sight }) => {
      for (const { familyId, personId, fromId, protectionId } of guarded) {
        const path = `/families/${familyId}/people/${personId}/protection`;
        await send(`${path}/${newId()}/end`, {}, { status: 404 });
        if (!sight.mayProtect(personId, [fromId]))
          await send(`${path}/${protectionId}/end`, {}, { status: 404 });
      }
    },
  },
  'POST /facts/:id/telling': {
    audited: true,
    check: async ({ scene: { world }, send, sight, turn }) => {
      const form = { state: 'never', reason: 'Nobody should know.' };
      await send(`/facts/${newId()}/telling`, form, { status: 404 });
      const shown = world.facts.filter((fact) => sight.factShown(fact) && !sight.isAllocated(fact.personId));
      for (const fact of some(shown, 1, turn))
        await send(`/facts/${fact.factId}/telling`, form, { status: 403 });
    },
  },
  'GET /me': { audited: true, check: onlyFor('/me', [], 404) },
  'GET /api/me': { audited: true, check: onlyFor('/api/me', [], 404) },
  'POST /me/consents/:consent/withdraw': {
    audited: true,
    check: async ({ scene: { consented }, send }) => {
      for (const { consentId } of consented)
        await send(`/me/consents/${consentId}/withdraw`, {}, { status: 404 });
    },
  },
};

async function checkConsents(
  { scene: { world, consented }, get, sight, turn }: Visitor,
  path: string,
): Promise<void> {
  const nobody = await get(`${path}${newId()}/consents`, { status: 404 });
  for (const id of [...some(sorted(sight.open), 1, turn), ...consented.map((one) => one.familyId)]) {
    const isOpen = sight.open.has(id);
    const answer = await get(`${path}${id}/consents`, isOpen ? { families: [id] } : { status: 404 });
    if (!isOpen) expect(answer).toEqual(nobody);
    else if (path.startsWith('/api/')) {
      const { consents } = JSON.parse(answer.body) as { consents: { consentId: string }[] };
      expect(sorted(consents.map((one) => one.consentId))).toEqual(sorted(sight.consentsOf(id)));
    } else expect(unseenInFamily(world, sight, id)(answer.body)).toEqual([]);
  }
}

async function checkProtections({ scene: { guarded }, get, sight }: Visitor, path: string): Promise<void> {
  await get(`${path}${newId()}/people/${newId()}/protection`, { status: 404 });
  for (const { familyId, personId, fromId, reason } of guarded) {
    const may = sight.open.has(familyId) && sight.sees(personId) && sight.mayProtect(personId, []);
    const { body } = await get(
      `${path}${familyId}/people/${personId}/protection`,
      may ? { families: [familyId] } : { status: 404 },
    );
    expect(body.includes(reason)).toBe(may && sight.mayProtect(personId, [fromId]));
  }
}
