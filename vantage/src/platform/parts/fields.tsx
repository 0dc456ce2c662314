import type { ReactNode } from 'react';
import { dayExample } from '../written-day.ts';
import { errorOfField, type FormState, idOfField } from './form-state.ts';
import { ErrorMessage, ErrorSummary, Hint, Input } from './govuk/index.ts';

/** Puts whoever sent a form where its faults are told, without a script. */
const focused = { tabIndex: '-1', autoFocus: 'true' };

/** What went wrong, at the top of a page, each linked to its field; nothing where nothing did. */
export function Wrong({ form }: { form: FormState | undefined }) {
  if (form === undefined || form.wrong.length === 0) return null;
  return (
    <ErrorSummary
      titleText="There is a problem"
      attributes={focused}
      errorList={form.wrong.map(({ field, text }) => ({
        text,
        ...(field === '' ? {} : { href: `#${idOfField(form, field)}` }),
      }))}
    />
  );
}

type FieldProps = { form: FormState; name: string; label: ReactNode; hint?: ReactNode };
type TextProps = FieldProps & { value?: string; width?: 10 | 20; numeric?: boolean };

/** One line of text. `value` stands in it until somebody wrote otherwise. */
export function TextField({ form, name, label, hint, value, width, numeric }: TextProps) {
  const error = errorOfField(form, name);
  const shown = form.written[name]?.[0] ?? value;
  return (
    <Input
      id={idOfField(form, name)}
      name={name}
      label={{ text: label }}
      autocomplete="off"
      {...(hint !== undefined && { hint: { text: hint } })}
      {...(width && { classes: `govuk-input--width-${width}` })}
      {...(numeric && { spellcheck: false })}
      {...(shown !== undefined && { value: shown })}
      {...(error !== undefined && { errorMessage: { text: error } })}
    />
  );
}

/** A day, written as day, month and year. `means` says what the day stands for. */
export function DayField({ means, ...props }: Omit<TextProps, 'hint'> & { means?: string }) {
  return (
    <TextField {...props} width={10} numeric hint={`${means ? `${means} ` : ''}For example ${dayExample}.`} />
  );
}

type WordsProps = FieldProps & { rows?: number; most?: number };

/** Several lines of words. */
export function WordsField({ form, name, label, hint, rows = 2, most = 2000 }: WordsProps) {
  const [id, error] = [idOfField(form, name), errorOfField(form, name)];
  return (
    <Group error={error}>
      <label className="govuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
      {error !== undefined && <ErrorMessage id={`${id}-error`} text={error} />}
      <textarea
        className={`govuk-textarea${error === undefined ? '' : ' govuk-textarea--error'}`}
        id={id}
        name={name}
        rows={rows}
        maxLength={most}
        defaultValue={form.written[name]?.[0]}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Group>
  );
}

/** What somebody wrote in a field of a form that is no more, for them to copy; nothing where they wrote nothing. */
export function NotRecorded({ form, name }: { form: FormState; name: string }) {
  const written = form.written[name]?.[0]?.trim() ?? '';
  if (written === '') return null;
  const id = `${idOfField(form, name)}-not-recorded`;
  return (
    <Group error={undefined}>
      <label className="govuk-label" htmlFor={id}>
        What you wrote, which is not recorded, to copy
      </label>
      <textarea className="govuk-textarea" id={id} rows={3} readOnly defaultValue={written} />
    </Group>
  );
}

/** A file. `accept` lists the endings that are offered first, such as `.xlsx,.csv`. */
export function FileField({ form, name, label, hint, accept }: FieldProps & { accept: string }) {
  const [id, error] = [idOfField(form, name), errorOfField(form, name)];
  return (
    <Group error={error}>
      <label className="govuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
      {error !== undefined && <ErrorMessage id={`${id}-error`} text={error} />}
      <input
        className={`govuk-file-upload${error === undefined ? '' : ' govuk-file-upload--error'}`}
        id={id}
        name={name}
        type="file"
        accept={accept}
        aria-describedby={describedBy(id, hint, error)}
      />
    </Group>
  );
}

type Option = {
  value: string;
  text: ReactNode;
  hint?: ReactNode;
  /** The key that chooses it. */
  key?: string;
};
type ChooseProps = FieldProps & {
  options: readonly Option[];
  /** What is chosen before the form is sent. */
  initially?: readonly string[];
  classes?: string;
};

type SelectProps = FieldProps & {
  options: readonly { value: string; text: string }[];
  /** What it says where nothing is chosen. */
  none: string;
};

/** One of a longer list, or none of it. */
export function SelectField({ form, name, label, hint, options, none }: SelectProps) {
  const [id, error] = [idOfField(form, name), errorOfField(form, name)];
  return (
    <Group error={error}>
      <label className="govuk-label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
      {error !== undefined && <ErrorMessage id={`${id}-error`} text={error} />}
      <select
        className={`govuk-select${error === undefined ? '' : ' govuk-select--error'}`}
        id={id}
        name={name}
        defaultValue={form.written[name]?.[0] ?? ''}
        aria-describedby={describedBy(id, hint, error)}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Group>
  );
}

/** One of several, none chosen until somebody chooses. */
export function ChooseOne(props: ChooseProps) {
  return <Choose {...props} type="radio" />;
}

/** Any of several. */
export function ChooseSome(props: ChooseProps) {
  return <Choose {...props} type="checkbox" />;
}

function Choose(props: ChooseProps & { type: 'radio' | 'checkbox' }) {
  const { form, name, label, hint, options, type, initially = [], classes = '' } = props;
  const [id, error] = [idOfField(form, name), errorOfField(form, name)];
  const chosen = new Set(isSent(form) ? (form.written[name] ?? []) : initially);
  const block = type === 'radio' ? 'govuk-radios' : 'govuk-checkboxes';
  const idOf = (at: number) => (at === 0 ? id : `${id}-${at + 1}`);
  return (
    <Group error={error}>
      <fieldset className="govuk-fieldset" aria-describedby={describedBy(id, hint, error)}>
        <legend className="govuk-fieldset__legend">{label}</legend>
        {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
        {error !== undefined && <ErrorMessage id={`${id}-error`} text={error} />}
        <div className={`${block} ${block}--small ${classes}`.trim()} data-module={block}>
          {options.map((option, at) => (
            <div className={`${block}__item`} key={option.value}>
              <input
                className={`${block}__input`}
                id={idOf(at)}
                name={name}
                type={type}
                value={option.value}
                defaultChecked={chosen.has(option.value)}
                data-choose={option.key}
                aria-describedby={option.hint === undefined ? undefined : `${idOf(at)}-item-hint`}
              />
              <label className={`govuk-label ${block}__label`} htmlFor={idOf(at)}>
                {option.text}
              </label>
              {option.hint !== undefined && (
                <div className={`govuk-hint ${block}__hint`} id={`${idOf(at)}-item-hint`}>
                  {option.hint}
                </div>
              )}
            </div>
          ))}
        </div>
      </fieldset>
    </Group>
  );
}

const isSent = ({ written, wrong }: FormState) => wrong.length > 0 || Object.keys(written).length > 0;

function Group({ error, children }: { error: string | undefined; children: ReactNode }) {
  return (
    <div className={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      {children}
    </div>
  );
}

function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return (
    [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ') ||
    undefined
  );
}
