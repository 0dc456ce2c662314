/** What a time axis shows. Days are ISO text; spans are `[from, to)` as in the database. */
import type { Precision } from '../words.ts';

/** How a mark looks; always by shape as well as by colour. */
export type Tone = 'neutral' | 'good' | 'crisis';

export type AxisSpan = {
  from: string;
  /** First day after; null while it is open. */
  to: string | null;
  /** Stands in or beside the bar. */
  label: string;
  /** Stands there instead where there is less room. */
  short?: string;
  href?: string;
  tone?: Tone;
  precision?: Precision;
};

export type AxisDot = {
  on: string;
  /** The day on which it began, where that lies before the axis and it stands at the edge. */
  begun?: string | undefined;
  label: string;
  href?: string;
  tone?: Tone;
  precision?: Precision;
  /** How many things the dot stands for; 1 when left out. */
  count?: number;
};

export type AxisLane = { label: string; spans: readonly AxisSpan[]; dots: readonly AxisDot[] };

/** A shaded stretch through all lanes, with its caption above them. */
export type AxisBand = { from: string; to: string; label: string; tone: 'many' | 'few' };

/** A day worth a caption above the lanes. */
export type AxisCaption = { on: string; label: string };

/** Counts a week beneath the lanes. */
export type AxisLoad = {
  label: string;
  /** Short lines beneath the label. */
  notes?: readonly string[];
  /** What is counted, in the plural: "visits". */
  unit: string;
  /** One entry for every week that has any, `week` being its Monday. */
  weeks: readonly { week: string; count: number }[];
};

export type AxisProps = {
  /** Distinguishes this picture's ids from others on the page. */
  id: string;
  /** Names the picture for those who hear it. */
  title: string;
  /** What it shows in a sentence or two, and where the same stands as a list. */
  description: string;
  from: string;
  /** First day after the last one shown; open spans run up to it. */
  to: string;
  lanes: readonly AxisLane[];
  bands?: readonly AxisBand[];
  captions?: readonly AxisCaption[];
  load?: AxisLoad;
};
