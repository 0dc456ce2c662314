import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { addDays } from '../../platform/index.ts';
import type { PictureLine } from '../shape.ts';
import { ListedLines, perPage } from './list.tsx';

/** An event every second day from 1 March 2014, and two of which nobody knows the day. */
function linesOf(count: number): PictureLine[] {
  return Array.from({ length: count }, (_, n) => {
    const from = n < 2 ? null : addDays('2014-03-01', 2 * n);
    return {
      factId: `fact-${n}`,
      kind: 'contact',
      label: 'Contact',
      service: 'Social care',
      tone: 'neutral',
      lane: 'care',
      shape: 'event',
      agency: 'social-care',
      tellers: [{ agency: 'Social care', factId: `fact-${n}` }],
      happened: { from, to: from && addDays(from, 1) },
      precision: from === null ? 'unknown' : 'day',
      people: [],
      note: null,
      part: null,
      differing: [],
    };
  });
}

const page = (lines: readonly PictureLine[], at: number) =>
  renderToStaticMarkup(
    <ListedLines lines={lines} page={at} href={(to) => `/here?page=${to}`} firstName={() => 'Kyle'} />,
  );
const factsOn = (html: string) => [...html.matchAll(/href="\/facts\/(fact-\d+)"/g)].map(([, id]) => id);
const yearsOn = (html: string) => [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);

test('the pages together have every line once, the newest first', () => {
  const lines = linesOf(2 * perPage + 7);
  const listed = [1, 2, 3].flatMap((at) => factsOn(page(lines, at)));
  expect(listed).toEqual([...lines].reverse().map(({ factId }) => factId));
  expect(factsOn(page(lines, 3))).toHaveLength(7);
  expect(page(lines, 2)).toContain(
    'Page 2 of 3, the newest first: 500 events and spells, from number 501 to 1,000.',
  );
  expect(page(lines, 4)).toContain('There are 3 pages.');
});

test('a year’s link leads to the page on which the year begins', () => {
  const lines = linesOf(2 * perPage + 7);
  for (const at of [1, 2, 3]) {
    const links = [...page(lines, at).matchAll(/<a href="(?:\/here\?page=(\d))?#([^"]+)"/g)];
    expect(links.map(([, , year]) => year)).toEqual([
      ...['y2019', 'y2018', 'y2017', 'y2016', 'y2015', 'y2014'],
      'undated',
    ]);
    for (const [, to, year] of links) {
      const there = page(lines, to === undefined ? at : Number(to));
      const heading = year === 'undated' ? 'Date not known' : year?.slice(1);
      expect(there).toContain(`<h2 id="${year}">${heading}</h2>`);
    }
  }
  const [, second = ''] = yearsOn(page(lines, 1));
  expect(second).toBe('y2018');
  expect(page(lines, 2)).toMatch(/<h2 id="y2016">2016, continued<\/h2>/);
});

test('what fits on one page has no pages', () => {
  const html = page(linesOf(perPage), 1);
  expect(factsOn(html)).toHaveLength(perPage);
  expect(html).not.toContain('Page 1 of');
  expect(html).not.toContain('govuk-pagination');
});
