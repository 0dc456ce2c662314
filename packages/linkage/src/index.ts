export { type Engine, type EngineOptions, openEngine } from './engine.ts';
export { isNhsNumber, isPermanentUpn } from './identifiers.ts';
export { type Explanation, LiveLinkage, type LiveOptions } from './live.ts';
export type { LearntField, Model } from './model.ts';
export {
  type CheckedIdentifier,
  type FieldKind,
  type FormattedDate,
  type LinkOptions,
  type LinkRecord,
  linkRecords,
  type Pair,
  type Result,
} from './records.ts';
export type { PairLevel } from './words.ts';
