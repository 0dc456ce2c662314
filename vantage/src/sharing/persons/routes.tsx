import type { Context } from 'hono';
import { type App, answerForm, createRoute, type Env, page, z } from '../../platform/http/index.ts';
import { writtenWords } from '../../platform/index.ts';
import {
  Button,
  ChooseSome,
  EmptyState,
  type FormState,
  freshForm,
  StackTable,
  TextField,
} from '../../platform/parts/index.ts';
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

const words = (wanted: string) => writtenWords(wanted, 200);
const Setting = z.object({
  name: words('Write what the desk is called.'),
  telephone: words('Write its telephone number.'),
  hours: words('Write its hours, such as “9 to 5 on working days”.'),
  known: z.enum(['yes']).optional(),
});

/** Duty desks: whom to ask at agencies that answer only when asked. */
export function deskRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState) => {
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
      form,
      children: <DesksPage {...shown} form={form} />,
    });
  };

  app.get('/desks', (c) => show(c, freshForm));

  app.post('/desks', (c) =>
    answerForm(c, {
      schema: Setting,
      show: (form) => show(c, form),
      act: async ({ known, ...desk }) => {
        await visit(c, (tx) => setDesk(tx, { ...desk, saysItKnows: known === 'yes' }), {
          action: 'change',
          reason: Object.values(desk).join('; '),
        });
        return c.redirect('/desks', 303);
      },
    }),
  );

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
  form: FormState;
};

function DesksPage({ desks: all, own, names, form }: DesksPageProps) {
  const name = (agency: string) => names.get(agency) ?? agency;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState title="No agency has set a duty desk yet." />
      ) : (
        <StackTable
          heard="Duty desks of agencies"
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
        <form action="/desks" method="post" noValidate>
          <h2>The desk of {name(own.agency)}</h2>
          <TextField form={form} name="name" label="Name of the desk" value={own.desk?.name ?? ''} />
          <TextField
            form={form}
            name="telephone"
            label="Telephone"
            width={20}
            value={own.desk?.telephone ?? ''}
          />
          <TextField
            form={form}
            name="hours"
            label="Hours"
            hint="Such as “9 to 5 on working days”."
            value={own.desk?.hours ?? ''}
          />
          <ChooseSome
            form={form}
            name="known"
            label="When we share only that we know somebody, and nothing else"
            options={[
              {
                value: 'yes',
                text: 'Their family’s page may say “Known to” and our name',
                hint: 'Left empty, the page says nothing of us.',
              },
            ]}
            initially={own.desk?.saysItKnows ? ['yes'] : []}
          />
          <Button text="Set the desk" />
        </form>
      )}
    </>
  );
}
