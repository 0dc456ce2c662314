import type { Context } from 'hono';
import { type App, answerForm, type Env, page, z } from '../platform/http/index.ts';
import { type Database, log, type Tx, VantageError, WrittenDay } from '../platform/index.ts';
import { Button, type FormState, freshForm, WordsField } from '../platform/parts/index.ts';
import { breakGlass, openingLimits, roles, tryToOpen, type Visit, type WorkRole } from '../sharing/index.ts';
import { familyMeant, inTheForm, Meant, MeantFields } from './meant.tsx';

const shortest = 10;
const Asked = Meant.extend({
  born: WrittenDay,
  reason: z
    .string('Say in a sentence why this cannot wait.')
    .trim()
    .min(shortest, 'Say in a sentence why this cannot wait.')
    .max(2000, 'Say it in fewer than 2,000 characters.'),
});
/** A page on which somebody at work opens a family to which they have no relation, in an emergency. */
export function breakGlassRoutes(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  const show = (c: Context<Env>, form: FormState) =>
    page(c, {
      title: 'Open a family in an emergency',
      current: 'families',
      lede: `For ${openingLimits.minutes} minutes, one family, when somebody may come to harm before those who work with it can be asked.`,
      form,
      children: <BreakGlassForm form={form} />,
    });

  app.get('/break-glass', async (c) => {
    await visit(c, async (tx) => mustWork(tx), { action: 'read' });
    return show(c, freshForm);
  });

  app.post('/break-glass', (c) =>
    answerForm(c, {
      schema: Asked,
      show: async (form) => {
        await visit(c, async (tx) => mustWork(tx), { action: 'read' });
        return show(c, form);
      },
      act: async ({ name, born, reason }) => {
        const opening = visit(
          c,
          async (tx) => {
            mustWork(tx);
            return tryToOpen(db, tx.actor, async () => {
              const worker = { workerId: tx.actor.id, role: tx.actor.role as WorkRole };
              const found = await familyMeant(db, tx, worker, { name, born });
              return breakGlass(tx, { ...found, reason });
            });
          },
          (opened) => ({
            action: 'break-glass',
            families: [opened.familyId],
            persons: opened.persons,
            words: `${name}, ${born}`,
            reason,
          }),
          { words: `${name}, ${born}`, reason },
        );
        const { familyId, grantId } = await opening.catch(inTheForm);
        log.warn('a family was opened in an emergency and waits for review', { opening: grantId });
        return c.redirect(`/families/${familyId}`, 303);
      },
    }),
  );
}

function mustWork({ actor }: Tx): void {
  if (roles[actor.role as WorkRole]?.purpose === 'help') return;
  throw new VantageError('refused', 'Only those who work with families open one in an emergency.', {
    remedy: 'Ring the front door of children’s services, or 999 when somebody is in danger.',
  });
}

function BreakGlassForm({ form }: { form: FormState }) {
  return (
    <form action="/break-glass" method="post" noValidate>
      <p className="govuk-body">
        <b>The information governance lead sees on every page that it waits</b>, reads why, and reviews it.
        What you look at is written down, and the family is told unless that would put somebody at risk. A
        family that is hidden stays hidden. You can do this {openingLimits.openings} times in 24 hours.
      </p>
      <MeantFields form={form} />
      <WordsField form={form} name="reason" label="Why this cannot wait" rows={3} />
      <Button text="Open this family for 60 minutes" />
    </form>
  );
}
