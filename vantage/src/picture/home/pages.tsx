import { dayOf } from '../../platform/index.ts';
import { Button, Day, Details, EmptyState, Input, StackTable } from '../../platform/parts/index.ts';
import { whatToWrite } from '../asked.ts';
import type { FamilyRow } from '../shape.ts';
import {
  type AttentionRule,
  attentionOwner,
  attentionRuleIds,
  attentionRules,
  attentionSince,
} from './rules.ts';
import type { Attention, Home } from './shape.ts';

/** The box to find a family, which begins the first page. */
export function FirstSearch() {
  return (
    <form className="v-first-search" action="/families" method="get">
      <Input
        id="find"
        name="q"
        label={{ text: 'Find a family', isPageHeading: true, classes: 'govuk-label--l' }}
        hint={{ text: whatToWrite }}
        classes="govuk-input--width-20"
        autocomplete="off"
        spellcheck={false}
      />
      <Button text="Search" />
    </form>
  );
}

/** The first page of somebody at work. `helps`: whether they work with families, and so have some of their own. */
export function HomePage({ home, helps }: { home: Home; helps: boolean }) {
  return (
    <>
      {helps ? <PayAttention home={home} /> : <FirstSearch />}
      <div className="v-columns">
        {helps && (
          <section aria-labelledby="mine">
            <h2 id="mine">Whom you work with</h2>
            <Mine mine={home.mine} />
          </section>
        )}
        <section aria-labelledby="recent">
          <h2 id="recent">Opened lately</h2>
          {home.recent.length === 0 ? (
            <p className="govuk-body">
              You have opened no family in the last 90 days that is still open to you.
            </p>
          ) : (
            <ul className="v-list">
              {home.recent.map((row) => (
                <li key={row.familyId}>
                  <FamilyLink row={row} />, <Day on={dayOf(new Date(row.openedAt))} form="short" />
                  <br />
                  <span className="v-meta">{membersInWords(row)}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}

function FamilyLink({ row: { familyId, name } }: { row: { familyId: string; name: string } }) {
  return (
    <a className="govuk-link" href={`/families/${familyId}`}>
      {name}
    </a>
  );
}

const membersInWords = ({ members }: FamilyRow) =>
  members.map(({ name, age }) => (age === null ? name : `${name} (${age})`)).join(', ');

const whyWords = {
  leads: 'you lead',
  allocated: 'allocated to you',
  around: 'you are in the team around them',
  team: 'of your team',
} as const;

function Mine({ mine }: Pick<Home, 'mine'>) {
  if (mine.length === 0) {
    return (
      <EmptyState title="No record says that you work with a family today.">
        <p className="govuk-body">Who works with whom comes from what agencies send of their workers.</p>
      </EmptyState>
    );
  }
  return (
    <StackTable
      heard="Families with which you work"
      firstCellIsHeader
      head={[{ text: 'Family' }, { text: 'Who is in it' }, { text: 'Yours because' }]}
      rows={mine.map((row) => [
        { text: <FamilyLink row={row} /> },
        { text: membersInWords(row) },
        { text: whyWords[row.why] },
      ])}
    />
  );
}

function PayAttention({ home: { attention, notUseful, mine } }: { home: Home }) {
  if (mine.length === 0) return null;
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">Pay attention to</h2>
      {attention.length === 0 ? (
        <p className="govuk-body">
          Nothing in <a href="/attention">the listed rules</a> stands out in your families today. That is said
          of what was recorded and may be seen by you, not of how they are.
        </p>
      ) : (
        <p className="govuk-body">
          By <a href="/attention">listed rules</a>, of your own families and what you may see of them. They
          stand in the order of the rules: nobody is ranked.
        </p>
      )}
      <form action="/attention/not-useful" method="post">
        {attentionRuleIds.map((rule) => {
          const lines = attention.filter((line) => line.rule === rule);
          return (
            lines.length > 0 && (
              <section key={rule} aria-labelledby={rule}>
                <h3 id={rule}>{attentionRules[rule].title}</h3>
                <ul className="v-list">
                  {lines.map((line) => (
                    <li key={line.about}>
                      <Line line={line} />{' '}
                      <button
                        className="v-act"
                        type="submit"
                        name="line"
                        value={`${line.rule} ${line.about}`}
                      >
                        not useful
                        <span className="govuk-visually-hidden">: {lineInWords(line)}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            )
          );
        })}
      </form>
      {notUseful.length > 0 && (
        <form action="/attention/undo" method="post">
          <Details
            summaryText={`${notUseful.length} ${notUseful.length === 1 ? 'line' : 'lines'} that you found not useful`}
          >
            <ul className="v-list">
              {notUseful.map((line) => (
                <li key={`${line.rule} ${line.about}`}>
                  <Line line={line} />{' '}
                  <button className="v-act" type="submit" name="answer" value={line.answerId ?? ''}>
                    show it again
                    <span className="govuk-visually-hidden">: {lineInWords(line)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <p className="v-meta">
              Only you do not see these lines. Each comes back by itself when something new is recorded of it.
            </p>
          </Details>
        </form>
      )}
    </section>
  );
}

function Line({ line: { family, who, words, on, href } }: { line: Attention }) {
  return (
    <>
      {family && (
        <>
          <FamilyLink row={family} />:{' '}
        </>
      )}
      {who && `${who}, `}
      <a className="govuk-link" href={href}>
        {words}
      </a>
      {on && (
        <>
          {' '}
          <Day on={on} form="short" />
        </>
      )}
    </>
  );
}

const lineInWords = ({ family, who, words }: Attention) =>
  [family?.name, who, words].filter(Boolean).join(', ');

/** The rules of "pay attention to", with their owner, source and since when they stand. */
export function AttentionRules() {
  return (
    <>
      <p className="govuk-body">
        These rules say which of your own families to look at, and why. Each rests on what is recorded and may
        be seen by you. None scores, weighs or ranks a family, and none decides anything. {attentionOwner}{' '}
        answers for them; they stand as they are since <Day on={attentionSince} />.
      </p>
      <p className="govuk-body">
        A line that helps nobody can be told so on your first page: it then stays away from you, and from
        nobody else, until you take that back or something new is recorded of it.
      </p>
      <StackTable
        heard="Rules of what to pay attention to"
        firstCellIsHeader
        head={[{ text: 'Rule' }, { text: 'When it holds' }, { text: 'Where it comes from' }]}
        rows={(Object.values(attentionRules) as AttentionRule[]).map(({ title, words, source }) => [
          { text: title },
          { text: words },
          { text: source },
        ])}
      />
      <p className="v-links">
        <a href="/">Your first page</a>
      </p>
    </>
  );
}
