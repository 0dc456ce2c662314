import { dayOf } from '../../platform/index.ts';
import {
  ChooseOne,
  Day,
  EmptyState,
  type FormState,
  StackTable,
  timeInWords,
  WordsField,
} from '../../platform/parts/index.ts';
import type { WorkRole } from '../roles.ts';
import type { Grant } from './model.ts';

type OpeningsPageProps = {
  grants: readonly Grant[];
  workers: ReadonlyMap<string, { name: string; role: WorkRole }>;
  mayReview: boolean;
  /** What families are called, as far as the reader may see them. */
  families: ReadonlyMap<string, string>;
  /** The form in which an opening is reviewed. */
  formOf: (grantId: string) => FormState;
};

/** Families opened for a time, with why, what a review found, and whether the people were told. */
export function OpeningsPage({ grants, workers, families, mayReview, formOf }: OpeningsPageProps) {
  if (grants.length === 0) return <EmptyState title="No family has been opened without a relation to it." />;
  const waiting = grants.filter((one) => one.reviewedAt === null).length;
  return (
    <>
      {mayReview && waiting > 0 && (
        <p className="govuk-body">
          <b>{waiting === 1 ? 'One waits' : `${waiting} of those below wait`} for your review.</b>
        </p>
      )}
      <StackTable
        heard="What was opened without a relation"
        head={[
          { text: 'When' },
          { text: 'Who' },
          { text: 'Which family' },
          { text: 'Why' },
          { text: 'Review' },
          { text: 'Telling the family' },
        ]}
        rows={grants.map((one) => [
          {
            text: (
              <>
                <Day on={dayOf(one.begunAt)} form="short" />, {timeInWords(one.begunAt)} to{' '}
                {one.kind === 'purpose' ? (
                  <Day on={dayOf(new Date(one.until.getTime() - 1))} form="short" />
                ) : (
                  timeInWords(one.until)
                )}
              </>
            ),
          },
          {
            text: (
              <>
                {workers.get(one.workerId)?.name ?? 'somebody who no longer works here'}
                <br />
                <span className="v-meta">{one.kind === 'purpose' ? 'for a purpose' : 'in an emergency'}</span>
              </>
            ),
          },
          {
            text: <FamilyOf grant={one} families={families} mayReview={mayReview} />,
          },
          { text: one.reason },
          {
            text:
              one.review ??
              (mayReview ? (
                <ReviewForm grantId={one.grantId} form={formOf(one.grantId)} />
              ) : (
                'not reviewed yet'
              )),
          },
          { text: <Telling grant={one} mayReview={mayReview} /> },
        ])}
      />
    </>
  );
}

/** Which family it was; to whoever reviews with a link to what was looked at. Others may no longer see it. */
function FamilyOf({
  grant,
  families,
  mayReview,
}: Pick<OpeningsPageProps, 'families' | 'mayReview'> & { grant: Grant }) {
  const name = families.get(grant.familyId) ?? 'a family that you may not see';
  return mayReview ? <a href={`/audit?family=${grant.familyId}`}>{name}</a> : name;
}

function Telling({ grant, mayReview }: { grant: Grant; mayReview: boolean }) {
  if (!grant.tell) return `They are not told: ${grant.notToldReason}`;
  if (grant.reviewedAt === null) return 'They are told, unless the review decides otherwise.';
  if (grant.toldAt !== null) {
    return (
      <>
        Told by {grant.teller}; written down on <Day on={dayOf(grant.toldAt)} form="short" />
      </>
    );
  }
  return (
    <>
      To be told by {grant.teller}.
      {mayReview && (
        <form action={`/openings/${grant.grantId}/told`} method="post">
          <button className="v-button" type="submit">
            They have been told
          </button>
        </form>
      )}
    </>
  );
}

function ReviewForm({ grantId, form }: { grantId: string; form: FormState }) {
  return (
    <form action={`/openings/${grantId}`} method="post" noValidate>
      <WordsField form={form} name="review" label="What you found" />
      <ChooseOne
        form={form}
        name="tell"
        label="Are they told that their family was opened?"
        options={[
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ]}
        initially={['yes']}
      />
      <WordsField form={form} name="teller" label="If yes, who tells them" />
      <WordsField form={form} name="why" label="If no, whom it would put at risk" />
      <button className="v-button" type="submit">
        Keep the review
      </button>
    </form>
  );
}
