export { StandsOn, StandsOnList, silentInWords, standingOn, standsOn } from './coverage.tsx';
export { type DeliveredFile, type Delivery, type DeliveryDefaults, readManifest } from './manifest.ts';
export type {
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
  counts,
  coverage,
  extracts,
  type Failure,
  failureOf,
  getExtract,
  getRecord,
  heldRows,
  type Intake,
  lastReceived,
  readableRecords,
  recordsByIds,
  recordsOf,
  type TakeInOptions,
  takeIn,
} from './service.ts';
