import type { ReactNode } from 'react';
import { type Attributes, classNames } from './attributes.ts';

type Common = { classes?: string; attributes?: Attributes };

export type DetailsProps = Common & {
  summaryText: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
  id?: string;
  open?: boolean;
};

/** More for those who want it, closed until opened. */
export function Details({ summaryText, text, children, id, open, classes, attributes }: DetailsProps) {
  return (
    <details
      id={id || undefined}
      className={classNames('govuk-details', classes)}
      {...attributes}
      open={open}
    >
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">{summaryText}</span>
      </summary>
      <div className="govuk-details__text">{children || text}</div>
    </details>
  );
}

export type InsetTextProps = Common & { text?: ReactNode; children?: ReactNode; id?: string };

export function InsetText({ text, children, id, classes, attributes }: InsetTextProps) {
  return (
    <div id={id || undefined} className={classNames('govuk-inset-text', classes)} {...attributes}>
      {children || text}
    </div>
  );
}

export type NotificationBannerProps = Common & {
  /** One sentence, set as the banner's heading. */
  text?: ReactNode;
  /** Anything longer, in place of `text`. */
  children?: ReactNode;
  titleText?: ReactNode;
  titleHeadingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  titleId?: string;
  type?: 'success';
  role?: string;
  disableAutoFocus?: boolean;
};

export function NotificationBanner(props: NotificationBannerProps) {
  const success = props.type === 'success';
  const titleId = props.titleId || 'govuk-notification-banner-title';
  const Heading = `h${props.titleHeadingLevel || 2}` as 'h2';
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is computed, and always takes a label.
    <div
      className={classNames(
        'govuk-notification-banner',
        success && 'govuk-notification-banner--success',
        props.classes,
      )}
      role={props.role || (success ? 'alert' : 'region')}
      aria-labelledby={titleId}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={props.disableAutoFocus}
      {...props.attributes}
    >
      <div className="govuk-notification-banner__header">
        <Heading className="govuk-notification-banner__title" id={titleId}>
          {props.titleText || (success ? 'Success' : 'Important')}
        </Heading>
      </div>
      <div className="govuk-notification-banner__content">
        {props.children || (props.text && <p className="govuk-notification-banner__heading">{props.text}</p>)}
      </div>
    </div>
  );
}

export type TagProps = Common & { text: ReactNode };

export function Tag({ text, classes, attributes }: TagProps) {
  return (
    <strong className={classNames('govuk-tag', classes)} {...attributes}>
      {text}
    </strong>
  );
}

export type WarningTextProps = Common & { text: ReactNode; iconFallbackText?: string };

export function WarningText({ text, iconFallbackText, classes, attributes }: WarningTextProps) {
  return (
    <div className={classNames('govuk-warning-text', classes)} {...attributes}>
      <span className="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>{' '}
      <strong className="govuk-warning-text__text">
        <span className="govuk-visually-hidden">{iconFallbackText || 'Warning'}</span> {text}
      </strong>
    </div>
  );
}
