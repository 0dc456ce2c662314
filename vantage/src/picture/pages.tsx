import type { ReactNode } from 'react';
import { type Plan, PlanNow, responsibleInWords } from '../plans/index.ts';
import { addDays, addMonths, dayOf } from '../platform/index.ts';
import { Day, Details, EmptyState, Span, StackTable, TimeAxis } from '../platform/parts/index.ts';
import type { Decision } from '../sharing/index.ts';
import { StandsOnList } from '../sources/index.ts';
import { aloneInWords } from './alone.ts';
import { axisOf, firstDay, zooms } from './axis.ts';
import { firstNames, namesInList, peopleInWords } from './called.ts';
import { cameAndLeftIn } from './came-and-left.ts';
import type { Kindred } from './genogram/model.ts';
import { SmallGenogram } from './genogram/small.tsx';
import { Differing, HappeningList } from './happenings.tsx';
import { LeftOut } from './left-out.tsx';
import { latestOf } from './model.ts';
import { NeedList } from './need-pages.tsx';
import type { Picture, PictureLine, PictureStatement } from './shape.ts';
import { besideNeeds, listedLeads, type Sentence, type Told } from './summary.ts';

/** One family's picture: its own words first, then why it is open, what is known, who is involved, its time axis. */
export function PicturePage({
  picture,
  decisions,
  keptBack,
  years = null,
  helps = false,
  spending = false,
  plan,
  kindred,
  summary = [],
  alsoNow = [],
  withoutSchool = [],
}: {
  picture: Picture;
  decisions: readonly Decision[];
  /** How many years the time axis shows; null for all. */
  years?: number | null;
  /** Whether the reader works with families, and writes down what they say. */
  helps?: boolean;
  /** Whether the reader may look at what services spent. */
  spending?: boolean;
  /** Who leads, the level of help, and the next steps, as they are set here. */
  plan?: Plan;
  /** People whose whereabouts are kept back from the reader. */
  keptBack: ReadonlySet<string>;
  /** Who is who to whom, where it is drawn. */
  kindred?: Kindred;
  /** The family in plain sentences. */
  summary?: readonly Sentence[];
  /** What goes on now and is no crisis. */
  alsoNow?: readonly Sentence[];
  /** Whoever has to learn and whom no school's record names today. */
  withoutSchool?: Told['withoutSchool'];
}) {
  const firstName = firstNames(picture);
  const axis = axisOf(picture, firstName, { years });
  const newNeeds = alsoNow.filter(({ rule }) => besideNeeds.has(rule));
  const recent = latestOf(picture.happenings, picture.today, 12);
  const besides = new Map(recent.map(({ line, others }) => [line.factId, others]));
  const here = `/families/${picture.familyId}`;
  const speakers = new Set(picture.statements.map((statement) => statement.speaker.personId));
  const newest = picture.statements.slice(0, speakers.size);
  const earlier = picture.statements.slice(speakers.size);
  const sections: [id: string, words: string, isHere?: boolean][] = [
    ['words', 'In their words'],
    ['summary', 'In short', summary.length > 0],
    ['plan', 'Who leads', plan !== undefined],
    ['well', 'Going well'],
    ['weighing', 'Weighing on them'],
    ['needs', 'Needs'],
    ['involved', 'Involved now'],
    ['came', 'Who came'],
    ['left', 'Who left'],
    ['people', 'The family'],
    ['happening', 'What has been happening'],
    ['sharing', 'Sharing'],
    ['coverage', 'What this stands on'],
    ['agreed', 'What they agreed to'],
  ];
  return (
    <>
      <nav aria-label="Sections of this page">
        <ul className="v-links">
          {sections.map(
            ([id, words, isHere = true]) =>
              isHere && (
                <li key={id}>
                  <a href={`#${id}`}>{words}</a>
                </li>
              ),
          )}
        </ul>
      </nav>
      <section aria-labelledby="words">
        <h2 id="words" className="govuk-visually-hidden">
          In their words
        </h2>
        <div className="v-words">
          {newest.map((statement) => (
            <Statement key={keyOf(statement)} statement={statement} here={helps ? here : null} />
          ))}
          <NotAsked picture={picture} plan={plan} here={helps ? here : null} />
          {newest.length === 0 && picture.notAsked.length === 0 && (
            <p className="govuk-body">
              No words of theirs are here that you may read. That does not say that nobody has asked.
            </p>
          )}
        </div>
        {helps && (
          <p className="v-links">
            <a href={`${here}/words`}>Write down what they say</a>
          </p>
        )}
        {earlier.length > 0 && (
          <Details
            summaryText={`${earlier.length} earlier ${earlier.length === 1 ? 'statement' : 'statements'}`}
          >
            <div className="v-words">
              {earlier.map((statement) => (
                <Statement key={keyOf(statement)} statement={statement} here={helps ? here : null} />
              ))}
            </div>
          </Details>
        )}
      </section>

      {summary.length > 0 && (
        <section aria-labelledby="summary">
          <h2 id="summary">In short</h2>
          <Summary sentences={summary} />
        </section>
      )}

      {plan && (
        <section aria-labelledby="plan">
          <h2 id="plan">Who leads, and what happens next</h2>
          <PlanNow
            plan={plan}
            today={picture.today}
            listed={listedLeads(picture).flatMap(({ worker }) => worker ?? [])}
          />
          {helps && (
            <p className="v-links">
              <a href={`${here}/plan`}>Set the lead, the level of help or a next step</a>
            </p>
          )}
        </section>
      )}

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
              <Summary sentences={alsoNow} />
            </>
          )}
        </section>
      </div>

      <section aria-labelledby="needs">
        <h2 id="needs">What they may need</h2>
        <NeedList picture={picture} />
        {newNeeds.length > 0 && (
          <p className="govuk-body">
            What is <a href="#weighing">also known now</a> may tell of more.
          </p>
        )}
        {picture.like !== null && (
          <p className="v-links">
            <a href={`/area/like/${picture.like}?from=${picture.familyId}`}>
              Families like this one, where there are enough to count: who worked with them, and what followed
            </a>
          </p>
        )}
      </section>

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

      <Came picture={picture} firstName={firstName} />
      <Left picture={picture} firstName={firstName} />

      <section aria-labelledby="people">
        <h2 id="people">Who is in the family</h2>
        <StackTable
          heard="Who is in the family"
          firstCellIsHeader
          head={[{ text: 'Name' }, { text: 'Age' }, { text: 'Lives' }, { text: 'Belongs because' }]}
          rows={picture.people.map((person) => [
            {
              text: (
                <a className="govuk-link" href={`${here}/people/${person.personId}`}>
                  {person.name}
                </a>
              ),
            },
            { text: ageInWords(person) },
            {
              text:
                person.home?.words ?? (keptBack.has(person.personId) ? 'kept back for safety' : 'not known'),
            },
            { text: person.because },
          ])}
        />
        {picture.alone.map((one) => (
          <p className="govuk-body" key={one.homeId}>
            Where {namesInList(one.children.map(firstName))} {one.children.length === 1 ? 'lives' : 'live'}:{' '}
            <a className="govuk-link" href={`${here}/homes/${one.homeId}`}>
              {aloneInWords(one)}
            </a>
          </p>
        ))}
        {picture.before.length > 0 && (
          <>
            <h3>Who belonged before</h3>
            <ul className="v-list">
              {picture.before.map((person) => (
                <li key={person.personId}>
                  {person.name}
                  {person.died && (
                    <>
                      , died <Day on={person.died} form="short" />
                    </>
                  )}
                  : {person.because}
                  {person.belongs.to && !person.died && (
                    <>
                      , until <Day on={addDays(person.belongs.to, -1)} form="short" />
                    </>
                  )}
                  .
                </li>
              ))}
            </ul>
          </>
        )}
        <LeftOut />
        <h3 id="responsibility">Parental responsibility</h3>
        {plan && plan.responsible.length > 0 ? (
          <ul className="v-list">
            {plan.responsible.map((one) => (
              <li key={one.entryId}>{responsibleInWords(one, firstName)}</li>
            ))}
          </ul>
        ) : (
          <p className="govuk-body">
            Nobody has written down here, where you may see it, who holds it, and no agency sends it. By law a
            child’s mother does, unless the child was adopted or a court made a parental order; of anybody
            else ask for the birth certificate, the agreement or the order.
          </p>
        )}
        {helps && (
          <p className="v-links">
            <a href={`${here}/plan#responsibility`}>Write down who holds it</a>
          </p>
        )}
        {kindred && <SmallGenogram kindred={kindred} />}
        <p className="v-links">
          <a href={`${here}/genogram`}>Genogram: who is who to whom, and who lives where</a>
          <a href={`${here}/network`}>Network map: who is around them</a>
          <a href={`${here}/siblings`}>Brothers and sisters side by side</a>
        </p>
      </section>

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

      <section aria-labelledby="sharing">
        <h2 id="sharing">Decisions about sharing</h2>
        {decisions.length === 0 ? (
          <p className="govuk-body">None that you may see is written down.</p>
        ) : (
          <ul className="v-list">
            {decisions.slice(0, 3).map((one) => (
              <li key={one.decisionId}>
                {one.decision === 'share' ? 'Shared' : 'Not shared'}: {one.askedFor} (
                <Day on={dayOf(one.decidedAt)} form="short" />)
              </li>
            ))}
          </ul>
        )}
        <p className="v-links">
          <a href={`${here}/decisions`}>
            {decisions.length > 3 ? `All ${decisions.length} decisions` : 'Decisions, and writing one down'}
          </a>
        </p>
      </section>

      <section aria-labelledby="coverage">
        <h2 id="coverage">What this picture stands on</h2>
        <StandsOnList standing={picture.standsOn} />
        <p className="v-links">
          <a href={`${here}/agencies`}>What one agency sees</a>
        </p>
        <Details summaryText="Why this picture is open">
          <ul className="v-list">
            {picture.openBecause.map((one) => (
              <li key={one.factId}>
                <a className="govuk-link" href={`/facts/${one.factId}`}>
                  {firstName(one.person.personId)}: {one.reason}
                </a>
                , <Span from={one.happened.from} to={one.happened.to} />
                {one.closesOn && (
                  <>
                    ; keeps the picture open until <Day on={addDays(one.closesOn, -1)} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </Details>
      </section>
    </>
  );
}

/** Of whom no words are recorded: who will ask each, and by when, as the next steps say; else the way to settle it. */
function NotAsked({
  picture,
  plan,
  here,
}: {
  picture: Picture;
  plan: Plan | undefined;
  /** Address of the family; null for whoever does not write here. */
  here: string | null;
}) {
  const firstName = firstNames(picture);
  const willAsk = (personId: string) =>
    plan?.steps.find(({ content, about }) => content.asks && about.includes(personId));
  const settled = picture.notAsked.filter(({ personId }) => willAsk(personId));
  const open = picture.notAsked.filter((one) => !settled.includes(one));
  if (picture.notAsked.length === 0) return null;
  return (
    <div className="v-words__item">
      {settled.map(({ personId }) => {
        const step = willAsk(personId);
        return (
          step && (
            <p key={personId} className="v-words__quote v-words__gap">
              Nobody has asked {firstName(personId)} yet. {step.content.who} will, by{' '}
              <Day on={step.day} form="short" />.
            </p>
          )
        );
      })}
      {open.length > 0 && (
        <>
          <p className="v-words__quote v-words__gap">
            Nobody has asked {namesInList(open.map(({ personId }) => firstName(personId)))} yet.
          </p>
          <p className="v-meta">
            No words of theirs are recorded, and no next step that you may see says who will ask.{' '}
            {here && (
              <span className="v-screen-only">
                Settle who asks, and when:{' '}
                {open.map(({ personId }, at) => (
                  <span key={personId}>
                    {at > 0 && ', '}
                    <a href={`${here}/plan?ask=${personId}#steps`}>{firstName(personId)}</a>
                  </span>
                ))}
                .
              </span>
            )}
          </p>
        </>
      )}
    </div>
  );
}

/** Each sentence on a line of its own, with what it opens to. */
function Summary({ sentences }: { sentences: readonly Sentence[] }) {
  // Words that lead to several places say to those who hear them of which sentence they are.
  const places = new Map<string, Set<string>>();
  for (const { text, href } of sentences.flatMap(({ parts }) => parts))
    if (href !== null) places.set(text, (places.get(text) ?? new Set()).add(href));
  return (
    <ul className="v-list">
      {sentences.map(({ parts }) => (
        <li key={parts.map(({ text }) => text).join('')}>
          {parts.map(({ text, href }, at) =>
            href === null ? (
              text
            ) : (
              <a key={`${text} ${href}`} href={href}>
                {text}
                {places.get(text)?.size !== 1 && (
                  <span className="govuk-visually-hidden"> ({whichOf(parts, at)})</span>
                )}
              </a>
            ),
          )}
        </li>
      ))}
    </ul>
  );
}

/** Which of several sentences a link is of: what the sentence leads to before it, or else its first words. */
function whichOf(parts: Sentence['parts'], at: number): string {
  const before = parts.slice(0, at).findLast(({ href }) => href !== null);
  const sentence = parts.map(({ text }) => text).join('');
  return before?.text ?? sentence.split(' ').slice(0, 4).join(' ');
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

type LeftProps = { picture: Picture; firstName: (personId: string) => string };

const whoWorks = ({ factId, note }: PictureLine) => (
  <a className="govuk-link" href={`/facts/${factId}`}>
    {note ?? 'A worker who is not told where you may see it'}
  </a>
);

/** Services and plans that began in the last 12 months, and workers who came. */
function Came({ picture, firstName }: LeftProps) {
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
function Left({ picture, firstName }: LeftProps) {
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

const keyOf = ({ speaker, saidOn, words }: PictureStatement) => [speaker.personId, saidOn, words].join(' ');

/** `here` is the family’s page, for whoever may write down what was done about the words. */
function Statement({ statement, here }: { statement: PictureStatement; here: string | null }) {
  const saidWhat = `what ${statement.speaker.name} said: “${statement.words.slice(0, 60)}”`;
  return (
    <figure className="v-words__item">
      <blockquote className="v-words__quote">“{statement.words}”</blockquote>
      <figcaption className="v-meta">
        {statement.speaker.name}
        {statement.saidOn && (
          <>
            , <Day on={statement.saidOn} precision={statement.precision} form="short" />
          </>
        )}
        {statement.saidTo && `, to ${statement.saidTo}`}
        {statement.how && `, ${statement.how}`}; {statement.audience}.
        {statement.matters && ' It says what matters to them.'}{' '}
        {statement.isKeptBack
          ? 'To whom they said it and what was done about it is kept back for safety.'
          : statement.done
            ? `What we did: ${statement.done}`
            : 'What was done about it is not recorded.'}{' '}
        {statement.recordId && (
          <a className="govuk-link v-screen-only" href={`/records/${statement.recordId}`}>
            Record
            <span className="govuk-visually-hidden"> of {saidWhat}</span>
          </a>
        )}{' '}
        {here && (
          <a className="govuk-link v-screen-only" href={`${here}/words/${statement.wordsId}/done`}>
            Say what was done
            <span className="govuk-visually-hidden"> about {saidWhat}</span>
          </a>
        )}
      </figcaption>
    </figure>
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

function ageInWords(person: Picture['people'][number]): ReactNode {
  if (person.died) {
    return (
      <>
        died <Day on={person.died} form="short" />
      </>
    );
  }
  if (person.age === null) return 'not known';
  return person.age < 0 ? 'not born yet' : person.age < 1 ? 'under 1' : person.age;
}
