import { needRulesOwner, needRulesSince } from '../chronology/index.ts';
import { dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  Day,
  Details,
  EmptyState,
  type FormState,
  NotRecorded,
  Span,
  WordsField,
} from '../platform/parts/index.ts';
import { firstNames, namesInList } from './called.ts';
import { ToldBy } from './happenings.tsx';
import type { Picture, PictureNeed } from './shape.ts';

/** Longest reason that somebody may write, in characters. */
export const longestReason = 2000;

const shownAtFirst = 3;

/** The needs on a family's picture: each leads to what it rests on. */
export function NeedList({ picture }: { picture: Picture }) {
  const firstName = firstNames(picture);
  const here = `/families/${picture.familyId}/needs`;
  if (picture.needs.length === 0) {
    return (
      <p className="govuk-body">
        None of the listed rules finds a need in what you may see. That says what was written down, not how
        they are.{' '}
        <a className="govuk-link" href={here}>
          The rules
        </a>
      </p>
    );
  }
  return (
    <>
      <ul className="v-list">
        {picture.needs.map((need) => (
          <li key={need.need}>
            <a className="govuk-link" href={`${here}#${need.need}`}>
              {need.label}
            </a>
            : {namesInList(peopleOf(need).map(firstName))}
            {need.disagreements.length > 0 && (
              <b>
                .{' '}
                {need.disagreements.length === 1
                  ? 'Somebody disagrees'
                  : `${need.disagreements.length} disagree`}
              </b>
            )}
          </li>
        ))}
      </ul>
      <p className="v-meta">
        By listed rules, from records: reasons to ask, not findings.{' '}
        <a className="govuk-link v-screen-only" href={here}>
          Why, and how to disagree
        </a>
      </p>
    </>
  );
}

function peopleOf({ found }: PictureNeed): string[] {
  return [...new Set(found.flatMap((rule) => rule.evidence.map((one) => one.person.personId)))];
}

type NeedsPageProps = {
  picture: Picture;
  /** The worker who reads, and whether they may write a disagreement down. */
  reader: { id: string; mayDisagree: boolean };
  /** The form that was sent, of whichever need. */
  sent: FormState;
  /** The form in which somebody disagrees with a need. */
  formOf: (need: string) => FormState;
};

/** Every need with its rules and evidence, the disagreements beside it, and a way to disagree. */
export function NeedsPage({ picture, reader, sent, formOf }: NeedsPageProps) {
  const firstName = firstNames(picture);
  const here = `/families/${picture.familyId}/needs`;
  const isPlaced = picture.needs.some((one) => formOf(one.need) === sent);
  return (
    <>
      {!isPlaced && <NotRecorded form={sent} name="words" />}
      <p className="govuk-body">
        These stand because a listed rule finds something in records that you may see. A rule does not know
        the family: it gives a reason to ask. The rules stand as they are since <Day on={needRulesSince} />;{' '}
        {needRulesOwner.replace('The', 'the')} answers for them. Nobody adds them up about a family.
      </p>
      {picture.needs.length === 0 && (
        <EmptyState title="None of the rules finds anything in what you may see." />
      )}
      {picture.needs.map((need) => (
        <section key={need.need} aria-labelledby={need.need}>
          <h2 id={need.need}>{need.label}</h2>
          {need.found.map((rule) => (
            <div key={rule.rule}>
              <p className="govuk-body">{rule.words}</p>
              <Evidence all={rule.evidence} firstName={firstName} />
            </div>
          ))}
          {need.disagreements.map((one) => (
            <figure key={one.disagreementId} className="v-words__item">
              <blockquote className="v-words__quote">“{one.words}”</blockquote>
              <figcaption className="v-meta">
                {one.person ? `${firstName(one.person.personId)} disagrees; written down by ` : 'Disagrees: '}
                {one.writtenBy}, <Day on={dayOf(new Date(one.madeAt))} form="short" />
              </figcaption>
              {one.workerId === reader.id && (
                <form action={`${here}/${need.need}/undo`} method="post">
                  <input type="hidden" name="disagreement" value={one.disagreementId} />
                  <button type="submit" className="v-link-button">
                    Take it back
                  </button>
                </form>
              )}
            </figure>
          ))}
          {reader.mayDisagree && (
            <Disagree picture={picture} need={need} firstName={firstName} form={formOf(need.need)} />
          )}
        </section>
      ))}
    </>
  );
}

type EvidenceProps = {
  all: PictureNeed['found'][number]['evidence'];
  firstName: (personId: string) => string;
};

function Evidence({ all, firstName }: EvidenceProps) {
  // What two agencies tell of one day is one line with both.
  const lines = [
    ...Map.groupBy(all, (one) =>
      [one.label, one.person.personId, one.happened.from, one.happened.to].join('|'),
    ).values(),
  ];
  const list = (some: typeof lines) => (
    <ul className="v-list">
      {some.map((told) => {
        const [one] = told;
        return one ? (
          <li key={one.factId}>
            <a className="govuk-link" href={`/facts/${one.factId}`}>
              {one.label}
            </a>
            : {firstName(one.person.personId)},{' '}
            <Span from={one.happened.from} to={one.happened.to} precision={one.precision} form="short" />
            <ToldBy tellers={told} of={one.label} on={one.happened.from} />
          </li>
        ) : null;
      })}
    </ul>
  );
  const more = lines.slice(shownAtFirst);
  return (
    <>
      {list(lines.slice(0, shownAtFirst))}
      {more.length > 0 && <Details summaryText={`${more.length} more`}>{list(more)}</Details>}
    </>
  );
}

type DisagreeProps = {
  picture: Picture;
  need: PictureNeed;
  firstName: (personId: string) => string;
  form: FormState;
};

function Disagree({ picture, need, firstName, form }: DisagreeProps) {
  return (
    <Details summaryText={`Somebody disagrees: ${need.label}`} open={form.wrong.length > 0}>
      <form action={`/families/${picture.familyId}/needs/${need.need}`} method="post" noValidate>
        <p className="govuk-body">
          The need goes on standing; the reason stands beside it, for everybody who may see all that it is
          about.
        </p>
        <ChooseOne
          form={form}
          name="who"
          label="Who disagrees"
          options={[
            { value: '', text: 'I do' },
            ...picture.people.map(({ personId }) => ({ value: personId, text: firstName(personId) })),
          ]}
          initially={['']}
        />
        <WordsField form={form} name="words" label="Why, in their own words" rows={3} most={longestReason} />
        <Button text="Write it down" />
      </form>
    </Details>
  );
}
