export { type AreaOptions, type Made, makeArea, type Size, sizes } from './area.ts';
export { type Checked, checkRates, rates, type Tally } from './rates.ts';
export { compare, type Findings, readTruth, type Score, type Scores, score, type Truth } from './score.ts';
export { type Change, type Changes, makeTomorrow } from './tomorrow.ts';
export { type Sheet, workbook } from './workbook.ts';
