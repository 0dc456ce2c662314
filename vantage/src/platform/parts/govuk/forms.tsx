import type { InputHTMLAttributes, ReactNode } from 'react';
import { type Attributes, classNames } from './attributes.ts';

type Common = { classes?: string; attributes?: Attributes };

export type ButtonProps = Common & {
  text: ReactNode;
  /** With an address the button is a link. */
  href?: string;
  type?: 'button' | 'submit' | 'reset';
  name?: string;
  value?: string;
  id?: string;
  disabled?: boolean;
  isStartButton?: boolean;
  preventDoubleClick?: boolean;
};

export function Button(props: ButtonProps) {
  const common = {
    className: classNames('govuk-button', props.classes, props.isStartButton && 'govuk-button--start'),
    'data-module': 'govuk-button',
    ...props.attributes,
    ...(props.id ? { id: props.id } : {}),
  };
  const inside = (
    <>
      {props.isStartButton && typeof props.text !== 'string' ? <span>{props.text}</span> : props.text}
      {props.isStartButton && (
        <svg
          className="govuk-button__start-icon"
          xmlns="http://www.w3.org/2000/svg"
          width="17.5"
          height="19"
          viewBox="0 0 33 40"
          aria-hidden="true"
          focusable="false"
        >
          <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
        </svg>
      )}
    </>
  );
  if (props.href) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: GOV.UK's button with an address is a link with this role.
      <a href={props.href} role="button" draggable={false} {...common}>
        {inside}
      </a>
    );
  }
  return (
    <button
      type={props.type || 'submit'}
      value={props.value || undefined}
      name={props.name || undefined}
      disabled={props.disabled}
      aria-disabled={props.disabled ? true : undefined}
      data-prevent-double-click={props.preventDoubleClick}
      {...common}
    >
      {inside}
    </button>
  );
}

export type LabelProps = Common & { text?: ReactNode; for?: string; isPageHeading?: boolean };

export function Label({ text, for: control, isPageHeading, classes, attributes }: LabelProps) {
  if (!text) return null;
  const label = (
    <label className={classNames('govuk-label', classes)} {...attributes} htmlFor={control || undefined}>
      {text}
    </label>
  );
  return isPageHeading ? <h1 className="govuk-label-wrapper">{label}</h1> : label;
}

export type HintProps = Common & { text: ReactNode; id?: string };

export function Hint({ text, id, classes, attributes }: HintProps) {
  return (
    <div id={id || undefined} className={classNames('govuk-hint', classes)} {...attributes}>
      {text}
    </div>
  );
}

export type ErrorMessageProps = Common & {
  text: ReactNode;
  id?: string;
  /** Read out before the message; an empty string leaves it out. */
  visuallyHiddenText?: string;
};

export function ErrorMessage({
  text,
  id,
  visuallyHiddenText = 'Error',
  classes,
  attributes,
}: ErrorMessageProps) {
  return (
    <p id={id || undefined} className={classNames('govuk-error-message', classes)} {...attributes}>
      {visuallyHiddenText && (
        <>
          <span className="govuk-visually-hidden">{visuallyHiddenText}:</span>{' '}
        </>
      )}
      {text}
    </p>
  );
}

export type ErrorSummaryProps = Common & {
  titleText: ReactNode;
  descriptionText?: ReactNode;
  children?: ReactNode;
  errorList?: readonly { text: ReactNode; href?: string; attributes?: Attributes }[];
  disableAutoFocus?: boolean;
};

/** What went wrong with a form, at the top of the page, each error linked to its field. */
export function ErrorSummary(props: ErrorSummaryProps) {
  const description = props.children || props.descriptionText;
  return (
    <div
      className={classNames('govuk-error-summary', props.classes)}
      data-disable-auto-focus={props.disableAutoFocus}
      {...props.attributes}
      data-module="govuk-error-summary"
    >
      <div role="alert">
        <h2 className="govuk-error-summary__title">{props.titleText}</h2>
        <div className="govuk-error-summary__body">
          {description && <p>{description}</p>}
          {props.errorList && props.errorList.length > 0 && (
            <ul className="govuk-list govuk-error-summary__list">
              {props.errorList.map((error, place) => (
                <li key={place}>
                  {error.href ? (
                    <a href={error.href} {...error.attributes}>
                      {error.text}
                    </a>
                  ) : (
                    error.text
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}

type Affix = Common & { text: ReactNode };
export type InputProps = Common & {
  label: Omit<LabelProps, 'for'>;
  name: string;
  /** Defaults to `name`. */
  id?: string;
  type?: string;
  value?: string;
  hint?: Omit<HintProps, 'id'>;
  errorMessage?: Omit<ErrorMessageProps, 'id'>;
  describedBy?: string;
  prefix?: Affix;
  suffix?: Affix;
  inputWrapper?: Common;
  formGroup?: Common & { beforeInput?: { text: ReactNode }; afterInput?: { text: ReactNode } };
  disabled?: boolean;
  autocomplete?: string;
  autocapitalize?: string;
  spellcheck?: boolean;
  pattern?: string;
  inputmode?: InputHTMLAttributes<HTMLInputElement>['inputMode'];
};

function AffixItem({ affix, type }: { affix: Affix; type: 'prefix' | 'suffix' }) {
  return (
    <div
      className={classNames(`govuk-input__${type}`, affix.classes)}
      aria-hidden="true"
      {...affix.attributes}
    >
      {affix.text}
    </div>
  );
}

/** A text field with its label, hint and error, tied together for those who hear the page. */
export function Input(props: InputProps) {
  const { hint, errorMessage, prefix, suffix, formGroup } = props;
  const id = props.id || props.name;
  const hintId = hint && `${id}-hint`;
  const errorId = errorMessage && `${id}-error`;
  const describedBy = [props.describedBy, hintId, errorId].filter(Boolean).join(' ') || undefined;
  const input = (
    <input
      className={classNames('govuk-input', props.classes, errorMessage && 'govuk-input--error')}
      id={id}
      name={props.name}
      type={props.type || 'text'}
      spellCheck={props.spellcheck}
      defaultValue={props.value}
      disabled={props.disabled}
      aria-describedby={describedBy}
      autoComplete={props.autocomplete}
      autoCapitalize={props.autocapitalize}
      pattern={props.pattern}
      inputMode={props.inputmode}
      {...props.attributes}
    />
  );
  const before = formGroup?.beforeInput?.text;
  const after = formGroup?.afterInput?.text;
  return (
    <div
      className={classNames(
        'govuk-form-group',
        errorMessage && 'govuk-form-group--error',
        formGroup?.classes,
      )}
      {...formGroup?.attributes}
    >
      <Label {...props.label} for={id} /> {hint && <Hint {...hint} id={`${id}-hint`} />}
      {errorMessage && <ErrorMessage {...errorMessage} id={`${id}-error`} />}
      {prefix?.text || suffix?.text || before || after ? (
        <div
          className={classNames('govuk-input__wrapper', props.inputWrapper?.classes)}
          {...props.inputWrapper?.attributes}
        >
          {before}
          {prefix?.text && <AffixItem affix={prefix} type="prefix" />}
          {input}
          {suffix?.text && <AffixItem affix={suffix} type="suffix" />}
          {after}
        </div>
      ) : (
        input
      )}
    </div>
  );
}
