import type { Context } from 'hono';
import { type App, createRoute, type Env, page, z } from '../platform/http/index.ts';
import { addDays, type Database, type Tx, VantageError } from '../platform/index.ts';
import { Button, ErrorSummary, Input } from '../platform/parts/index.ts';
import {
  countsActor,
  mayHavePurpose,
  openForPurpose,
  openingLimits,
  tryToOpen,
  type Visit,
} from '../sharing/index.ts';
import { familyOf, noSuchPicture } from './break-glass.tsx';
import { today } from './open.ts';

/** One family, meant by somebody in it, for what, and until which day. */
export const Purpose = z.object({
  name: z.string().trim().min(2, 'Write the given name and the surname.').max(200),
  born: z.iso.date('Write the date of birth, such as 2012-04-05.'),
  purpose: z
    .string()
    .trim()
    .min(10, 'Say in a sentence what you need to see it for.')
    .max(2000, 'Say it in fewer than 2,000 characters.'),
  until: z.iso.date('Write the last day, such as 2027-03-31.'),
});
export type Purpose = z.infer<typeof Purpose>;
type Field = keyof Purpose;

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
        const work = () => openNamed(db, tx, tx.actor.id, asked);
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
  const show = (c: Context<Env>, written: Readonly<Record<Field, string>>, wrong: readonly Wrong[] = []) =>
    page(c, {
      title: 'Open a family for a purpose',
      current: 'purpose',
      status: wrong.length > 0 ? 400 : 200,
      lede: `One family, for ${openingLimits.days} days at most. You see what agencies agreed to share with your role of it, and can change nothing.`,
      children: <PurposeForm written={written} wrong={wrong} />,
    });

  app.get('/purpose', async (c) => {
    await visit(c, async (tx) => mustOversee(tx), { action: 'read' });
    return show(c, { name: '', born: '', purpose: '', until: addDays(today(), 7) });
  });

  app.post('/purpose', async (c) => {
    const form = await c.req.parseBody();
    const text = (field: Field) => (typeof form[field] === 'string' ? form[field].replaceAll('\0', '') : '');
    const written = {
      name: text('name'),
      born: text('born'),
      purpose: text('purpose'),
      until: text('until'),
    };
    const asked = Purpose.safeParse(written);
    if (!asked.success) {
      const wrong = asked.error.issues.map(({ path, message }) => ({
        field: path[0] as Field,
        text: message,
      }));
      return show(c, written, wrong);
    }
    const { familyId } = await open(c, asked.data);
    return c.redirect(`/families/${familyId}`, 303);
  });

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
export async function openNamed(db: Database, tx: Tx, workerId: string, asked: Purpose) {
  const found = await db.asActor(
    countsActor(tx.actor.area, 'find a family for a purpose'),
    (all) => familyOf(all, asked.name, asked.born),
    { readOnly: true, snapshot: true },
  );
  if (!found) throw noSuchPicture();
  return openForPurpose(tx, { ...found, workerId, purpose: asked.purpose, lastDay: asked.until });
}

function mustOversee({ actor }: Tx): void {
  if (mayHavePurpose.has(actor.role)) return;
  throw new VantageError('refused', 'Only those who oversee or inspect open a family for a purpose.', {
    remedy: 'Whoever works with families opens one in an emergency, at /break-glass.',
  });
}

type Wrong = { field: Field; text: string };

const inputs: readonly { field: Field; label: string; hint: string }[] = [
  {
    field: 'name',
    label: 'Name of somebody in the family',
    hint: 'Given name and surname, as they are recorded.',
  },
  { field: 'born', label: 'Date of birth', hint: 'Year, month and day, such as 2012-04-05.' },
  {
    field: 'purpose',
    label: 'What you need to see it for',
    hint: 'In a sentence, such as: a complaint by the family, which I answer.',
  },
  { field: 'until', label: 'Until when', hint: `The last day, within ${openingLimits.days} days.` },
];

function PurposeForm({
  written,
  wrong,
}: {
  written: Readonly<Record<Field, string>>;
  wrong: readonly Wrong[];
}) {
  return (
    <form action="/purpose" method="post" noValidate>
      {wrong.length > 0 && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={wrong.map((one) => ({ text: one.text, href: `#${one.field}` }))}
        />
      )}
      <p className="govuk-body">
        <b>The information governance lead reads why, and reviews it.</b> What you look at is written down,
        and the family is told unless that would put somebody at risk. A family that is hidden stays hidden.
      </p>
      {inputs.map(({ field, label, hint }) => {
        const error = wrong.find((one) => one.field === field);
        return (
          <Input
            key={field}
            id={field}
            name={field}
            label={{ text: label }}
            hint={{ text: hint }}
            classes={field === 'purpose' ? '' : 'govuk-input--width-20'}
            autocomplete="off"
            spellcheck={field === 'purpose'}
            value={written[field]}
            {...(error ? { errorMessage: { text: error.text } } : {})}
          />
        );
      })}
      <Button text="Open this family" />
    </form>
  );
}
