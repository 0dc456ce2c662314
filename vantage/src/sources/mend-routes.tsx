import type { Context } from 'hono';
import { type App, createRoute, type Env, idOf, page, readForm, z } from '../platform/http/index.ts';
import { type Database, VantageError } from '../platform/index.ts';
import { BackLink, Button, type FormState, freshForm, TextField } from '../platform/parts/index.ts';
import { systemActor, type Visit } from '../sharing/index.ts';
import { fieldsOf, getHeld, mendRow, mustMend } from './mend.ts';
import type { HeldContent } from './model.ts';
import { inSheet } from './pages.tsx';

const Content = z.record(z.string().max(200), z.string().max(4000));

/** A row that was held back, as it came, and mending it. */
export function mendRoutes(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  const mend = (c: Context<Env>, heldId: string, content: Readonly<Record<string, string>>) =>
    visit(
      c,
      async (tx) => {
        await getHeld(mustMend(tx), heldId);
        const actor = systemActor(tx.actor.area, 'mend a row held back');
        await db.asActor(actor, (all) => mendRow(all, { heldId, content }));
      },
      { action: 'change', reason: `Row ${heldId} held back: mended` },
    );
  const look = (c: Context<Env>, heldId: string) =>
    visit(c, (tx) => getHeld(mustMend(tx), heldId), { action: 'read', reason: `Row ${heldId} held back` });

  app.get('/extracts/held/:id', async (c) => show(c, await look(c, idOf(c.req.param('id'))), freshForm));

  app.post('/extracts/held/:id', async (c) => {
    const heldId = idOf(c.req.param('id'));
    const held = await look(c, heldId);
    const sent = await readForm(c);
    const fields = fieldsOf(held);
    const content = Object.fromEntries(
      fields.flatMap(({ name }, at) => {
        const said = sent.written[`field-${at}`]?.[0];
        return said === undefined ? [] : [[name, said.trim()]];
      }),
    );
    if (sent.wrong.length > 0) return show(c, held, sent);
    try {
      await mend(c, heldId, content);
    } catch (error) {
      if (!(error instanceof VantageError && error.code === 'bad-input')) throw error;
      const at = fields.findIndex(({ name }) => name === error.field);
      const wrong = [{ field: at < 0 ? '' : `field-${at}`, text: `${error.message} ${error.remedy}` }];
      return show(c, held, { ...sent, wrong });
    }
    return c.redirect('/extracts/held?mended=true', 303);
  });

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/held/{id}',
      summary: 'Mend a row held back: columns that are not given stand as they came',
      request: {
        params: z.object({ id: z.uuid() }),
        body: { required: true, content: { 'application/json': { schema: Content } } },
      },
      responses: {
        200: {
          description: 'It was kept; what follows from it is worked out by the next build.',
          content: { 'application/json': { schema: z.object({ mended: z.uuid() }) } },
        },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await mend(c, id, c.req.valid('json'));
      return c.json({ mended: id }, 200);
    },
  );
}

function show(c: Context<Env>, held: HeldContent, form: FormState) {
  return page(c, {
    title: 'Mend a row',
    heading: `${held.path}${inSheet(held.sheet)}, line ${held.line}`,
    eyebrow: 'Row held back',
    current: 'extracts',
    form,
    lede: 'The row as it came. Mend it where it came from too, or the next extract brings the fault again.',
    children: <MendForm held={held} form={form} />,
  });
}

function MendForm({ held, form }: { held: HeldContent; form: FormState }) {
  return (
    <>
      <BackLink href="/extracts/held" text="Rows held back" />
      <p className="govuk-body">
        <b>{held.reason}</b> {held.remedy}
      </p>
      <form action={`/extracts/held/${held.heldId}`} method="post" noValidate>
        {fieldsOf(held).map(({ name, required, codes, text }, at) => (
          <TextField
            key={name}
            form={form}
            name={`field-${at}`}
            label={`${name}${required ? ' (needed)' : ''}`}
            value={text}
            numeric
            {...(codes.length > 0 ? { hint: `One of: ${codes.join(', ')}.` } : {})}
          />
        ))}
        <Button text="Keep the row like this" />
      </form>
    </>
  );
}
