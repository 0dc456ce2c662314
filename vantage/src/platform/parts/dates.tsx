import { dayInWords, type Precision, spanInWords } from './words.ts';

const machine = { day: 10, month: 7, year: 4 };

export type DayProps = {
  /** ISO day; of an instant only the day (UTC) is shown. */
  on: string;
  precision?: Precision;
  form?: 'long' | 'short';
};

/** A day in words; underlined with dots when it is not exact. */
export function Day({ on, precision = 'day', form = 'long' }: DayProps) {
  const words = dayInWords(on, precision, form);
  if (precision === 'unknown') return <span className="v-uncertain">{words}</span>;
  return (
    <time
      dateTime={on.slice(0, machine[precision])}
      className={precision === 'day' ? undefined : 'v-uncertain'}
    >
      {words}
    </time>
  );
}

export type SpanProps = {
  from: string | null;
  /** First day after the span, as in the database; null while it is open. */
  to: string | null;
  precision?: Precision;
  form?: 'long' | 'short';
};

/** A spell in words; underlined with dots when its ends are not exact. */
export function Span({ from, to, precision = 'day', form = 'long' }: SpanProps) {
  const rough = precision !== 'day' || (from === null && to === null);
  return <span className={rough ? 'v-uncertain' : undefined}>{spanInWords(from, to, precision, form)}</span>;
}
