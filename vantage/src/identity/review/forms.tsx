import { ChooseOne, type FormState, Key, TextField } from '../../platform/parts/index.ts';
import { type Verdict, verdictWords } from './model.ts';

const hints: Readonly<Record<Verdict, string>> = {
  one: 'Both numbers mean the same human being.',
  two: 'They are different people, such as twins, a parent and a child of one name, or strangers.',
  unsure: 'You are not asked again; others are.',
};

/** What is decided about a pair, as three choices of which none is chosen yet; each has a key. */
export function Verdicts({ form }: { form: FormState }) {
  return (
    <ChooseOne
      form={form}
      name="verdict"
      label="Who are they?"
      classes="v-verdicts"
      options={(Object.keys(verdictWords) as Verdict[]).map((verdict, at) => ({
        value: verdict,
        key: String(at + 1),
        text: (
          <>
            {verdictWords[verdict]} <Key name={String(at + 1)} />
          </>
        ),
        hint: hints[verdict],
      }))}
    />
  );
}

/** Why, in one line: Enter sends the form. */
export function Why({ form }: { form: FormState }) {
  return (
    <TextField
      form={form}
      name="reason"
      label="Why"
      hint="In a few words, such as “same NHS number” or “twins: the school has both”. It is kept with the decision."
    />
  );
}

/** A button that takes a decision back. */
export function TakeBack({ decisionId, about }: { decisionId: string; about: string }) {
  return (
    <form action={`/who-is-who/decisions/${decisionId}/take-back`} method="post">
      <button type="submit" className="govuk-button govuk-button--secondary" data-module="govuk-button">
        Take back<span className="govuk-visually-hidden"> what was decided about {about}</span>
      </button>
    </form>
  );
}
