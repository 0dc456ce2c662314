export { nhsNumberIsValid, upnIsValid } from './checks.ts';
export { csvLines, type RowToWrite, writeCsv } from './csv-write.ts';
export type { Column, ColumnType } from './definition.ts';
export { columnsOf, keyOf, type Value, valuesOf } from './definitions.ts';
export type * from './model.ts';
