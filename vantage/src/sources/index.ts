export { Mapping } from '@vantage/returns';
export { StandsOn, StandsOnList, silentInWords, standingOn, standsOn } from './coverage.tsx';
export { type DeliveredFile, type Delivery, type DeliveryDefaults, readManifest } from './manifest.ts';
export { keepMapping, mappedFormats, mappings, tryOnFile, waitingFiles } from './mappings.ts';
export type {
  ChangedRecord,
  Content,
  Coverage,
  CurrentRecord,
  Difference,
  Extract,
  HeldRow,
  OpenedRecord,
  Page,
  Taken,
  Version,
} from './model.ts';
export { routes } from './routes.tsx';
export {
  allHeldRows,
  changedRecords,
  contentsOf,
  counts,
  coverage,
  extracts,
  type Failure,
  failureOf,
  firstDayCovered,
  getExtract,
  getRecord,
  heldRows,
  type Intake,
  lastReceived,
  namingRecords,
  noteFollowed,
  readableRecords,
  recordsByIds,
  recordsOf,
  recordsSaying,
  recordsTaken,
  type TakeInOptions,
  takeIn,
  timesOfRecords,
  versionsOf,
} from './service.ts';
export { extractsPrint, standingMentions, standingVersions } from './store/reading.ts';
