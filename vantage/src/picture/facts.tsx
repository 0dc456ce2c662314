import { type Contradiction, type Fact, isWritten } from '../chronology/index.ts';
import { dayOf } from '../platform/index.ts';
import { Day, SourceLink, Span, SummaryList } from '../platform/parts/index.ts';
import { saidInWords, writtenInWords } from './called.ts';

type FactPageProps = {
  fact: Fact;
  person: { name: string; href: string | null };
  agencyNames: ReadonlyMap<string, string>;
};

/** One fact, when it was known, and every record that tells it. */
export function FactPage({ fact, person, agencyNames }: FactPageProps) {
  const agency = (code: string) => agencyNames.get(code) ?? code;
  return (
    <>
      <SummaryList
        rows={[
          {
            key: { text: 'Who' },
            value: {
              text: person.href ? (
                <a className="govuk-link" href={person.href}>
                  {person.name}
                </a>
              ) : (
                person.name
              ),
            },
          },
          ...(fact.role === 'subject' ? [] : [{ key: { text: 'Their part' }, value: { text: fact.role } }]),
          {
            key: { text: 'When' },
            value: {
              text: <Span from={fact.happened.from} to={fact.happened.to} precision={fact.precision} />,
            },
          },
          { key: { text: 'Says who' }, value: { text: agency(fact.agency) } },
          {
            key: { text: 'Recorded' },
            value: {
              text: fact.recordedAt ? (
                <Day on={dayOf(fact.recordedAt)} />
              ) : (
                'not known: no record says when it was written'
              ),
            },
          },
          {
            key: { text: 'Received here' },
            value: { text: <Day on={dayOf(fact.receivedAt)} /> },
          },
          ...fact.detail.parts.map((part) => ({
            key: { text: part.label },
            value: { text: part.code ? `${part.value} (${part.code})` : part.value },
          })),
        ]}
      />
      {fact.detail.contradictions && (
        <Contradictions told={fact.detail.contradictions} fact={fact} agency={agency} />
      )}
      <h2>Where it comes from</h2>
      {isWritten(fact.kind) && !fact.withheld && (
        <p className="govuk-body">
          <a className="govuk-link" href={`/notes/${fact.occasion}`}>
            What was written here, who may see it, and its versions
          </a>
        </p>
      )}
      {fact.sources.length === 0 && (!isWritten(fact.kind) || fact.withheld) && (
        <p className="govuk-body">
          {fact.withheld
            ? `${agency(fact.agency)} shares with you that this happened, and not what is said about it.`
            : `${agency(fact.agency)} shares with you what is said about this, and not its records.`}{' '}
          Ask them if you need to know.
        </p>
      )}
      <ul className="v-list">
        {fact.sources.map((source) => (
          <li key={`${source.recordId} ${source.version}`}>
            <SourceLink
              href={`/records/${source.recordId}`}
              from={agency(source.agency)}
              file={source.path}
              line={source.line}
              recordedAt={source.recordedAt}
              receivedAt={source.receivedAt}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

type ContradictionsProps = {
  told: readonly Contradiction[];
  fact: Fact;
  agency: (code: string) => string;
};

/** What records of the fact that are not followed say: whose each is, and when it was written. */
function Contradictions({ told, fact, agency }: ContradictionsProps) {
  const written = (recordId: string) => {
    const source = fact.sources.findLast((one) => one.recordId === recordId);
    return writtenInWords({
      recorded: source?.recordedAt ? dayOf(source.recordedAt) : null,
      received: source ? dayOf(source.receivedAt) : null,
    });
  };
  return (
    <>
      <h2>Records differ</h2>
      <ul className="v-list">
        {told.map((one) => (
          <li key={`${one.about} ${one.recordId}`}>
            {fact.sources.some(({ recordId }) => recordId === one.recordId) ? (
              <a className="govuk-link" href={`/records/${one.recordId}`}>
                Another record
              </a>
            ) : (
              'Another record'
            )}
            , of {agency(fact.agency)}, {written(one.recordId)}, says of {one.label.toLowerCase()}:{' '}
            {saidInWords(one.said)}
          </li>
        ))}
      </ul>
    </>
  );
}
