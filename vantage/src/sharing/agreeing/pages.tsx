import { addDays, dayOf } from '../../platform/index.ts';
import {
  Button,
  Day,
  type FormState,
  StackTable,
  SummaryList,
  WordsField,
} from '../../platform/parts/index.ts';
import { conditionWords, tiers } from '../roles.ts';
import { type Effect, type TierChoice, tierChoices } from './model.ts';
import type { Foreseen, Kept } from './service.ts';
import {
  changeInWords,
  effectInWords,
  purposeInWords,
  subjectsInWords,
  whatItLets,
  withWhom,
} from './words.ts';

export type Names = (code: string) => string;

const howMuch = (tier: Kept['tier']) => tierChoices[tiers[tier] as TierChoice].text;

/** Agreements on what one agency gives: those that stand, and those that ended. */
export function OfAgencyPage({ all, names }: { all: readonly Kept[]; names: Names }) {
  const head = [
    { text: 'With' },
    { text: 'About whom' },
    { text: 'How much' },
    { text: 'What' },
    { text: 'Until' },
  ];
  const row = (one: Kept) => [
    {
      text: (
        <a className="govuk-link" href={`/agreements/${one.agreementId}`}>
          {withWhom(one, names)}, {purposeInWords(one.purpose)}
        </a>
      ),
    },
    { text: conditionWords[one.condition] },
    { text: howMuch(one.tier) },
    { text: subjectsInWords(one.subjects) },
    { text: <Until one={one} /> },
  ];
  const ended = all.filter((one) => one.endedAt !== null);
  return (
    <>
      <StackTable
        firstCellIsHeader
        caption="What stands"
        head={head}
        rows={all.filter((one) => one.endedAt === null).map(row)}
      />
      {ended.length > 0 && (
        <StackTable firstCellIsHeader caption="What has ended" head={head} rows={ended.map(row)} />
      )}
    </>
  );
}

function Until({ one: { endedAt, endReason, happened } }: { one: Kept }) {
  if (endedAt !== null) {
    return (
      <>
        ended <Day on={dayOf(endedAt)} form="short" />
        {endReason && `: ${endReason}`}
      </>
    );
  }
  return happened.to === null ? 'no last day is set' : <Day on={addDays(happened.to, -1)} form="short" />;
}

type OneProps = {
  one: Kept;
  basis: string;
  madeBy: string;
  names: Names;
  form: FormState;
  /** What ending it would do, for whoever may end it. */
  effect: Effect | null;
};

/** One agreement in full, and for whoever may end it what that would do, and the form that does. */
export function OnePage({ one, basis, madeBy, names, form, effect }: OneProps) {
  return (
    <>
      <p className="govuk-body">{whatItLets(one, names)}</p>
      <SummaryList
        rows={[
          { key: { text: 'Lawful basis' }, value: { text: basis } },
          { key: { text: 'Owner' }, value: { text: one.owner } },
          {
            key: { text: 'First day' },
            value: { text: one.happened.from === null ? 'not set' : <Day on={one.happened.from} /> },
          },
          { key: { text: 'Until' }, value: { text: <Until one={one} /> } },
          { key: { text: 'Why' }, value: { text: one.reason ?? 'It was put in place to begin with.' } },
          { key: { text: 'Agreed by' }, value: { text: madeBy } },
        ]}
      />
      {effect !== null && (
        <form action={`/agreements/${one.agreementId}/end`} method="post" noValidate>
          <h2>If it ends</h2>
          <EffectOf effect={effect} names={names} />
          <p className="govuk-body">It counts from the next request on. To share again, agree anew.</p>
          <WordsField form={form} name="reason" label="Why it ends, in a sentence" most={1000} />
          <input type="hidden" name="sure" value="yes" />
          <Button text="End it" classes="govuk-button--warning" />
        </form>
      )}
    </>
  );
}

type BeforeProps = Foreseen & {
  names: Names;
  /** What was asked for. */
  form: FormState;
  /** Whether whom to ask at the agency is set. */
  hasDesk: boolean;
};

/** What an agreement would do, before it is made. */
export function BeforePage({ agreement, effect, replaced, still, names, form, hasDesk }: BeforeProps) {
  const from = names(agreement.fromAgency);
  return (
    <>
      <p className="govuk-body">{whatItLets(agreement, names)}</p>
      <EffectOf effect={effect} names={names} />
      <p className="govuk-body">
        Who is sealed stays hidden, and what protects a harmed person is kept back all the same. Services that
        are not named to you are not counted.
      </p>
      {agreement.tier === 2 && !hasDesk && (
        <p className="govuk-body">
          <strong>{from} has set no duty desk yet</strong>: whoever is to ask is told its name alone until its
          lead has set one at <a href="/desks">duty desks</a>.
        </p>
      )}
      <AgreementList
        title={`Ends with it: ${replaced.length}`}
        words="From the next request on nothing rests on these."
        all={replaced}
        names={names}
      />
      <AgreementList
        title={`Shows more all the same: ${still.length}`}
        words={`Whom to ask is said only where nothing more of ${from} is shared with somebody. These share more with some of the same people; end them, or replace them, first.`}
        all={still}
        names={names}
      />
      <form action="/agreements/new" method="post">
        {Object.entries(form.written).flatMap(([name, values]) =>
          values.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
        )}
        <input type="hidden" name="sure" value="yes" />
        <Button text="Agree" />
      </form>
    </>
  );
}

function AgreementList(props: { title: string; words: string; all: readonly Kept[]; names: Names }) {
  const { title, words, all, names } = props;
  if (all.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <p className="govuk-body">{words}</p>
      <ul className="govuk-list govuk-list--bullet">
        {all.map((one) => (
          <li key={one.agreementId}>
            <a className="govuk-link" href={`/agreements/${one.agreementId}`}>
              {withWhom(one, names)}
            </a>
            , {conditionWords[one.condition]}: {howMuch(one.tier).toLowerCase()} of{' '}
            {subjectsInWords(one.subjects)}
          </li>
        ))}
      </ul>
    </>
  );
}

function EffectOf({ effect, names }: { effect: Effect; names: Names }) {
  const by = [...Map.groupBy(effect.by, ({ agency }) => agency)];
  return (
    <>
      {effectInWords(effect).map((sentence) => (
        <p className="govuk-body" key={sentence}>
          <strong>{sentence}</strong>
        </p>
      ))}
      {by.length > 0 && (
        <StackTable
          firstCellIsHeader
          caption="Of which agency, as work stands today"
          head={[{ text: 'Agency' }, { text: 'Who' }]}
          rows={by.map(([agency, changes]) => [
            { text: names(agency) },
            { text: changes.map(changeInWords).join('; ') },
          ])}
        />
      )}
    </>
  );
}
