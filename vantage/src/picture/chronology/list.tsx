import {
  countInWords,
  Details,
  EmptyState,
  numberInWords,
  Pagination,
  pagesOf,
} from '../../platform/parts/index.ts';
import { HappeningList } from '../happenings.tsx';
import type { PictureLine } from '../shape.ts';

/** Happenings on one page of the list: with more, what is sent and drawn would grow with all that ever happened. */
export const perPage = 500;
/** Happenings of a page that stand unfolded: of more, the older years are folded. */
const unfolded = 150;
const notKnown = 'Date not known';
const yearOf = (line: PictureLine) => line.happened.from?.slice(0, 4) ?? notKnown;
const idOf = (year: string) => (year === notKnown ? 'undated' : `y${year}`);
const counted = (count: number) => countInWords(count, 'event or spell', 'events and spells');

type ListedProps = {
  /** All that is asked for, in the order of time. */
  lines: readonly PictureLine[];
  /** Which page, from 1. */
  page: number;
  /** Address of a page. */
  href: (page: number) => string;
  firstName: (personId: string) => string;
};

/** Happenings as a list, the newest year first, with a link to each year wherever it begins: by pages where there are many. */
export function ListedLines({ lines, page, href, firstName }: ListedProps) {
  const last = Math.max(1, Math.ceil(lines.length / perPage));
  if (page > last) return <EmptyState title={last === 1 ? 'There is 1 page.' : `There are ${last} pages.`} />;
  const newest = [...lines].reverse();
  const begins = new Map<string, number>();
  for (const [at, line] of newest.entries()) {
    const year = yearOf(line);
    if (!begins.has(year)) begins.set(year, at);
  }
  const start = (page - 1) * perPage;
  const shown = newest.slice(start, start + perPage);
  const pages = pagesOf(page, last, href);
  let before = 0;
  return (
    <>
      {begins.size > 1 && (
        <nav aria-label="Years of the list">
          <p className="v-links">
            {[...begins].map(([year, at]) => {
              const on = Math.floor(at / perPage) + 1;
              return (
                <a key={year} href={`${on === page ? '' : href(on)}#${idOf(year)}`}>
                  {year}
                  <span className="govuk-visually-hidden">, in the list</span>
                </a>
              );
            })}
          </p>
        </nav>
      )}
      {last > 1 && (
        <p className="govuk-body">
          Page {page} of {last}, the newest first: {counted(shown.length)}, from number{' '}
          {numberInWords(start + 1)} to {numberInWords(start + shown.length)}.
        </p>
      )}
      {[...Map.groupBy(shown, yearOf)].map(([year, own]) => {
        const isFolded = before > 0 && before + own.length > unfolded;
        before += own.length;
        const list = (
          <HappeningList
            heard={`What happened, ${year}`}
            lines={own}
            firstName={firstName}
            button={{ name: 'pin', text: 'Pin' }}
          />
        );
        return (
          <section key={year} aria-labelledby={idOf(year)}>
            <h2 id={idOf(year)}>
              {year}
              {(begins.get(year) ?? 0) < start && ', continued'}
            </h2>
            {isFolded ? <Details summaryText={counted(own.length)}>{list}</Details> : list}
          </section>
        );
      })}
      {pages && <Pagination {...pages} />}
    </>
  );
}
