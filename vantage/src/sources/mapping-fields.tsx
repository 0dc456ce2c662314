/** The fields of a form that say how one column is filled. */
import { Details, ErrorMessage } from '../platform/parts/index.ts';
import type { Fields, TargetColumn } from './mapping-form.ts';

type SelectProps = {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  error?: string | undefined;
};

/** A list to choose one of. */
export function Select({ name, label, value, options, error }: SelectProps) {
  return (
    <div className={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <label className="govuk-label" htmlFor={name}>
        {label}
      </label>
      {error !== undefined && <ErrorMessage id={`${name}-error`} text={error} />}
      <select
        className="govuk-select"
        id={name}
        name={name}
        defaultValue={value}
        aria-describedby={error === undefined ? undefined : `${name}-error`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}

const dayOrders = [
  { value: 'day-month-year', text: 'Day, month, year: 31/03/2024' },
  { value: 'month-day-year', text: 'Month, day, year: 03/31/2024' },
  { value: 'year-month-day', text: 'Year, month, day: 2024.03.31' },
];
const parts = [
  { value: '', text: 'All of it' },
  { value: 'first-words', text: 'All words but the last' },
  { value: 'last-word', text: 'The last word' },
  { value: 'before-comma', text: 'What stands before the comma' },
  { value: 'after-comma', text: 'What stands after the comma' },
];
const otherwise = [
  { value: 'hold', text: 'Holds its row back' },
  { value: 'empty', text: 'Counts as empty' },
];

/** A column's name as words. */
export const wordsOf = (column: string) => {
  const words = column.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

type ColumnFieldsProps = {
  column: TargetColumn;
  headings: readonly string[];
  fields: Fields;
  error: string | undefined;
};

/** Which heading is a column, and how its cells are written. */
export function ColumnFields({ column, headings, fields, error }: ColumnFieldsProps) {
  const { name, required, isDay, isName, codes } = column;
  const words = wordsOf(name);
  const of = words.toLowerCase();
  const said = (field: string) => fields[`${field}:${name}`] ?? '';
  const isSaid = ['part', 'values'].some((field) => said(field) !== '') || said('otherwise') === 'empty';
  return (
    <>
      <Select
        name={`from:${name}`}
        label={required ? `${words} (no row can be kept without it)` : words}
        value={said('from')}
        error={error}
        options={[
          { value: '', text: 'None' },
          ...headings.filter((text) => text !== '').map((text) => ({ value: text, text })),
        ]}
      />
      <Details summaryText={`How ${of} is written`} open={isSaid}>
        {isName && (
          <Select
            name={`part:${name}`}
            label={`Part of the cell that is ${of}`}
            value={said('part')}
            options={parts}
          />
        )}
        {isDay && (
          <>
            <Select
              name={`days:${name}`}
              label={`Order of the parts of ${of}`}
              value={said('days') || 'day-month-year'}
              options={dayOrders}
            />
            <Select
              name={`otherwise:${name}`}
              label={`A cell of ${of} that is no day`}
              value={said('otherwise') || 'hold'}
              options={otherwise}
            />
          </>
        )}
        <Meanings name={name} of={of} codes={codes} value={said('values')} />
      </Details>
    </>
  );
}

type MeaningsProps = { name: string; of: string; codes: readonly string[]; value: string };

function Meanings({ name, of, codes, value }: MeaningsProps) {
  const id = `values:${name}`;
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor={id}>
        What cells of {of} mean, one a line: cell = meaning
      </label>
      <div className="govuk-hint" id={`${id}-hint`}>
        Cells that are not listed stand as they are.
        {codes.length > 0 && ` What is meant must be one of: ${codes.join(', ')}.`}
      </div>
      <textarea
        className="govuk-textarea"
        id={id}
        name={id}
        rows={3}
        aria-describedby={`${id}-hint`}
        defaultValue={value}
      />
    </div>
  );
}
