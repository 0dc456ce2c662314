import type { ReactNode } from 'react';
import { addDays } from '../../platform/index.ts';
import {
  Button,
  countInWords,
  Day,
  DayField,
  Details,
  EmptyState,
  ErrorMessage,
  type FormState,
  numberInWords,
  Span,
  StackTable,
  TextField,
} from '../../platform/parts/index.ts';
import { roles } from '../roles.ts';
import { operatorPrefix } from '../service.ts';
import { type Looked, type lookedAt, lookedInto, type Mentioned, type unusualLooking } from './looking.ts';
import { type Action, type KeptEntry, type LookingRule, lookingRules, type RouteWords } from './model.ts';

/** What each action is called on a page. */
const did: Readonly<Record<Action, string>> = {
  read: 'Looked',
  search: 'Searched',
  export: 'Took out a copy',
  change: 'Changed something',
  denied: 'Was refused',
  'break-glass': 'Opened in an emergency',
  purpose: 'Opened for a purpose',
  review: 'Reviewed',
  seal: 'Sealed',
  unseal: 'Unsealed',
  consent: 'Wrote down consent',
  withdraw: 'Wrote down that consent ended',
  share: 'Decided to share',
  'not-share': 'Decided not to share',
  acknowledge: 'Acknowledged what verifying found',
};

const time = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const minutes = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
});
const londonDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });

/** The day in London on which an instant falls. */
export function dayInLondon(at: Date): string {
  return londonDay.format(at);
}

function query(looked: Looked & { before?: string | undefined }): string {
  const given = Object.entries(looked).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length === 0 ? '/audit' : `/audit?${new URLSearchParams(given)}`;
}

function Who({ actor, role, mentioned }: { actor: string; role?: string; mentioned: Mentioned }) {
  const worker = mentioned.workers.get(actor);
  const label = role && role in roles ? roles[role as keyof typeof roles].label : undefined;
  const name = worker?.name ?? whoElse(role, actor);
  return (
    <>
      <a className="govuk-link" href={query({ worker: actor })}>
        {name}
      </a>
      {(label ?? worker?.job) && (
        <>
          <br />
          <span className="v-meta">{label ?? worker?.job}</span>
        </>
      )}
    </>
  );
}

function whoElse(role: string | undefined, actor: string): string {
  if (role === 'family-member') return 'Somebody of a family';
  if (role === 'nobody') return 'Nobody had been chosen';
  if (actor.startsWith(operatorPrefix)) return `${actor.slice(operatorPrefix.length)}, who runs the machine`;
  return actor === 'vantage' ? 'Vantage itself' : 'Somebody who no longer works here';
}

/** Families by their names, of those that the reader may see. */
function Families({ ids, of, mentioned }: { ids: readonly string[]; of: number; mentioned: Mentioned }) {
  return (
    <>
      {ids.map((id, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <a className="govuk-link" href={query({ family: id })}>
            {mentioned.families.get(id) ?? 'a family that you may not see'}
          </a>
        </span>
      ))}
      {of > ids.length && ` and ${numberInWords(of - ids.length)} more`}
    </>
  );
}

const shownFamilies = 5;

function About({ entry, mentioned }: { entry: KeptEntry; mentioned: Mentioned }) {
  const { families, persons } = entry;
  const one = lookedInto(entry);
  return (
    <>
      <Families ids={families.slice(0, shownFamilies)} of={families.length} mentioned={mentioned} />
      {persons.length > 0 && (
        <>
          {families.length > 0 && <br />}
          {one === undefined ? (
            <span className="v-meta">{countInWords(persons.length, 'person', 'people')}</span>
          ) : (
            <a className="govuk-link" href={query({ person: one })}>
              {mentioned.persons.get(one) ?? 'somebody whom you may not see'}
            </a>
          )}
        </>
      )}
    </>
  );
}

type Words = (route: string) => RouteWords | undefined;

