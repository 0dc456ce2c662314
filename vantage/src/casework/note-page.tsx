import { dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  Day,
  Details,
  type FormState,
  InsetText,
  NotificationBanner,
  NotRecorded,
  Span,
  StackTable,
  SummaryList,
  timeInWords,
  WordsField,
} from '../platform/parts/index.ts';
import { DraftList } from './drafts.tsx';
import type { Receipt } from './handover.ts';
import { audienceWords, isOverdue, type Note, noteKinds, partsOf, untilSharedWords } from './model.ts';
import type { ownWriting } from './service.ts';

/** What a hypothesis may become. */
export const settlings = {
  shared: 'Share it',
  sealed: 'Seal it',
  withdrawn: 'Withdraw it',
} as const;

const stateWords = {
  open: 'open',
  shared: 'shared',
  sealed: 'sealed to whoever wrote it and manages the work',
  withdrawn: 'withdrawn',
} as const;

type NotePageProps = {
  note: Note;
  /** Every version, the one that stands first. */
  versions: readonly Note[];
  receipts: ReadonlyMap<number, Receipt>;
  names: ReadonlyMap<string, string>;
  /** The name of the agency whose worker wrote it. */
  agency: string;
  mine: boolean;
  /** Whether the reader may settle it. */
  maySettle: boolean;
  /** Of a working hypothesis that the reader wrote, who manages the work with everybody in it there, by name. */
  managers: readonly string[];
  today: string;
  form: FormState;
};

/** What was written, who may see it, where its legal home is, and every version before. */
export function NotePage(props: NotePageProps) {
  const { note, versions, receipts, names, agency, mine, maySettle, managers, today, form } = props;
  const earlier = versions.filter(({ version }) => version !== note.version);
  const here = `/notes/${note.noteId}`;
  return (
    <>
      {form.wrong.length > 0 && note.state !== null && note.state !== 'open' && (
        <InsetText>
          <p className="govuk-body">
            {capital(stateWords[note.state])} on <Day on={dayOf(note.writtenAt)} form="short" /> at{' '}
            {timeInWords(note.writtenAt)} by {note.settledByName ?? note.writtenByName}
            {note.reason && `: ${note.reason}`}
          </p>
          <NotRecorded form={form} name="reason" />
        </InsetText>
      )}
      <Said note={note} names={names} />
      <h2>Who may see it, and where it is kept</h2>
      <SummaryList
        rows={[
          {
            key: { text: 'Who may see it' },
            value: {
              text:
                note.state === 'open'
                  ? `${untilSharedWords} Once it is shared, ${audienceWords[note.audience]}.`
                  : note.state === 'sealed' && mine
                    ? sealedTo(managers)
                    : `${capital(audienceWords[note.audience])}.`,
            },
          },
          {
            key: { text: 'Recorded' },
            value: {
              text: (
                <>
                  <Day on={dayOf(note.writtenAt)} /> at {timeInWords(note.writtenAt)}, by{' '}
                  {note.settledByName ?? note.writtenByName}, {agency}
                </>
              ),
            },
          },
          {
            key: { text: 'Its legal home' },
            value: { text: <Home agency={agency} receipt={receipts.get(note.version)} /> },
          },
          ...(note.state === null
            ? []
            : [
                {
                  key: { text: 'Hypothesis' },
                  value: {
                    text: (
                      <>
                        {capital(stateWords[note.state])}
                        {note.settledByName && `, by ${note.settledByName}, their manager`}
                        {note.state === 'open' && note.due && (
                          <>
                            ; to be shared, sealed or withdrawn by <Day on={note.due} />
                          </>
                        )}
                        {isOverdue(note, today) && <b> That day has come.</b>}
                      </>
                    ),
                  },
                },
              ]),
          ...(note.reason === null
            ? []
            : [{ key: { text: 'Why it was changed' }, value: { text: note.reason } }]),
        ]}
      />
      {mine && (note.state === null || note.state === 'open') && (
        <p className="v-links">
          <a href={`${here}/correct`}>Change it</a>
        </p>
      )}
      {maySettle && (
        <Settling here={here} form={form} mine={mine} writer={note.writtenByName} managers={managers} />
      )}
      {earlier.length > 0 && (
        <>
          <h2>Earlier versions</h2>
          {earlier.map((one) => (
            <Details
              key={one.version}
              summaryText={
                <>
                  As <Day on={dayOf(one.writtenAt)} form="short" /> at {timeInWords(one.writtenAt)}, by{' '}
                  {one.settledByName ?? one.writtenByName}
                </>
              }
            >
              <Said note={one} names={names} />
              {one.reason && <p className="govuk-body">Why it was changed: {one.reason}</p>}
              <p className="govuk-body">
                <Home agency={agency} receipt={receipts.get(one.version)} />
              </p>
            </Details>
          ))}
        </>
      )}
    </>
  );
}

