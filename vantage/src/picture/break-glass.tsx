import type { Context } from 'hono';
import { membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { type App, answerForm, type Env, page, z } from '../platform/http/index.ts';
import { type Database, log, type Tx, VantageError, WrittenDay } from '../platform/index.ts';
import {
  Button,
  DayField,
  type FormState,
  freshForm,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import {
  agenciesNaming,
  breakGlass,
  countsActor,
  openingLimits,
  roles,
  tryToOpen,
  type Visit,
  type WorkRole,
} from '../sharing/index.ts';
import { wordsOf } from './names.ts';
import { shownFamilies } from './open.ts';
import { findFamilies } from './search.ts';

const shortest = 10;
const Asked = z.object({
  name: z
    .string('Write the given name and the surname.')
    .trim()
    .min(2, 'Write the given name and the surname.')
    .max(200, 'Write it in fewer than 200 characters.'),
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
              const tellers = await agenciesNaming(tx, tx.actor.id, tx.actor.role as WorkRole);
              const found = await db.asActor(
                countsActor(tx.actor.area, 'find a family in an emergency'),
                (all) => familyOf(all, name, born, tellers),
                { readOnly: true, snapshot: true },
              );
              if (!found) throw noSuchPicture();
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

/** The same whether there is no such person, no picture of them, or one that is hidden. */
export function noSuchPicture(): VantageError {
  return new VantageError('not-found', 'There is no picture of such a person.', {
    remedy:
      'Check the spelling and the date of birth. If somebody is in danger, ring 999, or the front door of children’s services.',
  });
}

/** So that what was written stays in the form when there is no such picture. */
export function inTheForm(error: unknown): never {
  if (!(error instanceof VantageError) || error.code !== 'not-found') throw error;
  const { message, remedy } = error;
  throw new VantageError('bad-input', message, { remedy, field: 'name', cause: error });
}

/**
 * The one family with an open picture, of people who are not sealed, in which somebody bears every word of the
 * name and was born on the day, as one of the agencies `tellers` says.
 */
export async function familyOf(
  tx: Tx,
  name: string,
  born: string,
  tellers: ReadonlySet<string>,
): Promise<{ familyId: string; persons: string[] } | undefined> {
  const hits = await shownFamilies(tx, await findFamilies(tx, name));
  const members = await membersOfFamilies(
    tx,
    hits.map((hit) => hit.familyId),
  );
  const wanted = wordsOf(name);
  const meant = new Set(
    (await personsByIds(tx, [...new Set(members.map((member) => member.personId))]))
      .filter(({ details }) => {
        const told = details.filter((one) => tellers.has(one.agency));
        const borne = new Set(told.filter((one) => one.kind === 'name').flatMap((one) => wordsOf(one.value)));
        const [birth] = told.filter((one) => one.kind === 'birth-date').sort((a, b) => a.place - b.place);
        return birth?.value === born && wanted.every((word) => borne.has(word));
      })
      .map((person) => person.personId),
  );
  const [first, ...others] = new Set(
    members.filter((member) => meant.has(member.personId)).map((member) => member.familyId),
  );
  if (first === undefined || others.length > 0) return undefined;
  const persons = members.filter((member) => member.familyId === first).map((member) => member.personId);
  return { familyId: first, persons };
}

function BreakGlassForm({ form }: { form: FormState }) {
  return (
    <form action="/break-glass" method="post" noValidate>
      <p className="govuk-body">
        <b>The information governance lead sees on every page that it waits</b>, reads why, and reviews it.
        What you look at is written down, and the family is told unless that would put somebody at risk. A
        family that is hidden stays hidden. You can do this {openingLimits.openings} times in 24 hours.
      </p>
      <TextField
        form={form}
        name="name"
        label="Name of somebody in the family"
        hint="Given name and surname, as they are recorded."
        width={20}
        numeric
      />
      <DayField form={form} name="born" label="Date of birth" means="Day, month and year." />
      <WordsField form={form} name="reason" label="Why this cannot wait" rows={3} />
      <Button text="Open this family for 60 minutes" />
    </form>
  );
}
