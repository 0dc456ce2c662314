import type { FamilyHere } from '../casework/index.ts';
import { dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  ChooseSome,
  Day,
  DayField,
  Details,
  type FormState,
  freshForm,
  StackTable,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import { type Entry, levels, type Plan, type Step } from './model.ts';

/** Which form of the page was sent; the others are fresh. */
export type Sent = { of: 'lead' | 'help' | 'steps' | string; form: FormState };

type PlanProps = { plan: Plan; today: string };

/** Who leads, with the number to ring, which help was agreed, and who does what by when: for the top of a family's page. */
export function PlanNow({ plan: { lead, help, steps }, today }: PlanProps) {
  return (
    <>
      <p className="govuk-body">
        <b>Lead:</b>{' '}
        {lead ? (
          <>
            {lead.content.name}, {lead.content.job}, ring{' '}
            <a className="govuk-link" href={`tel:${lead.content.telephone.replace(/[^\d+]/g, '')}`}>
              {lead.content.telephone}
            </a>{' '}
            (since <Day on={lead.day} form="short" />)
          </>
        ) : (
          'nobody has set here who leads, where you may see it.'
        )}
      </p>
      <p className="govuk-body">
        <b>Level of help:</b>{' '}
        {help ? (
          <>
            {levels[help.content.level]}, agreed on <Day on={help.day} form="short" /> by{' '}
            {help.content.agreedBy}, against {help.content.threshold}. The family’s view: {help.content.view}
          </>
        ) : (
          'none is set here, where you may see it.'
        )}
      </p>
      <p className="govuk-body">
        <b>Next steps:</b> {steps.length === 0 && 'none is set here, where you may see it.'}
      </p>
      {steps.length > 0 && (
        <ul className="v-list">
          {steps.map((step) => (
            <li key={step.entryId}>
              <StepWords step={step} today={today} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function StepWords({ step, today }: { step: Step; today: string }) {
  return (
    <>
      {step.content.who}: {step.content.what}, by <Day on={step.day} form="short" />
      {step.day < today && <b> (its day has passed)</b>}
    </>
  );
}

type PageProps = PlanProps & { family: FamilyHere; sent: Sent | null; writer: string };

/** What is set for a family, how to set it, and what was set before. */
export function PlanPage({ plan, family, sent, writer, today }: PageProps) {
  const here = `/families/${family.familyId}/plan`;
  const formOf = (of: string): FormState => (sent?.of === of ? sent.form : { ...freshForm, suffix: of });
  const [leading, helping, stepping] = [formOf('lead'), formOf('help'), formOf('steps')];
  const living = family.people.filter(({ died }) => died === null);
  return (
    <>
      <PlanNow plan={plan} today={today} />
      {plan.steps.map((step) => (
        <form key={step.entryId} action={`${here}/steps/${step.entryId}`} method="post" noValidate>
          <Details
            summaryText={`Say what became of: ${step.content.what}`}
            open={sent?.of === step.entryId && sent.form.wrong.length > 0}
          >
            <ChooseOne
              form={formOf(step.entryId)}
              name="outcome"
              label="What became of it"
              options={[
                { value: 'done', text: 'It was done' },
                { value: 'dropped', text: 'It is no longer to be done' },
              ]}
            />
            <TextField form={formOf(step.entryId)} name="words" label="In a few words, if you like" />
            <Button text="Write it down" classes="govuk-button--secondary" />
          </Details>
        </form>
      ))}
      <form action={`${here}/steps`} method="post" noValidate>
        <h2>Add a next step</h2>
        <ChooseSome
          form={stepping}
          name="persons"
          label="For whom"
          options={living.map(({ personId, name }) => ({ value: personId, text: name }))}
        />
        <TextField form={stepping} name="who" label="Who does it" />
        <TextField form={stepping} name="what" label="What they do" />
        <DayField form={stepping} name="by" label="By when" />
        <Button text="Add it" />
      </form>
      <form action={`${here}/lead`} method="post" noValidate>
        <h2>Set who leads</h2>
        <TextField form={leading} name="name" label="Who leads from today" value={writer} />
        <TextField form={leading} name="job" label="What they are, and where they work" />
        <TextField form={leading} name="telephone" label="A number to ring" width={20} />
        <Button text="Set who leads" />
      </form>
      <form action={`${here}/help`} method="post" noValidate>
        <h2>Write down the level of help that was agreed</h2>
        <ChooseOne
          form={helping}
          name="level"
          label="Level of help"
          options={Object.entries(levels).map(([value, text]) => ({ value, text }))}
        />
        <TextField form={helping} name="threshold" label="Against which threshold" />
        <TextField form={helping} name="agreedBy" label="Who agreed it" />
        <WordsField form={helping} name="view" label="What the family thinks of it" />
        <Button text="Write it down" />
      </form>
      {plan.before.length > 0 && (
        <>
          <h2>Before</h2>
          <StackTable
            head={[{ text: 'What' }, { text: 'Set by' }, { text: 'What became of it' }]}
            rows={plan.before.map((one) => [
              { text: inWords(one) },
              {
                text: (
                  <>
                    {one.writtenBy}, <Day on={dayOf(one.writtenAt)} form="short" />
                  </>
                ),
              },
              {
                text: (
                  <>
                    {one.outcome === 'done' ? 'Done' : one.outcome === 'dropped' ? 'Dropped' : 'Replaced'}
                    {one.endedAt && (
                      <>
                        {' '}
                        on <Day on={dayOf(one.endedAt)} form="short" />
                      </>
                    )}
                    {one.endedWords && `: ${one.endedWords}`}
                  </>
                ),
              },
            ])}
          />
        </>
      )}
    </>
  );
}

function inWords(one: Entry): string {
  switch (one.kind) {
    case 'plan-lead':
      return `Lead: ${one.content.name}, ${one.content.job}, ${one.content.telephone}`;
    case 'plan-help':
      return `Level of help: ${levels[one.content.level]}, agreed by ${one.content.agreedBy}; the family’s view: ${one.content.view}`;
    default:
      return `${one.content.who}: ${one.content.what}`;
  }
}
