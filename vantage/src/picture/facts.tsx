import type { ReactNode } from 'react';
import { type Contradiction, type Fact, isWritten } from '../chronology/index.ts';
import { type DetailKind, type Person, type PersonLink, reasonsInWords } from '../identity/index.ts';
import {
  Day,
  Details,
  dayInWords,
  SourceLink,
  Span,
  StackTable,
  SummaryList,
  Table,
} from '../platform/parts/index.ts';
import type { PicturePerson } from './shape.ts';

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
                <Day on={fact.recordedAt.toISOString().slice(0, 10)} />
              ) : (
                'not known: no record says when it was written'
              ),
            },
          },
          {
            key: { text: 'Received here' },
            value: { text: <Day on={fact.receivedAt.toISOString().slice(0, 10)} /> },
          },
          ...fact.detail.parts.map((part) => ({
            key: { text: part.label },
            value: { text: part.code ? `${part.value} (${part.code})` : part.value },
          })),
        ]}
      />
      {fact.detail.contradictions && <Contradictions told={fact.detail.contradictions} />}
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

function Contradictions({ told }: { told: readonly Contradiction[] }) {
  return (
    <>
      <h2>Records differ</h2>
      <ul className="v-list">
        {told.map((one) => (
          <li key={`${one.about} ${one.recordId}`}>
            <a className="govuk-link" href={`/records/${one.recordId}`}>
              Another record
            </a>{' '}
            says of {one.label.toLowerCase()}: {one.said ?? 'none stated'}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A link to a record, or its words alone where the reader may not open it. */
function RecordLink({ recordId, children }: { recordId: string | null; children: ReactNode }) {
  if (recordId === null) return children;
  return (
    <a className="govuk-link" href={`/records/${recordId}`}>
      {children}
    </a>
  );
}

type PersonPageProps = {
  person: Person;
  shown: PicturePerson;
  links: readonly PersonLink[];
  agencyNames: ReadonlyMap<string, string>;
  /** Whether the reader may review who is who. */
  reviews: boolean;
  /** The rule that chooses among details of a kind, in words. */
  ruleWords: (kind: DetailKind) => string;
  /** What stands in the place of whatever tells where they are; null where nothing is kept back. */
  keptBack: string | null;
  /** The page on which to protect them, for whoever may. */
  protection: string | null;
};

const kinds: Record<string, string> = {
  name: 'Name',
  'birth-date': 'Born',
  sex: 'Sex',
  'death-date': 'Died',
  address: 'Address',
  'nhs-number': 'NHS number',
  upn: 'Pupil number',
};

const days = new Set(['birth-date', 'death-date']);
/** Details that hold for some time. */
const lasting = new Set(['name', 'address']);

function whenOf({ kind, happened }: Person['details'][number]): ReactNode {
  if (happened && (happened.from || happened.to))
    return <Span from={happened.from} to={happened.to} form="short" />;
  return lasting.has(kind) ? 'date not known' : '';
}

/** One member: what is known, from which record, and why these records are held to be about one person. */
export function PersonPage(props: PersonPageProps) {
  const { person, shown, links, agencyNames, reviews, ruleWords, keptBack, protection } = props;
  const agency = (code: string) => agencyNames.get(code) ?? code;
  const readable = new Set(links.map((link) => link.recordId));
  const numbers = Map.groupBy(links, (link) => `${link.agency} ${link.localId}`);
  const details = [...person.details].sort((a, b) => Number(b.chosen) - Number(a.chosen));
  return (
    <>
      <p className="govuk-body">{shown.because}.</p>
      {keptBack && <p className="govuk-body">Where they are is {keptBack}.</p>}
      {protection && (
        <p className="v-links">
          <a href={protection}>Keep back where they are</a>
        </p>
      )}
      {shown.relations.length > 0 && (
        <>
          <h2>Relationships</h2>
          <ul className="v-list">
            {[...Map.groupBy(shown.relations, (relation) => relation.words)].map(([words, told]) => (
              <li key={words}>
                {words}
                {told.map((relation) => (
                  <span key={`${relation.recordId} ${relation.happened.from} ${relation.happened.to}`}>
                    {'; '}
                    <RecordLink recordId={relation.recordId}>
                      {relation.happened.from || relation.happened.to ? (
                        <Span from={relation.happened.from} to={relation.happened.to} form="short" />
                      ) : (
                        'date not known'
                      )}
                    </RecordLink>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>What records say</h2>
      <StackTable
        firstCellIsHeader
        head={[{ text: 'What' }, { text: 'Says' }, { text: 'When' }, { text: 'Shown' }, { text: 'From' }]}
        rows={details.map((detail) => [
          { text: kinds[detail.kind] ?? detail.kind },
          { text: days.has(detail.kind) ? dayInWords(detail.value) : detail.value },
          { text: whenOf(detail) },
          { text: detail.chosen ? 'yes' : 'no' },
          {
            text: (
              <RecordLink recordId={readable.has(detail.recordId) ? detail.recordId : null}>
                {agency(detail.agency)}
              </RecordLink>
            ),
          },
        ])}
      />
      <Details summaryText="How the one shown is chosen">
        <ul className="v-list">
          {[...new Set(details.map((detail) => detail.kind))].map((kind) => (
            <li key={kind}>
              {kinds[kind]}: {ruleWords(kind)}
            </li>
          ))}
        </ul>
      </Details>
      {reviews && (
        <p className="govuk-body">
          <a className="govuk-link" href={`/who-is-who/persons/${person.personId}`}>
            What this person is made of, and who decided it
          </a>
        </p>
      )}
      {links.length > 0 && <h2>Why these records are about one person</h2>}
      {[...numbers].map(([key, own]) => {
        const [first] = own;
        if (!first) return null;
        const reasons = reasonsInWords(first, links);
        return (
          <section key={key}>
            <h3>
              {agency(first.agency)}, number {first.localId}
            </h3>
            {reasons.length === 0 ? (
              <p className="govuk-body">Records of one agency under one number are about one person.</p>
            ) : (
              <Table
                head={[{ text: 'What was compared' }, { text: 'What it says' }]}
                rows={reasons.map((reason) => [{ text: reason.words }, { text: reason.speaks }])}
              />
            )}
            <Details
              summaryText={`${own.length} ${own.length === 1 ? 'record says' : 'records say'} who this is`}
            >
              <ul className="v-list">
                {own.map((link) => (
                  <li key={link.linkId}>
                    <a className="govuk-link" href={`/records/${link.recordId}`}>
                      {link.record ? `${link.record.path}, line ${link.record.line}` : 'Record'}
                    </a>
                  </li>
                ))}
              </ul>
            </Details>
          </section>
        );
      })}
    </>
  );
}