type AlreadyProps = {
  note: Note;
  /** What was written first. */
  first: Note;
  /** The same, by the fields of its form. */
  written: FormState['written'];
  /** The number under which it is recorded once more. */
  again: string;
};

/** Says that something was recorded already, and how it is recorded again where it truly happened twice. */
export function RecordedAlready({ note, first, written, again }: AlreadyProps) {
  return (
    <NotificationBanner titleText="Not recorded a second time">
      <p className="govuk-notification-banner__heading">
        You recorded this already, in the same words, at {timeInWords(first.writtenAt)}.
      </p>
      {note.version > 1 && <p className="govuk-body">You have changed it since; it stands below.</p>}
      <form action={`/families/${first.familyId}/record/${first.kind}`} method="post">
        {Object.entries({ ...written, id: [again], anyway: ['yes'] }).flatMap(([name, values]) =>
          values.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
        )}
        <p className="govuk-body">Did it truly happen twice?</p>
        <Button text="Record it again" classes="govuk-button--secondary" />
      </form>
    </NotificationBanner>
  );
}

function Said({ note, names }: Pick<NotePageProps, 'note' | 'names'>) {
  const now = new Map(note.persons.map((id, at) => [id, note.about[at] ?? id]));
  const name = (id: string) => names.get(now.get(id) ?? id) ?? 'somebody';
  const parts = partsOf(note, { name, author: note.writtenByName });
  return (
    <SummaryList
      rows={[
        {
          key: { text: 'About' },
          value: { text: [...new Set(note.persons.map(name))].join(', ') },
        },
        {
          key: { text: 'When' },
          value: {
            text: <Span from={note.happened.from} to={note.happened.to} precision={note.precision} />,
          },
        },
        ...parts
          .filter((part) => part.name !== 'note' && part.name !== 'worker')
          .map((part) => ({
            key: { text: part.label },
            value: { text: <span className="v-written">{part.value}</span> },
          })),
      ]}
    />
  );
}

