import { addDays, addMonths } from '../../platform/index.ts';
import { EmptyState, Span, TimeAxis } from '../../platform/parts/index.ts';
import { axisOf, firstDay, zooms } from '../axis.ts';
import { firstNames, peopleInWords } from '../called.ts';
import { Differing, HappeningList } from '../happenings.tsx';
import { latestOf } from '../model.ts';
import type { Picture, PictureLine } from '../shape.ts';

type HappeningProps = {
  picture: Picture;
  /** How many years the time axis shows; null for all. */
  years: number | null;
  /** Whether the reader may look at what services spent. */
  spending: boolean;
};

/** The time axis, spells of few records, where agencies differ, and the latest. */
export function Happening({ picture, years, spending }: HappeningProps) {
  const firstName = firstNames(picture);
  const here = `/families/${picture.familyId}`;
  const axis = axisOf(picture, firstName, { years });
  const recent = latestOf(picture.happenings, picture.today, 12);
  const besides = new Map(recent.map(({ line, others }) => [line.factId, others]));
  return (
    <section aria-labelledby="happening">
      <h2 id="happening">What has been happening, and who came</h2>
      {axis ? (
        <>
          <Zoom picture={picture} here={here} years={years} />
          <TimeAxis {...axis} />
        </>
      ) : (
        <EmptyState title="Nothing with a date is recorded." />
      )}
      {picture.fewRecords.length > 0 && (
        <ul className="v-list">
          {picture.fewRecords.map((band) => (
            <li key={band.from}>
              Few records <Span from={band.from} to={addDays(band.last, 1)} />: {band.words}
            </li>
          ))}
        </ul>
      )}
      {picture.differences.length > 0 && <Differences picture={picture} firstName={firstName} />}
      <h3>The latest</h3>
      <HappeningList
        heard="The latest"
        lines={recent.map(({ line }) => line)}
        firstName={firstName}
        beside={(line) => (
          <OthersThatDay line={line} others={besides.get(line.factId) ?? []} firstName={firstName} />
        )}
      />
      <p className="v-links">
        <a href={`${here}/chronology`}>All of it as a list</a>
        {spending && <a href={`${here}/spending`}>What services spent around this family</a>}
      </p>
    </section>
  );
}

type ZoomProps = { picture: Picture; here: string; years: number | null };

/** Ways to see fewer years of the axis, wider. */
function Zoom({ picture, here, years }: ZoomProps) {
  const first = firstDay(picture);
  const choices = [null, ...zooms.filter((one) => first && first < addMonths(picture.today, -12 * one))];
  if (choices.length < 2) return null;
  return (
    <nav aria-label="Years that the picture shows">
      <p className="v-links">
        {choices.map((one) => (
          <a
            key={one}
            href={one === null ? `${here}#happening` : `${here}?years=${one}#happening`}
            aria-current={one === years ? 'true' : undefined}
          >
            {one === null ? 'All years' : one === 1 ? 'The last year' : `The last ${one} years`}
          </a>
        ))}
      </p>
    </nav>
  );
}

type OthersProps = {
  line: PictureLine;
  others: readonly PictureLine[];
  firstName: (personId: string) => string;
};

/** How many others of the kind began then, by whose they are; each opens to the newest of theirs. */
function OthersThatDay({ line, others, firstName }: OthersProps) {
  if (others.length === 0) return null;
  const byWhose = Map.groupBy(others, (other) => peopleInWords(other, firstName));
  return (
    <span className="v-meta">
      {' '}
      {others.length} more {line.precision === 'day' ? 'that day' : 'then'}:{' '}
      {[...byWhose].map(([whose, own], at) => (
        <span key={whose}>
          {at > 0 && '; '}
          <a className="govuk-link" href={`/facts/${own[0]?.factId}`}>
            {whose}
          </a>
          {own.length > 1 && ` (${own.length})`}
        </span>
      ))}
    </span>
  );
}

type DifferencesProps = { picture: Picture; firstName: (personId: string) => string };

function Differences({ picture, firstName }: DifferencesProps) {
  return (
    <>
      <h3>Where agencies differ</h3>
      <ul className="v-list">
        {picture.differences.map(({ told }) => (
          <li key={told.map((one) => one.factId).join(' ')}>
            {firstName(told[0]?.person.personId ?? '')}: <Differing told={told} />
          </li>
        ))}
      </ul>
      <p className="v-meta">Nobody here says which is right. Ask them.</p>
    </>
  );
}
