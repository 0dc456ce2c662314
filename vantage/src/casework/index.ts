export { draftData, KeepDraft, type Kept } from './drafts.tsx';
export {
  csvOf,
  draftFor,
  dropDraft,
  keepDraft,
  OutboxRow,
  outbox,
  Receipts,
  receiptsInWords,
  takeReceipts,
} from './handover.ts';
export { type Note, type NoteKind, sameWithin, Writing } from './model.ts';
export type { FamilyHere } from './pages.tsx';
export { type CaseworkContext, routes } from './routes.tsx';
export {
  correct,
  follow,
  getNote,
  hypothesesDueBy,
  mustHaveLived,
  mustWrite,
  notesAbout,
  settle,
  writeDown,
} from './service.ts';
export { taken, unlessTaken } from './taken.ts';
export { type When, WrittenWhen } from './when.ts';
