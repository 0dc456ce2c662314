import { Day, Span } from '../../platform/parts/index.ts';
import { firstNames, peopleInWords } from '../called.ts';
import type { Picture } from '../shape.ts';
import type { Sentence } from '../summary.ts';
import { Sentences } from './sentences.tsx';

/** What is going well, and beside it what is weighing on them and what else goes on now. */
export function GoingWellAndWeighing({
  picture,
  alsoNow,
}: {
  picture: Picture;
  alsoNow: readonly Sentence[];
}) {
  const firstName = firstNames(picture);
  return (
    <div className="v-columns">
      <section aria-labelledby="well">
        <h2 id="well">What is going well</h2>
        <Reasons
          lines={picture.goingWell}
          firstName={firstName}
          empty="No good news is recorded in the last 24 months. That says what was written down, not what happened."
        />
      </section>
      <section aria-labelledby="weighing">
        <h2 id="weighing">What is weighing on them now</h2>
        <Reasons
          lines={picture.weighing}
          firstName={firstName}
          empty={
            alsoNow.length > 0
              ? 'No crisis by the listed rules in the last 12 months.'
              : 'Nothing in the listed rules stands out in the last 12 months. Few records may also mean hiding, moving or turning help away.'
          }
        />
        {alsoNow.length > 0 && (
          <>
            <h3>Also known now</h3>
            <Sentences sentences={alsoNow} />
          </>
        )}
      </section>
    </div>
  );
}

type ReasonsProps = { lines: Picture['weighing']; firstName: (personId: string) => string; empty: string };

function Reasons({ lines, firstName, empty }: ReasonsProps) {
  if (lines.length === 0) return <p className="govuk-body">{empty}</p>;
  return (
    <ul className="v-list">
      {lines.map(({ line, count }) => (
        <li key={line.factId}>
          <a className="govuk-link" href={`/facts/${line.factId}`}>
            {line.note && line.tone === 'good' ? line.note : line.label}
            <span className="govuk-visually-hidden">
              {' '}
              ({peopleInWords(line, firstName)}
              {line.happened.from && (
                <>
                  , <Day on={line.happened.from} form="short" />
                </>
              )}
              )
            </span>
          </a>
          {line.note && line.tone !== 'good' && ` (${line.note})`}: {peopleInWords(line, firstName)},{' '}
          {line.shape === 'involvement' ? (
            <Span from={line.happened.from} to={line.happened.to} precision={line.precision} form="short" />
          ) : (
            line.happened.from && <Day on={line.happened.from} precision={line.precision} form="short" />
          )}
          {count > 1 && `; ${count} in all`}
        </li>
      ))}
    </ul>
  );
}
