import type { Person } from '../identity/index.ts';
import { dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  Day,
  DayField,
  EmptyState,
  type FormState,
  NotificationBanner,
  StackTable,
  WordsField,
} from '../platform/parts/index.ts';
import { type ChildsHelp, type Consent, consentStands, voluntaryServices } from '../sharing/index.ts';
import { nameOf, today } from './open.ts';
import type { Picture } from './shape.ts';

/** Help that nobody has to accept. */
export const services = Object.keys(voluntaryServices) as (keyof typeof voluntaryServices)[];

type ConsentsPageProps = {
  picture: Picture;
  /** For whom the reader may write an answer down. */
  adults: readonly Person[];
  /** Of the answers those that the reader may write down as taken back. */
  mine: readonly string[];
  consents: readonly Consent[];
  form: FormState;
};

/** What the adults of a family answered, and writing another answer down. */
export function ConsentsPage({ picture, adults, mine, consents, form }: ConsentsPageProps) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const here = `/families/${picture.familyId}/consents`;
  return (
    <>
      {consents.length === 0 && (
        <EmptyState title="Nobody has written down what anybody agreed to. Agencies that help say that help was agreed." />
      )}
      {consents.length > 0 && (
        <StackTable
          heard="Who agreed to what"
          firstCellIsHeader
          head={[
            { text: 'Who' },
            { text: 'To what' },
            { text: 'Answer' },
            { text: 'Last day' },
            { text: 'Take back' },
          ]}
          rows={consents.map((one) => [
            { text: names.get(one.personId) ?? '' },
            { text: `${voluntaryServices[one.service]}: ${one.words}` },
            {
              text: (
                <>
                  {answerInWords(one)} <Day on={dayOf(one.withdrawnAt ?? one.recordedAt)} form="short" />
                </>
              ),
            },
            { text: <LastDay consent={one} /> },
            {
              text:
                mine.includes(one.consentId) && consentStands(one, today()) ? (
                  <form action={`${here}/${one.consentId}/withdraw`} method="post">
                    <button className="v-button" type="submit">
                      They take it back
                    </button>
                  </form>
                ) : (
                  ''
                ),
            },
          ])}
        />
      )}
      {adults.length > 0 && <AnswerForm here={here} adults={adults} form={form} />}
      <p className="v-links">
        <a href="/consents">Answers that you wrote down and that ended something</a>
      </p>
    </>
  );
}

function LastDay({ consent: { answer, lastDay } }: { consent: Consent }) {
  if (answer === 'declined') return null;
  return lastDay ? <Day on={lastDay} form="short" /> : 'no end agreed';
}

type AnswerFormProps = { here: string; adults: readonly Person[]; form: FormState };

function AnswerForm({ here, adults, form }: AnswerFormProps) {
  return (
    <>
      <h2>Write down an answer</h2>
      <p className="govuk-body">
        An answer counts at once. When somebody declines or takes it back, whoever worked with them because
        they had agreed no longer sees them; a child’s help goes on while another adult’s consent to it
        stands, written down or on the agency’s own list. The next page says who that is, before it counts.
      </p>
      <form action={here} method="post" noValidate>
        <ChooseOne
          form={form}
          name="person"
          label="Who answered"
          options={adults.map((one) => ({ value: one.personId, text: nameOf(one) }))}
        />
        <ChooseOne
          form={form}
          name="service"
          label="To what help"
          options={services.map((service) => ({ value: service, text: voluntaryServices[service] }))}
        />
        <ChooseOne
          form={form}
          name="answer"
          label="Their answer"
          options={[
            { value: 'given', text: 'They agree' },
            { value: 'declined', text: 'They decline' },
          ]}
        />
        <WordsField form={form} name="words" label="What was put to them, in a sentence" most={1000} />
        <DayField
          form={form}
          name="until"
          label="Until when"
          means="The last day on which it holds; leave it empty when no end was agreed."
        />
        <Button text="Keep this answer" />
      </form>
    </>
  );
}

/** What an answer was in a word. */
export function answerInWords({ answer, withdrawnAt }: Consent): 'agreed' | 'declined' | 'taken back' {
  if (answer === 'declined') return 'declined';
  return withdrawnAt === null ? 'agreed' : 'taken back';
}

/** "Dawn Hart declined early help and family help on 22 November 2026." */
function Said({ consent, name }: { consent: Consent; name: string }) {
  const verb = { agreed: 'agreed to', declined: 'declined', 'taken back': 'took back their consent to' }[
    answerInWords(consent)
  ];
  return (
    <>
      {name} {verb} {voluntaryServices[consent.service].toLowerCase()} on{' '}
      <Day on={dayOf(consent.withdrawnAt ?? consent.recordedAt)} />
    </>
  );
}

/** Somebody who would no longer see people, and whom. */
export type Losing = { workerId: string; worker: string; job: string; persons: string[] };

