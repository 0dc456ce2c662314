import { type App, createRoute, z } from '../platform/http/index.ts';
import { VantageError } from '../platform/index.ts';
import {
  csvOf,
  keepDraft,
  mustLead,
  OutboxRow,
  outbox,
  Receipts,
  receiptsInWords,
  receiptsOf,
  takeReceipts,
} from './handover.ts';
import { draftKinds, Settling, Writing } from './model.ts';
import type { CaseworkContext } from './routes.tsx';
import { getNote, mustWrite, notesAbout, openHypotheses, settle, writeDown } from './service.ts';
import { jsonOf, NoteJson } from './shape.ts';

const IdParam = z.object({ id: z.uuid() });
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const DraftJson = z.object({
  draftId: z.uuid(),
  familyId: z.uuid(),
  kind: z.enum(draftKinds),
  worker: z.string().describe('Who wrote it: refused where somebody else asks by now.'),
  written: z
    .record(z.string().max(40), z.array(z.string().max(8000)).max(40))
    .describe('What stands in each field of the form.'),
});
const Exporting = z.object({
  reason: z.string().trim().min(10).max(2000).describe('What the copy is for, in a sentence. It is audited.'),
  format: z.enum(['json', 'csv']).default('json'),
});

/** The operations of what is written down. */
export function apiRoutes(app: App, { visit, familyHere, unrecorded }: CaseworkContext): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/notes',
      summary: 'What people at work wrote down of a family, newest first',
      request: { params: IdParam },
      responses: { 200: json(z.object({ notes: z.array(NoteJson) }), 'As it stands.') },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { notes } = await visit(
        c,
        async (tx) => {
          const { people } = await familyHere(tx, id);
          const persons = people.map(({ personId }) => personId);
          return { persons, notes: await notesAbout(tx, persons) };
        },
        ({ persons }) => ({ action: 'read', families: [id], persons }),
      );
      return c.json({ notes: notes.map((one) => jsonOf(one)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/families/{id}/notes',
      summary: 'Writes down a note, a visit, a call, that something is wrong, or a working hypothesis',
      request: {
        params: IdParam,
        body: { required: true, content: { 'application/json': { schema: Writing } } },
      },
      responses: {
        200: json(
          NoteJson,
          'It was recorded already, within the hour and in the same words: nothing was written twice. `anyway` records it again.',
        ),
        201: json(NoteJson, 'It is recorded.'),
      },
    }),
    async (c) => {
      const [{ id }, writing] = [c.req.valid('param'), c.req.valid('json')];
      const { already, ...note } = await visit(
        c,
        async (tx) => {
          mustWrite(tx);
          await familyHere(tx, id);
          return writeDown(tx, { familyId: id, writing });
        },
        ({ about }) => ({ action: 'change', families: [id], persons: about }),
      );
      return already ? c.json(jsonOf(note), 200) : c.json(jsonOf(note, null), 201);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/notes/{id}',
      summary: 'What somebody wrote, with every version, the one that stands first',
      request: { params: IdParam },
      responses: { 200: json(z.object({ versions: z.array(NoteJson) }), 'The versions.') },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { versions, receipts } = await visit(
        c,
        async (tx) => ({ versions: await getNote(tx, id), receipts: await receiptsOf(tx, id) }),
        ({ versions: [note] }) => ({ action: 'read', families: [note.familyId], persons: note.about }),
      );
      return c.json({ versions: versions.map((one) => jsonOf(one, receipts.get(one.version) ?? null)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/hypotheses',
      summary:
        'Working hypotheses that are open: one’s own, and those of a team that one manages, the earliest day first',
      responses: { 200: json(z.object({ notes: z.array(NoteJson) }), 'As they stand.') },
    }),
    async (c) => {
      const notes = await visit(c, openHypotheses, (found) => ({
        action: 'read',
        families: [...new Set(found.map(({ familyId }) => familyId))],
        persons: [...new Set(found.flatMap(({ about }) => about))],
      }));
      return c.json({ notes: notes.map((one) => jsonOf(one)) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/notes/{id}/settle',
      summary: 'Shares, seals or withdraws a working hypothesis: one’s own, or as its manager after its day',
      request: {
        params: IdParam,
        body: { required: true, content: { 'application/json': { schema: Settling } } },
      },
      responses: { 200: json(NoteJson, 'It is settled.') },
    }),
    async (c) => {
      const [{ id }, settling] = [c.req.valid('param'), c.req.valid('json')];
      const note = await visit(
        c,
        (tx) => settle(tx, id, settling),
        ({ familyId, about }) => ({ action: 'change', families: [familyId], persons: about }),
      );
      return c.json(jsonOf(note), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/drafts',
      summary: 'Keeps what somebody has begun to write, for them alone',
      request: { body: { required: true, content: { 'application/json': { schema: DraftJson } } } },
      responses: { 200: json(z.object({ savedAt: z.iso.datetime() }), 'It is kept.') },
    }),
    async (c) => {
      const { worker, ...draft } = c.req.valid('json');
      const savedAt = await unrecorded(c, (tx) => {
        if (tx.actor.id === worker) return keepDraft(tx, draft);
        throw new VantageError('conflict', 'Somebody else is using this browser by now.', {
          remedy: 'Whoever wrote it opens the page again.',
        });
      });
      return c.json({ savedAt: savedAt.toISOString() }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/outbox',
      summary: 'A copy of what waits for the case system of one’s agency, oldest first, 1,000 at most',
      request: { query: Exporting },
      responses: {
        200: {
          description: 'Versions without a receipt.',
          content: {
            'application/json': { schema: z.object({ rows: z.array(OutboxRow) }) },
            'text/csv': { schema: z.string() },
          },
        },
      },
    }),
    async (c) => {
      const { reason, format } = c.req.valid('query');
      const { rows } = await visit(
        c,
        async (tx) => outbox(tx, await mustLead(tx)),
        ({ persons, families }) => ({ action: 'export', reason, persons, families }),
        { reason },
      );
      if (format === 'json') return c.json({ rows }, 200);
      return c.body(csvOf(rows), 200, { 'Content-Type': 'text/csv; charset=utf-8' }) as never;
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/outbox',
      summary: 'Writes down what the case system took in, or refused',
      request: {
        body: {
          required: true,
          content: { 'application/json': { schema: z.object({ receipts: Receipts }) } },
        },
      },
      responses: { 200: json(z.object({ taken: z.int() }), 'How many receipts were new.') },
    }),
    async (c) => {
      const { receipts } = c.req.valid('json');
      const taken = await visit(c, async (tx) => takeReceipts(tx, await mustLead(tx), receipts), {
        action: 'change',
        words: receiptsInWords(receipts),
      });
      return c.json({ taken }, 200);
    },
  );
}
