import { dayOf } from '../platform/index.ts';
import { Button, Day, EmptyState, Input, StackTable } from '../platform/parts/index.ts';
import type { Protection } from '../sharing/index.ts';
import { namesInList } from './called.ts';
import type { Picture } from './shape.ts';

export type Found = { picture: Picture; member: Picture['people'][number]; protections: Protection[] };
/** What the form asks for, before it is sent for good. */
export type Asked = { from: readonly string[]; somebody: string; reason: string; until: string };
export type Colleague = { workerId: string; name: string; job: string };

/** Somebody who would no longer know where a protected person is, and why they know today. */
export type Losing = Colleague & {
  agency: string | null;
  team: string;
  parts: string[];
  /** Whether they work with somebody through the one from whom the person is protected. */
  throughThem: boolean;
};

/** What protects a member of a family, and the form that begins it. */
export function ProtectionPage({ picture, member, protections }: Found) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const here = `/families/${picture.familyId}/people/${member.personId}/protection`;
  return (
    <>
      {protections.length === 0 ? (
        <EmptyState title="No protection is recorded that you may read." />
      ) : (
        <StackTable
          firstCellIsHeader
          head={[{ text: 'From whom' }, { text: 'Why' }, { text: 'Since' }, { text: 'Until' }]}
          rows={protections.map((one) => [
            {
              text: [
                ...one.fromIds.map((id) => names.get(id) ?? 'somebody outside the family'),
                ...(one.fromWords === '' ? [] : [one.fromWords]),
              ].join(', '),
            },
            { text: one.reason },
            { text: one.happened.from ? <Day on={one.happened.from} form="short" /> : 'not known' },
            {
              text:
                one.endedAt !== null ? (
                  <>
                    ended <Day on={dayOf(one.endedAt)} form="short" />
                  </>
                ) : (
                  <form action={`${here}/${one.protectionId}/end`} method="post">
                    <button className="v-button" type="submit">
                      End it
                    </button>
                  </form>
                ),
            },
          ])}
        />
      )}
      <h2>Keep back where {member.given || member.name} is</h2>
      <p className="govuk-body">
        Their address, and that of everybody who lives with them, their school, doctor, appointments,
        placements and workers, and what is said about them in records, are kept from all but those allocated
        to them and those whom you name. An emergency does not open it. The next page says who will no longer
        know, before anything is kept back.
      </p>
      <form action={here} method="post">
        <Boxes
          name="from"
          legend="From whom"
          options={picture.people
            .filter((one) => one.personId !== member.personId)
            .map((one) => [one.personId, one.name])}
        />
        <Input
          name="somebody"
          label={{ text: 'Or somebody else, in words' }}
          hint={{ text: 'Such as: his brother, not known to us.' }}
          autocomplete="off"
        />
        <Input name="reason" label={{ text: 'Why, in a sentence' }} autocomplete="off" />
        <Input
          name="until"
          label={{ text: 'Until when (leave empty when it is not known)' }}
          hint={{ text: 'The first day on which it no longer holds, such as 2027-03-31.' }}
          classes="govuk-input--width-10"
          autocomplete="off"
        />
        <Button text="See who will no longer know" />
      </form>
    </>
  );
}

/** What a protection would do, before it is sent: what is kept back, who loses sight of it, who may be named. */
export function ForeseenPage({
  picture,
  member,
  asked,
  kept,
  losing,
  colleagues,
  agencyNames,
}: Found & {
  asked: Asked;
  kept: readonly string[];
  losing: readonly Losing[];
  colleagues: readonly Colleague[];
  agencyNames: ReadonlyMap<string, string>;
}) {
  const called = new Map(picture.people.map((one) => [one.personId, one.given || one.name]));
  const own = member.given || member.name;
  const others = kept.filter((id) => id !== member.personId);
  const elsewhere = asked.from.filter((id) => !kept.includes(id));
  const workers = losing.map((one): readonly [string, string] => [
    one.workerId,
    [
      `${one.name}, ${one.job}`,
      [one.team, agencyNames.get(one.agency ?? '')].filter(Boolean).join(', '),
      `${one.parts.join('; ')}${one.throughThem ? '; works with whom they are protected from' : ''}`,
    ]
      .filter(Boolean)
      .join(': '),
  ]);
  return (
    <>
      <h2>What is kept back</h2>
      <p className="govuk-body">
        Where {namesInList([own, ...namesOf(others, called)])} {others.length === 0 ? 'is' : 'are'} or will
        be: address, placements, visits, school and health matters, workers and their teams; what services
        spent on it; what is said about any happening, and every record.
      </p>
      {elsewhere.length > 0 && (
        <p className="govuk-body">
          Not kept back: where {namesInList(namesOf(elsewhere, called))}{' '}
          {elsewhere.length === 1 ? 'is' : 'are'}.
        </p>
      )}
      <h2>Who will no longer know: {inWorkers(losing.length)}</h2>
      <form action={`/families/${picture.familyId}/people/${member.personId}/protection`} method="post">
        {asked.from.map((id) => (
          <input key={id} type="hidden" name="from" value={id} />
        ))}
        {(['somebody', 'reason', 'until'] as const).map((name) => (
          <input key={name} type="hidden" name={name} value={asked[name]} />
        ))}
        {workers.length > 0 && (
          <Boxes name="named" legend="Tick those who may go on knowing" options={workers} />
        )}
        <p className="govuk-body">
          Nor will the leads of agencies, inspectors, nor whoever opens the family in an emergency. Whoever is
          allocated to {own} goes on knowing.
        </p>
        {colleagues.length > 0 && (
          <Boxes
            name="named"
            legend="Others of your team who may know"
            options={colleagues.map((one) => [one.workerId, `${one.name}, ${one.job}`])}
          />
        )}
        <input type="hidden" name="sure" value="yes" />
        <Button text="Keep it back" />
      </form>
    </>
  );
}

const inWorkers = (count: number) =>
  count === 0 ? 'nobody who works with them today' : count === 1 ? '1 worker' : `${count} workers`;

/** What people are called, and how many more there are whom the reader does not see. */
function namesOf(ids: readonly string[], called: ReadonlyMap<string, string>): string[] {
  const known = ids.flatMap((id) => called.get(id) ?? []);
  const more = ids.length - known.length;
  return more === 0 ? known : [...known, more === 1 ? 'one other person' : `${more} other people`];
}

function Boxes({
  name,
  legend,
  options,
}: {
  name: string;
  legend: string;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <fieldset className="govuk-fieldset govuk-form-group">
      <legend className="govuk-fieldset__legend">{legend}</legend>
      {options.map(([value, text]) => (
        <div key={value}>
          <label className="govuk-label" htmlFor={`${name}-${value}`}>
            <input type="checkbox" id={`${name}-${value}`} name={name} value={value} /> {text}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
