export { type Database, openDatabase, type TxOptions } from './database.ts';
export { Actor, type Row, type Tx } from './tx.ts';
export { parseSpan, type Span, spanText } from './values.ts';
