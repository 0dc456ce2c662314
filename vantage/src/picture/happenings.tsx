import type { ReactNode } from 'react';
import { Day, Span, Table } from '../platform/parts/index.ts';
import { differingInWords, peopleInWords } from './called.ts';
import type { Picture, PictureLine } from './shape.ts';

type HappeningListProps = {
  lines: readonly PictureLine[];
  /** What the table is called for those who hear it. */
  heard: string;
  firstName: (personId: string) => string;
  /** What the button beside each does with it: the form around the list gets its number under this name. */
  button?: { name: string; text: string };
  /** What stands after each. */
  beside?: (line: PictureLine) => ReactNode;
};

/** Happenings as a table: when, what, who, which agency says so. */
export function HappeningList({ lines, heard, firstName, button, beside }: HappeningListProps) {
  return (
    <Table
      heard={heard}
      classes="v-happenings"
      head={[{ text: 'When' }, { text: 'What' }, { text: 'Who' }]}
      rows={lines.map((line) => [
        {
          text: (
            <Span from={line.happened.from} to={line.happened.to} precision={line.precision} form="short" />
          ),
        },
        {
          text: (
            <>
              <a className="govuk-link" href={`/facts/${line.factId}`}>
                {line.label}
                <span className="govuk-visually-hidden">
                  {' '}
                  (
                  <Span
                    from={line.happened.from}
                    to={line.happened.to}
                    precision={line.precision}
                    form="short"
                  />
                  , {peopleInWords(line, firstName)})
                </span>
              </a>
              {line.note && <> {line.note}</>}
              <ToldBy tellers={line.tellers} of={line.label} on={line.happened.from} />
              {line.differing.length > 0 && (
                <span className="v-meta"> {differingInWords(line.differing)}</span>
              )}
              {beside?.(line)}
              {button && <Act {...button} line={line} />}
            </>
          ),
        },
        { text: peopleInWords(line, firstName) },
      ])}
    />
  );
}

function Act({ name, text, line }: { name: string; text: string; line: PictureLine }) {
  return (
    <>
      {' '}
      <button className="v-act" type="submit" name={name} value={line.factId}>
        {text}
        <span className="govuk-visually-hidden">
          {' '}
          {line.label}
          {line.happened.from && (
            <>
              , <Day on={line.happened.from} form="short" />
            </>
          )}
        </span>
      </button>
    </>
  );
}

type ToldByProps = {
  tellers: PictureLine['tellers'];
  /** What it is and when, for those who hear the links without what stands around them. */
  of: string;
  on?: string | null;
};

/** Who tells a thing, where that is more than one agency: each opens to its own account. */
export function ToldBy({ tellers, of, on }: ToldByProps) {
  if (tellers.length < 2) return null;
  return (
    <span className="v-meta">
      {' '}
      Told by{' '}
      {tellers.map(({ agency, factId }, at) => (
        <span key={factId}>
          {at > 0 && (at === tellers.length - 1 ? ' and ' : ', ')}
          <a className="govuk-link" href={`/facts/${factId}`}>
            {agency}
            <span className="govuk-visually-hidden">
              : {of}
              {on && (
                <>
                  , <Day on={on} form="short" />
                </>
              )}
            </span>
          </a>
        </span>
      ))}
      .
    </span>
  );
}

/** What each agency says of one thing of which they say different days. */
export function Differing({ told }: { told: Picture['differences'][number]['told'] }) {
  return told.map((one, at) => (
    <span key={one.factId}>
      {at > 0 && '; '}
      {one.agency} says{' '}
      <a className="govuk-link" href={`/facts/${one.factId}`}>
        {one.label.toLowerCase()}
        <span className="govuk-visually-hidden">, by {one.agency}</span>
      </a>
      , <Span from={one.happened.from} to={one.happened.to} form="short" />
    </span>
  ));
}
