export { canonicalJson, sha256, sha256Hex } from './canonical.ts';
export { clock } from './clock.ts';
export { type Config, readConfig } from './config.ts';
export {
  addDays,
  addMonths,
  ageOn,
  dayNumber,
  dayOf,
  daysBetween,
  dayText,
  holds,
  lastDay,
  mondayOf,
  overlap,
  withLastDays,
} from './days.ts';
export {
  Actor,
  type Copying,
  type Database,
  openDatabase,
  type Row,
  type Span,
  spanText,
  type Tx,
  type TxOptions,
} from './db/index.ts';
export { type ErrorCode, outcomes, VantageError } from './errors.ts';

import './schema-words.ts';

export { beginningOfIds, newId } from './ids.ts';
export { type LogDetails, log, logInto, logPlace } from './logging.ts';
export { once } from './once.ts';
export { makeProgress, type Progress, type StepSummary, silent } from './progress.ts';
export { replaceStanding, type Standing } from './standing.ts';
export { IsoDay, readDay, WrittenDay, WrittenDayOrNone, writtenDay } from './written-day.ts';
export { writtenWords } from './written-words.ts';
