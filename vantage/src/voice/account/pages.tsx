import type { FamilyHere } from '../../casework/index.ts';
import { dayOf } from '../../platform/index.ts';
import {
  Button,
  Day,
  DayField,
  Details,
  dayInWords,
  EmptyState,
  type FormState,
  freshForm,
  WordsField,
} from '../../platform/parts/index.ts';
import type { Statement } from '../model.ts';
import { type Account, readersInWords, type ToldAccount } from './model.ts';
import { aboutOf, cannotBeTold } from './service.ts';

type AskProps = { family: FamilyHere; one: Statement; form: FormState };

/** The form in which it is written down that words may be told; until somebody writes otherwise they are told as they were said. */
export function AskToTell({ family, one, form }: AskProps) {
  return (
    <form action={`/families/${family.familyId}/words/${aboutOf(one)}/account`} method="post" noValidate>
      <blockquote className="v-words__quote">“{one.words}”</blockquote>
      <p className="v-meta">{nameIn(family, one.personId)}</p>
      <p className="govuk-body">
        Ask them, and tell them who would read it: {readersInWords}. They would read these words and the month
        in which it was agreed, and nothing that says whose they are. It can be taken back at any time; from
        then on nobody reads it here.
      </p>
      <WordsField
        form={'words' in form.written ? form : { ...form, written: { ...form.written, words: [one.words] } }}
        name="words"
        label="The words as they would be told"
        hint="No name of anybody, no street, school or agency, no number to ring, no full date. Read it once more as a neighbour would: leave out what only they could have said."
        rows={4}
      />
      <WordsField
        form={form}
        name="agreed"
        label="How they agreed"
        hint="Who asked them, and what they answered. This is not told."
        most={1000}
      />
      <DayField
        form={form}
        name="until"
        label="Until when, if they said so"
        means="The last day on which it is told; left empty, until it is taken back."
      />
      <Button text="They agreed: tell it without a name" />
    </form>
  );
}

type TellingProps = {
  family: FamilyHere;
  said: readonly Statement[];
  now: readonly Account[];
  /** With whom the reader works. */
  near: ReadonlySet<string>;
  /** What was sent to end an account, and what is wrong with it. */
  sent: FormState;
};

/** Below the form for words: what somebody said that may be asked about, and what is told. */
export function TellingOfFamily({ family, said, now, near, sent }: TellingProps) {
  const askable = said.filter((one) => near.has(one.personId) && cannotBeTold(family, one, now) === null);
  return (
    <>
      <section aria-labelledby="told">
        <h2 id="told">Told without a name</h2>
        {now.length === 0 ? (
          <EmptyState title="No words of theirs that you may read are told to those who see numbers." />
        ) : (
          now.map((one) => (
            <div key={one.accountId}>
              <p className="govuk-body">
                “{one.words}”
                <span className="v-meta">
                  {' '}
                  {nameIn(family, one.personId)}. How they agreed: {one.agreed} <TellingDays of={one} />
                </span>
              </p>
              <EndForm family={family} one={one} sent={sent} />
            </div>
          ))
        )}
      </section>
      <section aria-labelledby="askable">
        <h2 id="askable">What they said</h2>
        <p className="govuk-body">
          Those who see numbers alone, such as the lead member, may read somebody’s words where they agreed to
          it: the words without a name.
        </p>
        {askable.length === 0 && (
          <EmptyState title="There are no words that you may ask about: of people with whom you work, and not told already." />
        )}
        <ul className="v-list">
          {askable.map((one) => (
            <li key={one.statementId}>
              “{one.words}” <span className="v-meta">{nameIn(family, one.personId)}</span>{' '}
              <a className="govuk-link" href={`/families/${family.familyId}/words/${aboutOf(one)}/account`}>
                Ask to tell this without a name
                <span className="govuk-visually-hidden">: “{one.words}”</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function EndForm({ family, one, sent }: { family: FamilyHere; one: Account; sent: FormState }) {
  const isSent = sent.suffix === one.accountId;
  const form: FormState = isSent ? sent : { ...freshForm, suffix: one.accountId };
  return (
    <Details summaryText="End it" open={isSent}>
      <form action={`/families/${family.familyId}/accounts/${one.accountId}/end`} method="post" noValidate>
        <WordsField
          form={form}
          name="why"
          label="Why it ends"
          hint="For example: they took it back. From then on nobody reads it here."
          most={500}
        />
        <Button text="End it now" />
      </form>
    </Details>
  );
}

/** Since when an account is told, and until when. */
export function TellingDays({ of: { writtenAt, lastDay } }: { of: Account }) {
  return (
    <>
      Since <Day on={dayOf(writtenAt)} form="short" />
      {lastDay !== null && (
        <>
          {' '}
          until <Day on={lastDay} form="short" />
        </>
      )}
      .
    </>
  );
}

/** What people agreed to have told, by month. */
export function AccountsPage({ told }: { told: readonly ToldAccount[] }) {
  if (told.length === 0)
    return <EmptyState title="Nobody has agreed yet to have words of theirs told here." />;
  return [...Map.groupBy(told, ({ month }) => month)].map(([month, accounts]) => (
    <section key={month} aria-labelledby={`m${month}`}>
      <h2 id={`m${month}`}>{dayInWords(`${month}-01`, 'month')}</h2>
      {accounts.map(({ words }, at) => (
        <blockquote key={at} className="v-words">
          {words}
        </blockquote>
      ))}
    </section>
  ));
}

const nameIn = ({ people }: FamilyHere, personId: string) =>
  people.find((one) => one.personId === personId)?.name ?? 'Somebody';
