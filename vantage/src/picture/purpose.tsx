import type { Context } from 'hono';
import { type App, answerForm, createRoute, type Env, page, z } from '../platform/http/index.ts';
import {
  addDays,
  type Database,
  IsoDay,
  type Tx,
  VantageError,
  WrittenDay,
  writtenDay,
} from '../platform/index.ts';
import { Button, DayField, type FormState, freshForm, WordsField } from '../platform/parts/index.ts';
import {
  mayHavePurpose,
  openForPurpose,
  openingLimits,
  tryToOpen,
  type Visit,
  type WorkRole,
} from '../sharing/index.ts';
import { familyMeant, inTheForm, Meant, MeantFields } from './meant.tsx';
import { today } from './open.ts';

/** One family, meant by somebody in it, for what, and until which day. */
export const Purpose = Meant.extend({
  purpose: z
    .string()
    .trim()
    .min(10, 'Say in a sentence what you need to see it for.')
    .max(2000, 'Say it in fewer than 2,000 characters.'),
  until: IsoDay,
});
export type Purpose = z.infer<typeof Purpose>;
/** The same, as it is written in a form. */
const Written = Purpose.extend({ born: WrittenDay, until: WrittenDay });

const Opened = z
  .object({ familyId: z.uuid(), until: z.iso.date().describe('The last day on which it is open.') })
  .openapi('OpenedForPurpose');

/** A page on which those who oversee or inspect open one named family for a purpose that is written down and reviewed. */
export function purposeRoutes(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  const open = (c: Context<Env>, asked: Purpose) =>
    visit(
      c,
      async (tx) => {
        mustOversee(tx);
        const work = () =>
          openNamed(db, tx, { workerId: tx.actor.id, role: tx.actor.role as WorkRole }, asked);
        return tryToOpen(db, tx.actor, work, openingLimits.purposes);
      },
      (opened) => ({
        action: 'purpose',
        families: [opened.familyId],
        persons: opened.persons,
        words: `${asked.name}, ${asked.born}`,
        reason: `${asked.purpose} Until ${asked.until}.`,
      }),
      { words: `${asked.name}, ${asked.born}`, reason: asked.purpose },
    );
  const show = (c: Context<Env>, form: FormState) =>
    page(c, {
      title: 'Open a family for a purpose',
      current: 'purpose',
      lede: `One family, for ${openingLimits.days} days at most. You see what agencies agreed to share with your role of it, and can change nothing.`,
      form,
      children: <PurposeForm form={form} />,
    });

  app.get('/purpose', async (c) => {
    await visit(c, async (tx) => mustOversee(tx), { action: 'read' });
    return show(c, freshForm);
  });

  app.post('/purpose', (c) =>
    answerForm(c, {
      schema: Written,
      show: async (form) => {
        await visit(c, async (tx) => mustOversee(tx), { action: 'read' });
        return show(c, form);
      },
      act: async (asked) => {
        const { familyId } = await open(c, asked).catch(inTheForm);
        return c.redirect(`/families/${familyId}`, 303);
      },
    }),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/purpose',
      summary: 'Opens one family for a purpose, for those who oversee or inspect; it is reviewed',
      request: { body: { required: true, content: { 'application/json': { schema: Purpose } } } },
      responses: { 200: { description: 'Opened.', content: { 'application/json': { schema: Opened } } } },
    }),
    async (c) => {
      const asked = c.req.valid('json');
      const { familyId } = await open(c, asked);
      return c.json({ familyId, until: asked.until }, 200);
    },
  );
}

/**
 * Opens the family meant to a worker, without looking whether they may.
 * @throws {VantageError} not-found when nobody of a family with an open picture, or more than one, is meant.
 */
export async function openNamed(
  db: Database,
  tx: Tx,
  worker: { workerId: string; role: WorkRole },
  asked: Purpose,
) {
  const found = await familyMeant(db, tx, worker, asked);
  return openForPurpose(tx, {
    ...found,
    workerId: worker.workerId,
    purpose: asked.purpose,
    lastDay: asked.until,
  });
}

function mustOversee({ actor }: Tx): void {
  if (mayHavePurpose.has(actor.role)) return;
  throw new VantageError('refused', 'Only those who oversee or inspect open a family for a purpose.', {
    remedy: 'Whoever works with families opens one in an emergency, at /break-glass.',
  });
}

function PurposeForm({ form }: { form: FormState }) {
  return (
    <form action="/purpose" method="post" noValidate>
      <p className="govuk-body">
        <b>The information governance lead reads why, and reviews it.</b> What you look at is written down,
        and the family is told unless that would put somebody at risk. A family that is hidden stays hidden.
      </p>
      <MeantFields form={form} />
      <WordsField
        form={form}
        name="purpose"
        label="What you need to see it for"
        hint="In a sentence, such as: a complaint by the family, which I answer."
      />
      <DayField
        form={form}
        name="until"
        label="Until when"
        means={`The last day, within ${openingLimits.days} days.`}
        value={writtenDay(addDays(today(), 7))}
      />
      <Button text="Open this family" />
    </form>
  );
}
