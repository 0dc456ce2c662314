/** Duties, desks, agreements, and what opens one family. */
import { expect } from 'vitest';
import { dayOf } from '../../../platform/index.ts';
import type { WorkRole } from '../../../sharing/index.ts';
import { textOf } from '../words.ts';
import { agreementRoutes } from './agreements.ts';
import { today } from './scene.ts';
import { type Checks, helping, namesOf, onlyFor, some, standing, type Visitor } from './visitor.ts';

const overseeing: readonly WorkRole[] = ['director', 'agency-lead', 'inspector'];

export const access: Checks = {
  'GET /duties': { audited: true, check: standing('/duties') },
  'GET /api/duties': { audited: true, check: standing('/api/duties') },
  'POST /duties': { audited: true, check: (visitor) => checkSwitching(visitor, '/duties', 303) },
  'POST /api/duties': { audited: true, check: (visitor) => checkSwitching(visitor, '/api/duties', 200) },
  'GET /desks': { audited: true, check: standing('/desks') },
  'GET /api/desks': { audited: true, check: standing('/api/desks') },
  'POST /desks': {
    audited: true,
    check: async ({ send, sight: { viewer } }) => {
      const form = { name: 'Duty desk', telephone: '01632 960001', hours: 'weekdays 9 to 5' };
      await send('/desks', form, { status: viewer.role === 'agency-lead' ? 303 : 403 });
    },
  },
  ...agreementRoutes,
  'GET /openings': {
    audited: true,
    check: async ({ scene: { opened }, get, sight: { viewer } }) => {
      const text = textOf((await get('/openings')).body);
      for (const one of opened) {
        const may = viewer.role === 'information-governance-lead' || one.workerId === viewer.id;
        expect(text.includes(one.reason)).toBe(may);
      }
    },
  },
  'POST /openings/:id': {
    audited: true,
    check: async ({ scene: { opened }, send, sight: { viewer } }) => {
      const may = viewer.role === 'information-governance-lead';
      const path = `/openings/${opened[0]?.grantId}`;
      const form = { review: 'It was needed.', tell: 'yes', teller: 'Their social worker' };
      await send(path, form, { status: may ? 303 : 403 });
    },
  },
  'POST /openings/:id/told': {
    audited: true,
    check: async ({ scene: { opened }, send, sight: { viewer } }) => {
      const may = viewer.role === 'information-governance-lead';
      await send(`/openings/${opened[0]?.grantId}/told`, { told: 'yes' }, { status: may ? 303 : 403 });
    },
  },
  'GET /break-glass': { audited: true, check: onlyFor('/break-glass', helping, 403) },
  'POST /break-glass': {
    audited: true,
    check: async ({ scene: { world, sealed, searched }, send, sight: { viewer }, turn }) => {
      const status = helping.includes(viewer.role as WorkRole) ? 400 : 403;
      const form = {
        name: 'Nobody Ofthisname',
        born: '2012-04-05',
        reason: 'They may come to harm tonight.',
      };
      const nobody = await send('/break-glass', form, { status });
      for (const { personId } of some(sealed, 1, turn)) {
        const born =
          world.details.get(personId)?.find((one) => one.kind === 'birth-date')?.value ?? form.born;
        const name = namesOf(world, personId)[0] ?? '';
        searched.push(name);
        const answer = await send('/break-glass', { ...form, name, born }, { status });
        expect(unwritten(answer)).toEqual(unwritten(nobody));
      }
    },
  },
  'GET /purpose': { audited: true, check: onlyFor('/purpose', overseeing, 403) },
  'POST /purpose': { audited: true, check: (visitor) => checkPurpose(visitor, '/purpose') },
  'POST /api/purpose': { audited: true, check: (visitor) => checkPurpose(visitor, '/api/purpose') },
};

/** An answer without what was written in its form, which it gives back. */
const unwritten = <T extends { body: string }>(answer: T) => ({
  ...answer,
  body: answer.body.replaceAll(/ value="[^"]*"/g, ''),
});

async function checkSwitching({ send, sight: { viewer } }: Visitor, path: string, status: number) {
  const form = { duty: 'identifier', from: '2099-01-01', reason: 'As the regulations say.' };
  await send(path, form, { status: viewer.role === 'information-governance-lead' ? status : 403 });
}

/** Nobody else may ask, and of whoever may nobody is told of somebody sealed from them. */
async function checkPurpose(
  { scene: { world, sealed, searched }, send, sight: { viewer }, turn }: Visitor,
  path: string,
) {
  const missed = path.startsWith('/api/') ? 404 : 400;
  const status = overseeing.includes(viewer.role as WorkRole) ? missed : 403;
  const form = {
    name: 'Nobody Ofthisname',
    born: '2012-04-05',
    purpose: 'A complaint that is being answered.',
    until: dayOf(today),
  };
  const nobody = await send(path, form, { status });
  for (const { personId } of some(sealed, 1, turn)) {
    const born = world.details.get(personId)?.find((one) => one.kind === 'birth-date')?.value ?? form.born;
    const name = namesOf(world, personId)[0] ?? '';
    searched.push(name);
    const answer = await send(path, { ...form, name, born }, { status });
    expect(unwritten(answer)).toEqual(unwritten(nobody));
  }
}
