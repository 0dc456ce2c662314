import type { ReactNode } from 'react';
import { addDays } from '../../platform/index.ts';
import {
  Button,
  countInWords,
  Day,
  Details,
  EmptyState,
  Input,
  numberInWords,
  Span,
  StackTable,
} from '../../platform/parts/index.ts';
import { roles } from '../roles.ts';
import type { Looked, lookedAt, Mentioned, unusualLooking } from './looking.ts';
import { type Action, type KeptEntry, type LookingRule, lookingRules } from './model.ts';

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
  const label = role && role in roles ? roles[role as keyof typeof roles].label : role;
  const name = worker?.name ?? (role === 'family-member' ? 'Somebody of a family' : actor);
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

/** Families by their names; by the end of their number where the reader may not see them. */
function Families({ ids, of, mentioned }: { ids: readonly string[]; of: number; mentioned: Mentioned }) {
  return (
    <>
      {ids.map((id, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <a className="govuk-link" href={query({ family: id })}>
            {mentioned.families.get(id) ?? `family …${id.slice(-6)}`}
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
  return (
    <>
      <Families ids={families.slice(0, shownFamilies)} of={families.length} mentioned={mentioned} />
      {persons.length > 0 && (
        <>
          {families.length > 0 && <br />}
          <span className="v-meta">{countInWords(persons.length, 'person', 'people')}</span>
        </>
      )}
    </>
  );
}

function Act({ entry: { action, words, route } }: { entry: KeptEntry }) {
  return (
    <>
      {did[action] ?? action}
      {words && ` for “${words}”`}
      {route !== null && (
        <>
          <br />
          <span className="v-meta">{route}</span>
        </>
      )}
    </>
  );
}

function Why({ entry: { because, reason, purpose } }: { entry: KeptEntry }) {
  return (
    <>
      {[because, reason].filter(Boolean).join('. ')}
      {(because || reason) && <br />}
      <span className="v-meta">for {purpose}</span>
    </>
  );
}

type AuditPageProps = Awaited<ReturnType<typeof lookedAt>> & { looked: Looked };

/** Who did what, newest first. */
export function AuditPage({ entries, more, unsealed, mentioned, looked }: AuditPageProps) {
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
        <FilterForm looked={looked} />
      </Details>
      {entries.length === 0 ? (
        <EmptyState title="Nothing is written down that fits">
          <p className="govuk-body">
            Look for another name or another day. What was written down is never taken away.
          </p>
        </EmptyState>
      ) : (
        <StackTable
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
            { text: <Act entry={entry} /> },
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

function FilterForm({ looked: { worker, family, day, action } }: { looked: Looked }) {
  const common = { autocomplete: 'off', spellcheck: false } as const;
  return (
    <form action="/audit" method="get">
      <div className="v-columns">
        <Input
          {...common}
          name="worker"
          label={{ text: 'Who looked' }}
          hint={{ text: 'Part of a name, or an id' }}
          {...(worker && { value: worker })}
        />
        <Input
          {...common}
          name="family"
          label={{ text: 'At which family' }}
          hint={{ text: 'Its name, or its id' }}
          {...(family && { value: family })}
        />
        <Input
          {...common}
          name="day"
          label={{ text: 'On which day' }}
          hint={{ text: 'Like 2026-11-22' }}
          classes="govuk-input--width-10"
          {...(day && { value: day })}
        />
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor="action">
            What they did
          </label>
          <select className="govuk-select" id="action" name="action" defaultValue={action ?? ''}>
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
