import { dayOf, writtenDay } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  Day,
  DayField,
  Details,
  EmptyState,
  type FormState,
  StackTable,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import { reviewKinds, reviewLimits } from './model.ts';
import type { ReviewJson } from './shape.ts';

export type Listed = {
  reviews: readonly ReviewJson[];
  /** What families are called, as far as the reader may see them. */
  families: ReadonlyMap<string, string>;
};

const stands = (one: ReviewJson, today: string) =>
  one.closedAt !== null ? (
    <>
      closed on <Day on={dayOf(new Date(one.closedAt))} form="short" />
    </>
  ) : one.open ? (
    'open'
  ) : one.from > today ? (
    'not open yet'
  ) : (
    'over'
  );

/** Reviews that the reader may see, and for those who open them the form. */
export function ReviewsPage({
  reviews,
  families,
  mayOpen,
  today,
  form,
}: Listed & { mayOpen: boolean; today: string; form: FormState }) {
  return (
    <>
      {reviews.length === 0 ? (
        <EmptyState title={mayOpen ? 'No review has been opened.' : 'You take part in no review.'} />
      ) : (
        <StackTable
          heard="Learning reviews and inspections"
          firstCellIsHeader
          head={[
            { text: 'Review' },
            { text: 'What it is' },
            { text: 'Family' },
            { text: 'From' },
            { text: 'Until' },
            { text: 'Now' },
          ]}
          rows={reviews.map((one) => [
            { text: <a href={`/reviews/${one.reviewId}`}>{one.name}</a> },
            { text: reviewKinds[one.kind] },
            { text: families.get(one.familyId) ?? 'a family that you may not see' },
            { text: <Day on={one.from} form="short" /> },
            { text: <Day on={one.until} form="short" /> },
            { text: stands(one, today) },
          ])}
        />
      )}
      {mayOpen && <OpeningForm form={form} today={today} />}
    </>
  );
}

function OpeningForm({ form, today }: { form: FormState; today: string }) {
  return (
    <form action="/reviews" method="post" noValidate>
      <h2>Open a review</h2>
      <p className="govuk-body">
        Whoever takes part sees, inside the review and while it is open, what was known of one family on any
        day, by each agency and by all together: what agencies share about people named in a recorded purpose,
        with agencies and roles and without the names of workers. All of it is written down.
      </p>
      <ChooseOne
        form={form}
        name="kind"
        label="What it is"
        options={[
          { value: 'learning', text: reviewKinds.learning, hint: 'By people who work here.' },
          { value: 'inspection', text: reviewKinds.inspection, hint: 'By inspectors, and nobody else.' },
        ]}
        initially={['learning']}
      />
      <TextField
        form={form}
        name="name"
        label="What it is called"
        hint="Without the family’s name."
        width={20}
      />
      <TextField
        form={form}
        name="person"
        label="Name of somebody in the family"
        hint="Given name and surname, as they are recorded."
        width={20}
      />
      <DayField form={form} name="born" label="Date of birth" />
      <WordsField form={form} name="reason" label="Why" hint="In a sentence." />
      <WordsField
        form={form}
        name="participants"
        label="Who takes part"
        hint={`Each on a line, by their name as it stands where somebody is chosen, or their number; ${reviewLimits.participants} at most.`}
        rows={4}
      />
      <DayField form={form} name="from" label="First day" value={writtenDay(today)} />
      <DayField form={form} name="until" label="Last day" means="Within twelve months." />
      <Button text="Open this review" />
    </form>
  );
}

/** One review: what it is for, who takes part, and the way in and out. */
export function ReviewPage({
  review,
  workers,
  familyName,
  mayEnter,
  mayClose,
  today,
  form,
}: {
  review: ReviewJson;
  /** What those who take part, and who opened it, are called. */
  workers: ReadonlyMap<string, string>;
  familyName: string | undefined;
  /** Whether the reader takes part and it is open. */
  mayEnter: boolean;
  mayClose: boolean;
  today: string;
  form: FormState;
}) {
  const named = (id: string) => workers.get(id) ?? 'somebody who no longer works here';
  return (
    <>
      {mayEnter && (
        <p className="govuk-body">
          <a className="v-button" href={`/reviews/${review.reviewId}/known`}>
            Open it as it was known
          </a>
        </p>
      )}
      <StackTable
        heard="This review"
        firstCellIsHeader
        rows={[
          [{ text: 'Family' }, { text: familyName ?? 'A family that you may not see' }],
          [{ text: 'Why' }, { text: review.reason }],
          [
            { text: 'Open' },
            {
              text: (
                <>
                  from <Day on={review.from} /> until <Day on={review.until} />: {stands(review, today)}
                  {review.closeReason !== null && <>. {review.closeReason}</>}
                </>
              ),
            },
          ],
          [{ text: 'Takes part' }, { text: review.participants.map(named).join(', ') }],
          [
            { text: 'Opened by' },
            {
              text: (
                <>
                  {named(review.openedBy)}, <Day on={dayOf(new Date(review.openedAt))} />
                </>
              ),
            },
          ],
        ]}
      />
      {mayClose && (
        <Details summaryText="Close this review" open={form.wrong.length > 0}>
          <form action={`/reviews/${review.reviewId}/close`} method="post" noValidate>
            <p className="govuk-body">From then on nobody sees inside it what was known when.</p>
            <WordsField form={form} name="reason" label="Why it is closed" />
            <Button text="Close it" />
          </form>
        </Details>
      )}
    </>
  );
}
