import { allocationKinds, lanes } from '../chronology/index.ts';
import { addDays, addMonths } from '../platform/index.ts';
import type { AxisDot, AxisLane, AxisProps } from '../platform/parts/index.ts';
import type { Picture, PictureLine } from './shape.ts';

/**
 * Spells that stand on the axis. Assessments and enquiries of some weeks, and workers, would crowd out the long ones:
 * enquiries stand as dots, the others only in the list.
 */
const asDots = new Set(['s47', 'assessment']);
const notDrawn = new Set([...allocationKinds, 'in-need']);

/** The first names of people, two at most: "Kyle", "Kyle and Leah", "Kyle and 2 others". */
export function namesInWords(names: readonly string[]): string {
  const own = [...new Set(names)];
  if (own.length <= 1) return own[0] ?? '';
  return own.length === 2 ? `${own[0]} and ${own[1]}` : `${own[0]} and ${own.length - 1} others`;
}

/** How many of the last years the axis may show instead of all. */
export const zooms: readonly number[] = [5, 1];

/** The first day of which a picture tells; null where nothing in it has a date. */
export function firstDay(picture: Picture): string | null {
  let first: string | null = null;
  for (const { happened } of picture.happenings)
    if (happened.from !== null && (first === null || happened.from < first)) first = happened.from;
  return first;
}

/** What of a picture an axis shows; of what is left out, all. */
export type AxisView = {
  /** How many of the last years. */
  years?: number | null;
  /** First and last day, instead of years. */
  from?: string | null;
  to?: string | null;
  /** These happenings alone. */
  lines?: readonly PictureLine[];
  /** Whether visits are counted beneath the lanes, those of all happenings. */
  load?: boolean;
  /** A lane for each person instead of each agency. */
  byPerson?: boolean;
  /** Happenings that have a caption. */
  pinned?: readonly PictureLine[];
};

/** The one time axis of a picture: lanes by agency with the family's own first, or by person; of all its time, or a part. */
export function axisOf(
  picture: Picture,
  firstName: (personId: string) => string,
  {
    years = null,
    from = null,
    to = null,
    lines: shown,
    load = true,
    byPerson = false,
    pinned = [],
  }: AxisView = {},
): AxisProps | null {
  const first = firstDay(picture);
  if (!first) return null;
  const all = `${first.slice(0, 4)}-01-01`;
  const recent = years === null ? all : addMonths(picture.today, -12 * years);
  const since = from ?? (recent > all ? recent : all);
  const until = addDays(to !== null && to < picture.today ? to : picture.today, 1);
  if (since >= until) return null;
  const drawn: AxisLane[] = [];
  const wanted = (shown ?? picture.happenings).filter((line) => !notDrawn.has(line.kind));
  const named: [string, PictureLine[]][] = byPerson
    ? picture.people.map(({ personId }) => [
        firstName(personId),
        wanted.filter((line) => line.people.some((one) => one.personId === personId)),
      ])
    : Object.entries(lanes).map(([lane, label]) => [label, wanted.filter((line) => line.lane === lane)]);
  for (const [label, lines] of named) {
    const spells = lines.filter((line) => line.shape === 'involvement' && !asDots.has(line.kind));
    const dots = lines.filter((line) => line.shape === 'event' || asDots.has(line.kind));
    if (lines.length === 0) continue;
    drawn.push({
      label,
      spans: spells.map((line) => ({
        from: line.happened.from ?? first,
        to: line.happened.to,
        label: labelOf(line, firstName),
        short: line.label,
        href: `/facts/${line.factId}`,
        tone: line.tone,
        precision: line.precision,
      })),
      dots: dots.map((line) => new Dot(line, { since, first }, firstName)),
    });
  }
  return {
    id: 'axis',
    title: 'What has been happening, and who came',
    description:
      'Every event and every spell of help, by agency, on one axis of time. The same stands as a list beneath.',
    from: since,
    to: until,
    lanes: drawn,
    captions: pinned.flatMap(({ happened: { from: on }, label }) => (on ? [{ on, label }] : [])),
    bands: [
      ...picture.fewRecords.map((band) => ({
        from: band.from,
        to: addDays(band.last, 1),
        label: 'few records',
        tone: 'few' as const,
      })),
      ...picture.manyEvents.map((band) => ({
        from: band.from,
        to: addDays(band.last, 1),
        label: 'many events',
        tone: 'many' as const,
      })),
    ],
    ...(load && { load: loadOf(picture) }),
  };
}

/** A dot whose words are made when they are asked for: of thousands of dots most are only counted. */
class Dot implements AxisDot {
  readonly line: PictureLine;
  readonly on: string;
  readonly begun: string | undefined;
  readonly firstName: (personId: string) => string;

  constructor(
    line: PictureLine,
    { since, first }: { since: string; first: string },
    firstName: (personId: string) => string,
  ) {
    const began = line.happened.from ?? first;
    const isBefore = reaches(line, since);
    this.line = line;
    this.on = isBefore ? since : began;
    this.begun = isBefore ? began : undefined;
    this.firstName = firstName;
  }

  get label() {
    return labelOf(this.line, this.firstName);
  }

  get href() {
    return `/facts/${this.line.factId}`;
  }

  get tone() {
    return this.line.tone;
  }

  get precision() {
    return this.line.precision;
  }
}

/** Whether a happening that is drawn as a dot began before the axis and reaches into it. */
function reaches({ happened: { from, to } }: PictureLine, since: string): boolean {
  return from !== null && from < since && to !== null && to > since;
}

function loadOf(picture: Picture): NonNullable<AxisProps['load']> {
  return {
    label: 'Visits and meetings a week',
    notes: picture.workers > 0 ? [`${picture.workers} workers named in all`] : [],
    unit: 'visits',
    weeks: picture.visits
      .filter((week) => week.visits > 0)
      .map((week) => ({ week: week.week, count: week.visits })),
  };
}

function labelOf(line: PictureLine, firstName: (personId: string) => string): string {
  return `${line.label}: ${namesInWords(line.people.map((person) => firstName(person.personId)))}`;
}