function Home({ agency, receipt }: { agency: string; receipt: Receipt | undefined }) {
  const home = `The case system of ${agency}.`;
  if (receipt === undefined) return <>{home} It waits to be taken over there.</>;
  return (
    <>
      {home} {receipt.outcome === 'received' ? 'Taken over there' : 'Refused there'} on{' '}
      <Day on={dayOf(receipt.toldAt)} />: {receipt.words}
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** To whom a working hypothesis is sealed, for whoever wrote it. */
const sealedTo = (managers: readonly string[]): string =>
  managers.length === 0
    ? 'Only you see it from now on. Nobody at your agency manages the work with everybody it is about today; whoever does later sees it too.'
    : `Only you, and ${listed.format(managers)}, who ${managers.length === 1 ? 'manages' : 'manage'} the work with everybody it is about at your agency, see it from now on.`;

const listed = new Intl.ListFormat('en-GB');

type SettlingProps = {
  here: string;
  form: FormState;
  mine: boolean;
  writer: string;
  managers: readonly string[];
};

/** The form in which a working hypothesis is shared, sealed or withdrawn. */
export function Settling({ here, form, mine, writer, managers }: SettlingProps) {
  return (
    <form action={`${here}/settle`} method="post" noValidate>
      <h2>Share, seal or withdraw it</h2>
      {!mine && (
        <p className="govuk-body">
          {writer} wrote it, and its day has come. You manage this work: settle it in your own name, if you
          can with them.
        </p>
      )}
      <ChooseOne
        form={form}
        name="state"
        label="What becomes of it"
        options={[
          { value: 'shared', text: settlings.shared, hint: 'The whole team around them may see it.' },
          {
            value: 'sealed',
            text: settlings.sealed,
            hint: mine
              ? sealedTo(managers)
              : `Only ${writer} and whoever manages the work with everybody it is about, as you do today, see it from now on.`,
          },
          {
            value: 'withdrawn',
            text: settlings.withdrawn,
            hint: 'It leaves the chronology; what was written stays here.',
          },
        ]}
      />
      <WordsField form={form} name="reason" label="Why" most={500} />
      <Button text="Settle it" />
    </form>
  );
}

type OwnProps = Awaited<ReturnType<typeof ownWriting>> & { today: string; actorId: string };

/** What somebody has begun, what waits to be settled, and what they wrote. */
export function OwnWriting({ drafts, hypotheses, written, names, today, actorId }: OwnProps) {
  const whom = aboutWhom(names);
  const waiting = hypotheses.filter((one) => one.writtenBy !== actorId && isOverdue(one, today));
  const others = hypotheses.filter((one) => !waiting.includes(one));
  return (
    <>
      <h2>Begun, and not recorded</h2>
      {drafts.length === 0 ? <p className="govuk-body">Nothing.</p> : <DraftList drafts={drafts} />}
      {waiting.length > 0 && (
        <>
          <h2>Waiting for you to settle</h2>
          <p className="govuk-body">
            Others in a team that you manage wrote these, and their day has come. Share, seal or withdraw
            each, with a reason.
          </p>
          <Hypotheses notes={waiting} whom={whom} today={today} actorId={actorId} />
        </>
      )}
      <h2>Working hypotheses that are open</h2>
      {others.length === 0 ? (
        <p className="govuk-body">
          {waiting.length > 0 ? 'No other.' : 'None of yours, and none in a team that you manage.'}
        </p>
      ) : (
        <Hypotheses notes={others} whom={whom} today={today} actorId={actorId} />
      )}
      <h2>What you wrote last</h2>
      {written.length === 0 ? (
        <p className="govuk-body">Nothing yet. Begin on a family’s page.</p>
      ) : (
        <ul className="v-list">
          {written.map((one) => (
            <li key={one.noteId}>
              <a className="govuk-link" href={`/notes/${one.noteId}`}>
                {noteKinds[one.kind].label}: {shortOf(one)}
              </a>
              <span className="v-meta">
                {' '}
                <Span from={one.happened.from} to={one.happened.to} precision={one.precision} form="short" />
                {one.state && `; ${stateWords[one.state]}`}; about {whom(one)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** About whom somebody wrote, by name, as far as the reader sees who they are. */
const aboutWhom =
  (names: ReadonlyMap<string, string | null>) =>
  ({ about }: Pick<Note, 'about'>): string =>
    about.map((personId) => names.get(personId) ?? 'somebody whose name is not shared with you').join(', ');

type HypothesesProps = {
  notes: readonly Note[];
  whom: ReturnType<typeof aboutWhom>;
  today: string;
  actorId: string;
};

function Hypotheses({ notes, whom, today, actorId }: HypothesesProps) {
  return (
    <StackTable
      heard="Working hypotheses"
      firstCellIsHeader
      head={[{ text: 'What' }, { text: 'About' }, { text: 'By whom' }, { text: 'Settle by' }]}
      rows={notes.map((one) => [
        {
          text: (
            <a className="govuk-link" href={`/notes/${one.noteId}`}>
              {shortOf(one)}
            </a>
          ),
        },
        { text: whom(one) },
        { text: one.writtenBy === actorId ? 'you' : one.writtenByName },
        {
          text: (
            <>
              {one.due && <Day on={one.due} form="short" />}
              {isOverdue(one, today) && <b> overdue</b>}
            </>
          ),
        },
      ])}
    />
  );
}

const shortOf = ({ content: { words } }: Note) => (words.length > 80 ? `${words.slice(0, 79)}…` : words);
