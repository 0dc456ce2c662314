import type { PaginationItem, PaginationProps } from './govuk/index.ts';

/**
 * @param page The page shown, from 1.
 * @param last Number of the last page.
 * @param href Address of a page.
 * @returns Props of `Pagination`: first, last and those around this one; undefined when one page holds all.
 */
export function pagesOf(
  page: number,
  last: number,
  href: (page: number) => string,
): PaginationProps | undefined {
  if (last <= 1) return undefined;
  const items: PaginationItem[] = [];
  let before = 0;
  for (let number = 1; number <= last; number += 1) {
    if (number !== 1 && number !== last && Math.abs(number - page) > 1) continue;
    if (number - before > 1) items.push({ ellipsis: true });
    items.push({ number, href: href(number), current: number === page });
    before = number;
  }
  return {
    items,
    ...(page > 1 && { previous: { href: href(page - 1) } }),
    ...(page < last && { next: { href: href(page + 1) } }),
  };
}
