import { dayOf } from '../../platform/index.ts';
import {
  Button,
  Day,
  dayInWords,
  EmptyState,
  type FormState,
  InsetText,
  NotificationBanner,
  Pagination,
  pagesOf,
  StackTable,
  Table,
  timeInWords,
} from '../../platform/parts/index.ts';
import { TakeBack, Verdicts, Why } from './forms.tsx';
import {
  type Decision,
  type Makeup,
  notAllDecisions,
  type Pair,
  type Side,
  type Spell,
  verdictWords,
} from './model.ts';

const labels: readonly [field: string, label: string][] = [
  ['given name', 'Given name'],
  ['surname', 'Surname'],
  ['birth date', 'Born'],
  ['sex', 'Sex'],
  ['address', 'Address'],
  ['postcode', 'Postcode'],
  ['NHS number', 'NHS number'],
  ['unique pupil number', 'Pupil number'],
];

const shown = (side: Side, field: string) => {
  const value = side.said[field];
  if (value === undefined) return 'not stated';
  return field === 'birth date' && /^\d{4}-\d\d-\d\d$/.test(value) ? dayInWords(value) : value;
};

const callOf = ({ agencyName, localId }: Side) => `${agencyName}, number ${localId}`;
const points = (weight: number) => {
  const amount = Math.abs(weight).toFixed(1);
  return amount === '0.0' ? amount : `${weight > 0 ? '+' : '−'}${amount}`;
};

type PairPageProps = { pair: Pair; waiting: number; last: Decision | null; form: FormState };

/** Two records of two numbers beside each other, with what speaks for and against one person, and the decision. */
export function PairPage({ pair, waiting, last, form }: PairPageProps) {
  const [one, other] = pair.sides;
  const isOne = one.personId === other.personId;
  return (
    <>
      <Decided last={last} />
      <p className="govuk-body">
        {isOne ? 'Held to be one person now' : 'Held to be two people now'}. By comparing alone the chance of
        one person is {(100 * pair.probability).toFixed(0)} in 100.
        {pair.keptApart !== null && ` A rule keeps them apart. ${pair.keptApart}`}
      </p>
      <StackTable
        heard="The two records, side by side"
        classes="v-pair"
        firstCellIsHeader
        head={[{ text: 'What' }, { text: 'One' }, { text: 'The other' }, { text: 'Compared' }]}
        rows={[
          [{ text: 'Told by' }, { text: one.agencyName }, { text: other.agencyName }, { text: '' }],
          [{ text: 'Under number' }, { text: one.localId }, { text: other.localId }, { text: '' }],
          ...labels.map(([field, label]) => {
            const compared = comparing(pair, field);
            const classes = compared.differs ? 'v-pair__differs' : '';
            return [
              { text: label },
              { text: shown(one, field), classes },
              { text: shown(other, field), classes },
              { text: compared.words, classes },
            ];
          }),
        ]}
      />
      <h2>What it weighs</h2>
      <Table
        caption="Each point above nought makes one person twice as likely, each point below half as likely"
        head={[{ text: 'What was compared' }, { text: 'Points', format: 'numeric' }]}
        rows={[
          ...[...pair.levels]
            .sort((a, b) => b.weight - a.weight)
            .map((level) => [
              { text: level.words },
              { text: points(level.weight), format: 'numeric' as const },
            ]),
          [{ text: 'Together' }, { text: points(pair.weight), format: 'numeric' as const }],
        ]}
      />
      <form action="/who-is-who" method="post" noValidate>
        <input type="hidden" name="pair" value={pair.pairId} />
        <Verdicts form={form} />
        <Why form={form} />
        <Button text="Decide and show the next" />
      </form>
      <ul className="v-links">
        {[...new Set([one.personId, other.personId])].map((personId, at) => (
          <li key={personId}>
            <a className="govuk-link" href={`/who-is-who/persons/${personId}`}>
              What {isOne ? 'this person' : at === 0 ? 'the first person' : 'the second person'} is made of
            </a>
          </li>
        ))}
      </ul>
      <p className="v-meta">
        {waiting === 1 ? '1 pair waits' : `${waiting} pairs wait`} for you, those first of which the answer
        settles most.
      </p>
    </>
  );
}

