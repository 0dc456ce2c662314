import type { ReactNode } from 'react';
import { Day, Details, EmptyState, StackTable } from '../../platform/parts/index.ts';
import type { Agency } from '../../sharing/index.ts';
import { namesInList } from '../called.ts';
import { HappeningList } from '../happenings.tsx';
import { type EyeLine, eyeRules, type Standing } from './model.ts';
import type { Eye } from './service.ts';

/** How many lines of a part stand open; the rest is folded. */
const first = 15;

/** A family as one agency sees it: whom to ring, whom they know, what they hold, what is shared with them, and what they lack. */
export function EyePage({ eye }: { eye: Eye }) {
  const { picture, agency, desk, involved, perhaps, people, lines, name } = eye;
  const here = `/families/${picture.familyId}`;
  const of = (...wanted: Standing[]) => lines.filter(({ standing }) => wanted.includes(standing));
  const held = people.filter(({ isHeld }) => isHeld);
  const unheld = people.filter(({ isHeld }) => !isHeld);
  return (
    <>
      {eye.others.length > 1 && (
        <nav aria-label="Agencies">
          <p className="v-links">
            {eye.others.map((one) => (
              <a
                key={one.agency}
                href={`${here}/agencies/${encodeURIComponent(one.agency)}`}
                aria-current={one.agency === agency.agency ? 'page' : undefined}
              >
                {one.name}
              </a>
            ))}
          </p>
        </nav>
      )}

      <section aria-labelledby="before">
        <h2 id="before">Before you ring</h2>
        <p className="govuk-body">
          {desk ? `${desk.name}, ${desk.telephone}, ${desk.hours}.` : 'They have not said whom to ring.'}
        </p>
        {involved.length === 0 ? (
          <p className="govuk-body">No record that you may see says that they work with this family today.</p>
        ) : (
          <Working involved={involved} name={name} />
        )}
        {perhaps.length > 0 && (
          <>
            <p className="govuk-body">
              {perhaps.length === 1 ? 'This worker is' : 'These workers are'} with {perhaps[0]?.worksFor}, and
              no record that you may see says which: it may be this one.
            </p>
            <Working involved={perhaps} name={name} />
          </>
        )}
      </section>

      <section aria-labelledby="whom">
        <h2 id="whom">Whom they know, and as whom</h2>
        {held.length > 0 ? (
          <StackTable
            heard="Whom they know, and as whom"
            firstCellIsHeader
            head={[
              { text: 'Here' },
              { text: 'Their records call them' },
              { text: 'Their records say they live' },
            ]}
            rows={held.map((one) => [
              {
                text: (
                  <a className="govuk-link" href={`${here}/people/${one.personId}`}>
                    {one.name}
                  </a>
                ),
              },
              { text: one.called.join('; ') || 'nothing that you may see' },
              { text: one.lives.join('; ') || 'nothing that you may see' },
            ])}
          />
        ) : (
          <EmptyState title="They hold nothing of anybody in this family that you may see." />
        )}
        {held.length > 0 && unheld.length > 0 && (
          <p className="govuk-body">
            Nothing of theirs that you may see is about {namesInList(unheld.map((one) => name(one.personId)))}
            .
          </p>
        )}
      </section>

      <Part id="own" title="What they hold themselves" lines={of('own')} name={name}>
        Nothing that you may see.
      </Part>
      <Part id="shared" title="What is shared with them today" lines={of('shared')} name={name} isShared>
        Nothing that you may see is shared with them today: no agreement lets it, or you see nobody of theirs
        who works with this family.
      </Part>
      {of('ask-first').length > 0 && (
        <Part id="ask" title="What they are told when they ask" lines={of('ask-first')} name={name} />
      )}
      {of('could-have-been').length > 0 && (
        <Part
          id="could"
          title="What they would be shown if one of them worked with these people"
          lines={of('could-have-been')}
          name={name}
        />
      )}
      <Part
        id="lacks"
        title="What you see and nobody shares with them"
        lines={of('could-not-be')}
        name={name}
      >
        Nothing.
      </Part>
      <p className="govuk-body">
        They may hold more than is shared with you. Whether to tell them what they do not see is{' '}
        <a className="govuk-link" href={`${here}/decisions`}>
          a decision, to be written down
        </a>
        .
      </p>
      <Details summaryText="How this page is made">
        <ul className="v-list">
          {Object.entries(eyeRules).map(([id, words]) => (
            <li key={id}>{words}</li>
          ))}
        </ul>
      </Details>
    </>
  );
}

/** Who works with whom, or a spell of help, and since when. */
function Working({ involved, name }: { involved: Eye['involved']; name: (personId: string) => string }) {
  return (
    <ul className="v-list">
      {involved.map((one) => (
        <li key={one.factId}>
          <a className="govuk-link" href={`/facts/${one.factId}`}>
            {[one.worker, one.workerRole ?? one.label].filter(Boolean).join(', ')}
          </a>
          : {namesInList(one.people.map(({ personId }) => name(personId)))}
          {one.since && (
            <>
              , since <Day on={one.since} form="short" />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

type PartProps = {
  id: string;
  title: string;
  lines: readonly EyeLine[];
  name: (personId: string) => string;
  /** Whether it is marked where they are shown no more than that it happened. */
  isShared?: boolean;
  /** What stands where there is nothing. */
  children?: ReactNode;
};

function Part({ id, title, lines, name, isShared, children }: PartProps) {
  const shortened = isShared
    ? lines.map((line) => (line.knowsWords ? line : { ...line, label: `${line.label} (that it happened)` }))
    : lines;
  const rest = shortened.slice(first);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lines.length === 0 && <p className="govuk-body">{children}</p>}
      {lines.length > 0 && <HappeningList heard={title} lines={shortened.slice(0, first)} firstName={name} />}
      {rest.length > 0 && (
        <Details summaryText={`${rest.length} more, earlier`}>
          <HappeningList heard={`${title}: earlier`} lines={rest} firstName={name} />
        </Details>
      )}
    </section>
  );
}

/** The agencies to choose from. */
export function EyesPage({ here, agencies }: { here: string; agencies: readonly Agency[] }) {
  if (agencies.length === 0)
    return <EmptyState title="No agency tells anything of this family that you may see." />;
  return (
    <ul className="v-list">
      {agencies.map(({ agency, name }) => (
        <li key={agency}>
          <a className="govuk-link" href={`${here}/agencies/${encodeURIComponent(agency)}`}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}
