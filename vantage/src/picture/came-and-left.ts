/** Which services, plans and workers began and ended in the last 12 months: rule came-and-left. */
import { addMonths, daysBetween } from '../platform/index.ts';
import type { Picture, PictureLine } from './shape.ts';

/** Whether a line is a worker's allocation. */
const isAllocation = ({ kind }: Pick<PictureLine, 'kind'>) => /(^|-)worker$/.test(kind);

export type CameAndLeft = {
  /** Services and plans that began, and that ended. */
  came: PictureLine[];
  left: PictureLine[];
  /** Workers' allocations that began, each with those alone whom the worker did not have before. */
  begun: PictureLine[];
  /** Workers who left, each with those alone whom they left, and with who began in the same part with one of these then. */
  workers: { line: PictureLine; next: PictureLine | null }[];
};

/** What began and what ended in the last 12 months, newest first. */
export function cameAndLeftIn({ happenings, today }: Picture): CameAndLeft {
  const since = addMonths(today, -12);
  const spells = happenings.filter((line) => line.shape === 'involvement');
  const newest = (day: (line: PictureLine) => string | null) => (a: PictureLine, b: PictureLine) =>
    (day(a) ?? '') < (day(b) ?? '') ? 1 : -1;
  const ended = spells
    .filter(({ happened: { to } }) => to !== null && to > since && to <= today)
    .sort(newest((line) => line.happened.to));
  const began = spells
    .filter(({ happened: { from } }) => from !== null && from >= since && from <= today)
    .sort(newest((line) => line.happened.from));
  const allocations = spells.filter(isAllocation);
  return {
    came: began.filter((line) => !isAllocation(line)),
    begun: began.filter(isAllocation).flatMap((line) =>
      butFor(
        line,
        allocations.filter((other) => follows(other, line) && isOneWorker(line, other)),
      ),
    ),
    left: ended.filter((line) => !isAllocation(line)),
    workers: ended
      .filter(isAllocation)
      .flatMap((line) =>
        butFor(
          line,
          allocations.filter((other) => follows(line, other) && isOneWorker(line, other)),
        ),
      )
      .map((line) => ({ line, next: spells.find((other) => follows(line, other)) ?? null })),
  };
}

/** Whether two allocations are of one worker in one part, where who it is is told. */
const isOneWorker = (a: PictureLine, b: PictureLine): boolean =>
  a.note !== null && a.note !== a.part && a.note === b.note;

/** A line with those of its people alone who are in none of the others; no line where there is nobody left. */
function butFor(line: PictureLine, others: readonly PictureLine[]): PictureLine[] {
  const among = new Set(others.flatMap((other) => other.people.map(({ personId }) => personId)));
  const people = line.people.filter(({ personId }) => !among.has(personId));
  return people.length === 0 ? [] : [{ ...line, people }];
}

/** Days within which somebody who begins in a part takes the place of whoever left it. */
const handedOver = 42;

function follows(left: PictureLine, other: PictureLine): boolean {
  const { to } = left.happened;
  const { from } = other.happened;
  if (!isAllocation(other) || to === null || from === null) return false;
  const of = new Set(left.people.map(({ personId }) => personId));
  return (
    left.part !== null &&
    other.part === left.part &&
    other.agency === left.agency &&
    other.people.some(({ personId }) => of.has(personId)) &&
    Math.abs(daysBetween(to, from)) <= handedOver &&
    from > (left.happened.from ?? '')
  );
}
