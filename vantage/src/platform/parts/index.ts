/** Page parts: the frame of a page, GOV.UK components, dates, figures, pictures. No domain words. */
export type {
  AxisBand,
  AxisCaption,
  AxisDot,
  AxisLane,
  AxisLoad,
  AxisProps,
  AxisSpan,
  Tone,
} from './axis/model.ts';
export { fitText, textWidth, wrapText } from './axis/text.ts';
export { TimeAxis } from './axis/time-axis.tsx';
export { Day, type DayProps, Span, type SpanProps } from './dates.tsx';
export {
  ChooseOne,
  ChooseSome,
  DayField,
  FileField,
  NotRecorded,
  SelectField,
  TextField,
  WordsField,
  Wrong,
} from './fields.tsx';
export { Count, type CountProps, Money, type MoneyProps } from './figures.tsx';
export { type FormState, freshForm } from './form-state.ts';
export * from './govuk/index.ts';
export { EmptyState, type EmptyStateProps, Key, SourceLink, type SourceLinkProps } from './notes.tsx';
export { Page, type PageProps, type Site } from './page.tsx';
export { pagesOf } from './pages.ts';
export { StackTable } from './stack-table.tsx';
export {
  countInWords,
  dayInWords,
  numberInWords,
  type Precision,
  poundsInWords,
  spanInWords,
  timeInWords,
} from './words.ts';
