export { type AreaOptions, type Made, makeArea, type Size, sizes } from './area.ts';
export { type GivenPerson, makeGiven } from './given.ts';
export {
  addTally,
  type Checked,
  checkRates,
  type Recounted,
  rateDays,
  rates,
  recountRates,
  type Tally,
} from './rates.ts';
export {
  compare,
  type Findings,
  type FindingsInStream,
  type FoundAddress,
  type FoundNumber,
  type Score,
  type Scores,
  score,
  type Truth,
  type Twins,
} from './score.ts';
export { type Change, type Changes, makeTomorrow } from './tomorrow.ts';
export { type Sheet, workbook } from './workbook.ts';
