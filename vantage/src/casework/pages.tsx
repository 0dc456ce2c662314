import type { ReactNode } from 'react';
import {
  Button,
  ChooseOne,
  ChooseSome,
  DayField,
  Details,
  dayInWords,
  type FormState,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import { DraftList, draftData, KeepDraft, type Kept } from './drafts.tsx';
import type { Draft } from './handover.ts';
import { audiences, type NoteKind, noteKinds, places, untilSharedWords, wrongs } from './model.ts';

/** A family as somebody sees it who writes about it. */
export type FamilyHere = {
  familyId: string;
  name: string;
  people: readonly {
    personId: string;
    name: string;
    born: string | null;
    died: string | null;
    /** Where they live, in words; null where that is not known or kept back. */
    home: string | null;
  }[];
  /** Who works with whom of them now, by name, as far as the reader may see it. */
  workers: readonly {
    name: string;
    /** Whether they are allocated: as social worker, lead or family help practitioner. */
    allocated: boolean;
    /** Their part, and where they work; null where that is not told. */
    part: string | null;
    worksFor: string | null;
    people: readonly string[];
  }[];
};

const optionsOf = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, text]) => ({ value, text }));

/** What to write down, and what was begun. */
export function ChooseKind({ family, drafts }: { family: FamilyHere; drafts: readonly Draft[] }) {
  return (
    <>
      <ul className="v-list">
        {Object.entries(noteKinds).map(([kind, { label, hint }]) => (
          <li key={kind}>
            <a className="govuk-link" href={`/families/${family.familyId}/record/${kind}`}>
              {label}
            </a>
            <span className="v-meta"> {hint}</span>
          </li>
        ))}
      </ul>
      {drafts.length > 0 && (
        <>
          <h2>What you have begun</h2>
          <DraftList drafts={drafts} />
        </>
      )}
      <p className="v-links">
        <a href="/notes">All that you have written</a>
      </p>
    </>
  );
}

type WritingProps = {
  kind: NoteKind;
  family: FamilyHere;
  /** Of a working hypothesis, who manages the work with whom at the writer's agency. */
  managers?: readonly { personId: string; name: string }[];
  form: FormState;
  /** Where the form is sent. */
  action: string;
  /** The number of the draft, and of what is recorded from it. */
  draftId: string;
  /** How the browser keeps what cannot be sent; left out where something recorded is changed. */
  kept?: Kept;
  /** Asks why something recorded is changed. */
  change?: boolean;
};

/** The form in which something is written down. Nothing is asked that is known: who they are, who writes, and the time now. */
export function WritingForm(props: WritingProps) {
  const { kind, family, managers = [], form, action, draftId, kept, change = false } = props;
  const data = kept && draftData(kept, { draftId, familyId: family.familyId, kind });
  return (
    <>
      <form action={action} method="post" noValidate {...data}>
        <input type="hidden" name="id" value={draftId} />
        <KindFields kind={kind} family={family} managers={managers} form={form} />
        <More kind={kind} form={form} />
        {change && <WordsField form={form} name="reason" label="Why you change it" most={500} />}
        <p className="govuk-body" data-draft-says="" role="status" />
        <div className="v-links">
          <Button text={change ? 'Record the change' : 'Record it'} />
          {!change && <KeepDraft />}
        </div>
      </form>
      {kept && <script type="module" src={kept.script} />}
    </>
  );
}

type FieldsProps = Pick<WritingProps, 'kind' | 'family' | 'form'> & Required<Pick<WritingProps, 'managers'>>;

