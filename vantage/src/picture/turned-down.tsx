import type { Context } from 'hono';
import { type App, answerForm, type Env, idOf, notFound, page } from '../platform/http/index.ts';
import { dayOf } from '../platform/index.ts';
import {
  Button,
  Day,
  DayField,
  EmptyState,
  type FormState,
  freshForm,
  WordsField,
} from '../platform/parts/index.ts';
import { type Consent, recordConsent, turnedDown, type Visit, voluntaryServices } from '../sharing/index.ts';
import { answerInWords } from './consent-pages.tsx';
import { Recorded } from './consents.tsx';

const Again = Recorded.pick({ words: true, until: true });

/** Answers that ended something, for whoever wrote them down: that they agree again is written down here. */
export function turnedDownRoutes(app: App, { visit }: { visit: Visit }): void {
  const show = async (c: Context<Env>, form: FormState, about?: string) => {
    const consents = await visit(c, turnedDown, (all) => ({
      action: 'read',
      persons: all.map((one) => one.personId),
    }));
    return page(c, {
      title: 'Answers that you wrote down',
      current: 'families',
      lede: 'That somebody declined help or took their consent back. Who agrees again, or never declined, is written down here.',
      form,
      children: (
        <TurnedDownPage
          consents={consents}
          formOf={(id) => (id === about ? form : { ...freshForm, suffix: `-${id}` })}
        />
      ),
    });
  };

  app.get('/consents', (c) => show(c, freshForm));

  app.post('/consents/:consent/again', (c) => {
    const consentId = idOf(c.req.param('consent'));
    return answerForm(c, {
      schema: Again,
      suffix: `-${consentId}`,
      show: (form) => show(c, form, consentId),
      act: async ({ words, until }) => {
        await visit(
          c,
          async (tx) => {
            const own = (await turnedDown(tx)).find((one) => one.consentId === consentId);
            if (own === undefined) throw notFound();
            const { personId, children, service } = own;
            await recordConsent(tx, { personId, children, service, answer: 'given', words, lastDay: until });
            return own;
          },
          ({ personId }) => ({ action: 'consent', persons: [personId], reason: words }),
        );
        return c.redirect('/consents', 303);
      },
    });
  });
}

type TurnedDownProps = { consents: readonly Consent[]; formOf: (consentId: string) => FormState };

/** Answers that ended something, each with a form that says that they agree again. */
export function TurnedDownPage({ consents, formOf }: TurnedDownProps) {
  if (consents.length === 0)
    return <EmptyState title="Nobody of whom you wrote an answer down has declined or taken it back." />;
  return consents.map((one) => (
    <section key={one.consentId} aria-label={one.words}>
      <h2>
        {voluntaryServices[one.service]}, {answerInWords(one)}{' '}
        <Day on={dayOf(one.withdrawnAt ?? one.recordedAt)} form="short" />
      </h2>
      <p className="govuk-body">What you wrote: “{one.words}”</p>
      <form action={`/consents/${one.consentId}/again`} method="post" noValidate>
        <WordsField
          form={formOf(one.consentId)}
          name="words"
          label="What they agree to now, in a sentence"
          most={1000}
        />
        <DayField
          form={formOf(one.consentId)}
          name="until"
          label="Until when"
          means="The last day on which it holds; leave it empty when no end was agreed."
        />
        <Button text="They agree again" />
      </form>
    </section>
  ));
}
