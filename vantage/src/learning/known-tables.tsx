import type { ReactNode } from 'react';
import { namesInList } from '../picture/index.ts';
import { addDays } from '../platform/index.ts';
import { Day, StackTable, spanInWords } from '../platform/parts/index.ts';
import { everybody } from './model.ts';
import type { AsKnownJson, KnownRow, ToldRow } from './shape.ts';

/** A sign beside words that say the same. */
export function Sign({
  known,
  half = false,
  unsure = false,
}: {
  known: boolean;
  half?: boolean;
  unsure?: boolean;
}) {
  const sign = unsure ? '?' : half ? '◐' : known ? '●' : '○';
  return <span aria-hidden="true">{sign}</span>;
}

/** First name of a person. */
export type FirstName = (personId: string) => string;

const peopleOf = (row: ToldRow, firstName: FirstName) =>
  namesInList(row.people.map((one) => firstName(one.personId)));
const daysOf = ({ from, until, precision }: ToldRow): string => {
  const to = until === null ? null : addDays(until, 1);
  return spanInWords(from, to, precision, 'short');
};

function What({ row }: { row: ToldRow }) {
  return (
    <>
      {row.label}
      {row.crisis && <b> (a crisis)</b>}
      {row.said.length > 0 && (
        <>
          <br />
          <span className="v-meta">
            {row.said.map(({ label, value }) => `${label}: ${value}`).join('; ')}
          </span>
        </>
      )}
    </>
  );
}

function Recorded({ row }: { row: ToldRow }): ReactNode {
  return (
    <>
      {row.agency}
      <br />
      <span className="v-meta">
        {row.recordedOn === null ? (
          <>
            not recorded when; here since <Day on={row.receivedOn} form="short" />
          </>
        ) : (
          <>
            recorded <Day on={row.recordedOn} form="short" />
          </>
        )}
      </span>
    </>
  );
}

/** Side by side: to whoever is asked, and to all of them together. */
export function KnownTable({
  known,
  rows,
  firstName,
}: {
  known: AsKnownJson;
  rows: readonly KnownRow[];
  firstName: FirstName;
}) {
  const isAsked = known.by !== everybody;
  return (
    <StackTable
      caption={isAsked ? `${known.byName}, beside all agencies together` : 'All agencies together'}
      captionClasses="govuk-visually-hidden"
      head={[
        { text: 'When' },
        { text: 'What' },
        { text: 'About' },
        { text: isAsked ? known.byName : 'Known' },
        ...(isAsked ? [{ text: 'All together' }] : []),
        { text: 'Recorded by' },
      ]}
      rows={rows.map((row) => [
        { text: daysOf(row) },
        { text: <What row={row} /> },
        { text: peopleOf(row, firstName) },
        {
          text: (
            <>
              <Sign known={row.known} half={row.known && !row.knewWords} unsure={row.state === 'not-kept'} />{' '}
              {row.inWords}
              {row.sinceInWords && (
                <>
                  <br />
                  <span className="v-meta">
                    <span aria-hidden="true">✎</span> {row.sinceInWords}
                  </span>
                </>
              )}
            </>
          ),
        },
        ...(isAsked
          ? [
              {
                text: (
                  <>
                    <Sign known /> Known
                  </>
                ),
              },
            ]
          : []),
        { text: <Recorded row={row} /> },
      ])}
    />
  );
}

/** What records tell, and who recorded it when. */
export function ToldTable({ rows, firstName }: { rows: readonly ToldRow[]; firstName: FirstName }) {
  return (
    <StackTable
      heard="What was told"
      head={[{ text: 'When' }, { text: 'What' }, { text: 'About' }, { text: 'Recorded by' }]}
      rows={rows.map((row) => [
        { text: daysOf(row) },
        { text: <What row={row} /> },
        { text: peopleOf(row, firstName) },
        { text: <Recorded row={row} /> },
      ])}
    />
  );
}