/** How a field compares, in words that stand without the colour. */
function comparing({ sides, levels }: Pair, field: string): { words: string; differs: boolean } {
  const [one, other] = sides.map(({ said }) => said[field]);
  if (one === undefined || other === undefined) return { words: '', differs: false };
  const words = levels.find((level) => level.field === field)?.words ?? 'Not compared';
  if (one === other) return { words, differs: false };
  return { words: words.startsWith('Different') ? words : `Differs. ${words}`, differs: true };
}

function Decided({ last }: { last: Decision | null }) {
  if (last === null) return null;
  return (
    <NotificationBanner titleText="Decided">
      <p className="govuk-notification-banner__heading">
        {verdictWords[last.verdict]}: {aboutOf(last)}.
      </p>
      {last.verdict !== 'unsure' && <p className="govuk-body">It takes effect with the next build.</p>}
      <TakeBack decisionId={last.decisionId} about={aboutOf(last)} />
    </NotificationBanner>
  );
}

export function NothingWaits({ last }: { last: Decision | null }) {
  return (
    <>
      <Decided last={last} />
      <EmptyState title="No pair waits for you.">
        A pair waits when comparing records does not settle whether two numbers mean one person, one of the
        two has an open picture, and you may see both.
      </EmptyState>
    </>
  );
}

/** Decisions, newest first, with who, when, why, and whether they are in effect. */
export function DecisionsPage({ decisions, page }: { decisions: readonly Decision[]; page: number }) {
  if (decisions.length === 0)
    return <EmptyState title="Nobody has decided anything that you may see.">{notAllDecisions}</EmptyState>;
  const pagination = pagesOf(
    page,
    page + (decisions.length === 25 ? 1 : 0),
    (to) => `/who-is-who/decisions?page=${to}`,
  );
  return (
    <>
      <StackTable
        heard="Decisions, the newest first"
        firstCellIsHeader
        head={[
          { text: 'When' },
          { text: 'About' },
          { text: 'Decided' },
          { text: 'By whom, and why' },
          { text: 'In effect' },
          { text: 'Take back' },
        ]}
        rows={decisions.map((one) => [
          { text: `${dayInWords(dayOf(new Date(one.decidedAt)))}, ${timeInWords(new Date(one.decidedAt))}` },
          { text: aboutOf(one) },
          { text: verdictWords[one.verdict] },
          { text: `${one.decidedByName ?? one.decidedBy}: ${one.reason}` },
          { text: effectOf(one) },
          {
            text:
              one.undoneAt === null ? (
                <TakeBack decisionId={one.decisionId} about={aboutOf(one)} />
              ) : (
                'taken back'
              ),
          },
        ])}
      />
      {pagination && <Pagination {...pagination} />}
    </>
  );
}

const aboutOf = ({ numbers, others }: Decision) => `${numbers.join(', ')} and ${others.join(', ')}`;

function effectOf(one: Decision): string {
  if (one.undoneAt !== null) {
    const back = `taken back by ${one.undoneByName ?? one.undoneBy} on ${dayInWords(dayOf(new Date(one.undoneAt)))}`;
    return one.outOfEffectAt === null && one.inEffectAt !== null
      ? `${back}; until the next build it holds`
      : back;
  }
  if (one.verdict === 'unsure') return 'nothing changes';
  return one.inEffectAt === null
    ? 'with the next build'
    : `yes, since ${dayInWords(dayOf(new Date(one.inEffectAt)))}`;
}

type MakeupPageProps = { makeup: Makeup; decisions: readonly Decision[]; form: FormState };

