export { isNhsNumber, isPermanentUpn } from './identifiers.ts';
export { linkRecords } from './link.ts';
export type {
  CheckedIdentifier,
  FieldKind,
  LearntLevel,
  LinkOptions,
  LinkRecord,
  Model,
  Pair,
  PairLevel,
  Result,
} from './model.ts';
export { fold } from './text.ts';
