import { type App, createRoute, page, z } from '../../platform/http/index.ts';
import { VantageError } from '../../platform/index.ts';
import { Button, EmptyState, Input, StackTable } from '../../platform/parts/index.ts';
import { agencies } from '../service.ts';
import type { Visit } from '../visit.ts';
import { type Desk, desks, ownDesk, setDesk } from './desks.ts';

const Desks = z
  .object({
    desks: z.array(
      z.object({
        agency: z.string(),
        name: z.string(),
        telephone: z.string(),
        hours: z.string(),
        saysItKnows: z.boolean(),
      }),
    ),
  })
  .openapi('Desks');

const words = z.string().trim().min(2).max(200);
const Setting = z.object({
  name: words,
  telephone: words,
  hours: words,
  known: z.enum(['yes']).optional(),
});

/** Duty desks: whom to ask at agencies that answer only when asked. */
export function deskRoutes(app: App, { visit }: { visit: Visit }): void {
  app.get('/desks', async (c) => {
    const shown = await visit(
      c,
      async (tx) => ({
        desks: await desks(tx),
        own: tx.actor.role === 'agency-lead' ? await ownDesk(tx) : undefined,
        names: new Map((await agencies(tx)).map(({ agency, name }) => [agency, name])),
      }),
      { action: 'read' },
    );
    return page(c, {
      title: 'Duty desks',
      lede: 'Whom to ask at an agency that answers only when asked.',
      children: <DesksPage {...shown} />,
    });
  });

  app.post('/desks', async (c) => {
    const said = Setting.safeParse(await c.req.parseBody());
    if (!said.success) {
      throw new VantageError('bad-input', 'A duty desk needs a name, a telephone number and its hours.', {
        remedy: 'Go back and fill in all three.',
      });
    }
    const { known, ...desk } = said.data;
    await visit(c, (tx) => setDesk(tx, { ...desk, saysItKnows: known === 'yes' }), {
      action: 'change',
      reason: Object.values(desk).join('; '),
    });
    return c.redirect('/desks', 303);
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/desks',
      summary: 'Whom to ask at agencies that answer only when asked',
      responses: {
        200: { description: 'The duty desks.', content: { 'application/json': { schema: Desks } } },
      },
    }),
    async (c) => c.json({ desks: await visit(c, desks, { action: 'read' }) }, 200),
  );
}

type DesksPageProps = {
  desks: readonly Desk[];
  /** The reader's own agency and its desk, where the reader leads one. */
  own: { agency: string; desk: Desk | null } | undefined;
  names: ReadonlyMap<string, string>;
};

function DesksPage({ desks: all, own, names }: DesksPageProps) {
  const name = (agency: string) => names.get(agency) ?? agency;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState title="No agency has set a duty desk yet." />
      ) : (
        <StackTable
          firstCellIsHeader
          head={[{ text: 'Agency' }, { text: 'Duty desk' }, { text: 'Telephone' }, { text: 'Hours' }]}
          rows={all.map((one) => [
            { text: name(one.agency) },
            { text: one.name },
            { text: one.telephone },
            { text: one.hours },
          ])}
        />
      )}
      {own && (
        <form action="/desks" method="post">
          <h2>The desk of {name(own.agency)}</h2>
          <Input name="name" label={{ text: 'Name of the desk' }} value={own.desk?.name ?? ''} />
          <Input name="telephone" label={{ text: 'Telephone' }} value={own.desk?.telephone ?? ''} />
          <Input name="hours" label={{ text: 'Hours' }} value={own.desk?.hours ?? ''} />
          <div className="govuk-form-group">
            <label className="govuk-label" htmlFor="known">
              <input
                type="checkbox"
                id="known"
                name="known"
                value="yes"
                defaultChecked={own.desk?.saysItKnows ?? false}
              />{' '}
              Where we share that we know somebody, and nothing more, that may be said
            </label>
          </div>
          <Button text="Set the desk" />
        </form>
      )}
    </>
  );
}