/** The numbers that a person is made of, a form to part some of them, and the history of both. */
export function MakeupPage({ makeup, decisions, form }: MakeupPageProps) {
  const { numbers, history, personId } = makeup;
  const waiting = decisions.filter((one) => one.undoneAt === null && one.inEffectAt === null);
  return (
    <>
      {waiting.length > 0 && (
        <InsetText>
          {waiting.length === 1 ? 'A decision about this person waits' : 'Decisions about this person wait'}{' '}
          for the next build: {waiting.map((one) => verdictWords[one.verdict].toLowerCase()).join(', ')}.{' '}
          <a className="govuk-link" href="/who-is-who/decisions">
            See decisions
          </a>
        </InsetText>
      )}
      {numbers.length === 0 ? (
        <p className="govuk-body">
          No number means this person now. The id is never given to anybody else; the history says where the
          numbers went.
        </p>
      ) : (
        <Numbers numbers={numbers} personId={personId} form={form} />
      )}
      <h2>History</h2>
      <StackTable
        heard="Numbers that were this person’s, and when"
        firstCellIsHeader
        head={[{ text: 'Number' }, { text: 'Since' }, { text: 'Until' }, { text: 'Why' }]}
        rows={history.map((spell) => [
          { text: `${spell.agencyName}, number ${spell.localId}` },
          { text: <Turn at={spell.begunAt} by={spell.begunBy} /> },
          { text: spell.endedAt === null ? 'now' : <Turn at={spell.endedAt} by={spell.endedBy ?? ''} /> },
          { text: <WhyThen spell={spell} personId={personId} /> },
        ])}
      />
    </>
  );
}

type NumbersProps = { numbers: readonly Side[]; personId: string; form: FormState };

function Numbers({ numbers, personId, form }: NumbersProps) {
  const several = numbers.length > 1;
  const table = (
    <StackTable
      heard="Numbers of this person"
      firstCellIsHeader
      head={[
        { text: 'Number' },
        { text: 'Name' },
        { text: 'Born' },
        { text: 'Address' },
        { text: 'NHS number' },
        ...(several ? [{ text: 'Somebody else' }] : []),
      ]}
      rows={numbers.map((side, at) => [
        { text: callOf(side) },
        { text: [side.said['given name'], side.said.surname].filter(Boolean).join(' ') || 'not stated' },
        { text: shown(side, 'birth date') },
        { text: [side.said.address, side.said.postcode].filter(Boolean).join(', ') || 'not stated' },
        { text: shown(side, 'NHS number') },
        ...(several
          ? [
              {
                text: (
                  <Choose
                    number={side.number}
                    name={callOf(side)}
                    id={at === 0 ? 'number' : `number-${at}`}
                    chosen={form.written.number?.includes(side.number) === true}
                  />
                ),
              },
            ]
          : []),
      ])}
    />
  );
  if (!several) return table;
  return (
    <form action={`/who-is-who/persons/${personId}`} method="post" noValidate>
      {table}
      <p className="govuk-body">
        Choose the numbers that mean somebody else. With the next build they become a person of their own, and
        no later build joins them to the others. If that is taken back, the person is as before.
      </p>
      <Why form={form} />
      <Button text="Part these from the others" />
    </form>
  );
}

type ChooseProps = { number: string; name: string; id: string; chosen: boolean };

function Choose({ number, name, id, chosen }: ChooseProps) {
  return (
    <div className="govuk-checkboxes govuk-checkboxes--small">
      <div className="govuk-checkboxes__item">
        <input
          className="govuk-checkboxes__input"
          id={id}
          name="number"
          type="checkbox"
          value={number}
          defaultChecked={chosen}
        />
        <label className="govuk-label govuk-checkboxes__label" htmlFor={id}>
          <span className="govuk-visually-hidden">{name} means </span>somebody else
        </label>
      </div>
    </div>
  );
}

function Turn({ at, by }: { at: string; by: string }) {
  return (
    <>
      <Day on={dayOf(new Date(at))} />, by {by}
    </>
  );
}

function WhyThen({ spell, personId }: { spell: Spell; personId: string }) {
  return (
    <>
      {spell.personId !== personId && (
        <>
          It meant{' '}
          <a className="govuk-link" href={`/who-is-who/persons/${spell.personId}`}>
            another person
          </a>
          .{' '}
        </>
      )}
      {spell.reasons.join('; ')}
    </>
  );
}
