import { Day, dayInWords, Span, StackTable } from '../../platform/parts/index.ts';
import { tieKinds } from '../../voice/index.ts';
import { aloneInWords } from '../alone.ts';
import { namesInList } from '../called.ts';
import { Differing, HappeningList } from '../happenings.tsx';
import { KinList } from '../kin-list.tsx';
import type { Differs, PersonShown } from './service.ts';

const what: Readonly<Record<Differs, string>> = {
  name: 'Called',
  'birth-date': 'Born',
  sex: 'Sex',
  'death-date': 'Died',
  address: 'Lives',
};
const days: ReadonlySet<Differs> = new Set(['birth-date', 'death-date']);

/** What somebody says, first of all. */
export function TheirWords({ shown: { statements, notAsked } }: { shown: PersonShown }) {
  return (
    <section aria-labelledby="words">
      <h2 id="words">Their words</h2>
      {statements.length === 0 && (
        <p className="govuk-body">
          {notAsked ? 'Nobody has asked them yet.' : 'None are recorded that you may read.'}
        </p>
      )}
      {statements.length > 0 && (
        <div className="v-words">
          {statements.map((one) => (
            <figure className="v-words__item" key={one.wordsId}>
              <blockquote className="v-words__quote">“{one.words}”</blockquote>
              <figcaption className="v-meta">
                {one.saidOn && <Day on={one.saidOn} precision={one.precision} form="short" />}
                {one.saidTo && `, to ${one.saidTo}`}; {one.audience}.
              </figcaption>
            </figure>
          ))}
        </div>
      )}
    </section>
  );
}

function livesWithInWords({ picture, member, livesWith, name }: PersonShown): string {
  const others = namesInList(livesWith.map(name));
  const alone = picture.alone.find(({ children }) => children.includes(member.personId));
  if (alone) return `${others && `Recorded at one home with ${others}. `}${aloneInWords(alone)}`;
  return others
    ? `Lives with ${others}, as records say.`
    : 'No record that you may see says who of the family lives with them.';
}

