import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../days.ts';
import { TimeAxis } from '../index.ts';
import type { Box } from './captions.ts';
import { forms, type Layout, layoutAxis } from './layout.ts';
import type { AxisProps } from './model.ts';
import { textWidth } from './text.ts';

const first = '2008-01-01';
const last = '2026-11-16';
const day = fc.integer({ min: -400, max: 7300 }).map((days) => addDays(first, days));
const label = fc.oneof(
  fc.constantFrom(
    'Child in need',
    'CAMHS',
    'A',
    'Protection plan',
    'Arrears, repairs and a great deal more than fits',
  ),
  fc.string({ minLength: 1, maxLength: 60 }),
);
const tone = fc.constantFrom('neutral' as const, 'good' as const, 'crisis' as const);
const precision = fc.constantFrom('day' as const, 'month' as const, 'year' as const, 'unknown' as const);
const span = fc
  .record({
    short: label,
    from: day,
    days: fc.option(fc.integer({ min: 1, max: 3000 })),
    label,
    tone,
    precision,
  })
  .map(({ days, ...rest }) => ({ ...rest, to: days === null ? null : addDays(rest.from, days) }));
const dot = fc.record({ on: day, label, tone, precision, count: fc.integer({ min: 1, max: 1500 }) });
const axis: fc.Arbitrary<AxisProps> = fc.record({
  id: fc.constant('axis'),
  title: fc.constant('Title'),
  description: fc.constant('Description.'),
  from: fc.constant(first),
  to: fc.constantFrom(last, '2008-09-01', '2011-01-01', '2090-01-01'),
  lanes: fc.array(
    fc.record({
      label,
      spans: fc.array(span, { maxLength: 25 }),
      dots: fc.array(dot, { maxLength: 60 }),
    }),
    { maxLength: 7 },
  ),
  bands: fc.array(
    fc
      .record({
        from: day,
        days: fc.integer({ min: 1, max: 900 }),
        label,
        tone: fc.constantFrom('many', 'few'),
      })
      .map(({ days, ...rest }) => ({ ...rest, to: addDays(rest.from, days) })),
    { maxLength: 6 },
  ) as fc.Arbitrary<NonNullable<AxisProps['bands']>>,
  captions: fc.array(fc.record({ on: day, label }), { maxLength: 8 }),
  load: fc.record({
    label,
    notes: fc.array(label, { maxLength: 3 }),
    unit: fc.constant('visits'),
    weeks: fc.array(fc.record({ week: day, count: fc.integer({ min: 0, max: 40 }) }), { maxLength: 200 }),
  }),
});

type Words = { text: string; box: Box; weight: 400 | 700 };

/** Every text of a picture with its box. */
function textsOf(layout: Layout): Words[] {
  const plain = [
    ...layout.captions,
    ...layout.ticks.flatMap((tick) => tick.label ?? []),
    ...layout.edges,
    ...layout.lanes.flatMap((lane) => lane.bars.flatMap((bar) => bar.label ?? [])),
    ...(layout.load?.notes ?? []),
  ];
  const bold = [
    ...layout.lanes.flatMap((lane) => lane.names),
    ...layout.lanes.flatMap((lane) => lane.marks.flatMap(({ text, box }) => (text ? [{ text, box }] : []))),
    ...(layout.load?.names ?? []),
  ];
  return [
    ...plain.map(({ text, box }): Words => ({ text, box, weight: 400 })),
    ...bold.map(({ text, box }): Words => ({ text, box, weight: 700 })),
  ].filter(({ text }) => text !== '');
}

const slack = 0.01;
const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x + slack ||
  b.x + b.width <= a.x + slack ||
  a.y + a.height <= b.y + slack ||
  b.y + b.height <= a.y + slack;

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}

