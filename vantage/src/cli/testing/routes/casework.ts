/** Writing down what happens with a family, and what waits for the case system. */
import { expect } from 'vitest';
import { newId } from '../../../platform/index.ts';
import type { WorkRole } from '../../../sharing/index.ts';
import type { Form } from '../area.ts';
import { unseenInFamily } from '../words.ts';
import { type Check, type Checks, familiesFor, helping, type Visitor } from './visitor.ts';

const helps = ({ sight: { viewer } }: Visitor) => helping.includes(viewer.role as WorkRole);

/** Whoever helps sees the page for a family whose picture they may open; of any other there is none. */
const recordPage =
  (after: string, page = 'record'): Check =>
  async (visitor) => {
    for (const id of familiesFor(visitor, 1)) {
      const isOpen = visitor.sight.open.has(id);
      const path = `/families/${id}/${page}${after}`;
      if (!helps(visitor)) await visitor.get(path, { status: 403 });
      else if (!isOpen) await visitor.get(path, { status: 404 });
      else {
        const { body } = await visitor.get(path, { families: [id] });
        expect(unseenInFamily(visitor.scene.world, visitor.sight, id)(body)).toEqual([]);
      }
    }
  };

/** Nobody sets anything of a family whose picture is closed to them. */
const planning =
  (of: string, form: Form): Check =>
  async (visitor) => {
    const closed = familiesFor(visitor, 1).filter((id) => !visitor.sight.open.has(id));
    for (const id of closed)
      await visitor.send(`/families/${id}/plan/${of}`, form, { status: helps(visitor) ? 404 : 403 });
  };

/** Nobody writes down words of people who are not of the family, nor of a family whose picture is closed to them. */
const saying =
  (path: (familyId: string) => string): Check =>
  async (visitor) => {
    for (const id of familiesFor(visitor, 1)) {
      const form = { person: newId(), audience: 'team', words: 'None.', manner: 'said' };
      const missed = visitor.sight.open.has(id) ? 400 : 404;
      await visitor.send(path(id), form, { status: helps(visitor) ? missed : 403 });
    }
  };

const tie = (personId: string) => ({
  speaker: personId,
  whose: [personId],
  audience: 'team',
  kind: 'friend',
  name: 'Nobody',
  strength: 'weak',
});

/** Nobody draws a tie of people who are not of the family, nor of a family whose picture is closed to them. */
const drawing =
  (path: (familyId: string) => string): Check =>
  async (visitor) => {
    for (const id of familiesFor(visitor, 1)) {
      const missed = visitor.sight.open.has(id) ? 400 : 404;
      await visitor.send(path(id), tie(newId()), { status: helps(visitor) ? missed : 403 });
    }
  };

/** Nobody writes of people who are not of the family, nor of a family whose picture is closed to them. */
const recording =
  (path: (familyId: string) => string): Check =>
  async (visitor) => {
    for (const id of familiesFor(visitor, 1)) {
      const form = { kind: 'note', persons: [newId()], words: 'Nothing of the kind.' };
      await visitor.send(path(id), form, { status: visitor.sight.open.has(id) ? 400 : 404 });
    }
  };

/** What nobody wrote is there for nobody. */
const none =
  (path: string): Check =>
  async ({ get }) => {
    await get(path.replace(':id', newId()), { status: 404 });
  };

const leads = ({ sight: { viewer } }: Visitor) => viewer.role === 'agency-lead';