/** Where they lived, their schools and practice, who is around them, and their families. */
export function TheirLife({ shown }: { shown: PersonShown }) {
  const { picture, stays, isKept, schools, practices, involved, ties, families, elsewhere, name } = shown;
  const here = `/families/${picture.familyId}`;
  const others = families.filter(({ familyId }) => familyId !== picture.familyId);
  return (
    <>
      <section aria-labelledby="around">
        <h2 id="around">Who is around them</h2>
        <p className="govuk-body">{livesWithInWords(shown)}</p>
        {involved.length > 0 && (
          <ul className="v-list">
            {involved.map((one) => (
              <li key={one.factId}>
                <a className="govuk-link" href={`/facts/${one.factId}`}>
                  {[one.worker, one.workerRole ?? one.label].filter(Boolean).join(', ')}
                </a>
                , {one.worksFor ?? one.agency}
                {one.since && (
                  <>
                    , since <Day on={one.since} form="short" />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        {ties.length > 0 && (
          <p className="govuk-body">
            The family names{' '}
            {namesInList(ties.map((tie) => `${tie.name} (${tieKinds[tie.kind].one.toLowerCase()})`))}.
          </p>
        )}
        <p className="v-links">
          <a href={`${here}/network`}>Network map</a>
          <a href={`${here}/genogram`}>Genogram</a>
          <a href={`${here}/siblings`}>Brothers and sisters</a>
        </p>
      </section>

      <section aria-labelledby="lived">
        <h2 id="lived">Where they live and lived</h2>
        {stays.length === 0 ? (
          <p className="govuk-body">
            {isKept ? 'Kept back for safety.' : 'No record that you may see says so.'}
          </p>
        ) : (
          <StackTable
            heard="Where they live and lived"
            firstCellIsHeader
            head={[{ text: 'When' }, { text: 'Where' }, { text: 'Says' }]}
            rows={stays.map((stay) => [
              {
                text:
                  stay.precision === 'unknown' ? (
                    'date not known'
                  ) : (
                    <Span
                      from={stay.happened.from}
                      to={stay.happened.to}
                      precision={stay.precision}
                      form="short"
                    />
                  ),
              },
              {
                text: (
                  <a
                    className="govuk-link"
                    href={stay.factId ? `/facts/${stay.factId}` : `${here}/homes/${stay.homeId}`}
                  >
                    {stay.address}
                  </a>
                ),
              },
              {
                text: stay.recordId ? (
                  <a className="govuk-link" href={`/records/${stay.recordId}`}>
                    {stay.agency}
                    <span className="govuk-visually-hidden">
                      : {stay.address}
                      {stay.happened.from && (
                        <>
                          , since <Day on={stay.happened.from} form="short" />
                        </>
                      )}
                    </span>
                  </a>
                ) : (
                  stay.agency
                ),
              },
            ])}
          />
        )}
      </section>

      <section aria-labelledby="schools">
        <h2 id="schools">Schools and GP</h2>
        {schools.length === 0 && (
          <p className="govuk-body">No school’s record that you may see names them as a pupil.</p>
        )}
        {schools.length > 0 && (
          <ul className="v-list">
            {schools.map((one) => (
              <li key={`${one.name} ${one.happened?.from}`}>
                {one.name},{' '}
                {one.happened ? (
                  <Span from={one.happened.from} to={one.happened.to} form="short" />
                ) : (
                  'date not known'
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="govuk-body">
          {practices.length === 0
            ? !isKept && 'No health record that you may open names a GP practice.'
            : practices.map(({ code, recordId }, at) => (
                <span key={code}>
                  {at > 0 && ', '}
                  <a className="govuk-link" href={`/records/${recordId}`}>
                    GP practice {code}
                  </a>
                </span>
              ))}
        </p>
      </section>

      <section aria-labelledby="families">
        <h2 id="families">Families</h2>
        <ul className="v-list">
          <li>
            <a className="govuk-link" href={here}>
              {picture.name}
            </a>
            , this one
          </li>
          {others.map((one) => (
            <li key={one.familyId}>
              <a className="govuk-link" href={`/families/${one.familyId}`}>
                {one.name}
              </a>
              {(one.happened.from || one.happened.to) && (
                <>
                  , <Span from={one.happened.from} to={one.happened.to} form="short" />
                </>
              )}
            </li>
          ))}
        </ul>
        <h3>Relatives in other families</h3>
        <KinList kin={elsewhere} today={picture.today} name={name} />
      </section>
    </>
  );
}

/** What each agency says of them, and where records differ. */
export function WhatIsSaid({ shown }: { shown: PersonShown }) {
  const { picture, says, differs, differences, contradicted, name } = shown;
  const here = `/families/${picture.familyId}`;
  return (
    <>
      <section aria-labelledby="says">
        <h2 id="says">What each agency says of them</h2>
        {says.length === 0 ? (
          <p className="govuk-body">Nothing that you may see happened to them in any record.</p>
        ) : (
          <StackTable
            heard="What each agency says of them"
            firstCellIsHeader
            head={[{ text: 'Agency' }, { text: 'Tells' }, { text: 'First' }, { text: 'Last' }]}
            rows={says.map((one) => [
              {
                text: (
                  <a className="govuk-link" href={`${here}/agencies/${encodeURIComponent(one.agency)}`}>
                    {one.name}
                  </a>
                ),
              },
              { text: `${one.facts} ${one.facts === 1 ? 'event or spell' : 'events and spells'}` },
              { text: one.first ? <Day on={one.first} form="short" /> : 'not known' },
              { text: one.last ? <Day on={one.last} form="short" /> : 'not known' },
            ])}
          />
        )}
      </section>
      <section aria-labelledby="differ">
        <h2 id="differ">Where records differ</h2>
        {differs.length + differences.length + contradicted.length === 0 && (
          <p className="govuk-body">Nowhere in what you may see.</p>
        )}
        {differs.length > 0 && (
          <ul className="v-list">
            {differs.map((one) => (
              <li key={one.what}>
                {what[one.what]}:{' '}
                {one.told.map(({ value, agencies }) => saidBy(one.what, value, agencies)).join('; ')}
              </li>
            ))}
          </ul>
        )}
        {differences.length > 0 && (
          <ul className="v-list">
            {differences.map(({ told }) => (
              <li key={told.map(({ factId }) => factId).join(' ')}>
                <Differing told={told} />
              </li>
            ))}
          </ul>
        )}
        {contradicted.length > 0 && (
          <HappeningList heard="Where agencies differ" lines={contradicted} firstName={name} />
        )}
      </section>
    </>
  );
}

const saidBy = (kind: Differs, value: string, agencies: readonly string[]) =>
  `${days.has(kind) ? dayInWords(value) : value}, ${agencies.length === 1 ? 'says' : 'say'} ${namesInList(agencies)}`;
