import { draftData, type FamilyHere, KeepDraft, type Kept } from '../casework/index.ts';
import { ageOn, dayOf } from '../platform/index.ts';
import {
  Button,
  ChooseOne,
  ChooseSome,
  Day,
  DayField,
  Details,
  dayInWords,
  type FormState,
  freshForm,
  InsetText,
  NotRecorded,
  SelectField,
  StackTable,
  TextField,
  timeInWords,
  WordsField,
} from '../platform/parts/index.ts';
import type { Desk } from '../sharing/index.ts';
import { type Entry, grounds, levels, type Plan, type Responsibility, type Step } from './model.ts';
import type { MaySet } from './service.ts';

const listed = new Intl.ListFormat('en-GB');

/** Which form of the page was sent; the others are fresh. */
export type Sent = { of: 'lead' | 'help' | 'steps' | string; form: FormState };

type PlanProps = {
  plan: Plan;
  today: string;
  /** Whom records name as lead practitioner, said where nobody is set here. */
  listed?: readonly string[];
};

/** Who leads, with the number to ring, which help was agreed, and who does what by when: for the top of a family's page. */
export function PlanNow({ plan: { lead, help, steps }, today, listed: names = [] }: PlanProps) {
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
          `nobody has set here who leads, where you may see it.${names.length > 0 ? ` Records name ${names.join(', ')} as lead practitioner, without a number to ring.` : ''}`
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

type PageProps = PlanProps & {
  family: FamilyHere;
  may: MaySet;
  /** Duty desks that are set, by the name of their agency. */
  desks: ReadonlyMap<string, Desk>;
  sent: Sent | null;
  writer: string;
  /** A step that was begun and kept as a draft, and its number. */
  begun: FormState['written'];
  draftId: string;
  kept: Kept;
};

/** What is set for a family, how to set it, and what was set before. */
export function PlanPage(props: PageProps) {
  const { plan, family, may, desks, sent, writer, today, begun, draftId, kept } = props;
  const here = `/families/${family.familyId}/plan`;
  const formOf = (of: string): FormState => (sent?.of === of ? sent.form : { ...freshForm, suffix: of });
  const [leading, helping] = [formOf('lead'), formOf('help')];
  const stepping = sent?.of === 'steps' ? sent.form : { ...formOf('steps'), written: begun };
  const answering = formOf('responsibility');
  const living = family.people.filter(({ died }) => died === null);
  const name = nameIn(family);
  // What was sent stands as it was sent, whoever may send it by now.
  const near = living.filter(
    ({ personId }) => may.steps.includes(personId) || chosenIn(sent?.form).includes(personId),
  );
  const notNear = living.filter((one) => !near.includes(one));
  const children = near.filter(({ born }) => born !== null && ageOn(born, today) < 18);
  const ends = ({ entryId, about }: Entry) =>
    about.some((id) => may.near.includes(id)) || sent?.of === entryId;
  const settled = plan.before.find(({ entryId }) => sent?.of === entryId);
  const mayLead = may.leadRefused === null;
  const others = family.workers.filter((one) => one.name !== writer && one.name !== plan.lead?.content.name);
  const whomToAsk = (workers: FamilyHere['workers']) => (
    <WhomToAsk plan={plan} family={{ ...family, workers }} desks={desks} />
  );
  const notForAll = notNear.length > 0 && (
    <p className="govuk-body">
      You do not work with {listed.format(notNear.map((one) => one.name))}, or may not know where they are:
      what is for them is set by whoever works with them.
    </p>
  );
  return (
    <>
      {settled && (
        <InsetText>
          <p className="govuk-body">
            {inWords(settled, name)}. <Ended one={settled} />
          </p>
          <NotRecorded form={formOf(settled.entryId)} name="words" />
        </InsetText>
      )}
      <PlanNow plan={plan} today={today} />
      {plan.steps.filter(ends).map((step) => (
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
      <h2 id="steps">Add a next step</h2>
      {near.length === 0 ? (
        <>
          <p className="govuk-body">
            A next step is added by whoever works with everybody whom it is for, and may know where they are.
            That is not you.
          </p>
          {whomToAsk(others)}
        </>
      ) : (
        <>
          {notForAll}
          <form
            action={`${here}/steps`}
            method="post"
            noValidate
            {...draftData(kept, { draftId, familyId: family.familyId, kind: 'step' })}
          >
            <input type="hidden" name="draft" value={draftId} />
            <ChooseSome
              form={stepping}
              name="persons"
              label="For whom"
              options={near.map(({ personId, name }) => ({ value: personId, text: name }))}
            />
            <TextField form={stepping} name="who" label="Who does it" />
            <TextField
              form={stepping}
              name="what"
              label="What they do"
              hint="A step for one person alone is read by that person on their own page."
            />
            <DayField form={stepping} name="by" label="By when" />
            <ChooseSome
              form={stepping}
              name="asks"
              label="What it is for"
              options={[
                {
                  value: 'yes',
                  text: 'To ask them what they want, in their own words',
                  hint: 'Where nobody has asked them yet, the family’s page then says who will, and when.',
                },
              ]}
            />
            <p className="govuk-body" data-draft-says="" role="status" />
            <div className="v-links">
              <Button text="Add it" />
              <KeepDraft />
            </div>
          </form>
          <script type="module" src={kept.script} />
        </>
      )}
      {may.leadRefused && (
        <>
          <h2>Who leads, and the level of help</h2>
          <p className="govuk-body">
            {may.leadRefused.message} {may.leadRefused.remedy}
          </p>
          {whomToAsk(others.filter(({ allocated }) => allocated))}
        </>
      )}
      {(mayLead || sent?.of === 'lead') && (
        <>
          <h2>Set who leads</h2>
          <form action={`${here}/lead`} method="post" noValidate>
            <TextField form={leading} name="name" label="Who leads" value={writer} />
            <TextField form={leading} name="job" label="What they are, and where they work" />
            <TextField form={leading} name="telephone" label="A number to ring" width={20} />
            <DayField form={leading} name="since" label="Since when" means="Leave it empty for today." />
            <Button text="Set who leads" />
          </form>
        </>
      )}
      {(mayLead || sent?.of === 'help') && (
        <>
          <h2>Write down the level of help that was agreed</h2>
          <form action={`${here}/help`} method="post" noValidate>
            <ChooseOne
              form={helping}
              name="level"
              label="Level of help"
              options={Object.entries(levels).map(([value, text]) => ({ value, text }))}
            />
            <TextField form={helping} name="threshold" label="Against which threshold" />
            <TextField form={helping} name="agreedBy" label="Who agreed it" />
            <WordsField form={helping} name="view" label="What the family thinks of it" />
            <DayField form={helping} name="on" label="When it was agreed" means="Leave it empty for today." />
            <Button text="Write it down" />
          </form>
        </>
      )}
      <h2 id="responsibility">Who holds parental responsibility</h2>
      {plan.responsible.length === 0 && (
        <p className="govuk-body">Nothing is written down of it, where you may see it.</p>
      )}
      {plan.responsible.map((one) => (
        <form key={one.entryId} action={`${here}/steps/${one.entryId}`} method="post" noValidate>
          <p className="govuk-body">{responsibleInWords(one, name)}</p>
          {ends(one) && (
            <Details
              summaryText={`Say that it is no longer so: ${holderOf(one, name)}`}
              open={sent?.of === one.entryId && sent.form.wrong.length > 0}
            >
              <input type="hidden" name="outcome" value="dropped" />
              <TextField form={formOf(one.entryId)} name="words" label="Since when, and who says so" />
              <Button text="It is no longer so" classes="govuk-button--secondary" />
            </Details>
          )}
        </form>
      ))}
      {near.length === 0 ? (
        <p className="govuk-body">
          It is written down by whoever works with the child and with who holds it.
        </p>
      ) : (
        <form action={`${here}/responsibility`} method="post" noValidate>
          <Details
            summaryText="Write down who holds parental responsibility"
            open={sent?.of === 'responsibility'}
          >
            <ChooseOne
              form={answering}
              name="child"
              label="For which child"
              options={children.map(({ personId, name: text }) => ({ value: personId, text }))}
            />
            <SelectField
              form={answering}
              name="holder"
              label="Who of the family holds it"
              none="Nobody of the family"
              options={near.map(({ personId, name: text }) => ({ value: personId, text }))}
            />
            <TextField form={answering} name="otherName" label="Or somebody else: their name" />
            <ChooseOne
              form={answering}
              name="ground"
              label="How they hold it"
              options={Object.entries(grounds).map(([value, text]) => ({ value, text }))}
            />
            <DayField form={answering} name="since" label="Since when" />
            <TextField form={answering} name="saidBy" label="Who says so, or which paper" />
            <Button text="Write it down" />
          </Details>
        </form>
      )}
      {plan.before.length > 0 && (
        <>
          <h2>Before</h2>
          <StackTable
            heard="What was set before"
            head={[{ text: 'What' }, { text: 'Set by' }, { text: 'What became of it' }]}
            rows={plan.before.map((one) => [
              { text: inWords(one, name) },
              {
                text: (
                  <>
                    {one.writtenBy}, <Day on={dayOf(one.writtenAt)} form="short" />
                  </>
                ),
              },
              {
                text: <Ended one={one} />,
              },
            ])}
          />
        </>
      )}
    </>
  );
}

/** Whom a form was sent for. */
const chosenIn = (form: FormState | undefined): readonly string[] =>
  ['persons', 'child', 'holder'].flatMap((field) => form?.written[field] ?? []);

/** "Done on 3 May 2026 at 14:05 by Nina Castell: she rang." */
function Ended({ one }: { one: Entry }) {
  return (
    <>
      {one.outcome === 'done' ? 'Done' : one.outcome === 'dropped' ? 'Dropped' : 'Replaced'}
      {one.endedAt && (
        <>
          {' '}
          on <Day on={dayOf(one.endedAt)} form="short" /> at {timeInWords(one.endedAt)}
        </>
      )}
      {one.endedBy && ` by ${one.endedBy}`}
      {one.endedWords && `: ${one.endedWords}`}
    </>
  );
}

type AskProps = Pick<PageProps, 'plan' | 'family' | 'desks'>;

/** Who leads and who works with the family, where, and how to reach them, as far as the reader may see it. */
function WhomToAsk({ plan: { lead }, family, desks }: AskProps) {
  const name = nameIn(family);
  return (
    <ul className="v-list">
      {lead && (
        <li>
          {lead.content.name}, who leads: ring{' '}
          <a className="govuk-link" href={`tel:${lead.content.telephone.replace(/[^\d+]/g, '')}`}>
            {lead.content.telephone}
          </a>
        </li>
      )}
      {family.workers.map(({ name: worker, part, worksFor, people }) => {
        const desk = worksFor === null ? undefined : desks.get(worksFor);
        return (
          <li key={`${worker} ${part} ${people.join()}`}>
            {[worker, part?.toLowerCase(), worksFor].filter(Boolean).join(', ')}, for{' '}
            {listed.format(people.map(name))}
            {desk && `: ${desk.name}, ${desk.telephone}, ${desk.hours}`}
          </li>
        );
      })}
      {!lead && family.workers.length === 0 && (
        <li>Nobody else works with them where you may see it: ask the lead of your agency whom to ask.</li>
      )}
    </ul>
  );
}

const nameIn = (family: FamilyHere) => {
  const names = new Map(family.people.map((one) => [one.personId, one.name]));
  return (personId: string) => names.get(personId) ?? 'somebody outside the family';
};

type Named = (personId: string) => string;

/** Who holds parental responsibility. */
export const holderOf = ({ about, content }: Responsibility, name: Named): string =>
  content.otherName ?? name(about[1] ?? '');

/** "Kyle: Dawn Hart, as the mother, since 5 April 2012; says the birth certificate." */
export function responsibleInWords(one: Responsibility, name: Named): string {
  const ground = grounds[one.content.ground];
  const how = ground.charAt(0).toLowerCase() + ground.slice(1);
  return `${name(one.about[0] ?? '')}: ${holderOf(one, name)}, ${how}, since ${dayInWords(one.day)}; says ${one.content.saidBy}.`;
}

function inWords(one: Entry, name: Named): string {
  switch (one.kind) {
    case 'plan-lead':
      return `Lead: ${one.content.name}, ${one.content.job}, ${one.content.telephone}`;
    case 'plan-help':
      return `Level of help: ${levels[one.content.level]}, agreed by ${one.content.agreedBy}; the family’s view: ${one.content.view}`;
    case 'plan-responsibility':
      return `Parental responsibility: ${responsibleInWords(one, name)}`;
    default:
      return `${one.content.who}: ${one.content.what}`;
  }
}