export const casework: Checks = {
  'GET /families/:id/record': { audited: true, check: recordPage('') },
  'GET /families/:id/record/:kind': { audited: true, check: recordPage('/visit') },
  'POST /families/:id/record/:kind': {
    audited: true,
    check: async (visitor) => {
      if (helps(visitor)) await recording((id) => `/families/${id}/record/note`)(visitor);
      else
        for (const id of familiesFor(visitor, 1))
          await visitor.send(
            `/families/${id}/record/note`,
            { persons: [newId()], words: 'None.' },
            { status: 403 },
          );
    },
  },
  'GET /api/families/:id/notes': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const isOpen = visitor.sight.open.has(id);
        await visitor.get(`/api/families/${id}/notes`, isOpen ? { families: [id] } : { status: 404 });
      }
    },
  },
  'POST /api/families/:id/notes': {
    audited: true,
    check: async (visitor) => {
      if (helps(visitor)) await recording((id) => `/api/families/${id}/notes`)(visitor);
      else
        for (const id of familiesFor(visitor, 1)) {
          const form = { kind: 'note', persons: [newId()], words: 'None.' };
          await visitor.send(`/api/families/${id}/notes`, form, { status: 403 });
        }
    },
  },
  'GET /families/:id/plan': { audited: true, check: recordPage('', 'plan') },
  'GET /api/families/:id/plan': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const isOpen = visitor.sight.open.has(id);
        const { body } = await visitor.get(
          `/api/families/${id}/plan`,
          isOpen ? { families: [id] } : { status: 404 },
        );
        if (isOpen) expect(JSON.parse(body)).toEqual({ lead: null, help: null, steps: [], responsible: [] });
      }
    },
  },
  'POST /families/:id/plan/lead': {
    audited: true,
    check: planning('lead', { name: 'Nobody', job: 'None', telephone: '01632 960001' }),
  },
  'POST /families/:id/plan/help': {
    audited: true,
    check: planning('help', { level: 'care', threshold: 'None', agreedBy: 'Nobody', view: 'None' }),
  },
  'POST /families/:id/plan/steps': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const form = { persons: [newId()], who: 'Nobody', what: 'Nothing', by: '2027-01-01' };
        const missed = visitor.sight.open.has(id) ? 400 : 404;
        await visitor.send(`/families/${id}/plan/steps`, form, { status: helps(visitor) ? missed : 403 });
      }
    },
  },
  'POST /families/:id/plan/responsibility': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const form = {
          child: newId(),
          otherName: 'Nobody',
          ground: 'order',
          since: '2020-01-01',
          saidBy: 'None',
        };
        const missed = visitor.sight.open.has(id) ? 400 : 404;
        const path = `/families/${id}/plan/responsibility`;
        await visitor.send(path, form, { status: helps(visitor) ? missed : 403 });
      }
    },
  },
  'POST /families/:id/plan/steps/:step': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/plan/steps/${newId()}`;
        await visitor.send(path, { outcome: 'done' }, { status: helps(visitor) ? 404 : 403 });
      }
    },
  },
  'POST /families/:id/network': { audited: true, check: drawing((id) => `/families/${id}/network`) },
  'POST /api/families/:id/network': { audited: true, check: drawing((id) => `/api/families/${id}/network`) },
  'GET /families/:id/network/:tie': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1))
        await visitor.get(`/families/${id}/network/${newId()}`, { status: helps(visitor) ? 404 : 403 });
    },
  },
  'POST /families/:id/network/:tie': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/network/${newId()}`;
        const form = { ...tie(newId()), reason: 'None.' };
        await visitor.send(path, form, { status: helps(visitor) ? 404 : 403 });
      }
    },
  },
  'POST /families/:id/network/:tie/end': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/network/${newId()}/end`;
        await visitor.send(path, { words: 'None.' }, { status: helps(visitor) ? 404 : 403 });
      }
    },
  },
  'GET /families/:id/words': { audited: true, check: recordPage('', 'words') },
  'POST /families/:id/words': { audited: true, check: saying((id) => `/families/${id}/words`) },
  'POST /api/families/:id/words': { audited: true, check: saying((id) => `/api/families/${id}/words`) },
  'GET /families/:id/words/:words/done': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/words/${newId()}/done`;
        await visitor.get(path, { status: helps(visitor) ? 404 : 403 });
      }
    },
  },
  'POST /families/:id/words/:words/done': {
    audited: true,
    check: async (visitor) => {
      for (const id of familiesFor(visitor, 1)) {
        const path = `/families/${id}/words/${newId()}/done`;
        await visitor.send(path, { done: 'Nothing.' }, { status: helps(visitor) ? 404 : 403 });
      }
    },
  },
  'GET /notes': { audited: true, check: async ({ get }) => void (await get('/notes')) },
  'GET /notes/:id': { audited: true, check: none('/notes/:id') },
  'GET /api/notes/:id': { audited: true, check: none('/api/notes/:id') },
  'GET /notes/:id/correct': { audited: true, check: none('/notes/:id/correct') },
  'POST /notes/:id/correct': {
    audited: true,
    check: async ({ send }) => void (await send(`/notes/${newId()}/correct`, {}, { status: 404 })),
  },
  'POST /notes/:id/settle': {
    audited: true,
    check: async ({ send }) => {
      const form = { state: 'shared', reason: 'It was talked over.' };
      await send(`/notes/${newId()}/settle`, form, { status: 404 });
    },
  },
  'GET /api/hypotheses': {
    audited: true,
    check: async ({ get }) => {
      expect(JSON.parse((await get('/api/hypotheses')).body)).toEqual({ notes: [] });
    },
  },
  'POST /api/notes/:id/settle': {
    audited: true,
    check: async ({ send }) => {
      const form = { state: 'shared', reason: 'It was talked over.' };
      await send(`/api/notes/${newId()}/settle`, form, { status: 404 });
    },
  },
  'POST /drafts/:id/discard': {
    audited: false,
    check: async ({ send }) => void (await send(`/drafts/${newId()}/discard`, {}, { status: 404 })),
  },
  'POST /api/drafts': {
    audited: false,
    check: async (visitor) => {
      const draft = { draftId: newId(), familyId: newId(), kind: 'note', worker: visitor.sight.viewer.id };
      const written = { words: ['Begun.'] };
      await visitor.send('/api/drafts', { ...draft, written } as never, {
        status: helps(visitor) ? 200 : 403,
      });
      await visitor.send('/api/drafts', { ...draft, written, worker: newId() } as never, { status: 409 });
    },
  },
  'GET /api/outbox': {
    audited: true,
    check: async (visitor) => {
      const path = '/api/outbox?reason=For+the+case+system';
      await visitor.get(path, { status: leads(visitor) ? 200 : 403 });
    },
  },
  'POST /api/outbox': {
    audited: true,
    check: async (visitor) => {
      const receipts = [{ noteId: newId(), version: 1, outcome: 'received', words: 'CS-1' }];
      await visitor.send('/api/outbox', { receipts }, { status: leads(visitor) ? 200 : 403 });
    },
  },
};
