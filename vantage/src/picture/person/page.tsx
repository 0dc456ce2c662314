import type { ReactNode } from 'react';
import { type DetailKind, type Person, reasonsInWords } from '../../identity/index.ts';
import { Details, dayInWords, Span, StackTable, Table } from '../../platform/parts/index.ts';
import { keptBackWords } from '../around.tsx';
import { TheirLife, TheirWords, WhatIsSaid } from './life.tsx';
import type { PersonShown } from './service.ts';

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
  shown: PersonShown;
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

/** "Born on 5 April 2012, 14 years old.", as far as the reader sees it. */
function bornInWords({ member: { born, died, age }, picture }: PersonShown): string {
  const years = age === null ? '' : `${age} ${age === 1 ? 'year' : 'years'} old`;
  const death = died === null ? '' : `, died on ${dayInWords(died)}`;
  if (born === null)
    return `No record that you may see says when they were born${died === null ? '.' : `; they${death.slice(1)}.`}`;
  if (born > picture.today) return `Due on ${dayInWords(born)}.`;
  return `Born on ${dayInWords(born)}${death}, ${years}.`;
}

/** One member: what is known, from which record, and why these records are held to be about one person. */
export function PersonPage(props: PersonPageProps) {
  const { shown, ruleWords, keptBack, protection } = props;
  const { person, member, links, agencyNames, reviews, fromKept } = shown;
  const agency = (code: string) => agencyNames.get(code) ?? code;
  const readable = new Set(links.map((link) => link.recordId));
  const numbers = Map.groupBy(links, (link) => `${link.agency} ${link.localId}`);
  const details = [...person.details].sort((a, b) => Number(b.chosen) - Number(a.chosen));
  return (
    <>
      <p className="govuk-body">
        {bornInWords(shown)} {member.because}.
      </p>
      {keptBack && <p className="govuk-body">Where they are is {keptBack}.</p>}
      {protection && (
        <p className="v-links">
          <a href={protection}>Keep back where they are</a>
        </p>
      )}
      <TheirWords shown={shown} />
      {member.relations.length > 0 && (
        <>
          <h2>Relationships</h2>
          <ul className="v-list">
            {[...Map.groupBy(member.relations, (relation) => relation.words)].map(([words, told]) => (
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
                      <span className="govuk-visually-hidden">: {words}</span>
                    </RecordLink>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <TheirLife shown={shown} />
      <WhatIsSaid shown={shown} />
      <h2>Names, numbers and addresses, and how they came</h2>
      <StackTable
        heard="Names, numbers and addresses, and how they came"
        firstCellIsHeader
        head={[{ text: 'What' }, { text: 'Says' }, { text: 'When' }, { text: 'Shown' }, { text: 'From' }]}
        rows={details.map((detail, at) => [
          { text: kinds[detail.kind] ?? detail.kind },
          { text: days.has(detail.kind) ? dayInWords(detail.value) : detail.value },
          { text: whenOf(detail) },
          { text: detail.chosen ? 'yes' : 'no' },
          {
            text: (
              <RecordLink recordId={readable.has(detail.recordId) ? detail.recordId : null}>
                {fromKept.has(detail.agency) ? keptBackWords : agency(detail.agency)}
                <span className="govuk-visually-hidden">
                  {': '}
                  {kinds[detail.kind] ?? detail.kind}, {detail.value} {whenOf(detail)}, row {at + 1}
                </span>
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
                heard={`What was compared: ${agency(first.agency)}, number ${first.localId}`}
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
