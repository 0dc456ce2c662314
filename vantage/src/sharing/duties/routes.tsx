import type { Context } from 'hono';
import { type App, answerForm, createRoute, type Env, page, z } from '../../platform/http/index.ts';
import { clock, dayOf, IsoDay } from '../../platform/index.ts';
import {
  Button,
  ChooseOne,
  Day,
  DayField,
  type FormState,
  freshForm,
  WordsField,
} from '../../platform/parts/index.ts';
import type { Noted, Visit } from '../visit.ts';
import { type Duty, duties, dutyIds, Switching } from './model.ts';
import { dutiesHere, switchDuty } from './service.ts';

const DutyJson = z
  .object({
    duty: z.enum(dutyIds),
    title: z.string(),
    source: z.string(),
    inForceFrom: z.iso
      .date()
      .nullable()
      .describe('The first day on which it counts here; null: it does not.'),
    reason: z.string().nullable(),
  })
  .openapi('Duty');
const DutiesJson = z.object({ duties: z.array(DutyJson) }).openapi('Duties');
const SwitchJson = Switching.extend({ from: IsoDay.nullable() }).openapi('DutySwitch');

/** Duties in law: what they say, since when they count here, and setting that day. */
export function dutyRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState) => {
    const shown = await visit(
      c,
      async (tx) => ({
        all: await dutiesHere(tx),
        maySet: tx.actor.role === 'information-governance-lead',
      }),
      { action: 'read' },
    );
    return page(c, {
      title: 'Duties in law',
      lede: 'Duties to share of the Children’s Wellbeing and Schools Act 2026. Each counts here from the day that the information governance lead has set; it never shows anybody more than the agreements do.',
      form,
      children: <DutiesPage all={shown.all} maySet={shown.maySet} form={form} />,
    });
  };

  app.get('/duties', (c) => show(c, freshForm));

  app.post('/duties', (c) =>
    answerForm(c, {
      schema: Switching,
      show: (form) => show(c, form),
      act: async (said) => {
        await visit(c, (tx) => switchDuty(tx, said), switched(said));
        return c.redirect('/duties', 303);
      },
    }),
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/duties',
      summary: 'Duties in law about sharing, and since when each counts here',
      responses: {
        200: { description: 'The duties.', content: { 'application/json': { schema: DutiesJson } } },
      },
    }),
    async (c) => c.json({ duties: (await visit(c, dutiesHere, { action: 'read' })).map(jsonOf) }, 200),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/duties',
      summary: 'Sets from which day a duty counts, or that it does not',
      request: { body: { required: true, content: { 'application/json': { schema: SwitchJson } } } },
      responses: {
        200: { description: 'The duties.', content: { 'application/json': { schema: DutiesJson } } },
      },
    }),
    async (c) => {
      const said = c.req.valid('json');
      const all = await visit(
        c,
        async (tx) => {
          await switchDuty(tx, said);
          return dutiesHere(tx);
        },
        switched(said),
      );
      return c.json({ duties: all.map(jsonOf) }, 200);
    },
  );
}

const switched = ({ duty, from, reason }: Switching): Noted => ({
  action: 'change',
  reason: `${duties[duty].title}: ${from === null ? 'does not count' : `from ${from}`}. ${reason}`,
});

const jsonOf = ({ duty, inForceFrom, reason }: Duty): z.infer<typeof DutyJson> => ({
  duty,
  title: duties[duty].title,
  source: duties[duty].source,
  inForceFrom,
  reason,
});

function DutiesPage({ all, maySet, form }: { all: readonly Duty[]; maySet: boolean; form: FormState }) {
  const today = dayOf(clock.now());
  return (
    <>
      {all.map(({ duty, inForceFrom, reason }) => (
        <section key={duty} aria-labelledby={`duty-${duty}`}>
          <h2 id={`duty-${duty}`}>{duties[duty].title}</h2>
          <p className="govuk-body">{duties[duty].says}</p>
          <p className="govuk-body">
            <strong>
              {inForceFrom === null ? (
                `It does not count here${reason === null ? ': nobody has set from which day' : ''}.`
              ) : (
                <>
                  {inForceFrom <= today ? 'It counts here since ' : 'It will count here from '}
                  <Day on={inForceFrom} />.
                </>
              )}
            </strong>{' '}
            {reason}
          </p>
          <p className="govuk-body">Where it counts: {lowerFirst(duties[duty].does)}</p>
          <p className="v-meta">{duties[duty].source}.</p>
        </section>
      ))}
      {maySet && (
        <form action="/duties" method="post" noValidate>
          <h2>Set from when a duty counts</h2>
          <ChooseOne
            form={form}
            name="duty"
            label="Which"
            options={dutyIds.map((id) => ({ value: id, text: duties[id].title, hint: duties[id].source }))}
          />
          <DayField form={form} name="from" label="First day" means="Left empty, it does not count." />
          <WordsField
            form={form}
            name="reason"
            label="Where the day stands"
            hint="Such as the commencement regulations, or who advised so."
            most={500}
          />
          <Button text="Set it" />
        </form>
      )}
    </>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
