import { type Verdict, verdictWords } from './model.ts';

const hints: Readonly<Record<Verdict, string>> = {
  one: 'Both numbers mean the same human being.',
  two: 'They are different people, such as twins, a parent and a child of one name, or strangers.',
  unsure: 'You are not asked again; others are.',
};

/** What is decided about a pair, as three choices of which none is chosen yet. */
export function Verdicts() {
  return (
    <fieldset className="govuk-fieldset v-verdicts">
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--m">
        <h2 className="govuk-fieldset__heading">Who are they?</h2>
      </legend>
      <div className="govuk-radios govuk-radios--small" data-module="govuk-radios">
        {(Object.keys(verdictWords) as Verdict[]).map((verdict) => (
          <div className="govuk-radios__item" key={verdict}>
            <input
              className="govuk-radios__input"
              id={`verdict-${verdict}`}
              name="verdict"
              type="radio"
              value={verdict}
              required
              aria-describedby={`verdict-${verdict}-hint`}
            />
            <label className="govuk-label govuk-radios__label" htmlFor={`verdict-${verdict}`}>
              {verdictWords[verdict]}
            </label>
            <div className="govuk-hint govuk-radios__hint" id={`verdict-${verdict}-hint`}>
              {hints[verdict]}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** Why, in a line. */
export function Why() {
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor="reason">
        Why
      </label>
      <div className="govuk-hint" id="reason-hint">
        In a few words, such as “same NHS number” or “twins: the school has both”. It is kept with the
        decision.
      </div>
      <input
        className="govuk-input"
        id="reason"
        name="reason"
        type="text"
        required
        minLength={3}
        maxLength={500}
        autoComplete="off"
        aria-describedby="reason-hint"
      />
    </div>
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
