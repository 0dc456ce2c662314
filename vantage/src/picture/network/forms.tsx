import {
  Button,
  ChooseOne,
  ChooseSome,
  DayField,
  Details,
  type FormState,
  TextField,
  WordsField,
} from '../../platform/parts/index.ts';
import { audienceChoices, strengths, type Tie, tieKinds, ways } from '../../voice/index.ts';
import { LineSample } from './draw.tsx';
import type { Around } from './model.ts';
import type { Network } from './service.ts';

/** What stands in the form before anybody writes: what was chosen for the tie before, or the tie itself. */
export type Begun = Readonly<Partial<Record<string, readonly string[]>>>;

type FieldsProps = { network: Network; form: FormState; begun: Begun; of: Around | undefined };

/** What is asked about a tie: who says so and who may see it first, then the tie. */
function TieFields({ network, form, begun, of }: FieldsProps) {
  const { picture } = network;
  const living = picture.people.filter(({ died }) => died === null);
  const people = living.map(({ personId, name }) => ({ value: personId, text: name }));
  const initially = (field: string) => ({ initially: begun[field] ?? [] });
  const more = form.wrong.some(({ field }) => field === 'on' || field === 'words');
  return (
    <>
      <div className="v-fields v-fields--top">
        <ChooseOne
          form={form}
          name="speaker"
          label="Who says so"
          options={people}
          {...initially('speaker')}
        />
        <ChooseOne
          form={form}
          name="audience"
          label="Ask them first: who may see this?"
          options={Object.entries(audienceChoices).map(([value, text]) => ({ value, text }))}
          initially={begun.audience ?? ['speaker-and-lead']}
        />
        <ChooseSome
          form={form}
          name="whose"
          label="Whose tie it is"
          options={people}
          {...initially('whose')}
        />
      </div>
      {of === undefined ? (
        <>
          <TextField
            form={form}
            name="name"
            label="What they call them"
            hint="“Nan”, “Tom from the skate park”, “the mosque”. As they say it: it is not looked for in any record."
            width={20}
            {...(begun.name?.[0] !== undefined && { value: begun.name[0] })}
          />
          <ChooseOne
            form={form}
            name="kind"
            label="What it is"
            classes="v-choices"
            options={Object.entries(tieKinds).map(([value, { one }]) => ({ value, text: one }))}
            {...initially('kind')}
          />
        </>
      ) : (
        <>
          <p className="govuk-body">
            The tie with <b>{of.name}</b>, of which records tell.
          </p>
          <input type="hidden" name="of" value={of.id} />
          <input type="hidden" name="kind" value={of.kind} />
        </>
      )}
      <ChooseOne
        form={form}
        name="strength"
        label="How strong the tie is"
        classes="v-choices v-choices--wide"
        options={Object.entries(strengths).map(([value, text]) => ({
          value,
          text: (
            <>
              <LineSample line={{ strength: value as Tie['strength'], way: 'both' }} /> {text}
            </>
          ),
        }))}
        {...initially('strength')}
      />
      <ChooseOne
        form={form}
        name="way"
        label="Which way it goes"
        classes="v-choices v-choices--wide"
        options={Object.entries(ways).map(([value, text]) => ({
          value,
          text: (
            <>
              <LineSample line={{ strength: 'weak', way: value as Tie['way'] }} /> {text}
            </>
          ),
        }))}
        initially={begun.way ?? ['both']}
      />
      <ChooseSome
        form={form}
        name="turnsTo"
        label="When something is wrong"
        options={[{ value: 'yes', text: 'They turn there' }]}
        {...initially('turnsTo')}
      />
      <ChooseSome
        form={form}
        name="looksUp"
        label="Somebody to learn from"
        options={[{ value: 'yes', text: 'They look up to them' }]}
        {...initially('looksUp')}
      />
      <ChooseSome
        form={form}
        name="ofAge"
        label="How old they are"
        options={[{ value: 'yes', text: 'About their own age' }]}
        {...initially('ofAge')}
      />
      <Details summaryText="What they say of it, or another day" open={more || begun.words !== undefined}>
        <WordsField
          form={begun.words === undefined || form.written.words ? form : withWords(form, begun.words)}
          name="words"
          label="In their words"
          most={500}
        />
        <DayField
          form={form}
          name="on"
          label="When they said it"
          means="Left empty: today."
          {...(begun.on?.[0] !== undefined && { value: begun.on[0] })}
        />
      </Details>
    </>
  );
}

const withWords = (form: FormState, words: readonly string[]): FormState => ({
  ...form,
  written: { ...form.written, words },
});

type DrawProps = FieldsProps & { id: string; script: string };

/** The form by which a tie is added, on the same page as the drawing; a script brings it over the drawing. */
export function DrawTie({ network, form, begun, of, id, script }: DrawProps) {
  const here = `/families/${network.picture.familyId}/network`;
  return (
    <section aria-labelledby="draw" className="v-draw">
      <h2 id="draw">Draw a tie with them</h2>
      <form action={here} method="post" noValidate>
        <input type="hidden" name="id" value={id} />
        <TieFields network={network} form={form} begun={begun} of={of} />
        <div className="v-links">
          <Button text="Put it on the map" />
          {of !== undefined && (
            <a className="govuk-link" href={`${here}#draw`}>
              It is somebody else
            </a>
          )}
        </div>
      </form>
      <script type="module" src={script} />
    </section>
  );
}

type TieProps = { network: Network; tie: Tie; of: Around | undefined; form: FormState; ending: FormState };

/** The page of one tie: to draw it anew, or to take it back. */
export function TieForms({ network, tie, of, form, ending }: TieProps) {
  const here = `/families/${network.picture.familyId}/network/${tie.tieId}`;
  const begun: Begun = {
    speaker: [tie.speaker],
    audience: [tie.audience],
    whose: tie.whose,
    kind: [tie.kind],
    strength: [tie.strength],
    way: [tie.way],
    ...(tie.turnsTo && { turnsTo: ['yes'] }),
    ...(tie.looksUp && { looksUp: ['yes'] }),
    ...(tie.ofAge && { ofAge: ['yes'] }),
    ...(tie.name !== null && { name: [tie.name] }),
    ...(tie.words !== null && { words: [tie.words] }),
  };
  return (
    <>
      <form action={here} method="post" noValidate>
        <TieFields network={network} form={form} begun={begun} of={tie.name === null ? of : undefined} />
        <WordsField form={form} name="reason" label="Why it changes" most={500} />
        <Button text="Draw it anew" />
      </form>
      <form action={`${here}/end`} method="post" noValidate>
        <h2>Take it back</h2>
        <TextField form={ending} name="words" label="Why it is taken back" />
        <Button text="Take it back" classes="govuk-button--secondary" />
      </form>
    </>
  );
}
