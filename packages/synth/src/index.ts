export { type AreaOptions, makeArea, type Size, sizes } from './area.ts';
export { compare, type Findings, readTruth, type Score, type Scores, score, type Truth } from './score.ts';
export { type Change, type Changes, makeTomorrow } from './tomorrow.ts';
