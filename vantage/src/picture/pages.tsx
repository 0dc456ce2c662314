import { type Plan, PlanNow } from '../plans/index.ts';
import { addDays, dayOf } from '../platform/index.ts';
import { Day, Details, Span } from '../platform/parts/index.ts';
import type { Decision } from '../sharing/index.ts';
import { StandsOnList } from '../sources/index.ts';
import { firstNames } from './called.ts';
import type { Kindred } from './genogram/model.ts';
import { NeedList } from './need-pages.tsx';
import { Happening } from './page/happening.tsx';
import { Came, InvolvedNow, Left } from './page/involved.tsx';
import { People } from './page/people.tsx';
import { GoingWellAndWeighing } from './page/reasons.tsx';
import { Sentences } from './page/sentences.tsx';
import { TheirWords } from './page/words.tsx';
import type { Picture } from './shape.ts';
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
  const newNeeds = alsoNow.filter(({ rule }) => besideNeeds.has(rule));
  const here = `/families/${picture.familyId}`;
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
      <TheirWords picture={picture} plan={plan} here={helps ? here : null} />

      {summary.length > 0 && (
        <section aria-labelledby="summary">
          <h2 id="summary">In short</h2>
          <Sentences sentences={summary} />
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

      <GoingWellAndWeighing picture={picture} alsoNow={alsoNow} />

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

      <InvolvedNow picture={picture} withoutSchool={withoutSchool} />
      <Came picture={picture} />
      <Left picture={picture} />

      <People picture={picture} plan={plan} keptBack={keptBack} kindred={kindred} helps={helps} />
      <Happening picture={picture} years={years} spending={spending} />

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

      <StandsOn picture={picture} />
    </>
  );
}

/** From whom records came and until when, what each agency sees, and why there is a picture. */
function StandsOn({ picture }: { picture: Picture }) {
  const firstName = firstNames(picture);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">What this picture stands on</h2>
      <StandsOnList standing={picture.standsOn} />
      <p className="v-links">
        <a href={`/families/${picture.familyId}/agencies`}>What one agency sees</a>
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
  );
}
