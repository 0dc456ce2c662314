/** Facts, records, and what agencies sent. */
import { expect } from 'vitest';
import type { AreaCounts, LikeCounts } from '../../../area/index.ts';
import { catalogue, likeGroups } from '../../../chronology/index.ts';
import { newId } from '../../../platform/index.ts';
import { seesNumbersOnly } from '../../../sharing/index.ts';
import { linked } from '../expected.ts';
import type { Sight } from '../sight.ts';
import { textOf } from '../words.ts';
import { isNamed } from './finding.ts';
import { type Checks, some, standing, type Visitor } from './visitor.ts';

export const records: Checks = {
  'GET /facts/:id': {
    audited: true,
    check: async ({ scene: { world }, get, sight, turn }) => {
      const nobody = await get(`/facts/${newId()}`, { status: 404 });
      const shown = world.facts.filter((fact) => sight.factShown(fact) && catalogue.has(fact.kind));
      const several = shown.filter((fact) => fact.about.length > 1);
      const others = world.facts.filter((fact) => !sight.factShown(fact));
      for (const fact of [...some(shown, 2, turn), ...some(several, 3, turn), ...some(others, 2, turn)]) {
        const may = sight.factShown(fact);
        const isTold = sight.isTold(fact);
        const said = isTold ? JSON.stringify(fact.detail) : '';
        const answer = await get(`/facts/${fact.factId}`, may ? { excused: said } : { status: 404 });
        if (!may) expect(answer).toEqual(nobody);
        else {
          const text = textOf(answer.body);
          expect(text.includes('shares with you that this happened')).toBe(!isTold);
          if (isTold) for (const part of fact.detail.parts) expect(text).toContain(part.value);
          for (const recordId of linked(answer.body, '/records/'))
            expect(sight.readsRecord(recordId)).toBe(true);
        }
      }
    },
  },
  'GET /records/:id': { audited: true, check: (visitor) => checkRecords(visitor, '/records/') },
  'GET /api/records/:id': { audited: true, check: (visitor) => checkRecords(visitor, '/api/records/') },
  'GET /costs': { audited: false, check: standing('/costs') },
  'GET /api/costs': { audited: false, check: standing('/api/costs') },
  'GET /costs/replace': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/costs/replace', { status: prices(sight) ? 200 : 403 });
    },
  },
  'POST /costs/replace': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/costs/replace', {}, { status: prices(sight) ? 400 : 403 });
    },
  },
  'POST /costs/replace/keep': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/costs/replace/keep', { offer: '{' }, { status: prices(sight) ? 400 : 403 });
    },
  },
  'POST /costs/replace/leave': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/costs/replace/leave', {}, { status: prices(sight) ? 303 : 403 });
    },
  },
  'POST /api/costs': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/api/costs', {}, { status: prices(sight) ? 400 : 403 });
    },
  },
  'GET /area': { audited: true, check: standing('/area') },
  'GET /area/like': { audited: true, check: standing('/area/like') },
  'GET /api/area/like': { audited: true, check: standing('/api/area/like') },
  'GET /area/like/:group': {
    audited: true,
    check: async ({ get }) => {
      const [group] = likeGroups;
      const page = (await get(`/area/like/${group}`)).body;
      // Whichever family somebody comes from, the page is the same but for the way back to it.
      const from = newId();
      const other = (await get(`/area/like/${group}?from=${from}`)).body;
      expect(other).toContain(`href="/families/${from}"`);
      expect(other.replaceAll(`/families/${from}`, '/families')).toBe(page);
      await get('/area/like/care.under-5.hair', { status: 404 });
    },
  },
  'GET /api/area/like/:group': {
    audited: true,
    check: async ({ scene: { world }, get, sight, turn }) => {
      const group = likeGroups[turn % likeGroups.length];
      const counts = JSON.parse((await get(`/api/area/like/${group}`)).body) as LikeCounts;
      // In a small area it is the coarser group that the one asked for lies in.
      expect(counts.group === 'any' || group?.startsWith(counts.group)).toBe(true);
      for (const { id } of counts.helped) expect(isNamed(world, sight, id), id).toBe(true);
    },
  },
  'GET /api/area': {
    audited: true,
    check: async ({ scene: { world }, get, sight }) => {
      const counts = JSON.parse((await get('/api/area')).body) as AreaCounts;
      for (const { kind } of [...counts.now, ...counts.byYear])
        expect(isNamed(world, sight, catalogue.get(kind)?.service ?? 'nothing listed'), kind).toBe(true);
      // No sum tells of a row that is not there.
      const [year] = counts.spending.filter((one) => one.year === counts.spendingYear);
      const direct = counts.spendingByService.filter((one) => one.reach === 'direct');
      expect(year?.amount?.pence).toBe(direct.reduce((sum, one) => sum + (one.amount?.pence ?? 0), 0));
      expect(year?.whole).toBe(direct.every((one) => one.amount !== null));
    },
  },
  'GET /extracts': { audited: true, check: standing('/extracts') },
  'GET /api/extracts': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/api/extracts', { status: seesNumbersOnly.has(sight.viewer.role) ? 403 : 200 });
    },
  },
  'GET /extracts/held': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/extracts/held', { status: mends(sight) ? 200 : 403 });
      expect((await get('/extracts')).body.includes('Rows held back')).toBe(mends(sight));
    },
  },
  'GET /extracts/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      if (seesNumbersOnly.has(sight.viewer.role))
        return void (await get(`/extracts/${newId()}`, { status: 403 }));
      const { body } = await get('/api/extracts');
      const { extracts } = JSON.parse(body) as { extracts: { extractId: string }[] };
      await get(`/extracts/${extracts[0]?.extractId}`);
      await get(`/extracts/${newId()}`, { status: 404 });
    },
  },
  'GET /extracts/held/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      await get(`/extracts/held/${newId()}`, { status: mends(sight) ? 404 : 403 });
      if (!mends(sight)) return;
      const { held } = JSON.parse((await get('/api/held')).body) as { held: { heldId: string }[] };
      await get(`/extracts/held/${held[0]?.heldId}`);
    },
  },
  'POST /extracts/held/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/extracts/held/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'POST /api/held/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/api/held/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /extracts/mappings': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/extracts/mappings', { status: mends(sight) ? 200 : 403 });
    },
  },
  'GET /api/mappings': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/api/mappings', { status: mends(sight) ? 200 : 403 });
    },
  },
  'POST /api/mappings/:name': {
    audited: true,
    check: async ({ send, sight }) => {
      const unusable = { title: 'None', into: 'none', columns: [{ to: 'none', from: 'none' }] };
      await send('/api/mappings/none', unusable, { status: mends(sight) ? 400 : 403 });
    },
  },
  'GET /extracts/mappings/:name': {
    audited: true,
    check: async ({ get, sight }) => {
      await get('/extracts/mappings/lantern', { status: mends(sight) ? 200 : 403 });
    },
  },
  'POST /extracts/mappings/:name': {
    audited: true,
    check: async ({ send, sight }) => {
      await send('/extracts/mappings/none', {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /extracts/waiting/:id': {
    audited: true,
    check: async ({ get, sight }) => {
      await get(`/extracts/waiting/${newId()}`, { status: mends(sight) ? 404 : 403 });
    },
  },
  'POST /extracts/waiting/:id': {
    audited: true,
    check: async ({ send, sight }) => {
      await send(`/extracts/waiting/${newId()}`, {}, { status: mends(sight) ? 404 : 403 });
    },
  },
  'GET /api/held': {
    audited: true,
    check: async ({ scene: { heldShown }, get, sight }) => {
      if (!mends(sight)) return void (await get('/api/held', { status: 403 }));
      const { body } = await get('/api/held');
      expect((JSON.parse(body) as { total: number }).total).toBe(heldShown);
      expect(body).not.toContain('A row about somebody sealed');
    },
  },
};

/** Whether the viewer mends rows and makes mappings. */
const mends = ({ viewer }: Sight): boolean =>
  ['administrator', 'information-governance-lead'].includes(viewer.role);

/** Whether the viewer puts prices in place. */
const prices = ({ viewer }: Sight): boolean => ['administrator', 'commissioner'].includes(viewer.role);

async function checkRecords({ scene: { world }, get, sight, turn }: Visitor, path: string): Promise<void> {
  const nobody = await get(`${path}${newId()}`, { status: 404 });
  const all = [...world.records.values()].filter((record) => record.personIds.length > 0);
  const readable = all.filter((record) => sight.readsRecord(record.recordId));
  const several = all.filter((record) => record.personIds.length > 1);
  const statements = all.filter((record) => record.kind === 'care.statements');
  const chosen = [
    ...some(readable, 2, turn),
    ...some(several, 1, turn),
    ...some(statements, 2, turn),
    ...some(all, 1, turn),
  ];
  for (const record of chosen) {
    const may = sight.readsRecord(record.recordId);
    const answer = await get(`${path}${record.recordId}`, may ? { excused: record.text } : { status: 404 });
    if (!may) expect(answer).toEqual(nobody);
  }
}
