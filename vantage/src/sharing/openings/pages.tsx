import { dayOf } from '../../platform/index.ts';
import { Day, EmptyState, StackTable, timeInWords } from '../../platform/parts/index.ts';
import type { WorkRole } from '../roles.ts';
import type { Grant } from './model.ts';

type OpeningsPageProps = {
  grants: readonly Grant[];
  workers: ReadonlyMap<string, { name: string; role: WorkRole }>;
  mayReview: boolean;
};

/** Families opened for a time, with why, what a review found, and whether the people were told. */
export function OpeningsPage({ grants, workers, mayReview }: OpeningsPageProps) {
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
        head={[
          { text: 'When' },
          { text: 'Who' },
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
          { text: one.reason },
          { text: one.review ?? (mayReview ? <ReviewForm grantId={one.grantId} /> : 'not reviewed yet') },
          { text: <Telling grant={one} mayReview={mayReview} /> },
        ])}
      />
    </>
  );
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

function ReviewForm({ grantId }: { grantId: string }) {
  const id = (field: string) => `${field}-${grantId}`;
  return (
    <form action={`/openings/${grantId}`} method="post">
      <Words id={id('review')} name="review" label="What you found" least={5} required />
      <label className="govuk-label" htmlFor={id('tell')}>
        Are they told that their family was opened?
      </label>
      <select className="govuk-select" id={id('tell')} name="tell" defaultValue="yes">
        <option value="yes">Yes</option>
        <option value="no">No</option>
      </select>
      <Words id={id('teller')} name="teller" label="If yes, who tells them" least={2} />
      <Words id={id('why')} name="why" label="If no, whom it would put at risk" least={10} />
      <button className="v-button" type="submit">
        Keep the review
      </button>
    </form>
  );
}

type WordsProps = { id: string; name: string; label: string; least: number; required?: boolean };

function Words({ id, name, label, least, required = false }: WordsProps) {
  return (
    <>
      <label className="govuk-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        className="govuk-textarea"
        id={id}
        name={name}
        rows={2}
        required={required}
        minLength={least}
        maxLength={2000}
      />
    </>
  );
}
