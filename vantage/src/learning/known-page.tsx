import { namesInList } from '../picture/index.ts';
import { addMonths, writtenDay } from '../platform/index.ts';
import {
  countInWords,
  Day,
  Details,
  dayInWords,
  EmptyState,
  type FormState,
  StackTable,
  TextField,
} from '../platform/parts/index.ts';
import { type FirstName, KnownTable, Sign, ToldTable } from './known-tables.tsx';
import { everybody, here } from './model.ts';
import type { AsKnownJson, KnownRow, ToldRow } from './shape.ts';
import { knownRules } from './standing.ts';

export type KnownPageProps = {
  known: AsKnownJson;
  agencies: readonly { agency: string; name: string }[];
  firstName: FirstName;
  /** Whether all years are listed, or the twelve months before the day. */
  isWhole: boolean;
  form: FormState;
};

/** What somebody knew on a day beside what all knew together, with everything that this rests on. */
export function KnownPage(props: KnownPageProps) {
  const { known, isWhole, firstName } = props;
  const since = addMonths(known.on, -12);
  const within = (row: ToldRow) => isWhole || row.until === null || row.until >= since;
  const rows = known.rows.filter(within);
  const later = known.recordedLater.filter(within);
  const unsure = known.notKnownWhen.filter(within);
  return (
    <>
      <AskingForm {...props} />
      <InShort {...props} />
      <section aria-labelledby="knew">
        <h2 id="knew">
          {isWhole
            ? 'All that had been recorded by then'
            : 'What happened or went on in the twelve months before'}
        </h2>
        <Reach {...props} of={known.rows.length} shown={rows.length} />
        {rows.length === 0 ? (
          <EmptyState title="Nothing that you may see had been recorded of those months by that day." />
        ) : (
          <KnownTable {...props} rows={rows} />
        )}
      </section>
      {later.length > 0 && (
        <section aria-labelledby="later">
          <h2 id="later">Had happened, and was recorded later</h2>
          <p className="govuk-body">
            Nobody can be shown to have known this on {dayInWords(known.on)}. A record that was changed later
            bears only the later date: what it said before is not kept, unless it had come here by then.
          </p>
          <ToldTable rows={later} firstName={firstName} />
        </section>
      )}
      {unsure.length > 0 && (
        <section aria-labelledby="unsure">
          <h2 id="unsure">Not known when</h2>
          <p className="govuk-body">
            These records do not say when they were recorded, and came here after that day. They may have been
            known or not, and count as neither.
          </p>
          <ToldTable rows={unsure} firstName={firstName} />
        </section>
      )}
      <NeedsThen known={known} />
      <Decided known={known} firstName={firstName} />
      <HowWorkedOut known={known} />
    </>
  );
}

const hrefOf = ({ known, isWhole }: KnownPageProps, day: string) =>
  `/reviews/${known.reviewId}/known?${new URLSearchParams({ on: day, by: known.by, ...(isWhole && { years: 'all' }) })}`;