/** "Looked at a family’s page", "Protected somebody", "Was refused: a record as it came". */
export function actInWords({ action, words, route }: KeptEntry, routeWords: Words): string {
  const known = route === null ? undefined : routeWords(route);
  const at =
    known?.seen ?? (route?.startsWith('vantage ') ? `the command ${route}` : 'a page that is no more');
  const said = words ? ` for “${words}”` : '';
  if (route === null) return `${did[action] ?? action}${said}`;
  if (action === 'read') return `Looked at ${at}${said}`;
  if (action === 'search') return `Searched${said} on ${at}`;
  if (action === 'denied') return `Was refused: ${at}${said}`;
  if (action === 'change') return `${known?.done ?? `Changed ${at}`}${said}`;
  return `${did[action] ?? action}${said}${route.startsWith('vantage ') ? `, by ${at}` : ''}`;
}

const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What somebody said, without ids: they name nobody to a reader. */
export const withoutIds = (text: string) =>
  text
    .replace(/ ?Asked for ([^.]*)\./, (all, asked: string) =>
      asked.replace(ids, '').trim() === '' ? '' : all,
    )
    .replace(ids, 'one whose name is not shown');

function Why({ entry: { because, reason, purpose } }: { entry: KeptEntry }) {
  return (
    <>
      {withoutIds([because, reason].filter(Boolean).join(' '))}
      {(because || reason) && <br />}
      <span className="v-meta">{purposeWords[purpose] ?? `for ${purpose}`}</span>
    </>
  );
}

/** Why, where nobody gave a reason: by what their role is for. */
const purposeWords: Readonly<Record<string, string>> = {
  help: 'to help',
  oversight: 'to oversee the work',
  governance: 'to look after information',
  inspection: 'to inspect',
  administration: 'to run the system',
  own: 'about themselves',
};

type AuditPageProps = Awaited<ReturnType<typeof lookedAt>> & {
  looked: Looked;
  routeWords: Words;
  form: FormState;
};

/** Who did what, newest first. */
export function AuditPage({ entries, more, unsealed, mentioned, looked, routeWords, form }: AuditPageProps) {
  const filtered = Object.values(looked).some(Boolean);
  return (
    <>
      <p className="v-links">
        <a className="govuk-link" href="/audit/unusual">
          Unusual looking
        </a>
        {filtered && (
          <a className="govuk-link" href="/audit">
            Everything
          </a>
        )}
      </p>
      <Details summaryText="Find in it" open={filtered}>
        <FilterForm form={form} />
      </Details>
      {entries.length === 0 ? (
        <EmptyState title="Nothing is written down that fits">
          <p className="govuk-body">
            Look for another name or another day. What was written down is never taken away.
          </p>
        </EmptyState>
      ) : (
        <StackTable
          heard="Who looked and who did what"
          head={[{ text: 'When' }, { text: 'Who' }, { text: 'Did what' }, { text: 'About' }, { text: 'Why' }]}
          rows={entries.map((entry) => [
            {
              text: (
                <>
                  <Day on={dayInLondon(entry.at)} form="short" /> {time.format(entry.at)}
                </>
              ),
            },
            { text: <Who actor={entry.actor} role={entry.role} mentioned={mentioned} /> },
            { text: actInWords(entry, routeWords) },
            { text: <About entry={entry} mentioned={mentioned} /> },
            { text: <Why entry={entry} /> },
          ])}
        />
      )}
      {more && (
        <p className="v-links">
          <a className="govuk-link" href={query({ ...looked, before: entries.at(-1)?.entryId })}>
            Older
          </a>
        </p>
      )}
      <p className="v-meta">
        Times are London’s. Entries that wait for a seal: {numberInWords(unsealed)}. It takes about a second;
        if there are more than a few, nothing seals.
      </p>
    </>
  );
}

