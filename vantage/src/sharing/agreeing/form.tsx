import {
  Button,
  ChooseOne,
  ChooseSome,
  DayField,
  type FormState,
  TextField,
  WordsField,
} from '../../platform/parts/index.ts';
import type { Agency } from '../model.ts';
import { conditionWords, roles } from '../roles.ts';
import {
  allButKept,
  bases,
  basisNames,
  namedRoles,
  ownLeadOnly,
  purposeOf,
  subjectWords,
  tierChoices,
  tierNames,
} from './model.ts';
import { purposeInWords } from './words.ts';

export type Choices = {
  /** Agencies on whose giving the reader may agree. */
  givers: readonly Agency[];
  /** Agencies that are named to the reader. */
  takers: readonly Agency[];
  subjects: readonly string[];
};

const conditions = ['team', 'allocated', 'manager', 'named', 'any'] as const;
const hints: Partial<Record<(typeof conditions)[number], string>> = {
  named: 'The only choice for directors and inspectors.',
  any: 'For the lead of an agency about its own, and to tell who is who.',
};

/** The form by which somebody asks for an agreement. */
export function AskingForm({ form, givers, takers, subjects }: Choices & { form: FormState }) {
  const [only, ...more] = givers;
  return (
    <form action="/agreements/new" method="post" noValidate>
      {only && more.length === 0 ? (
        <>
          <p className="govuk-body">
            What <strong>{only.name}</strong> shares.
          </p>
          <input type="hidden" name="from" value={only.agency} />
        </>
      ) : (
        <ChooseOne form={form} name="from" label="Which agency shares" options={givers.map(asOption)} />
      )}
      <ChooseOne
        form={form}
        name="to"
        label="With whom"
        hint="An agency may be chosen to share with its own people."
        options={[{ value: '*', text: 'Every agency' }, ...takers.map(asOption)]}
      />
      <ChooseOne
        form={form}
        name="role"
        label="Who of them, and for what"
        options={[
          { value: '*', text: 'Whoever works with people, to help' },
          ...namedRoles.map((role) => ({
            value: role,
            text: `${roles[role].label}, ${purposeInWords(purposeOf(role))}`,
          })),
        ]}
      />
      <ChooseOne
        form={form}
        name="condition"
        label="About whom"
        options={conditions.map((one) => ({
          value: one,
          text: upperFirst(conditionWords[one]),
          hint: hints[one],
        }))}
      />
      <ChooseOne
        form={form}
        name="tier"
        label="How much"
        options={tierNames.map((name) => ({
          value: name,
          text: tierChoices[name].text,
          hint: tierChoices[name].hint,
        }))}
      />
      <ChooseSome
        form={form}
        name="subjects"
        label="What"
        options={[
          {
            value: allButKept,
            text: 'Everything but what is kept tight, and records',
            hint: `Kept tight: ${ownLeadOnly
              .filter((one) => one !== '*')
              .map(subjectWords)
              .join('; ')}. To others only the lead of the agency itself opens these.`,
          },
          { value: '*', text: 'Everything, what is kept tight too' },
          ...subjects
            .map((one) => ({ value: one, text: upperFirst(subjectWords(one)) }))
            .sort((a, b) => (a.text < b.text ? -1 : 1)),
        ]}
      />
      <ChooseSome
        form={form}
        name="replacing"
        label="What stands now"
        options={[
          {
            value: 'yes',
            text: 'Replace it',
            hint: 'Ends what stands with the same agencies and roles for the same purpose about these things, whoever it is about. Who is to ask first must not see more by another agreement.',
          },
        ]}
      />
      <ChooseOne
        form={form}
        name="basis"
        label="Lawful basis"
        hint="Consent to help is never the basis on which anything is shared."
        options={basisNames.map((one) => ({ value: one, text: bases[one] }))}
      />
      <WordsField
        form={form}
        name="basisWords"
        label="Which law or function it stands on"
        hint="And for special category data, such as health, the condition."
        most={1000}
      />
      <TextField form={form} name="owner" label="Who answers for it" hint="A person or a post." />
      <DayField
        form={form}
        name="firstDay"
        label="First day"
        means="Left empty, it counts from the next request on."
      />
      <DayField form={form} name="lastDay" label="Last day" means="Leave it empty when none is set." />
      <WordsField form={form} name="reason" label="Why, in a sentence" most={1000} />
      <Button text="See who will see what" />
    </form>
  );
}

const asOption = ({ agency, name }: Agency) => ({ value: agency, text: name });
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
