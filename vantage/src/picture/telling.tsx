import { getFact, tellingRule } from '../chronology/index.ts';
import { type App, notFound, z } from '../platform/http/index.ts';
import { VantageError } from '../platform/index.ts';
import { Button, Day, Input } from '../platform/parts/index.ts';
import {
  decideTelling,
  type Telling,
  type TellingDecision,
  tellingWords,
  type Visit,
} from '../sharing/index.ts';
import { Choice } from './consents.tsx';

const Decided = z.object({
  state: z.enum(['shared', 'not-yet', 'never']),
  from: z.union([z.literal(''), z.iso.date()]).default(''),
  words: z.literal('yes').optional(),
  reason: z.string().trim().min(5).max(1000),
});

/** Deciding whether a person is told of a fact about themselves. */
export function tellingRoutes(app: App, { visit }: { visit: Visit }): void {
  app.post('/facts/:id/telling', async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'));
    if (!id.success) throw notFound();
    const said = Decided.safeParse(await c.req.parseBody());
    if (!said.success) {
      throw new VantageError('bad-input', 'Say whether they are told, and why in a sentence.', {
        remedy: 'Go back and fill in both.',
      });
    }
    const { state, from, reason } = said.data;
    const words = said.data.words === 'yes' && state === 'shared';
    await visit(
      c,
      async (tx) => {
        const fact = await getFact(tx, id.data);
        if (words && fact.withheld) throw unread();
        const fromDay = state === 'not-yet' && from !== '' ? from : null;
        await decideTelling(tx, fact, { state, fromDay, words, reason });
        return fact;
      },
      (fact) => ({ action: 'change', persons: [fact.personId], reason }),
    );
    return c.redirect(`/facts/${id.data}`, 303);
  });
}

const unread = () =>
  new VantageError('refused', 'Its words are not shared with you, so that you cannot clear them.', {
    remedy: 'Tell them that it happened, or ask the agency that recorded it.',
  });

/** Whether the person is told of a fact, and the form that changes it. */
export function TellingPart({
  fact,
  name,
  telling,
}: {
  fact: { factId: string; kind: string };
  name: string;
  telling: { byRule: Telling; decided: TellingDecision | null };
}) {
  const { decided, byRule } = telling;
  const rule = tellingRule(fact.kind);
  return (
    <section aria-labelledby="telling">
      <h2 id="telling">What {name} is told of it</h2>
      <p className="govuk-body">
        {decided ? (
          <>
            It is {tellingWords[decided.state]}
            {decided.fromDay && (
              <>
                ; it is told from <Day on={decided.fromDay} /> on
              </>
            )}
            {decided.words && ', with all that is said about it'}: {decided.reason}
          </>
        ) : (
          <>
            By rule: {tellingWords[byRule]}.{' '}
            {rule ? `${rule.words} (${rule.owner})` : 'No rule names this kind, so that it is not told.'}
          </>
        )}{' '}
        A fact that names anybody else is never told. What it is, when, and what comes from lists is told;
        what somebody wrote only when you have read and cleared it.
      </p>
      <form action={`/facts/${fact.factId}/telling`} method="post">
        <Choice id="state" label="They are" options={Object.entries(tellingWords)} />
        <Input
          name="from"
          label={{ text: 'If not yet: told from this day on' }}
          hint={{ text: 'Such as 2027-03-31. Left empty, it stays untold until somebody decides again.' }}
          classes="govuk-input--width-10"
          autocomplete="off"
        />
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor="words">
            <input type="checkbox" id="words" name="words" value="yes" /> Tell it with its words: I have read
            them, and they name nobody else
          </label>
        </div>
        <Input name="reason" label={{ text: 'Why, in a sentence' }} autocomplete="off" />
        <Button text="Keep this decision" />
      </form>
    </section>
  );
}