function KindFields({ kind, family, managers, form }: FieldsProps) {
  const living = family.people.filter(({ died }) => died === null);
  const people = living.map(({ personId, name }) => ({ value: personId, text: name }));
  const about = <ChooseSome form={form} name="persons" label="Whom it is about" options={people} />;
  const words = (label: string, hint?: ReactNode) => (
    <WordsField form={form} name="words" label={label} rows={5} most={4000} {...(hint ? { hint } : {})} />
  );
  switch (kind) {
    case 'visit':
      return (
        <>
          <ChooseSome form={form} name="seen" label="Whom you saw" options={people} />
          <ChooseSome
            form={form}
            name="alone"
            label="Whom of them alone"
            hint="Out of hearing of everybody else."
            options={people}
          />
          <ChooseOne form={form} name="where" label="Where" options={optionsOf(places)} />
          {words('What you saw and heard', 'In their own words where you can. You may dictate it.')}
        </>
      );
    case 'call':
      return (
        <>
          {about}
          <TextField form={form} name="withWhom" label="With whom" />
          {words('What was said')}
        </>
      );
    case 'correction':
      return (
        <>
          <ChooseSome
            form={form}
            name="persons"
            label="Of whom something is wrong"
            options={living.map((one) => ({
              value: one.personId,
              text: one.name,
              hint: knownOf(one),
            }))}
          />
          <ChooseOne form={form} name="wrong" label="What is wrong" options={optionsOf(wrongs)} />
          <TextField form={form} name="saidBy" label="Who says so" />
          {words('What is right')}
        </>
      );
    case 'hypothesis':
      return (
        <>
          {about}
          {words('What you think may be going on', 'And what speaks for it, and against.')}
          <DayField
            form={form}
            name="due"
            label="By when you share, seal or withdraw it"
            means="Within three months."
          />
          <p className="govuk-body">{untilShared(living, managers)}</p>
        </>
      );
    default:
      return (
        <>
          {about}
          {words('What happened')}
        </>
      );
  }
}

/** Who sees a working hypothesis until it is shared. */
function untilShared(people: FamilyHere['people'], managers: Required<WritingProps>['managers']): string {
  const byName = [...Map.groupBy(managers, ({ name }) => name)].map(([name, own]) => {
    const of = people.filter(({ personId }) => own.some((one) => one.personId === personId));
    return `${name}, for ${of.map((one) => one.name).join(', ')}`;
  });
  const managing =
    byName.length === 0
      ? 'Nobody there manages the work with them today, so that no manager does.'
      : `Of managers there, who must manage the work with everybody it is about: ${byName.join('; ')}.`;
  return `${untilSharedWords} ${managing}`;
}

/** What is shown of somebody, so that it need not be copied. */
const knownOf = ({ born, home }: FamilyHere['people'][number]): string =>
  [
    born ? `born ${dayInWords(born)}` : 'birth date not known',
    home ? `lives at ${home}` : 'where they live is not shown',
  ]
    .join('; ')
    .concat('.');

/** What is mostly as it stands: the time, and who may see it. */
function More({ kind, form }: Pick<WritingProps, 'kind' | 'form'>) {
  const fields = ['on', 'at', 'others', 'audience'];
  const isWrong = form.wrong.some(({ field }) => fields.includes(field));
  const isWritten = fields.some((field) => (form.written[field]?.[0] ?? '') !== '' && field !== 'audience');
  return (
    <>
      <p className="govuk-body">
        It is recorded as of today. {audiences.allocated} see it, as agencies have agreed to share. Change
        either beneath.
      </p>
      <Details
        summaryText={
          kind === 'visit' ? 'Another time, others there, or other readers' : 'Another time, or other readers'
        }
        open={isWrong || isWritten}
      >
        <TextField
          form={form}
          name="on"
          label="When it happened"
          hint="Left empty: today. A day such as 31/3/2027; or only the month, 3/2027, or the year."
          width={10}
        />
        <TextField
          form={form}
          name="at"
          label="At what time"
          hint="As the clock showed it, such as 16:20; of an hour that came twice as clocks went back, too. It may be left empty."
          width={10}
        />
        {kind === 'visit' && <TextField form={form} name="others" label="Who else was there" />}
        <ChooseOne
          form={form}
          name="audience"
          label="Who may see it"
          options={optionsOf(audiences)}
          initially={['allocated']}
        />
      </Details>
    </>
  );
}
