import { addDays, dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseSome,
  Day,
  DayField,
  dayInWords,
  EmptyState,
  type FormState,
  StackTable,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import type { Protection } from '../sharing/index.ts';
import { namesInList } from './called.ts';
import type { Picture } from './shape.ts';

export type Found = {
  picture: Picture;
  member: Picture['people'][number];
  protections: Protection[];
  /** Those that went with numbers to somebody else and that the reader may end. */
  copies: Copy[];
};
type Copy = { protectionId: string; reason: string };
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
export function ProtectionPage({ picture, member, protections, copies, form }: Found & { form: FormState }) {
  const names = new Map(picture.people.map((person) => [person.personId, person.name]));
  const here = `/families/${picture.familyId}/people/${member.personId}/protection`;
  return (
    <>
      {protections.length === 0 ? (
        <EmptyState title="No protection is recorded that you may read." />
      ) : (
        <StackTable
          heard="Protections"
          firstCellIsHeader
          head={[{ text: 'From whom' }, { text: 'Why' }, { text: 'Since' }, { text: 'Last day' }]}
          rows={protections.map((one) => [
            {
              text:
                [
                  ...one.fromIds.map((id) => names.get(id) ?? 'somebody outside the family'),
                  ...(one.fromWords === '' ? [] : [one.fromWords]),
                  ...(one.fromBorn === null ? [] : [`born ${dayInWords(one.fromBorn)}`]),
                ].join(', ') || 'not said here',
            },
            { text: one.reason },
            { text: one.happened.from ? <Day on={one.happened.from} form="short" /> : 'not known' },
            {
              text:
                one.endedAt !== null ? (
                  <>
                    ended <Day on={dayOf(one.endedAt)} form="short" />
                    {one.endedReason && `: ${one.endedReason}`}
                  </>
                ) : (
                  <>
                    {one.happened.to && (
                      <>
                        <Day on={addDays(one.happened.to, -1)} form="short" />{' '}
                      </>
                    )}
                    <a href={`${here}/${one.protectionId}`}>Who may know, and ending it</a>
                  </>
                ),
            },
          ])}
        />
      )}
      {copies.length > 0 && (
        <>
          <h2>Kept back for somebody else as well</h2>
          <p className="govuk-body">
            Records that were held to be about {member.given || member.name} were parted from theirs. Where
            that person is, is kept back as well until it is ended.
          </p>
          <ul className="govuk-list govuk-list--bullet">
            {copies.map((one) => (
              <li key={one.protectionId}>
                {one.reason} <a href={`${here}/${one.protectionId}`}>Ending it for them</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Keep back where {member.given || member.name} is</h2>
      <p className="govuk-body">
        Their address, whoever else it is or was said of, that of everybody who lives with them, their school,
        doctor, appointments, placements, workers and the words of what they agreed to, and what is said about
        them in records, are kept from all but those allocated to them and those whom you name. An emergency
        does not open it. The next page says who will no longer know, before anything is kept back.
      </p>
      <form action={here} method="post" noValidate>
        <ChooseSome
          form={form}
          name="from"
          label="From whom"
          options={picture.people
            .filter((one) => one.personId !== member.personId)
            .map((one) => ({ value: one.personId, text: one.name }))}
        />
        <TextField
          form={form}
          name="somebody"
          label="Or somebody else, in words"
          hint="With their name, where you know it, such as: Paul Example, his brother."
        />
        <DayField
          form={form}
          name="born"
          label="Their date of birth"
          means="Where you know it. If that person ever looks at what is said of them here, it is then kept short, as it is for those chosen above; you are not told whether anybody here bears that name."
        />
        <WordsField form={form} name="reason" label="Why, in a sentence" />
        <DayField
          form={form}
          name="until"
          label="Until when"
          means="The last day on which it holds; leave it empty when it is not known."
        />
        <Button text="See who will no longer know" />
      </form>
    </>
  );
}

type OneProps = Found & {
  protection: Protection;
  /** Whether the reader may change it. */
  may: boolean;
  named: readonly Colleague[];
  mayName: readonly Colleague[];
  /** Who does not know while it stands. */
  losing: readonly Losing[];
  form: FormState;
};

/** One protection that stands: who may know, changing that, and ending it for a reason. */
export function OneProtectionPage({
  picture,
  member,
  protection,
  may,
  named,
  mayName,
  losing,
  form,
}: OneProps) {
  const here = `/families/${picture.familyId}/people/${member.personId}/protection/${protection.protectionId}`;
  const own = member.given || member.name;
  const knowing = new Set(protection.named);
  const kept = losing.filter((one) => !knowing.has(one.workerId)).map((one) => `${one.name}, ${one.job}`);
  return (
    <>
      <p className="govuk-body">{protection.reason}</p>
      <h2>Who may know where {own} is</h2>
      <p className="govuk-body">
        Whoever is allocated to {own}
        {named.length > 0 && `, and ${namesInList(named.map((one) => `${one.name} (${one.job})`))}`}.
      </p>
      {may && (
        <>
          <form action={`${here}/named`} method="post" noValidate>
            {mayName.length > 0 && (
              <ChooseSome
                form={form}
                name="named"
                label="Tick those who may know"
                options={mayName.map((one) => ({ value: one.workerId, text: `${one.name}, ${one.job}` }))}
                initially={protection.named}
              />
            )}
            <Button text="Keep who may know" />
          </form>
          <h2>Ending it</h2>
          <p className="govuk-body">
            {kept.length === 0
              ? `From then on nothing is kept back about where ${own} is because of it.`
              : `From then on these know where ${own} is, unless something else keeps it back: ${kept.join('; ')}. So does whoever else agreements let see it.`}
          </p>
          <form action={`${here}/end`} method="post" noValidate>
            <WordsField
              form={{ ...form, suffix: '-end' }}
              name="reason"
              label="Why it is no longer needed, in a sentence"
            />
            <Button text="End this protection" />
          </form>
        </>
      )}
    </>
  );
}

/** A protection that went to somebody whose records were parted from a member's, and ending it for a reason. */
export function OneCopyPage({ picture, member, copy, form }: Found & { copy: Copy; form: FormState }) {
  const own = member.given || member.name;
  return (
    <>
      <p className="govuk-body">{copy.reason}</p>
      <p className="govuk-body">
        This holds for somebody whose records were parted from those of {own}, and to whom nobody is
        allocated. What protects {own} stays as it is when it is ended here.
      </p>
      <form
        action={`/families/${picture.familyId}/people/${member.personId}/protection/${copy.protectionId}/end`}
        method="post"
        noValidate
      >
        <WordsField
          form={{ ...form, suffix: '-end' }}
          name="reason"
          label="Why it is no longer needed, in a sentence"
        />
        <Button text="End it for them" />
      </form>
    </>
  );
}

/** What a protection would do, before it is sent: what is kept back, who loses sight of it, who may be named. */
export function ForeseenPage({
  picture,
  member,
  form,
  kept,
  losing,
  colleagues,
  agencyNames,
}: Found & {
  /** What was asked for. */
  form: FormState;
  kept: readonly string[];
  losing: readonly Losing[];
  colleagues: readonly Colleague[];
  agencyNames: ReadonlyMap<string, string>;
}) {
  const called = new Map(picture.people.map((one) => [one.personId, one.given || one.name]));
  const own = member.given || member.name;
  const others = kept.filter((id) => id !== member.personId);
  const from = form.written.from ?? [];
  const elsewhere = from.filter((id) => !kept.includes(id));
  const workers = losing.map((one) => ({
    value: one.workerId,
    text: `${one.name}, ${one.job}`,
    hint: [
      [one.team, agencyNames.get(one.agency ?? '')].filter(Boolean).join(', '),
      `${one.parts.join('; ')}${one.throughThem ? '; works with whom they are protected from' : ''}`,
    ]
      .filter(Boolean)
      .join(': '),
  }));
  return (
    <>
      <h2>What is kept back</h2>
      <p className="govuk-body">
        Where {namesInList([own, ...namesOf(others, called)])} {others.length === 0 ? 'is' : 'are'} or will
        be: address, placements, visits, whatever schools, health, housing and youth justice tell of, workers
        and their teams; what services spent on it; what is said about any happening, and every record. And
        the address itself, in whomever’s past it stands.
      </p>
      {elsewhere.length > 0 && (
        <p className="govuk-body">
          Not kept back: where {namesInList(namesOf(elsewhere, called))}{' '}
          {elsewhere.length === 1 ? 'is' : 'are'}.
        </p>
      )}
      <h2>Who will no longer know: {inWorkers(losing.length)}</h2>
      <form action={`/families/${picture.familyId}/people/${member.personId}/protection`} method="post">
        {from.map((id) => (
          <input key={id} type="hidden" name="from" value={id} />
        ))}
        {['somebody', 'born', 'reason', 'until'].map((name) => (
          <input key={name} type="hidden" name={name} value={form.written[name]?.[0] ?? ''} />
        ))}
        {workers.length > 0 && (
          <ChooseSome form={form} name="named" label="Tick those who may go on knowing" options={workers} />
        )}
        <p className="govuk-body">
          Nor will the leads of agencies, inspectors, nor whoever opens the family in an emergency. Whoever is
          allocated to {own} goes on knowing.
        </p>
        {colleagues.length > 0 && (
          <ChooseSome
            form={{ ...form, suffix: '-too' }}
            name="named"
            label="Others of your team who may know"
            options={colleagues.map((one) => ({ value: one.workerId, text: `${one.name}, ${one.job}` }))}
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
