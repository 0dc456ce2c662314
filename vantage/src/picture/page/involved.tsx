import { Day, EmptyState, Span, StackTable } from '../../platform/parts/index.ts';
import { firstNames, namesInList } from '../called.ts';
import { cameAndLeftIn } from '../came-and-left.ts';
import { HappeningList } from '../happenings.tsx';
import type { Picture, PictureLine } from '../shape.ts';
import type { Told } from '../summary.ts';

/** Plans, services and workers that go on today. */
export function InvolvedNow({
  picture,
  withoutSchool,
}: {
  picture: Picture;
  withoutSchool: Told['withoutSchool'];
}) {
  const firstName = firstNames(picture);
  return (
    <section aria-labelledby="involved">
      <h2 id="involved">Who is involved now</h2>
      {picture.involvedNow.length === 0 ? (
        <EmptyState title="No agency that sends records says it is working with this family today." />
      ) : (
        <StackTable
          heard="Who is involved now"
          firstCellIsHeader
          head={[{ text: 'What' }, { text: 'With' }, { text: 'By whom' }, { text: 'Since' }]}
          rows={picture.involvedNow.map((one) => [
            {
              text: (
                <a className="govuk-link" href={`/facts/${one.factId}`}>
                  {one.workerRole ?? one.label}
                </a>
              ),
            },
            { text: namesInList(one.people.map((person) => firstName(person.personId))) },
            {
              text: (
                <>
                  {one.allocation
                    ? [one.worker ?? (one.withheld ? 'not shared with you' : 'not recorded'), one.worksFor]
                        .filter(Boolean)
                        .join(', ')
                    : one.agency}
                  {withoutSchool
                    .filter(
                      ({ personId, schools }) =>
                        one.allocation &&
                        schools.includes(one.worksFor ?? '') &&
                        one.people.some((person) => person.personId === personId),
                    )
                    .map(({ personId, until }) => (
                      <span className="v-meta" key={personId}>
                        <br />
                        whose records have not named {firstName(personId)} since{' '}
                        <Day on={until} form="short" />
                      </span>
                    ))}
                </>
              ),
            },
            { text: one.since ? <Day on={one.since} form="short" /> : 'date not known' },
          ])}
        />
      )}
    </section>
  );
}

const whoWorks = ({ factId, note }: PictureLine) => (
  <a className="govuk-link" href={`/facts/${factId}`}>
    {note ?? 'A worker who is not told where you may see it'}
  </a>
);

/** Services and plans that began in the last 12 months, and workers who came. */
export function Came({ picture }: { picture: Picture }) {
  const firstName = firstNames(picture);
  const { came, begun } = cameAndLeftIn(picture);
  return (
    <section aria-labelledby="came">
      <h2 id="came">Who came in the last 12 months</h2>
      {came.length === 0 ? (
        <p className="govuk-body">No service or plan that you may see is recorded as begun.</p>
      ) : (
        <HappeningList heard="Services and plans that began" lines={came} firstName={firstName} />
      )}
      {begun.length === 0 ? (
        <p className="govuk-body">No allocation of a worker that you may see is recorded as begun.</p>
      ) : (
        <>
          <h3>Workers who came</h3>
          <ul className="v-list">
            {begun.map((line) => (
              <li key={line.factId}>
                {whoWorks(line)}, with {namesInList(line.people.map(({ personId }) => firstName(personId)))},{' '}
                <Span from={line.happened.from} to={line.happened.to} form="short" />.
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Services and plans that ended in the last 12 months, and workers who left. */
export function Left({ picture }: { picture: Picture }) {
  const firstName = firstNames(picture);
  const { left, workers } = cameAndLeftIn(picture);
  const namesOf = ({ people }: PictureLine) => namesInList(people.map(({ personId }) => firstName(personId)));
  return (
    <section aria-labelledby="left">
      <h2 id="left">Who left in the last 12 months</h2>
      {left.length === 0 ? (
        <p className="govuk-body">No service or plan that you may see is recorded as ended.</p>
      ) : (
        <HappeningList heard="Services and plans that ended" lines={left} firstName={firstName} />
      )}
      {workers.length === 0 ? (
        <p className="govuk-body">No allocation of a worker that you may see is recorded as ended.</p>
      ) : (
        <>
          <h3>Workers who left</h3>
          <ul className="v-list">
            {workers.map(({ line, next }) => (
              <li key={line.factId}>
                {whoWorks(line)}, with {namesOf(line)},{' '}
                <Span from={line.happened.from} to={line.happened.to} form="short" />
                {next && (
                  <>
                    ; then{' '}
                    <a className="govuk-link" href={`/facts/${next.factId}`}>
                      {next.note ?? next.label}
                    </a>
                    , with {namesOf(next)}
                    {next.happened.from && (
                      <>
                        {' '}
                        from <Day on={next.happened.from} form="short" />
                      </>
                    )}
                  </>
                )}
                .
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
