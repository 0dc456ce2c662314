import type { Plan } from '../../plans/index.ts';
import { Day, Details } from '../../platform/parts/index.ts';
import { firstNames, namesInList } from '../called.ts';
import type { Picture, PictureStatement } from '../shape.ts';

type WordsProps = {
  picture: Picture;
  plan: Plan | undefined;
  /** Address of the family; null for whoever does not write here. */
  here: string | null;
};

/** What they say: the newest words of each first, then whom nobody has asked, then what was said earlier. */
export function TheirWords({ picture, plan, here }: WordsProps) {
  const speakers = new Set(picture.statements.map((statement) => statement.speaker.personId));
  const newest = picture.statements.slice(0, speakers.size);
  const earlier = picture.statements.slice(speakers.size);
  return (
    <section aria-labelledby="words">
      <h2 id="words" className="govuk-visually-hidden">
        In their words
      </h2>
      <div className="v-words">
        {newest.map((statement) => (
          <Statement key={keyOf(statement)} statement={statement} here={here} />
        ))}
        <NotAsked picture={picture} plan={plan} here={here} />
        {newest.length === 0 && picture.notAsked.length === 0 && (
          <p className="govuk-body">
            No words of theirs are here that you may read. That does not say that nobody has asked.
          </p>
        )}
      </div>
      {here && (
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
              <Statement key={keyOf(statement)} statement={statement} here={here} />
            ))}
          </div>
        </Details>
      )}
    </section>
  );
}

/** Of whom no words are recorded: who will ask each, and by when, as the next steps say; else the way to settle it. */
function NotAsked({ picture, plan, here }: WordsProps) {
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
