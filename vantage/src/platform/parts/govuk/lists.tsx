import type { ReactNode } from 'react';
import { type Attributes, classNames } from './attributes.ts';

type Text = { text?: ReactNode; classes?: string };
export type SummaryAction = {
  href: string;
  text: ReactNode;
  /** Says which row the action is about, for those who hear the page. */
  visuallyHiddenText?: string;
  classes?: string;
  attributes?: Attributes;
};
type Actions = { items?: readonly SummaryAction[]; classes?: string };
export type SummaryRow = { key: Text; value: Text; classes?: string; actions?: Actions };
type CardTitle = Text & { headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 };
export type SummaryListProps = {
  rows: readonly (SummaryRow | null | undefined | false)[];
  card?: { title?: CardTitle; actions?: Actions; classes?: string; attributes?: Attributes };
  classes?: string;
  attributes?: Attributes;
};

function ActionLink({ action, title }: { action: SummaryAction; title: CardTitle | undefined }) {
  return (
    <a className={classNames('govuk-link', action.classes)} href={action.href} {...action.attributes}>
      {action.text}
      {(action.visuallyHiddenText || title) && (
        <span className="govuk-visually-hidden">
          {action.visuallyHiddenText && ` ${action.visuallyHiddenText}`}
          {title && <> ({title.text})</>}
        </span>
      )}
    </a>
  );
}

function Card({ card, children }: { card: NonNullable<SummaryListProps['card']>; children: ReactNode }) {
  const { title, actions } = card;
  const items = actions?.items ?? [];
  const Heading = `h${title?.headingLevel || 2}` as 'h2';
  const actionsClass = classNames('govuk-summary-card__actions', actions?.classes);
  const [only] = items;
  return (
    <div className={classNames('govuk-summary-card', card.classes)} {...card.attributes}>
      <div className="govuk-summary-card__title-wrapper">
        {title && (
          <Heading className={classNames('govuk-summary-card__title', title.classes)}>{title.text}</Heading>
        )}
        {items.length === 1 && only ? (
          <div className={actionsClass}>
            <ActionLink action={only} title={title} />
          </div>
        ) : (
          items.length > 1 && (
            <ul className={actionsClass}>
              {items.map((action, place) => (
                <li className="govuk-summary-card__action" key={place}>
                  <ActionLink action={action} title={title} />
                </li>
              ))}
            </ul>
          )
        )}
      </div>
      <div className="govuk-summary-card__content">{children}</div>
    </div>
  );
}

/** Keys and values, with links to act on them. */
export function SummaryList({ rows, card, classes, attributes }: SummaryListProps) {
  const present = rows.filter((row) => !!row);
  const anyActions = present.some((row) => (row.actions?.items ?? []).length > 0);
  const list = (
    <dl className={classNames('govuk-summary-list', classes)} {...attributes}>
      {present.map((row, place) => {
        const items = row.actions?.items ?? [];
        const [only] = items;
        return (
          <div
            className={classNames(
              'govuk-summary-list__row',
              anyActions && !row.actions?.items && 'govuk-summary-list__row--no-actions',
              row.classes,
            )}
            key={place}
          >
            <dt className={classNames('govuk-summary-list__key', row.key.classes)}>{row.key.text}</dt>
            <dd className={classNames('govuk-summary-list__value', row.value.classes)}>{row.value.text}</dd>
            {items.length > 0 && (
              <dd className={classNames('govuk-summary-list__actions', row.actions?.classes)}>
                {items.length === 1 && only ? (
                  <ActionLink action={only} title={card?.title} />
                ) : (
                  <ul className="govuk-summary-list__actions-list">
                    {items.map((action, nth) => (
                      <li className="govuk-summary-list__actions-list-item" key={nth}>
                        <ActionLink action={action} title={card?.title} />
                      </li>
                    ))}
                  </ul>
                )}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
  return card ? <Card card={card}>{list}</Card> : list;
}

export type TableCell = {
  text?: ReactNode;
  format?: 'numeric';
  classes?: string;
  colspan?: number;
  rowspan?: number;
  attributes?: Attributes;
};
export type TableProps = {
  rows: readonly (readonly TableCell[] | null | undefined | false)[];
  head?: readonly TableCell[];
  caption?: ReactNode;
  captionClasses?: string;
  /** A caption for those who hear the page, where a heading above the table says it to the eye. */
  heard?: string;
  firstCellIsHeader?: boolean;
  classes?: string;
  attributes?: Attributes;
};

/** Rows and columns; numbers stand right with `format: 'numeric'`. */
export function Table(props: TableProps) {
  return (
    <table className={classNames('govuk-table', props.classes)} {...props.attributes}>
      {props.caption && (
        <caption className={classNames('govuk-table__caption', props.captionClasses)}>
          {props.caption}
        </caption>
      )}
      {!props.caption && props.heard && <caption className="govuk-visually-hidden">{props.heard}</caption>}
      {props.head && (
        <thead className="govuk-table__head">
          <tr className="govuk-table__row">
            {props.head.map((cell, place) => (
              <th
                scope="col"
                className={classNames(
                  'govuk-table__header',
                  cell.format && `govuk-table__header--${cell.format}`,
                  cell.classes,
                )}
                colSpan={cell.colspan}
                rowSpan={cell.rowspan}
                {...cell.attributes}
                key={place}
              >
                {cell.text}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody className="govuk-table__body">
        {props.rows.map(
          (row, nth) =>
            row && (
              <tr className="govuk-table__row" key={nth}>
                {row.map((cell, place) =>
                  place === 0 && props.firstCellIsHeader ? (
                    <th
                      scope="row"
                      className={classNames('govuk-table__header', cell.classes)}
                      colSpan={cell.colspan}
                      rowSpan={cell.rowspan}
                      {...cell.attributes}
                      key={place}
                    >
                      {cell.text}
                    </th>
                  ) : (
                    <td
                      className={classNames(
                        'govuk-table__cell',
                        cell.format && `govuk-table__cell--${cell.format}`,
                        cell.classes,
                      )}
                      colSpan={cell.colspan}
                      rowSpan={cell.rowspan}
                      {...cell.attributes}
                      key={place}
                    >
                      {cell.text}
                    </td>
                  ),
                )}
              </tr>
            ),
        )}
      </tbody>
    </table>
  );
}
