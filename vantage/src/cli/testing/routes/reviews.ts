/** Learning reviews, and what was known inside them. */
import { expect } from 'vitest';
import { catalogue } from '../../../chronology/index.ts';
import { newId } from '../../../platform/index.ts';
import type { WorkRole } from '../../../sharing/index.ts';
import { sightOf } from '../sight.ts';
import { textOf, unseenWords } from '../words.ts';
import { today } from './scene.ts';
import type { Checks, Visitor } from './visitor.ts';

const opening: readonly WorkRole[] = ['information-governance-lead', 'director'];
const opens = ({ sight: { viewer } }: Visitor) => opening.includes(viewer.role as WorkRole);

const takesPart = ({ scene: { review }, sight: { viewer } }: Visitor) =>
  review.participants.includes(viewer.id);

/** What whoever takes part sees inside the review: as if the family were opened to them for a purpose. */
function within({ scene: { world, review }, sight: { viewer } }: Visitor) {
  const persons = world.places
    .filter((place) => place.familyId === review.familyId)
    .map((one) => one.personId);
  const [begunAt, until] = [new Date(today.getTime() - 1), new Date(today.getTime() + 1)];
  const grants = [...world.sharing.grants, { workerId: viewer.id, persons, begunAt, until }];
  return sightOf({ ...world, sharing: { ...world.sharing, grants } }, viewer, today);
}

const asked = {
  kind: 'learning',
  name: 'Spring review',
  person: 'Nobody Ofthisname',
  born: '2012-04-05',
  reason: 'To learn from what was known in the spring.',
  from: '2026-11-22',
  until: '2027-01-31',
};

export const reviewRoutes: Checks = {
  'GET /reviews': { audited: true, check: (visitor) => checkList(visitor, '/reviews') },
  'GET /api/reviews': { audited: true, check: (visitor) => checkList(visitor, '/api/reviews') },
  'POST /reviews': {
    audited: true,
    check: async (visitor) => {
      const form = { ...asked, participants: 'Nobody Atwork' };
      await visitor.send('/reviews', form, { status: opens(visitor) ? 400 : 403 });
    },
  },
  'POST /api/reviews': {
    audited: true,
    check: async (visitor) => {
      const form = { ...asked, participants: ['Nobody Atwork'] };
      await visitor.send('/api/reviews', form, { status: opens(visitor) ? 400 : 403 });
    },
  },
  'GET /reviews/:id': {
    audited: true,
    check: async (visitor) => {
      const { scene, get } = visitor;
      const nobody = await get(`/reviews/${newId()}`, { status: 404 });
      const may = opens(visitor) || takesPart(visitor);
      const answer = await get(`/reviews/${scene.review.reviewId}`, { status: may ? 200 : 404 });
      if (!may) expect(answer).toEqual(nobody);
      expect(answer.body.includes('Open it as it was known')).toBe(takesPart(visitor));
    },
  },
  'POST /reviews/:id/close': {
    audited: true,
    check: async (visitor) => {
      const path = `/reviews/${newId()}/close`;
      await visitor.send(
        path,
        { reason: 'It is written.'.repeat(2) },
        { status: opens(visitor) ? 404 : 403 },
      );
    },
  },
  'POST /api/reviews/:id/close': {
    audited: true,
    check: async (visitor) => {
      const path = `/api/reviews/${newId()}/close`;
      await visitor.send(
        path,
        { reason: 'It is written.'.repeat(2) },
        { status: opens(visitor) ? 404 : 403 },
      );
    },
  },
  'GET /reviews/:id/known': {
    audited: true,
    check: async (visitor) => {
      for (const by of ['all', 'schools', 'vantage'])
        await checkKnown(
          visitor,
          `/reviews/${visitor.scene.review.reviewId}/known?on=16/11/2026&years=all&by=${by}`,
        );
    },
  },
  'GET /api/reviews/:id/known': {
    audited: true,
    check: (visitor) =>
      checkKnown(visitor, `/api/reviews/${visitor.scene.review.reviewId}/known?on=2026-11-16`),
  },
};

async function checkList(visitor: Visitor, path: string): Promise<void> {
  const { body } = await visitor.get(path);
  expect(body.includes(visitor.scene.review.reviewId)).toBe(opens(visitor) || takesPart(visitor));
}

/**
 * Nobody else sees it; whoever takes part sees of the facts that stand, on the day on which all had come, those that a
 * recorded purpose would show them and no other; and nobody at work is named but themselves.
 */
async function checkKnown(visitor: Visitor, path: string): Promise<void> {
  const { scene, get } = visitor;
  if (!takesPart(visitor)) {
    await get(path, { status: 404 });
    return;
  }
  const inside = within(visitor);
  const names = new Set([...scene.world.details.values()].flat().map((one) => one.value));
  const { body } = await get(path, { families: [scene.review.familyId], excused: [...names].join('\n') });
  const text = textOf(body);
  expect(unseenWords(scene.world, inside)(body)).toEqual([]);
  const own = /You are\s+(.+?)\s*,/.exec(text)?.[1];
  const atWork = scene.world.workers.filter((name) => name !== own && !names.has(name));
  expect(atWork.filter((name) => text.includes(name))).toEqual([]);
  if (!path.startsWith('/api/')) return;
  const { rows } = JSON.parse(body) as {
    rows: { kind: string; from: string; people: { personId: string }[] }[];
  };
  const shown = rows.flatMap((row) =>
    row.people.map(({ personId }) => `${personId} ${row.kind} ${row.from}`),
  );
  const facts = inside
    .factsOf(scene.review.familyId)
    .filter((fact) => catalogue.has(fact.kind))
    .map((fact) => `${fact.personId} ${fact.kind} ${fact.happened.from}`);
  expect([...new Set(shown)].sort()).toEqual([...new Set(facts)].sort());
  expect(shown.length).toBeGreaterThan(0);
}
