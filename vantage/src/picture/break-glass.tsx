import type { Context } from 'hono';
import { membersOfFamilies } from '../families/index.ts';
import { personsByIds } from '../identity/index.ts';
import { type App, type Env, page, z } from '../platform/http/index.ts';
import { type Database, log, type Tx, VantageError } from '../platform/index.ts';
import { Button, ErrorSummary, Input } from '../platform/parts/index.ts';
import {
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
  name: z.string().trim().min(2, 'Write the given name and the surname.').max(200),
  born: z.iso.date('Write the date of birth, such as 2012-04-05.'),
  reason: z
    .string()
    .trim()
    .min(shortest, 'Say in a sentence why this cannot wait.')
    .max(2000, 'Say it in fewer than 2,000 characters.'),
});
type Field = keyof z.infer<typeof Asked>;
type Written = Record<Field, string>;
type Wrong = { field: Field; text: string };

/** A page on which somebody at work opens a family to which they have no relation, in an emergency. */
export function breakGlassRoutes(app: App, { db, visit }: { db: Database; visit: Visit }): void {
  const show = (c: Context<Env>, written: Written, wrong: readonly Wrong[] = []) =>
    page(c, {
      title: 'Open a family in an emergency',
      current: 'families',
      status: wrong.length > 0 ? 400 : 200,
      lede: `For ${openingLimits.minutes} minutes, one family, when somebody may come to harm before those who work with it can be asked.`,
      children: <BreakGlassForm written={written} wrong={wrong} />,
    });

  app.get('/break-glass', async (c) => {
    await visit(c, async (tx) => mustWork(tx), { action: 'read' });
    return show(c, { name: '', born: '', reason: '' });
  });

  app.post('/break-glass', async (c) => {
    const form = await c.req.parseBody();
    const text = (field: Field) => (typeof form[field] === 'string' ? form[field].replaceAll('\0', '') : '');
    const written = { name: text('name'), born: text('born'), reason: text('reason') };
    const asked = Asked.safeParse(written);
    if (!asked.success) {
      const wrong = asked.error.issues.map((issue) => ({
        field: issue.path[0] as Field,
        text: issue.message,
      }));
      return show(c, written, wrong);
    }
    const { name, born, reason } = asked.data;
    const { familyId, grantId } = await visit(
      c,
      async (tx) => {
        mustWork(tx);
        return tryToOpen(db, tx.actor, async () => {
          const found = await db.asActor(
            countsActor(tx.actor.area, 'find a family in an emergency'),
            (all) => familyOf(all, name, born),
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
    log.warn('a family was opened in an emergency and waits for review', { opening: grantId });
    return c.redirect(`/families/${familyId}`, 303);
  });
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

/**
 * The one family with an open picture, of people who are not sealed, in which somebody bears every word of the
 * name and was born on the day.
 */
export async function familyOf(
  tx: Tx,
  name: string,
  born: string,
): Promise<{ familyId: string; persons: string[] } | undefined> {
  const hits = await shownFamilies(tx, await findFamilies(tx, name));
  const members = await membersOfFamilies(
    tx,
    hits.map((hit) => hit.familyId),
  );
  const wanted = wordsOf(name);
  const meant = new Set(
    (await personsByIds(tx, [...new Set(members.map((member) => member.personId))]))
      .filter((person) => person.birthDate === born)
      .filter((person) => {
        const borne = new Set(
          person.details.filter((one) => one.kind === 'name').flatMap((one) => wordsOf(one.value)),
        );
        return wanted.every((word) => borne.has(word));
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

function BreakGlassForm({ written, wrong }: { written: Written; wrong: readonly Wrong[] }) {
  const errorOf = (field: Field) => {
    const found = wrong.find((one) => one.field === field);
    return found && { text: found.text };
  };
  const inputs: { field: Field; label: string; hint: string }[] = [
    {
      field: 'name',
      label: 'Name of somebody in the family',
      hint: 'Given name and surname, as they are recorded.',
    },
    { field: 'born', label: 'Date of birth', hint: 'Year, month and day, such as 2012-04-05.' },
  ];
  const reasonError = errorOf('reason');
  return (
    <form action="/break-glass" method="post" noValidate>
      {wrong.length > 0 && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={wrong.map((one) => ({ text: one.text, href: `#${one.field}` }))}
        />
      )}
      <p className="govuk-body">
        <b>The information governance lead is told at once</b>, reads why, and reviews it. What you look at is
        written down, and the family is told unless that would put somebody at risk. A family that is hidden
        stays hidden. You can open {openingLimits.openings} families in 24 hours.
      </p>
      {inputs.map(({ field, label, hint }) => {
        const error = errorOf(field);
        return (
          <Input
            key={field}
            id={field}
            name={field}
            label={{ text: label }}
            hint={{ text: hint }}
            classes="govuk-input--width-20"
            autocomplete="off"
            spellcheck={false}
            value={written[field]}
            {...(error ? { errorMessage: error } : {})}
          />
        );
      })}
      <div className={`govuk-form-group${reasonError ? ' govuk-form-group--error' : ''}`}>
        <label className="govuk-label" htmlFor="reason">
          Why this cannot wait
        </label>
        {reasonError && (
          <p className="govuk-error-message" id="reason-error">
            <span className="govuk-visually-hidden">Error:</span> {reasonError.text}
          </p>
        )}
        <textarea
          className="govuk-textarea"
          id="reason"
          name="reason"
          rows={3}
          maxLength={2000}
          defaultValue={written.reason}
          aria-describedby={reasonError ? 'reason-error' : undefined}
        />
      </div>
      <Button text="Open this family for 60 minutes" />
    </form>
  );
}
