import type { ReactNode } from 'react';
import { type Attributes, classNames } from './attributes.ts';

export type SkipLinkProps = { text: ReactNode; href?: string; classes?: string; attributes?: Attributes };

/** First thing on a page: jumps over the header to the content. */
export function SkipLink({ text, href, classes, attributes }: SkipLinkProps) {
  return (
    <a
      href={href || '#content'}
      className={classNames('govuk-skip-link', classes)}
      {...attributes}
      data-module="govuk-skip-link"
    >
      {text}
    </a>
  );
}

export type BackLinkProps = { text?: ReactNode; href?: string; classes?: string; attributes?: Attributes };

export function BackLink({ text, href, classes, attributes }: BackLinkProps) {
  return (
    <a href={href || '#'} className={classNames('govuk-back-link', classes)} {...attributes}>
      {text || 'Back'}
    </a>
  );
}

export type BreadcrumbsProps = {
  items: readonly { text: ReactNode; href?: string; attributes?: Attributes }[];
  classes?: string;
  collapseOnMobile?: boolean;
  attributes?: Attributes;
  labelText?: string;
};

/** Where a page stands. An item without `href` is the page itself. */
export function Breadcrumbs({ items, classes, collapseOnMobile, attributes, labelText }: BreadcrumbsProps) {
  return (
    <nav
      className={classNames(
        'govuk-breadcrumbs',
        classes,
        collapseOnMobile && 'govuk-breadcrumbs--collapse-on-mobile',
      )}
      {...attributes}
      aria-label={labelText ?? 'Breadcrumb'}
    >
      <ol className="govuk-breadcrumbs__list">
        {items.map((item, place) =>
          item.href ? (
            <li className="govuk-breadcrumbs__list-item" key={place}>
              <a className="govuk-breadcrumbs__link" href={item.href} {...item.attributes}>
                {item.text}
              </a>
            </li>
          ) : (
            <li className="govuk-breadcrumbs__list-item" aria-current="page" key={place}>
              {item.text}
            </li>
          ),
        )}
      </ol>
    </nav>
  );
}

export type PaginationLink = { href: string; text?: ReactNode; labelText?: string; attributes?: Attributes };
export type PaginationItem =
  | { ellipsis: true }
  | {
      ellipsis?: false;
      number: number | string;
      href: string;
      current?: boolean;
      visuallyHiddenText?: string;
      attributes?: Attributes;
    };
/** An entry left out by a condition. */
type Empty = null | undefined | false;
export type PaginationProps = {
  items?: readonly (PaginationItem | Empty)[];
  previous?: PaginationLink;
  next?: PaginationLink;
  landmarkLabel?: string;
  classes?: string;
  attributes?: Attributes;
};

const arrows = {
  prev: 'm6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z',
  next: 'm8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z',
};

function ArrowLink({ link, type, block }: { link: PaginationLink; type: 'prev' | 'next'; block: boolean }) {
  const arrow = (
    <svg
      className={`govuk-pagination__icon govuk-pagination__icon--${type}`}
      xmlns="http://www.w3.org/2000/svg"
      height="13"
      width="15"
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 15 13"
    >
      <path d={arrows[type]} />
    </svg>
  );
  return (
    <div className={`govuk-pagination__${type}`}>
      <a className="govuk-link govuk-pagination__link" href={link.href} rel={type} {...link.attributes}>
        {(block || type === 'prev') && arrow}
        <span
          className={classNames(
            'govuk-pagination__link-title',
            block && !link.labelText && 'govuk-pagination__link-title--decorated',
          )}
        >
          {link.text || (
            <>
              {type === 'prev' ? 'Previous' : 'Next'}
              <span className="govuk-visually-hidden"> page</span>
            </>
          )}
        </span>
        {link.labelText && block && (
          <>
            {' '}
            <span className="govuk-visually-hidden">:</span>{' '}
            <span className="govuk-pagination__link-label">{link.labelText}</span>
          </>
        )}
        {!block && type === 'next' && arrow}
      </a>
    </div>
  );
}

/** Pages of a long list; with no `items`, previous and next as blocks. */
export function Pagination({ items, previous, next, landmarkLabel, classes, attributes }: PaginationProps) {
  const block = !items && Boolean(next || previous);
  return (
    <nav
      className={classNames('govuk-pagination', block && 'govuk-pagination--block', classes)}
      aria-label={landmarkLabel || 'Pagination'}
      {...attributes}
    >
      {previous?.href && <ArrowLink link={previous} type="prev" block={block} />}
      {items && (
        <ul className="govuk-pagination__list">
          {items.map((item, place) =>
            !item || (!item.ellipsis && !('number' in item)) ? null : item.ellipsis ? (
              <li className="govuk-pagination__item govuk-pagination__item--ellipsis" key={place}>
                ⋯
              </li>
            ) : (
              <li
                className={classNames(
                  'govuk-pagination__item',
                  item.current && 'govuk-pagination__item--current',
                )}
                key={place}
              >
                <a
                  className="govuk-link govuk-pagination__link"
                  href={item.href}
                  aria-label={item.visuallyHiddenText ?? `Page ${item.number}`}
                  aria-current={item.current ? 'page' : undefined}
                  {...item.attributes}
                >
                  {item.number}
                </a>
              </li>
            ),
          )}
        </ul>
      )}
      {next?.href && <ArrowLink link={next} type="next" block={block} />}
    </nav>
  );
}