describe.each(forms)('laid out for $name', (form) => {
  const hold = (rule: (layout: Layout, props: AxisProps) => void) =>
    fc.assert(
      fc.property(axis, (props) => rule(layoutAxis(props, form), props)),
      { numRuns: 100 },
    );

  test('no two texts meet', () =>
    hold((layout) => {
      for (const [a, b] of pairs(textsOf(layout))) {
        if (!apart(a.box, b.box)) throw new Error(`“${a.text}” meets “${b.text}”`);
      }
    }));

  test('every text, bar and mark lies within the picture, and each text has the room it needs', () =>
    hold((layout) => {
      const marks = layout.lanes.flatMap((lane) => [...lane.bars, ...lane.marks]);
      for (const { box } of [...textsOf(layout), ...marks]) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(layout.width + slack);
        expect(box.y + box.height).toBeLessThanOrEqual(layout.height + slack);
      }
      for (const { text, box, weight } of textsOf(layout)) {
        expect(textWidth(text, form.size, weight)).toBeLessThanOrEqual(box.width + slack);
      }
    }));

  test('a text in a bar fits in it, and one beside a bar touches no bar or mark', () =>
    hold((layout) => {
      for (const lane of layout.lanes) {
        for (const { box, label: inBar } of lane.bars) {
          if (inBar?.inside) {
            expect(inBar.box.x).toBeGreaterThanOrEqual(box.x);
            expect(inBar.box.x + inBar.box.width).toBeLessThanOrEqual(box.x + box.width);
          }
        }
        const beside = lane.bars.flatMap((bar) => (bar.label && !bar.label.inside ? [bar.label.box] : []));
        for (const text of beside) {
          for (const { box } of [...lane.bars, ...lane.marks]) expect(apart(text, box)).toBe(true);
        }
      }
    }));

  test('bars and marks of a lane do not cover one another', () =>
    hold((layout) => {
      for (const lane of layout.lanes) {
        for (const [a, b] of pairs([...lane.bars, ...lane.marks])) expect(apart(a.box, b.box)).toBe(true);
      }
    }));

  test('no line of a caption runs through another caption', () =>
    hold((layout) => {
      for (const [a, b] of pairs(layout.captions)) {
        const [upper, lower] = a.box.y < b.box.y ? [a, b] : [b, a];
        if (upper.box.y === lower.box.y) continue;
        expect(upper.x <= lower.box.x || upper.x >= lower.box.x + lower.box.width).toBe(true);
      }
    }));

  test('time runs left to right: earlier marks stand further left', () =>
    hold((layout) => {
      for (const { bars, marks } of layout.lanes) {
        for (const [a, b] of pairs(bars)) {
          if (a.span.from < b.span.from) expect(a.box.x).toBeLessThanOrEqual(b.box.x + slack);
        }
        for (const [a, b] of pairs(marks)) expect(a.box.x < b.box.x).toBe(true);
        const days = marks.flatMap((mark) => mark.dots.map((each) => each.on));
        expect(days).toEqual([...days].sort());
      }
      const ticks = layout.ticks.map((tick) => tick.x);
      expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    }));

  test('nothing within the days shown is lost, and nothing outside them drawn', () =>
    hold((layout, props) => {
      props.lanes.forEach((lane, i) => {
        const { bars = [], marks = [] } = layout.lanes[i] ?? {};
        const dots = lane.dots.filter(({ on }) => on >= props.from && on < props.to);
        const total = dots.reduce((sum, { count = 1 }) => sum + count, 0);
        expect(marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(total);
        expect(marks.flatMap((mark) => mark.dots)).toHaveLength(dots.length);
        const shown = lane.spans.filter(
          ({ from, to }) => from < props.to && (to === null || to > props.from),
        );
        expect(bars).toHaveLength(shown.length);
      });
      const within = [
        ...(props.bands ?? []).filter(({ from, to }) => from < props.to && to > props.from),
        ...(props.captions ?? []).filter(({ on }) => on >= props.from && on < props.to),
      ];
      const counts = [...layout.captions, ...layout.unplaced].map(({ count = 1 }) => count);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(within.length);
    }));
});

test('is markup with presentation attributes only, the same each time', () =>
  fc.assert(
    fc.property(axis, (props) => {
      const html = renderToStaticMarkup(<TimeAxis {...props} />);
      expect(html).not.toMatch(
        /<[^>]* style=|<style|<script|<[^>]* on[a-z]+=|="[^"]*(NaN|undefined|Infinity)/,
      );
      expect(renderToStaticMarkup(<TimeAxis {...props} />)).toBe(html);
    }),
    { numRuns: 25 },
  ));

const base: AxisProps = {
  id: 'a',
  title: 'What happened',
  description: 'In a list below.',
  from: '2010-01-01',
  to: '2020-01-01',
  lanes: [],
};
const wide = forms.find((form) => form.name === 'wide') ?? forms[0];
if (!wide) throw new Error('no form is called wide');

