import type { Context } from 'hono';
import { familiesOf } from '../families/index.ts';
import { type App, answerForm, type Env, notFound, page, readForm, z } from '../platform/http/index.ts';
import { clock, dayOf, newId, type Tx, VantageError } from '../platform/index.ts';
import { type FormState, freshForm } from '../platform/parts/index.ts';
import { agencies, type Noted, type Visit } from '../sharing/index.ts';
import { apiRoutes } from './api.ts';
import { discardDraft, draftFor, keepDraft, receiptsOf } from './handover.ts';
import {
  Change,
  forms,
  isOverdue,
  kindNames,
  listFields,
  type Note,
  type NoteKind,
  noteKinds,
  Settling,
  type Writing,
  whenWritten,
} from './model.ts';
import { NotePage, OwnWriting, RecordedAlready } from './note-page.tsx';
import { ChooseKind, type FamilyHere, WritingForm } from './pages.tsx';
import {
  correct,
  getNote,
  managersHere,
  managersOfAll,
  maySettle,
  mustWrite,
  namesOf,
  ownWriting,
  settle,
  writeDown,
} from './service.ts';

/** What these pages need of others. */
export type CaseworkContext = {
  visit: Visit;
  /** A family whose picture is open to the reader; a VantageError 'not-found' of any other. */
  familyHere(tx: Tx, familyId: string): Promise<FamilyHere>;
  /** Does what shows nobody to anybody and records nothing: keeping a draft. It is not in the audit. */
  unrecorded<T>(c: Context<Env>, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Address of the script that keeps drafts. */
  draftScript: string;
};

/** Writing down what happens with a family, and what was written. */
export function routes(app: App, context: CaseworkContext): void {
  const { visit, familyHere, unrecorded, draftScript } = context;
  apiRoutes(app, context);

  app.get('/families/:id/record', async (c) => {
    const { family, drafts } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        return { family: await familyHere(tx, idOf(c)), drafts: (await ownWriting(tx)).drafts };
      },
      ({ family }) => reading(family),
    );
    return page(c, {
      title: `${family.name}: write something down`,
      heading: 'Write something down',
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      children: (
        <ChooseKind family={family} drafts={drafts.filter((one) => one.familyId === family.familyId)} />
      ),
    });
  });

  const show = async (c: Context<Env>, sent: FormState | undefined) => {
    const kind = kindOf(c);
    const asked = z.uuid().safeParse(c.req.query('draft')).data;
    const { family, begun, key, workerId, managers } = await visit(
      c,
      async (tx) => {
        mustWrite(tx);
        const family = await familyHere(tx, idOf(c));
        const ids = family.people.map(({ personId }) => personId);
        return {
          family,
          managers: kind === 'hypothesis' ? await managersHere(tx, ids) : [],
          ...(await draftFor(tx, { familyId: idOf(c), kind, asked })),
        };
      },
      ({ family }) => reading(family),
    );
    const form = sent ?? { wrong: [], written: begun?.written ?? {} };
    const given = z.uuid().safeParse(form.written.id?.[0]).data;
    return page(c, {
      title: `${family.name}: ${noteKinds[kind].label.toLowerCase()}`,
      heading: noteKinds[kind].label,
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      form,
      children: (
        <WritingForm
          kind={kind}
          family={family}
          managers={managers}
          form={form}
          action={`/families/${family.familyId}/record/${kind}`}
          draftId={given ?? begun?.draftId ?? newId()}
          kept={{ key, workerId, script: draftScript }}
        />
      ),
    });
  };

  app.get('/families/:id/record/:kind', (c) => show(c, undefined));

  app.post('/families/:id/record/:kind', async (c) => {
    const [familyId, kind] = [idOf(c), kindOf(c)];
    const { written } = await readForm(c);
    if (written.do?.[0] === 'draft') {
      const { do: _, ...fields } = written;
      const draftId = z.uuid().safeParse(written.id?.[0]).data ?? newId();
      await unrecorded(c, (tx) => keepDraft(tx, { draftId, familyId, kind, written: fields }));
      return c.redirect('/notes', 303);
    }
    return answerForm(c, {
      schema: forms[kind],
      lists: listFields,
      show: (form) => show(c, form),
      act: async (said) => {
        const writing = { ...said, kind } as Writing;
        const note = await visit(
          c,
          async (tx) => {
            mustWrite(tx);
            await familyHere(tx, familyId);
            return writeDown(tx, { familyId, writing });
          },
          wrote,
        );
        const again = note.already ? `?again=${writing.id ?? newId()}` : '';
        return c.redirect(`/notes/${note.noteId}${again}`, 303);
      },
    });
  });

  app.get('/notes', async (c) => {
    const shown = await visit(
      c,
      async (tx) => ({ ...(await ownWriting(tx)), actorId: tx.actor.id }),
      ({ hypotheses, written }) => ({ action: 'read', ...namedIn([...hypotheses, ...written]) }),
    );
    const today = dayOf(clock.now());
    const overdue = shown.hypotheses.filter((one) => isOverdue(one, today)).length;
    return page(c, {
      title: 'What you have written',
      current: 'notes',
      lede:
        overdue > 0
          ? `${overdue} working ${overdue === 1 ? 'hypothesis waits' : 'hypotheses wait'} to be shared, sealed or withdrawn.`
          : undefined,
      children: <OwnWriting {...shown} today={today} />,
    });
  });

  const showNote = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => {
        const versions = await getNote(tx, idOf(c));
        const [note] = versions;
        const family = await familyOf(tx, context, note);
        const names = new Map((await agencies(tx)).map((one) => [one.agency, one.name]));
        return {
          note,
          versions,
          family,
          receipts: await receiptsOf(tx, note.noteId),
          names: await namesOf(
            tx,
            versions.flatMap(({ about }) => about),
          ),
          agency: names.get(note.agency) ?? note.agency,
          mine: note.writtenBy === tx.actor.id,
          maySettle: await maySettle(tx, note),
          managers: note.state === null ? [] : await managersOfAll(tx, note.about),
        };
      },
      ({ note }) => ({ action: 'read', ...namedIn([note]) }),
    );
    const { family, note } = shown;
    const again = z.uuid().safeParse(c.req.query('again')).data;
    const first = shown.versions.find(({ version }) => version === 1);
    return page(c, {
      title: `${family.name}: ${noteKinds[note.kind].label.toLowerCase()}`,
      heading: noteKinds[note.kind].label,
      current: 'families',
      eyebrow: <a href={`/families/${family.familyId}`}>{family.name}</a>,
      form,
      children: (
        <>
          {again !== undefined && shown.mine && first && (
            <RecordedAlready note={note} first={first} written={asWritten(first)} again={again} />
          )}
          <NotePage {...shown} today={dayOf(clock.now())} form={form} />
        </>
      ),
    });
  };

  app.get('/notes/:id', (c) => showNote(c, freshForm));

  const showChange = async (c: Context<Env>, sent: FormState | undefined) => {
    const { note, family, mine } = await visit(
      c,
      async (tx) => {
        const [note] = await getNote(tx, idOf(c));
        return { note, family: await familyOf(tx, context, note), mine: note.writtenBy === tx.actor.id };
      },
      ({ note }) => ({ action: 'read', ...namedIn([note]) }),
    );
    if (!mine) throw notFound();
    const form = sent ?? { wrong: [], written: asWritten(note) };
    return page(c, {
      title: `${family.name}: change what you wrote`,
      heading: 'Change what you wrote',
      lede: 'What you wrote before stays to be read, with who changed it, when and why.',
      current: 'families',
      eyebrow: <a href={`/notes/${note.noteId}`}>{noteKinds[note.kind].label}</a>,
      form,
      children: (
        <WritingForm
          kind={note.kind}
          family={family}
          form={form}
          action={`/notes/${note.noteId}/correct`}
          draftId={note.noteId}
          change
        />
      ),
    });
  };

  app.get('/notes/:id/correct', (c) => showChange(c, undefined));

  app.post('/notes/:id/correct', async (c) => {
    const noteId = idOf(c);
    const [{ kind }] = await visit(
      c,
      (tx) => getNote(tx, noteId),
      ([note]) => ({ action: 'read', ...namedIn([note]) }),
    );
    return answerForm(c, {
      schema: forms[kind].extend(Change.shape),
      lists: listFields,
      show: (form) => showChange(c, form),
      act: async ({ reason, ...said }) => {
        const writing = { ...said, kind } as Writing;
        await visit(c, (tx) => correct(tx, noteId, { writing, reason }), wrote);
        return c.redirect(`/notes/${noteId}`, 303);
      },
    });
  });

  app.post('/notes/:id/settle', (c) =>
    answerForm(c, {
      schema: Settling,
      show: (form) => showNote(c, form),
      act: async (said) => {
        const noteId = idOf(c);
        await visit(c, (tx) => settle(tx, noteId, said), wrote);
        return c.redirect(`/notes/${noteId}`, 303);
      },
    }),
  );

  app.post('/drafts/:id/discard', async (c) => {
    const draftId = idOf(c);
    await unrecorded(c, (tx) => discardDraft(tx, draftId));
    return c.redirect('/notes', 303);
  });
}

