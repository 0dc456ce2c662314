import { addDays } from '../../platform/index.ts';
import {
  Button,
  ChooseSome,
  countInWords,
  Day,
  type FormState,
  Span,
  SummaryList,
  Table,
  TextField,
  WarningText,
  WordsField,
} from '../../platform/parts/index.ts';
import { StandsOnList } from '../../sources/index.ts';
import { partInWords } from '../called.ts';
import type { Picture } from '../shape.ts';
import { letterOf, type Printed, type PrintedLine, type Telling } from './print.ts';

type FormProps = {
  picture: Picture;
  form: FormState;
  lines: number;
  asked: string;
  action: string;
  /** Whether the whereabouts of somebody in it are kept back from somebody. */
  isProtected: boolean;
  /** Lines that may tell of whoever is left out, and for which copy that is asked. */
  telling?: { lines: readonly Telling[]; of: string } | undefined;
};

/** Lines that may tell of somebody who is left out, each to be left out or left in. */
function TellingLines({ form, telling }: { form: FormState; telling: NonNullable<FormProps['telling']> }) {
  return (
    <>
      <WarningText text="Nothing is made yet. Words may tell of whoever is left out by how they are related to others. Read each line below, and say whether it stays." />
      <input type="hidden" name="read" value={telling.of} />
      <ChooseSome
        form={form}
        name="leave"
        label={`${countInWords(telling.lines.length, 'line', 'lines')} that may tell of whoever is left out`}
        hint="A line that is chosen is left out as a whole. “He”, “she” and nicknames are not found: read the copy through as well."
        options={telling.lines.map(({ line, words }) => ({
          value: line.line.factId,
          text: (
            <>
              <Span
                from={line.line.happened.from}
                to={line.line.happened.to}
                precision={line.line.precision}
                form="short"
              />
              : {line.line.label}, because of {words.map((word) => `“${word}”`).join(', ')}
            </>
          ),
          hint: [line.note, line.differs].filter(Boolean).join(' ') || undefined,
        }))}
      />
    </>
  );
}

/** What has to be said before a chronology is printed for somebody outside. */
export function PrintForm({ picture, form, lines, asked, action, isProtected, telling }: FormProps) {
  return (
    <>
      <p className="govuk-body">
        {countInWords(lines, 'event or spell', 'events and spells')}: {asked}. It holds what you may see, each
        line numbered, with who tells it and when they recorded it. What services spent is not in it. That you
        made it, for whom and why is written down.
      </p>
      {isProtected && (
        <WarningText text="Where somebody in this family is, is kept back for safety. Whatever tells it, and all that was written, is left out, unless everybody who may come to read this copy may know." />
      )}
      <form action={action} method="post" noValidate>
        {telling && <TellingLines form={form} telling={telling} />}
        <TextField
          form={form}
          name="recipient"
          label="For whom"
          hint="Such as: child protection conference of 3 December, or the family court."
        />
        <WordsField form={form} name="reason" label="What it is for" />
        <ChooseSome
          form={form}
          name="without"
          label="Who is left out"
          hint="Lines about nobody else are left out. In others they are “Person A”, and what is said is left out where it names them. What may tell of them otherwise is asked before it is made."
          options={picture.people.map(({ personId, name }) => ({ value: personId, text: name }))}
        />
        <ChooseSome
          form={form}
          name="notes"
          label="What was written"
          options={[
            {
              value: 'without',
              text: 'Leave out what is said of each, and give kinds, days and people alone',
            },
          ]}
        />
        <ChooseSome
          form={form}
          name="forFew"
          label="What was written for few"
          hint="Working hypotheses that are not shared are never printed."
          options={[
            {
              value: 'with',
              text: 'Leave in notes that are not for the whole team, each marked so: whoever comes to read this copy may read them',
            },
          ]}
        />
        {isProtected && (
          <ChooseSome
            form={form}
            name="whereabouts"
            label="Where they are"
            options={[
              {
                value: 'with',
                text: 'Everybody who may come to read this copy may know where they are: leave it in',
              },
            ]}
          />
        )}
        <Button text="Make it" />
      </form>
    </>
  );
}