/** The day and who is asked, and the days on which something became known. */
function AskingForm(props: KnownPageProps) {
  const { known, agencies, form, isWhole } = props;
  const { previousDay, nextDay } = known;
  return (
    <>
      <form action={`/reviews/${known.reviewId}/known`} method="get" className="v-ask" noValidate>
        <TextField
          form={form}
          name="on"
          label="As known on"
          value={writtenDay(known.on)}
          width={10}
          numeric
        />
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor="by">
            By
          </label>
          <select className="govuk-select" id="by" name="by" defaultValue={known.by}>
            <option value={everybody}>All agencies together</option>
            <option value={here}>Vantage: what had come here</option>
            {agencies.map(({ agency, name }) => (
              <option key={agency} value={agency}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor="years">
            Listed
          </label>
          <select className="govuk-select" id="years" name="years" defaultValue={isWhole ? 'all' : 'one'}>
            <option value="one">The twelve months before</option>
            <option value="all">All years</option>
          </select>
        </div>
        <button className="govuk-button" type="submit">
          Show
        </button>
      </form>
      {(previousDay !== null || nextDay !== null) && (
        <nav aria-label="Days on which something became known">
          <ul className="v-links">
            {previousDay !== null && (
              <li>
                <a className="govuk-link" rel="prev" href={hrefOf(props, previousDay)}>
                  Back to {dayInWords(previousDay)}
                </a>
                , the last day before on which something became known
              </li>
            )}
            {nextDay !== null && (
              <li>
                <a className="govuk-link" rel="next" href={hrefOf(props, nextDay)}>
                  On to {dayInWords(nextDay)}
                </a>
                , the next such day
              </li>
            )}
          </ul>
        </nav>
      )}
    </>
  );
}

const states = ['own', 'shared', 'ask-first', 'could-have-been', 'not-kept', 'received-later'] as const;

/** The same counts in words, each of which the table below shows. */
function InShort({ known }: KnownPageProps) {
  const count = (state: KnownRow['state']) => known.rows.filter((row) => row.state === state).length;
  const things = (of: number) => countInWords(of, 'thing', 'things');
  const total = known.rows.length + known.couldNotBe;
  const knew = known.rows.filter((row) => row.known).length;
  const corrected = known.rows.filter((row) => row.known && row.since !== 'same').length;
  const words: Record<(typeof states)[number], string> = {
    own: 'in its own records',
    shared: 'that others shared with it: an agreement let somebody there see it, whether or not they looked',
    'ask-first': 'that an agency would have said when asked',
    'could-have-been': 'that could have been shared, and nobody had to tell it',
    'not-kept': 'that could have been shared; who worked with them then is not kept',
    'received-later': 'that came here later',
  };
  const isAsked = known.by !== everybody;
  return (
    <>
      <p className="govuk-body">
        By the end of {dayInWords(known.on)} all agencies together had recorded{' '}
        <b className="v-number">{things(total)}</b> of which you may see something.{' '}
        {isAsked &&
          (known.by === here ? (
            <>
              <b className="v-number">{knew}</b> of them had come to Vantage.
            </>
          ) : (
            <>
              {known.byName} had <b className="v-number">{count('own')}</b> of them in its own records, and
              could see <b className="v-number">{count('shared')}</b> more; who looked at what is not told
              here.
            </>
          ))}
      </p>
      {isAsked && (
        <ul className="v-list">
          {states
            .filter((state) => count(state) > 0)
            .map((state) => (
              <li key={state}>
                <Sign known={state === 'own' || state === 'shared'} unsure={state === 'not-kept'} />{' '}
                <span className="v-number">{count(state)}</span> {words[state]}
              </li>
            ))}
          {known.by !== here && (
            <li>
              {known.couldNotBe === 0
                ? 'Of what you may see, nothing could not lawfully have been known to it.'
                : `${known.couldNotBe} could not lawfully have been known to it: no agreement let it be shared, or it was sealed or kept back. Counted here, and not listed.`}
            </li>
          )}
        </ul>
      )}
      {corrected > 0 && (
        <p className="govuk-body">
          {countInWords(corrected, 'of what was known has', 'of what was known have')} been corrected or
          withdrawn since: marked “✎”.
        </p>
      )}
    </>
  );
}

function Reach({ known, isWhole, of, shown }: KnownPageProps & { of: number; shown: number }) {
  if (isWhole || of === shown) return null;
  const all = `/reviews/${known.reviewId}/known?${new URLSearchParams({ on: known.on, by: known.by, years: 'all' })}`;
  return (
    <p className="govuk-body">
      {shown} of the {of} that may be listed are. <a href={all}>List all years</a>
    </p>
  );
}

/** Needs, and times of many events, by the same rules over what each knew. */
function NeedsThen({ known }: { known: AsKnownJson }) {
  const isAsked = known.by !== everybody;
  const theirs = new Map(known.needs.theirs.map((one) => [one.need, one]));
  const all = known.needs.together;
  const crowded = known.manyEvents.together.filter(({ last }) => last > addMonths(known.on, -12));
  const crowdedToThem = known.manyEvents.theirs.filter(({ last }) => last > addMonths(known.on, -12));
  const inWords = (words: readonly string[] | undefined) =>
    words === undefined ? (
      <>
        <Sign known={false} /> Not by what it knew or could see
      </>
    ) : (
      <>
        <Sign known /> {words.join(' ')}
      </>
    );
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">What they may have needed, by the rules, on that day</h2>
      {all.length === 0 ? (
        <p className="govuk-body">None of the ten needs stood by what had been recorded.</p>
      ) : (
        <StackTable
          heard="What they may have needed on that day"
          firstCellIsHeader
          head={[{ text: 'Need' }, ...(isAsked ? [{ text: known.byName }] : []), { text: 'All together' }]}
          rows={all.map((one) => [
            { text: one.label },
            ...(isAsked ? [{ text: inWords(theirs.get(one.need)?.words) }] : []),
            { text: inWords(one.words) },
          ])}
        />
      )}
      <p className="govuk-body">
        Many events within 30 days, in the twelve months before: {timesInWords(crowded)} by what all knew
        together
        {isAsked &&
          `; ${timesInWords(crowdedToThem)} by what ${known.byName} ${known.by === here ? 'held' : 'knew or could see'}`}
        . A rule is a reason to ask, not a finding, and today’s rules are asked.
      </p>
    </section>
  );
}

const timesInWords = (times: readonly { from: string; last: string; count: number }[]) =>
  times.length === 0
    ? 'at no time'
    : times
        .map(({ from, last, count }) => `${count} from ${dayInWords(from)} to ${dayInWords(last)}`)
        .join(', ');

function Decided({ known, firstName }: { known: AsKnownJson; firstName: FirstName }) {
  if (known.decisions.length === 0) return null;
  return (
    <section aria-labelledby="decided">
      <h2 id="decided">Decisions about sharing by then</h2>
      <p className="govuk-body">
        Who asked, and for what, stands in words that may name people at work, so it is not shown here, and
        what was handed over is not marked above.
      </p>
      <ul className="v-list">
        {known.decisions.map((one) => (
          <li key={`${one.agency} ${one.decidedOn} ${one.about.map(({ personId }) => personId).join(' ')}`}>
            <Day on={one.decidedOn} />: {one.agency} decided {one.shared ? 'to share' : 'not to share'}{' '}
            something about {namesInList(one.about.map(({ personId }) => firstName(personId)))}.
          </li>
        ))}
      </ul>
    </section>
  );
}

function HowWorkedOut({ known }: { known: AsKnownJson }) {
  const isAgency = known.by !== everybody && known.by !== here;
  const shown = Object.entries(knownRules).filter(([id]) => {
    if (id === 'received-by') return known.by === here;
    if (['shared-on', 'could-have-been', 'could-not-be'].includes(id)) return isAgency;
    return id !== 'work-long-past' || (isAgency && !known.workIsKnown);
  });
  return (
    <Details summaryText="How this is worked out">
      <ul className="v-list">
        {shown.map(([id, words]) => (
          <li key={id}>{words}</li>
        ))}
        <li>
          It shows agencies and roles, and nobody who worked there; and of what was written, what lists give
          the words of.
        </li>
        <li>
          To be learned from, not to judge anybody by: whoever was there knew what stands here, and not what
          came after.
        </li>
      </ul>
    </Details>
  );
}
