export { nhsNumberIsValid, upnIsValid } from './checks.ts';
export { type CsvLines, csvField, csvLines, type RowToWrite, writeCsv } from './csv-write.ts';
export type { Column, ColumnType } from './definition.ts';
export {
  canBeShown,
  columnsOf,
  columnsOfKind,
  keyColumnsOf,
  keyOf,
  nameColumnsOf,
  subjectColumnOf,
  type Value,
  valuesOf,
} from './definitions.ts';
export { formatNamed, formats, mappedFormat, recognise } from './formats.ts';
export { addressOf, postcodeOf } from './identity.ts';
export { judgeRow } from './judge.ts';
export { DayOrder, faultsOf, MappedColumn, Mapping, mappedName, NamePart } from './mapping.ts';
export type * from './model.ts';
export { type Outline, outlinesOf, tryMapping } from './outline.ts';
export { readyMappings } from './ready-mappings.ts';
export { type Sheet, sheetsOf, type TableRow, type TextOptions } from './tables.ts';
export { UnreadableFile } from './unreadable.ts';
export { daysOf } from './values.ts';