test('a day stands at its share of the axis', () => {
  const layout = layoutAxis(
    {
      ...base,
      lanes: [{ label: 'Lane', spans: [{ from: '2012-07-01', to: '2015-01-01', label: 'x' }], dots: [] }],
    },
    wide,
  );
  const [bar] = layout.lanes[0]?.bars ?? [];
  const { left, right } = layout.plot;
  // By hand: 912 and 1826 of 3652 days after 1 January 2010.
  expect(bar?.box.x).toBeCloseTo(left + (912 / 3652) * (right - left), 6);
  expect((bar?.box.x ?? 0) + (bar?.box.width ?? 0)).toBeCloseTo(left + (1826 / 3652) * (right - left), 6);
});

test('an open bar runs to the edge and is drawn otherwise than an ended one', () => {
  const bars = layoutAxis(
    {
      ...base,
      lanes: [
        {
          label: 'Lane',
          spans: [
            { from: '2012-01-01', to: null, label: 'open' },
            { from: '2013-01-01', to: '2030-01-01', label: 'ends later' },
          ],
          dots: [],
        },
      ],
    },
    wide,
  ).lanes[0]?.bars;
  expect(bars?.map(({ open }) => open)).toEqual([true, false]);
  expect(bars?.[0] && bars[0].box.x + bars[0].box.width).toBe(994);
});

test('where a label would be cut the short one stands; what is open now stands uppermost', () => {
  const label = 'Child protection plan: Kyle and two others in the family';
  const layout = (width: number) =>
    layoutAxis(
      {
        ...base,
        lanes: [
          {
            label: 'Lane',
            spans: [
              { from: '2012-01-01', to: '2012-06-01', label, short: 'Protection plan' },
              { from: '2018-01-01', to: null, label: 'Open' },
              { from: '2017-01-01', to: '2019-01-01', label: 'Ended' },
            ],
            dots: [],
          },
        ],
      },
      { ...wide, width },
    ).lanes[0]?.bars;
  const labelOf = (width: number) => layout(width)?.find((bar) => bar.span.short)?.label?.text;
  expect([labelOf(1000), labelOf(600)]).toEqual([label, 'Protection plan']);
  const [first, ...others] = layout(1000) ?? [];
  expect(first?.open).toBe(true);
  for (const other of others) expect(other.box.y).toBeGreaterThanOrEqual(first?.box.y ?? Infinity);
});

test('dots that pile up become one mark with their number', () => {
  const dots = ['2015-03-01', '2015-03-02', '2015-03-03', '2018-01-01'].map((on) => ({
    on,
    label: 'Contact',
  }));
  const marks = layoutAxis({ ...base, lanes: [{ label: 'Lane', spans: [], dots }] }, wide).lanes[0]?.marks;
  expect(marks?.map(({ count, text }) => [count, text])).toEqual([
    [3, '3'],
    [1, undefined],
  ]);
});

test('captions of one kind that would climb over one another are one with their number', () => {
  const bands = ['2014-01-01', '2014-06-01', '2015-01-01', '2019-01-01'].map((from) => ({
    from,
    to: addDays(from, 60),
    label: 'many events',
    tone: 'many' as const,
  }));
  const few = { from: '2014-03-01', to: '2014-05-01', label: 'few records', tone: 'few' as const };
  const layout = layoutAxis({ ...base, bands: [...bands, few] }, wide);
  expect(layout.captions.map(({ text }) => text).sort()).toEqual([
    'few records',
    'many events',
    'many events (3)',
  ]);
  for (const form of forms) {
    const { captions } = layoutAxis({ ...base, bands }, form);
    expect(new Set(captions.map(({ box }) => box.y)).size).toBeLessThanOrEqual(2);
  }
});

test('a bar that has no room for its name is named beneath', () => {
  const spans = Array.from({ length: 12 }, (_, at) => ({
    from: addDays('2015-01-01', 10 * at),
    to: addDays('2015-01-01', 10 * at + 8),
    label: `A spell with quite a long name, number ${at}`,
    href: `/facts/${at}`,
  }));
  const html = renderToStaticMarkup(<TimeAxis {...base} lanes={[{ label: 'Lane', spans, dots: [] }]} />);
  const phone = html.slice(html.indexOf('v-axis__form--phone'));
  const layout = layoutAxis(
    { ...base, lanes: [{ label: 'Lane', spans, dots: [] }] },
    forms.find((form) => form.name === 'phone') ?? wide,
  );
  const unnamed = layout.lanes[0]?.bars.filter((bar) => bar.label === undefined) ?? [];
  expect(unnamed.length).toBeGreaterThan(0);
  const words = phone.slice(phone.indexOf('Bars without a name'));
  for (const { span } of unnamed)
    expect(words).toContain(`<a class="govuk-link" href="${span.href}">${span.label}</a>`);
});

