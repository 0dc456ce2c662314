import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import {
  Count,
  countInWords,
  Day,
  dayInWords,
  EmptyState,
  Money,
  Page,
  pagesOf,
  poundsInWords,
  type Site,
  SourceLink,
  Span,
  StackTable,
  spanInWords,
} from './index.ts';

const html = renderToStaticMarkup;

describe('days', () => {
  test.each([
    ['2014-03-03', 'day', '3 March 2014'],
    ['2014-03-01', 'month', 'March 2014'],
    ['2014-01-01', 'year', '2014'],
    ['2014-03-03', 'unknown', 'date not known'],
  ] as const)('%s known to the %s reads %s', (day, precision, words) =>
    expect(dayInWords(day, precision)).toBe(words),
  );

  test('a day says its date to machines no more exactly than it is known', () => {
    expect(html(<Day on="2014-03-03" />)).toBe('<time dateTime="2014-03-03">3 March 2014</time>');
    expect(html(<Day on="2014-03-01" precision="month" form="short" />)).toBe(
      '<time dateTime="2014-03" class="v-uncertain">Mar 2014</time>',
    );
    expect(html(<Day on="2014-01-01" precision="unknown" />)).toBe(
      '<span class="v-uncertain">date not known</span>',
    );
  });
});

describe('spans, whose end is the first day after', () => {
  test.each([
    ['2014-03-03', '2015-05-03', 'day', '3 March 2014 to 2 May 2015'],
    ['2014-03-03', null, 'day', 'since 3 March 2014'],
    [null, '2015-01-01', 'day', 'until 31 December 2014'],
    ['2014-03-03', '2014-03-04', 'day', '3 March 2014'],
    ['2016-02-28', '2016-03-01', 'day', '28 February 2016 to 29 February 2016'],
    ['2014-03-01', '2014-04-01', 'month', 'some time in March 2014'],
    ['2014-01-01', '2016-01-01', 'year', 'from about 2014 to about 2015'],
    ['2014-01-01', null, 'year', 'since about 2014'],
    ['2014-01-01', '2015-01-01', 'unknown', 'dates not known'],
    [null, null, 'day', 'dates not known'],
  ] as const)('[%s, %s) by the %s reads %s', (from, to, precision, words) =>
    expect(spanInWords(from, to, precision)).toBe(words),
  );

  test('one that is not exact looks so', () => {
    expect(html(<Span from="2014-01-01" to={null} precision="year" />)).toContain('v-uncertain');
    expect(html(<Span from="2014-01-01" to={null} />)).not.toContain('v-uncertain');
  });
});

describe('money', () => {
  test.each([
    [0, '£0'],
    [123_456, '£1,235'],
    [25_000_000, '£250,000'],
    [350, '£3.50'],
    [300, '£3'],
    [-123_400, '−£1,234'],
    [99, '£0.99'],
  ])('%i pence reads %s', (pence, words) => expect(poundsInWords(pence)).toBe(words));

  test('a range has both ends, or one when they read the same', () => {
    const text = (element: React.ReactElement) => html(element).replace(/<[^>]+>/g, '');
    expect(text(<Money lowPence={100_000} highPence={140_000} />)).toBe('£1,000 to £1,400');
    expect(text(<Money lowPence={100_001} highPence={100_002} />)).toBe('£1,000');
    expect(text(<Money pence={100_000} />)).toBe('£1,000');
  });
});

test('counts', () => {
  expect([0, 1, 2, 1200].map((n) => countInWords(n, 'family', 'families'))).toEqual([
    'no families',
    '1 family',
    '2 families',
    '1,200 families',
  ]);
  expect(html(<Count of={2} one="day" many="days" />)).toContain('2 days');
});

test('a source has its sender, file and line and both times, and says when one is not known', () => {
  const source = {
    href: '/records/1',
    from: 'Testshire Police',
    file: 'police/occurrences.csv',
    line: 1042,
    receivedAt: new Date('2026-11-16T06:00:00Z'),
  };
  const text = (recordedAt: Date | null) =>
    html(<SourceLink {...source} recordedAt={recordedAt} />).replace(/<[^>]+>/g, '');
  expect(text(null)).toBe(
    'Testshire Police, police/occurrences.csv, line 1,042; not recorded when, received 16 Nov 2026',
  );
  expect(text(new Date('2026-11-02T09:00:00Z'))).toContain('recorded 2 Nov 2026, received 16 Nov 2026');
});