const reading = ({ familyId, people }: FamilyHere): Noted => ({
  action: 'read',
  families: [familyId],
  persons: people.map(({ personId }) => personId),
});

const namedIn = (notes: readonly Note[]) => ({
  families: [...new Set(notes.map(({ familyId }) => familyId))],
  persons: [...new Set(notes.flatMap(({ about }) => about))],
});

const wrote = (note: Note): Noted => ({ action: 'change', ...namedIn([note]) });

/** The family in which something was written; another of its people where that one is no more. */
async function familyOf(tx: Tx, { familyHere }: CaseworkContext, note: Note): Promise<FamilyHere> {
  const others = (await familiesOf(tx, note.about)).map(({ familyId }) => familyId);
  for (const familyId of new Set([note.familyId, ...others])) {
    const found = await familyHere(tx, familyId).catch((error: unknown) => {
      if (error instanceof VantageError && error.code === 'not-found') return undefined;
      throw error;
    });
    if (found !== undefined) return found;
  }
  throw notFound();
}

/** A note as its form was filled in. */
function asWritten(note: Note): Record<string, string[]> {
  const now = new Map(note.persons.map((id, at) => [id, note.about[at] ?? id]));
  const { content } = note;
  const fields: Record<string, string | readonly string[] | null | undefined> = {
    ...content,
    persons: note.persons.map((id) => now.get(id) ?? id),
    seen: content.seen?.map((id) => now.get(id) ?? id),
    alone: content.alone?.map((id) => now.get(id) ?? id),
    on: whenWritten(note),
    at: note.atTime,
    audience: note.audience,
    due: note.due,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      value === null || value === undefined ? [] : [[field, [value].flat()]],
    ),
  );
}

function idOf(c: Context<Env>): string {
  const id = z.uuid().safeParse(c.req.param('id'));
  if (!id.success) throw notFound();
  return id.data;
}

function kindOf(c: Context<Env>): NoteKind {
  const kind = z.enum(kindNames).safeParse(c.req.param('kind'));
  if (!kind.success) throw notFound();
  return kind.data;
}
