import { formatNamed, type Outline } from '@vantage/returns';
import { dayOf } from '../platform/index.ts';
import {
  BackLink,
  Button,
  Count,
  Day,
  Details,
  EmptyState,
  type FormState,
  Table,
  TextField,
} from '../platform/parts/index.ts';
import { ColumnFields, Select, wordsOf } from './mapping-fields.tsx';
import { type Fields, targetColumns, targets } from './mapping-form.ts';
import type { TriedRow } from './mappings.ts';
import type { KeptMapping, WaitingFile } from './model.ts';
import { inSheet, type Names, Wide } from './pages.tsx';

export type MappingsPageProps = {
  names: Names;
  waiting: readonly WaitingFile[];
  mappings: readonly KeptMapping[];
};

/** Spreadsheets that wait, and the mappings that there are. */
export function MappingsPage({ names, waiting, mappings }: MappingsPageProps) {
  return (
    <>
      <BackLink href="/extracts" text="All extracts" />
      <h2 className="govuk-heading-m">Waiting for somebody to say what their columns are</h2>
      {waiting.length === 0 ? (
        <EmptyState title="No spreadsheet is waiting">
          <p>One that no format and no mapping knows waits here after a build.</p>
        </EmptyState>
      ) : (
        <Wide label="Spreadsheets that wait">
          <Table
            caption={<Count of={waiting.length} one="spreadsheet" many="spreadsheets" />}
            captionClasses="govuk-table__caption--s"
            head={[{ text: 'Received' }, { text: 'File' }, { text: 'From' }, { text: 'Sheets' }]}
            rows={waiting.map((file) => [
              { text: <Day on={dayOf(file.receivedAt)} form="short" /> },
              {
                text: (
                  <a className="govuk-link" href={`/extracts/waiting/${file.waitingId}`}>
                    {file.path}
                  </a>
                ),
              },
              { text: names.get(file.agency) ?? file.agency },
              { text: file.sheets.map(({ sheet }) => sheet ?? 'one table').join(', ') },
            ])}
          />
        </Wide>
      )}
      <h2 className="govuk-heading-m">Mappings</h2>
      <Wide label="Mappings">
        <Table
          heard="Mappings"
          head={[{ text: 'Mapping' }, { text: 'Reads' }, { text: 'Version' }, { text: 'Made' }]}
          rows={mappings.map(({ mapping, madeAt }) => [
            {
              text: (
                <a className="govuk-link" href={`/extracts/mappings/${mapping.name}`}>
                  {mapping.title}
                </a>
              ),
            },
            { text: formatNamed(mapping.into)?.title ?? mapping.into },
            { text: String(mapping.version) },
            { text: madeAt === null ? 'There from the start' : <Day on={dayOf(madeAt)} form="short" /> },
          ])}
        />
      </Wide>
    </>
  );
}

export type MappingFormProps = {
  /** Where the form is sent. */
  action: string;
  into: string;
  /** The spreadsheet's sheet on which it is tried; absent where none of its kind is known. */
  outline?: Outline;
  /** The sheets to choose among, and the one chosen. */
  sheets: readonly (string | null)[];
  sheet: number;
  headings: readonly string[];
  fields: Fields;
  form: FormState;
  /** What became of the first rows when it was tried on them. */
  trial?: readonly TriedRow[];
  /** A kept mapping keeps its name and its kind. */
  kept: boolean;
};

/** Says which column is which, tries it on the first rows, and keeps it. */
export function MappingForm(props: MappingFormProps) {
  const { action, into, outline, headings, fields, form, trial, kept } = props;
  return (
    <>
      <BackLink href="/extracts/mappings" text="Spreadsheets and mappings" />
      {trial !== undefined && <TrialTable into={into} fields={fields} trial={trial} />}
      {!kept && <Choose {...props} />}
      {outline !== undefined && <FirstRows outline={outline} />}
      <form action={action} method="post" noValidate>
        <input type="hidden" name="into" value={into} />
        <input type="hidden" name="sheet" value={String(props.sheet)} />
        <TextField
          form={form}
          name="title"
          label="What this spreadsheet is called"
          hint="Such as: Larch House, who comes"
        />
        <h2 className="govuk-heading-m">Which column is which</h2>
        {targetColumns(into).map((column) => (
          <ColumnFields
            key={column.name}
            column={column}
            headings={headings}
            fields={fields}
            error={form.wrong.find(({ field }) => field === `from:${column.name}`)?.text}
          />
        ))}
        {outline !== undefined && (
          <>
            <Button
              text="Try it on the first rows"
              name="do"
              value="try"
              classes="govuk-button--secondary"
            />{' '}
          </>
        )}
        <Button text="Keep this mapping" name="do" value="keep" />
      </form>
    </>
  );
}

function Choose({ into, sheets, sheet }: MappingFormProps) {
  return (
    <form method="get">
      <Select
        name="into"
        label="What each row of it is about"
        value={into}
        options={targets.map(({ name, title }) => ({ value: name, text: title }))}
      />
      {sheets.length > 1 && (
        <Select
          name="sheet"
          label="Sheet"
          value={String(sheet)}
          options={sheets.map((name, at) => ({ value: String(at), text: name ?? 'one table' }))}
        />
      )}
      <Button text="Show its columns" classes="govuk-button--secondary" />
    </form>
  );
}

function FirstRows({ outline }: { outline: Outline }) {
  return (
    <Details summaryText={`Its first rows, as they came${inSheet(outline.sheet)}`}>
      <Wide label="Its first rows">
        <Table
          heard="The first rows, as they came"
          head={[{ text: 'Line' }, ...outline.headings.map((text) => ({ text }))]}
          rows={outline.rows
            .slice(0, 10)
            .map(({ line, fields }) => [
              { text: String(line) },
              ...outline.headings.map((_, at) => ({ text: fields[at] ?? '' })),
            ])}
        />
      </Wide>
    </Details>
  );
}

function TrialTable({ into, fields, trial }: { into: string; fields: Fields; trial: readonly TriedRow[] }) {
  const shown = targetColumns(into).filter(({ name }) => fields[`from:${name}`]);
  const held = trial.filter(({ wrong }) => wrong !== null).length;
  return (
    <section id="trial">
      <h2 className="govuk-heading-m">The first rows, read this way</h2>
      <p className="govuk-body">
        {trial.length - held} of {trial.length} rows would be kept
        {held > 0 && `, ${held} held back`}. Nothing has been kept yet.
      </p>
      <Wide label="The first rows, read this way">
        <Table
          heard="The first rows, read this way"
          head={[
            { text: 'Line' },
            ...shown.map(({ name }) => ({ text: wordsOf(name) })),
            { text: 'What is wrong' },
          ]}
          rows={trial.map(({ line, content, wrong }) => [
            { text: String(line) },
            ...shown.map(({ name }) => ({ text: content[name] ?? '' })),
            { text: wrong ?? '' },
          ])}
        />
      </Wide>
    </section>
  );
}