test('years are fewer where there is less room, and a single year has months', () => {
  const years = (props: AxisProps) =>
    forms.map((form) => layoutAxis(props, form).ticks.flatMap((tick) => tick.label?.text ?? []));
  const long = years({ ...base, from: '2008-01-01', to: '2026-11-16' });
  const counts = Object.fromEntries(forms.map((form, i) => [form.name, long[i]?.length ?? 0]));
  expect(counts.wide).toBeGreaterThan(15);
  expect(counts.phone).toBeLessThan(8);
  expect(counts.phone).toBeGreaterThan(3);
  const short = layoutAxis({ ...base, from: '2026-01-01', to: '2027-01-01' }, wide);
  expect(short.ticks[1]?.label?.text).toBe('Feb 2026');
});

test('the first and the last day of a part are said at its edges, a year that begins there by its tick alone', () => {
  const edges = (from: string, to: string) =>
    forms.map((form) => {
      const { edges, plot, width, height } = layoutAxis({ ...base, from, to }, form);
      for (const { box } of edges) {
        expect(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
        expect(box.y).toBeGreaterThan(plot.bottom);
      }
      return edges.map(({ text }) => text);
    });
  // The end is the day after the last one.
  for (const said of edges('2016-06-01', '2018-06-02')) expect(said).toEqual(['1 Jun 2016', '1 Jun 2018']);
  for (const said of edges('2026-03-02', '2026-03-09')) expect(said).toEqual(['2 Mar 2026', '8 Mar 2026']);
  expect(edges('2008-01-01', '2026-11-17')[0]).toEqual(['16 Nov 2026']);
  for (const said of edges('2026-03-02', '2026-03-03')) expect(said).toEqual(['2 Mar 2026']);
});

test('the week with most is the highest point, and its count is said', () => {
  const layout = layoutAxis(
    {
      ...base,
      from: '2019-01-07',
      load: {
        label: 'Visits a week',
        unit: 'visits',
        weeks: [
          { week: '2019-03-04', count: 2 },
          { week: '2019-07-01', count: 7 },
        ],
      },
    },
    wide,
  );
  const points = layout.load?.points ?? [];
  const top = points.reduce((best, point) => (point[1] < best[1] ? point : best), points[0] ?? [0, 0]);
  const share = (top[0] - layout.plot.left) / (layout.plot.right - layout.plot.left);
  // 1 July 2019 begins the 26th of 51.3 weeks.
  expect(share).toBeGreaterThan(25 / 51.3);
  expect(share).toBeLessThan(26.5 / 51.3);
  expect(layout.load?.notes.map(({ text }) => text)).toEqual(['at most 7 visits a week']);
});

test('is named and described, and says by shape what it says by colour', () => {
  const html = renderToStaticMarkup(
    <TimeAxis
      {...base}
      lanes={[
        {
          label: 'Lane',
          spans: [{ from: '2012-01-01', to: null, label: 'Plan', href: '#plan', precision: 'month' }],
          dots: [{ on: '2013-01-01', label: 'Arrest', tone: 'crisis', href: '/facts/1' }],
        },
      ]}
    />,
  );
  expect(html).toContain('<title id="a-wide-title">What happened</title>');
  expect(html).toContain('aria-labelledby="a-wide-title"');
  expect(html).toContain('<a href="#plan" tabindex="-1"><title>Plan, since about January 2012</title>');
  expect(html).toContain('stroke-dasharray');
  for (const words of ['open now', 'crisis', 'date not exact']) expect(html).toContain(words);
  expect(html).not.toContain('good news');
});

test('a dot at the edge of the axis is told by the day on which it began', () => {
  const html = renderToStaticMarkup(
    <TimeAxis
      id="a"
      title="What happened"
      description="It."
      from="2026-03-01"
      to="2026-06-01"
      lanes={[
        {
          label: 'Family',
          spans: [],
          dots: [{ on: '2026-03-01', begun: '2026-02-20', label: 'Missing: Kyle' }],
        },
      ]}
    />,
  );
  expect(html).toContain('<title>Since 20 February 2026: Missing: Kyle</title>');
  expect(html).not.toContain('1 March 2026');
});
