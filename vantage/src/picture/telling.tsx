import { catalogue, getFact, tellingRule } from '../chronology/index.ts';
import { personsByIds } from '../identity/index.ts';
import { type App, answerForm, idOf, notFound, page, z } from '../platform/http/index.ts';
import { VantageError, WrittenDayOrNone } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  ChooseSome,
  Day,
  DayField,
  type FormState,
  freshForm,
  WordsField,
} from '../platform/parts/index.ts';
import {
  decideTelling,
  type Telling,
  type TellingDecision,
  tellingOf,
  tellingWords,
  type Visit,
} from '../sharing/index.ts';
import { nameOf, today } from './open.ts';

const Decided = z.object({
  state: z.enum(['shared', 'not-yet', 'never'], 'Choose whether they are told.'),
  from: WrittenDayOrNone.refine((day) => day === null || day >= today(), {
    error: 'Write a day that is not over: today, or one that comes.',
  }),
  words: z.literal('yes').optional(),
  reason: z
    .string()
    .trim()
    .min(5, 'Say why, in a sentence.')
    .max(1000, 'Say it in fewer than 1,000 characters.'),
});

/** Deciding whether a person is told of a fact about themselves. */
export function tellingRoutes(app: App, { visit }: { visit: Visit }): void {
  app.post('/facts/:id/telling', async (c) => {
    const factId = idOf(c.req.param('id'));
    const show = async (form: FormState) => {
      const { fact, name, telling } = await visit(
        c,
        async (tx) => {
          const fact = await getFact(tx, factId);
          const [person] = await personsByIds(tx, [fact.personId]);
          return { fact, name: nameOf(person), telling: await tellingOf(tx, fact) };
        },
        ({ fact }) => ({ action: 'read', persons: [fact.personId] }),
      );
      if (!telling) throw notFound();
      return page(c, {
        title: catalogue.get(fact.kind)?.label ?? fact.kind,
        current: 'families',
        eyebrow: <a href={`/facts/${fact.factId}`}>Back to it</a>,
        form,
        children: <TellingPart fact={fact} name={name} telling={telling} form={form} />,
      });
    };
    return answerForm(c, {
      schema: Decided,
      show,
      act: async ({ state, from, words: cleared, reason }) => {
        const words = cleared === 'yes' && state === 'shared';
        await visit(
          c,
          async (tx) => {
            const fact = await getFact(tx, factId);
            if (words && fact.withheld) throw unread();
            const fromDay = state === 'not-yet' ? from : null;
            await decideTelling(tx, fact, { state, fromDay, words, reason });
            return fact;
          },
          (fact) => ({ action: 'change', persons: [fact.personId], reason }),
        );
        return c.redirect(`/facts/${factId}`, 303);
      },
    });
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
  form = freshForm,
}: {
  fact: { factId: string; kind: string; withheld?: boolean };
  name: string;
  telling: { byRule: Telling; decided: TellingDecision | null; several: boolean };
  form?: FormState;
}) {
  const { decided, byRule } = telling;
  const rule = tellingRule(fact.kind);
  if (telling.several) {
    return (
      <section aria-labelledby="telling">
        <h2 id="telling">What {name} is told of it</h2>
        <p className="govuk-body">
          Nothing, whatever is decided: it is about somebody else as well, and each person is told only what
          is about themselves alone.
        </p>
      </section>
    );
  }
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
      <form action={`/facts/${fact.factId}/telling`} method="post" noValidate>
        <ChooseOne
          form={form}
          name="state"
          label="They are"
          options={Object.entries(tellingWords).map(([value, text]) => ({ value, text }))}
        />
        <DayField
          form={form}
          name="from"
          label="If not yet: told from this day on"
          means="Left empty, it stays untold until somebody decides again."
        />
        {fact.withheld ? (
          <p className="govuk-body">
            Its words are not shared with you, so that you cannot clear them for telling.
          </p>
        ) : (
          <ChooseSome
            form={form}
            name="words"
            label="If they are told"
            options={[
              {
                value: 'yes',
                text: 'Tell it with its words: I have read them, and they name nobody else',
              },
            ]}
          />
        )}
        <WordsField form={form} name="reason" label="Why, in a sentence" most={1000} />
        <Button text="Keep this decision" />
      </form>
    </section>
  );
}
