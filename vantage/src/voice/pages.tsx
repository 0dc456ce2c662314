import { draftData, type FamilyHere, KeepDraft, type Kept } from '../casework/index.ts';
import {
  Button,
  ChooseOne,
  ChooseSome,
  Details,
  type FormState,
  TextField,
  WordsField,
} from '../platform/parts/index.ts';
import { manners, type Statement } from './model.ts';
import { audienceChoices } from './recording.ts';

type SayingProps = { family: FamilyHere; form: FormState; id: string; kept: Kept };

/** The form in which somebody's words are written down. Who may read them is asked first. */
export function SayingForm({ family, form, id, kept }: SayingProps) {
  const living = family.people.filter(({ died }) => died === null);
  const more = ['language', 'interpreter', 'on', 'called'];
  const isOpen =
    form.wrong.some(({ field }) => more.includes(field)) ||
    more.some((field) => (form.written[field]?.[0] ?? '') !== '');
  return (
    <form
      action={`/families/${family.familyId}/words`}
      method="post"
      noValidate
      {...draftData(kept, { draftId: id, familyId: family.familyId, kind: 'words' })}
    >
      <input type="hidden" name="id" value={id} />
      <ChooseOne
        form={form}
        name="person"
        label="Whose words"
        options={living.map(({ personId, name }) => ({ value: personId, text: name }))}
      />
      <ChooseOne
        form={form}
        name="audience"
        label="Ask them first: who may read this?"
        options={Object.entries(audienceChoices).map(([value, text]) => ({ value, text }))}
        initially={['speaker-and-lead']}
      />
      <WordsField
        form={form}
        name="words"
        label="In their words"
        hint="As they said it; not what you make of it. Of a drawing, what they say that it shows. You may dictate it."
        rows={4}
        most={4000}
      />
      <ChooseOne
        form={form}
        name="manner"
        label="How"
        options={Object.entries(manners).map(([value, text]) => ({ value, text }))}
      />
      <ChooseSome
        form={form}
        name="matters"
        label="What it is about"
        options={[
          {
            value: 'yes',
            text: 'It says what matters to them',
            hint: 'Whom and what they love, who their friends are, what they are proud of.',
          },
        ]}
      />
      <WordsField
        form={form}
        name="done"
        label="What you did about it"
        hint="It may be left empty, and written down later."
        most={2000}
      />
      <Details summaryText="Another day, another language, or what they like to be called" open={isOpen}>
        <TextField
          form={form}
          name="on"
          label="When they said it"
          hint="Left empty: today. A day such as 31/3/2027; or only the month, 3/2027, or the year."
          width={10}
        />
        <TextField form={form} name="language" label="In which language, if not English" width={20} />
        <ChooseSome
          form={form}
          name="interpreter"
          label="Who helped"
          options={[{ value: 'yes', text: 'Somebody interpreted' }]}
        />
        <ChooseSome
          form={form}
          name="called"
          label="Their name"
          options={[{ value: 'yes', text: 'These words are what they like to be called' }]}
        />
      </Details>
      <p className="govuk-body" data-draft-says="" role="status" />
      <div className="v-links">
        <Button text="Write it down" />
        <KeepDraft />
      </div>
    </form>
  );
}

/** The form in which it is written down what was done about somebody's words. */
export function DoneForm({ family, one, form }: { family: FamilyHere; one: Statement; form: FormState }) {
  const name = family.people.find(({ personId }) => personId === one.personId)?.name ?? 'Somebody';
  return (
    <form
      action={`/families/${family.familyId}/words/${one.recordId ?? one.saidId}/done`}
      method="post"
      noValidate
    >
      <blockquote className="v-words__quote">“{one.words}”</blockquote>
      <p className="v-meta">
        {name}
        {one.isKeptBack
          ? '. What was done about it until now is kept back for safety.'
          : one.done
            ? `. Until now: ${one.done}`
            : '. What was done about it is not recorded.'}
      </p>
      <WordsField form={form} name="done" label="What we did about it" most={2000} />
      <Button text="Write it down" />
    </form>
  );
}
