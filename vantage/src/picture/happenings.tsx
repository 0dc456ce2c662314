import { Span, Table } from '../platform/parts/index.ts';
import { peopleInWords } from './called.ts';
import type { PictureLine } from './shape.ts';

type HappeningListProps = {
  lines: readonly PictureLine[];
  firstName: (personId: string) => string;
  /** What may be done with each. */
  action?: (line: PictureLine) => { text: string; href: string };
};

/** Happenings as a table: when, what, who, which agency says so. */
export function HappeningList({ lines, firstName, action }: HappeningListProps) {
  return (
    <Table
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
              </a>
              {line.note && <> {line.note}</>}
              <ToldBy tellers={line.tellers} />
              {line.contradicted && <span className="v-meta"> Records differ.</span>}
              {action && <Action {...action(line)} of={line} />}
            </>
          ),
        },
        { text: peopleInWords(line, firstName) },
      ])}
    />
  );
}

function Action({ text, href, of }: { text: string; href: string; of: PictureLine }) {
  return (
    <>
      {' '}
      <a className="v-meta v-not-right" id={`m-${of.factId}`} href={href}>
        {text}
        <span className="govuk-visually-hidden">: {of.label}</span>
      </a>
    </>
  );
}

/** Who tells a thing, where that is more than one agency: each opens to its own account. */
export function ToldBy({ tellers }: { tellers: PictureLine['tellers'] }) {
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
          </a>
        </span>
      ))}
      .
    </span>
  );
}