type PrintProps = {
  picture: Picture;
  printed: Printed;
  asked: string;
  recipient: string;
  reason: string;
  leftOut: number;
  madeBy: string;
};

/** The integrated chronology of a family, oldest first, for paper. */
export function PrintedChronology(props: PrintProps) {
  const { picture, printed, asked, recipient, reason, leftOut, madeBy } = props;
  return (
    <>
      <SummaryList
        rows={[
          { key: { text: 'For' }, value: { text: recipient } },
          { key: { text: 'What it is for' }, value: { text: reason } },
          {
            key: { text: 'Made' },
            value: {
              text: (
                <>
                  <Day on={picture.today} />, by {madeBy}, from what they may see
                </>
              ),
            },
          },
          {
            key: { text: 'What is in it' },
            value: {
              text: `${countInWords(printed.lines.length, 'event or spell', 'events and spells')}: ${asked}`,
            },
          },
          { key: { text: 'What is left out' }, value: { text: leftOutInWords(printed, leftOut) } },
        ]}
      />
      <p className="govuk-body v-screen-only">
        Print it from here. Read it through first: words may tell of somebody without naming them.
      </p>
      <Table
        heard="The chronology, the oldest first"
        classes="v-printed"
        head={[
          { text: 'No.' },
          { text: 'When' },
          { text: 'What' },
          { text: 'Who' },
          { text: 'Told by, recorded on' },
        ]}
        rows={printed.lines.map((one) => [
          { text: one.number },
          {
            text: (
              <Span
                from={one.line.happened.from}
                to={one.line.happened.to}
                precision={one.line.precision}
                form="short"
              />
            ),
          },
          { text: <What one={one} /> },
          {
            text: one.people.map((person) => partInWords(person.name, person.role, one.line.kind)).join(', '),
          },
          {
            text: one.told.map(({ agency, recordedOn, receivedOn }, at) => (
              <span key={agency}>
                {at > 0 && '; '}
                {agency},{' '}
                {recordedOn ? (
                  <Day on={recordedOn} form="short" />
                ) : (
                  <>
                    day not told, here since <Day on={receivedOn} form="short" />
                  </>
                )}
              </span>
            )),
          },
        ])}
      />
      {picture.fewRecords.length > 0 && (
        <>
          <h2>Days with few records</h2>
          <ul className="v-list">
            {picture.fewRecords.map((band) => (
              <li key={band.from}>
                <Span from={band.from} to={addDays(band.last, 1)} />: {band.words}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>What it stands on</h2>
      <StandsOnList standing={picture.standsOn} />
    </>
  );
}

function What({ one: { line, note, differs, isForFew } }: { one: PrintedLine }) {
  return (
    <>
      <b>{line.label}</b>
      {note && <> {note}</>}
      {isForFew && <> Not for the whole team.</>}
      {differs && <> {differs}</>}
    </>
  );
}

function leftOutInWords(
  { linesLeftOut, placesLeftOut, forFewLeftOut, chosenLeftOut, notesLeftOut }: Printed,
  persons: number,
): string {
  const people =
    persons === 0
      ? ''
      : persons === 1
        ? `One person, who is called ${letterOf(0)}.`
        : `${persons} people, who are called ${letterOf(0)} to ${letterOf(persons - 1)}.`;
  const lines = linesLeftOut && `${countInWords(linesLeftOut, 'line', 'lines')} about nobody else.`;
  const places =
    placesLeftOut && `${countInWords(placesLeftOut, 'line', 'lines')} that may tell where somebody is.`;
  const few =
    forFewLeftOut &&
    `${countInWords(forFewLeftOut, 'line', 'lines')} of what was written for fewer than the team.`;
  const own =
    chosenLeftOut &&
    `${countInWords(chosenLeftOut, 'line', 'lines')} whose words may tell of somebody left out.`;
  const notes = notesLeftOut && `What is said in ${countInWords(notesLeftOut, 'line', 'lines')}.`;
  return [people, lines, places, few, own, notes, 'What services spent, and what the maker may not see.']
    .filter(Boolean)
    .join(' ');
}