/** What becomes of a child's help, and whose word keeps it up. */
export type ChildGoesOn = { child: string; goesOn: ChildsHelp['goesOn']; adult: string };

/** "Kyle Hart goes on being seen by whoever gives this help: Dawn Hart agreed to it." */
function childInWords({ child, goesOn, adult }: ChildGoesOn): string {
  if (goesOn === 'ends')
    return `${child} is no longer seen by whoever gives this help: nobody else who answers for them has agreed to it.`;
  const why =
    goesOn === 'agreed' ? `${adult} agreed to it` : `an agency’s list says that it was agreed with ${adult}`;
  return `${child} goes on being seen by whoever gives this help: ${why}.`;
}

type BeforeProps = {
  name: string;
  service: Consent['service'];
  losing: readonly Losing[];
  /** The children for whom the adult answers. */
  childrenAfter: readonly ChildGoesOn[];
  /** Where the answer is sent. */
  action: string;
  back: string;
  /** What was written, to be sent with it. */
  written: FormState['written'];
};

/** What somebody's declining, or taking back, would do, before it is sent. */
export function BeforePage({ name, service, losing, childrenAfter, action, back, written }: BeforeProps) {
  return (
    <>
      <h2>
        When {name} does not agree to {voluntaryServices[service].toLowerCase()}
      </h2>
      {losing.length === 0 ? (
        <p className="govuk-body">
          Nobody is seen by fewer people: nobody works with them because they had agreed, or another adult’s
          consent, a plan or the agency’s own list stands.
        </p>
      ) : (
        <StackTable
          heard="Who will no longer see"
          firstCellIsHeader
          head={[{ text: 'Who' }, { text: 'Will no longer see' }]}
          rows={losing.map((one) => [
            { text: `${one.worker}${one.job && `, ${one.job}`}` },
            { text: one.persons.join(', ') },
          ])}
        />
      )}
      {childrenAfter.length > 0 && (
        <>
          <h3>Their children</h3>
          <ul className="govuk-list govuk-list--bullet">
            {childrenAfter.map((one) => (
              <li key={one.child}>{childInWords(one)}</li>
            ))}
          </ul>
          <p className="govuk-body">
            Whoever works with them for another reason, such as a plan in law, still sees them.
          </p>
        </>
      )}
      <p className="govuk-body">
        Nor does whoever manages them because of that help. You can write down that they agree again.
      </p>
      <form action={action} method="post">
        {Object.entries(written).flatMap(([field, texts]) =>
          (texts ?? []).map((text) => (
            <input key={`${field} ${text}`} type="hidden" name={field} value={text} />
          )),
        )}
        <input type="hidden" name="sure" value="yes" />
        <Button text="Write it down" />
      </form>
      <p className="v-links">
        <a href={back}>Leave it as it is</a>
      </p>
    </>
  );
}

type AnsweredProps = { consent: Consent; name: string };

/** That an answer is written down, and why the reader sees the family still. */
export function WrittenDown({ consent, name, goesOn }: AnsweredProps & { goesOn: string }) {
  return (
    <NotificationBanner titleText="Written down">
      <p className="govuk-notification-banner__heading">
        <Said consent={consent} name={name} />.
      </p>
      {!consentStands(consent, today()) && (
        <p className="govuk-body">What rested on it has ended. {goesOn}</p>
      )}
    </NotificationBanner>
  );
}

/** What was written down, for a worker who does not see the family any more. */
export function Ended({ consent, name, family }: AnsweredProps & { family: string }) {
  return (
    <>
      <p className="govuk-body">
        <b>
          <Said consent={consent} name={name} />.
        </b>{' '}
        Your work with {family} rested on it, so you no longer see them here. Whoever works with them for
        another reason still does.
      </p>
      <p className="govuk-body">What you wrote is kept: “{consent.words}”</p>
      <p className="govuk-body">
        If they change their mind, or it was written down by mistake, write it down at{' '}
        <a href="/consents">answers that you wrote down</a>. If you think that somebody may come to harm, ring
        the front door of children’s services, or 999.
      </p>
      <p className="v-links">
        <a href="/families">Find another family</a>
      </p>
    </>
  );
}

/** Who of the family agreed to what, in a line each, on the family's page. */
export function ConsentLines({ picture, consents }: { picture: Picture; consents: readonly Consent[] }) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  return (
    <section aria-labelledby="agreed">
      <h2 id="agreed">What they agreed to</h2>
      {consents.length === 0 && <p className="govuk-body">No answer that you may see is written down.</p>}
      {consents.length > 0 && (
        <ul className="v-list">
          {consents.map((one) => (
            <li key={one.consentId}>
              {names.get(one.personId)}: {answerInWords(one)}, {voluntaryServices[one.service].toLowerCase()}
              {one.lastDay && (
                <>
                  , until <Day on={one.lastDay} form="short" />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="v-links">
        <a href={`/families/${picture.familyId}/consents`}>Help that nobody has to accept</a>
      </p>
    </section>
  );
}