test('an empty place says so', () => {
  expect(html(<EmptyState title="Nobody has asked yet.">Ask.</EmptyState>)).toContain(
    'Nobody has asked yet.',
  );
});

test('pages of a long list: the ends, those around this one, and gaps', () => {
  const shown = (page: number, last: number) =>
    pagesOf(page, last, (n) => `?page=${n}`)?.items?.map((item) =>
      item && 'number' in item ? (item.current ? `[${item.number}]` : item.number) : '…',
    );
  expect(shown(1, 1)).toBeUndefined();
  expect(shown(1, 3)).toEqual(['[1]', 2, 3]);
  expect(shown(5, 12)).toEqual([1, '…', 4, '[5]', 6, '…', 12]);
  expect(shown(12, 12)).toEqual([1, '…', 11, '[12]']);
  expect(pagesOf(1, 2, String)).toMatchObject({ next: { href: '2' } });
  expect(pagesOf(1, 2, String)).not.toHaveProperty('previous');
});

describe('the frame of a page', () => {
  const site: Site = {
    name: 'Vantage',
    nav: [
      { key: 'families', text: 'Families', href: '/families', shortcut: 'f' },
      { key: 'area', text: 'Area', href: '/area', shortcut: 'a' },
    ],
    search: { action: '/families', name: 'q', label: 'Find a family' },
    notice: 'Testshire is made up.',
    footer: [{ text: 'Keys', href: '/keys', keys: true }],
    styles: ['/assets/site.css'],
    scripts: ['/assets/keys.js'],
    icon: '/assets/icon.svg',
  };
  const page = html(
    <Page
      site={site}
      title="The Harts"
      current="area"
      query={'"><script>'}
      vantage={{ text: 'See from above', href: '/area' }}
    >
      <p>Content</p>
    </Page>,
  );
  test('names the page, its language and where the reader is', () => {
    expect(page).toContain('<html lang="en-GB"');
    expect(page).toContain('<title>The Harts – Vantage</title>');
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('aria-current="true" data-go="a"');
    expect(page.match(/aria-current/g)).toHaveLength(1);
  });
  test('says on every page whose data it shows', () => expect(page).toContain('Testshire is made up.'));
  test('says on paper who printed it and when, where somebody is known', () => {
    expect(page).not.toContain('Printed by');
    const printed = html(
      <Page
        site={{ ...site, viewer: { name: 'Nina Okafor', part: 'Practitioner' } }}
        title="The Harts"
        day="2026-11-22"
      >
        <p>Content</p>
      </Page>,
    );
    expect(printed.replaceAll(/<[^>]*>/g, '')).toContain(
      'Printed by Nina Okafor, Practitioner, on 22 November 2026.',
    );
    expect(printed).toContain('<span class="v-paper-only">Printed by');
  });
  test('keeps what was searched for, as text', () => {
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(page).toContain('action="/families" method="get"');
  });
  test('lets a reader skip to the content and change vantage point', () => {
    expect(page).toMatch(/<a href="#main" class="govuk-skip-link"/);
    expect(page).toContain('<main class="v-main" id="main">');
    expect(page).toContain('<a class="v-button" href="/area">See from above</a>');
  });
  test('has no inline style or script', () => {
    expect(page).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on[a-z]+=/);
  });
});

test('a table that stacks on a phone keeps its markup, and names each cell by its column', () => {
  const stacked = html(
    <StackTable
      firstCellIsHeader
      head={[{ text: 'Name' }, { text: 'Age' }]}
      rows={[[{ text: 'Kyle' }, { text: '14' }]]}
    />,
  );
  expect(stacked).toContain('<table class="govuk-table v-stack">');
  expect(stacked).toContain('<th scope="row" class="govuk-table__header" data-label="Name">Kyle</th>');
  expect(stacked).toContain('<td class="govuk-table__cell" data-label="Age">14</td>');
});