/** What to find in the audit. */
export function FilterForm({ form }: { form: FormState }) {
  const error = form.wrong.find(({ field }) => field === 'action')?.text;
  return (
    <form action="/audit" method="get">
      <div className="v-columns">
        <TextField form={form} name="worker" label="Who looked" hint="Part of a name, or an id" />
        <TextField form={form} name="family" label="At which family" hint="Its name, or its id" />
        <TextField form={form} name="person" label="At whom" hint="A name, or an id" />
        <DayField form={form} name="day" label="On which day" />
        <div className={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
          <label className="govuk-label" htmlFor="action">
            What they did
          </label>
          {error && <ErrorMessage id="action-error" text={error} />}
          <select
            className="govuk-select"
            id="action"
            name="action"
            defaultValue={form.written.action?.[0] ?? ''}
            aria-describedby={error && 'action-error'}
          >
            <option value="">Anything</option>
            {Object.entries(did).map(([key, words]) => (
              <option value={key} key={key}>
                {words}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Button text="Show" />
    </form>
  );
}

/** What each rule is called on a page. */
const ruleNames: Readonly<Record<LookingRule, string>> = {
  'own-name': 'Own surname',
  'no-relation': 'No relation',
  'out-of-hours': 'Out of hours',
  'many-families': 'Many families',
};

type UnusualPageProps = Awaited<ReturnType<typeof unusualLooking>> & { from: string; today: string };

/** What the rules list in a week, with what they say and what is not looked at. */
export function UnusualPage({ found, mentioned, from, today }: UnusualPageProps) {
  const week = (day: string) => `/audit/unusual?from=${day}`;
  const next = addDays(from, 7);
  return (
    <>
      <p className="v-links">
        <a className="govuk-link" href="/audit">
          Who looked at whom
        </a>
        <a className="govuk-link" href={week(addDays(from, -7))}>
          The week before
        </a>
        {next <= today && (
          <a className="govuk-link" href={week(next)}>
            The week after
          </a>
        )}
      </p>
      <h2>
        <Span from={from} to={next} />
      </h2>
      {found.length === 0 ? (
        <EmptyState title="No rule lists anything in these days">
          <p className="govuk-body">
            That is not to say that all looking was right: see below what is not looked at.
          </p>
        </EmptyState>
      ) : (
        <StackTable
          heard="What rules found in this time"
          head={[
            { text: 'Who' },
            { text: 'Rule' },
            { text: 'When' },
            { text: 'Times', format: 'numeric' },
            { text: 'Families' },
          ]}
          rows={found.map((one) => [
            { text: <Who actor={one.actor} mentioned={mentioned} /> },
            { text: ruleNames[one.rule] },
            {
              text: (
                <>
                  <a className="govuk-link" href={query({ worker: one.actor, day: one.day })}>
                    <Day on={one.day} form="short" />
                  </a>{' '}
                  {between(one.first, one.last)}
                </>
              ),
            },
            { text: numberInWords(one.times), format: 'numeric' },
            { text: <Families ids={one.families} of={one.familyCount} mentioned={mentioned} /> },
          ])}
        />
      )}
      <h2>The rules</h2>
      <p className="govuk-body">Each asks a question. None of them says that somebody did wrong.</p>
      <dl className="v-prose">
        {Object.entries(lookingRules).map(([rule, words]) => (
          <Rule key={rule} name={ruleNames[rule as LookingRule]}>
            {words}
          </Rule>
        ))}
      </dl>
      <h2>What is not looked at</h2>
      <p className="govuk-body v-prose">
        Neighbours, because the addresses of people who work here are not held. Kin of another name, for the
        same reason. Families that you may not see yourself are not compared by name. What somebody was told
        or shown by another person leaves no trace here.
      </p>
    </>
  );
}

function Rule({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>
        <b>{name}</b>
      </dt>
      <dd>{children}</dd>
    </>
  );
}

function between(first: Date, last: Date): string {
  const [from, to] = [minutes.format(first), minutes.format(last)];
  return from === to ? from : `${from} to ${to}`;
}
