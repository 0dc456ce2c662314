export { BackupHeader, writeBackup } from './backup.ts';
export { type Database, openDatabase, type TxOptions } from './database.ts';
export { examineDatabase } from './examine.ts';
export { restoreBackup } from './restore.ts';
export { Actor, type Copying, type Row, type Tx } from './tx.ts';
export { parseSpan, type Span, spanText } from './values.ts';
