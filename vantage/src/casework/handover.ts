/** Drafts, and how what was written reaches its legal home: the case system of the agency whose worker wrote it. */
import { z } from 'zod';
import { addDays, clock, type Tx, VantageError } from '../platform/index.ts';
import { type DraftKind, type Note, noteKinds, places, wrongs } from './model.ts';
import { mustWrite } from './service.ts';
import * as store from './store.ts';
import { taken, unlessTaken } from './taken.ts';

/** What somebody has begun to write: by field, what stands in it. */
export type Draft = {
  draftId: string;
  familyId: string;
  kind: DraftKind;
  written: Readonly<Record<string, readonly string[]>>;
  savedAt: Date;
};

/**
 * Keeps what somebody has begun to write, for them alone. Returns when.
 * @throws {VantageError} conflict where the number is that of something of another's.
 */
export async function keepDraft(tx: Tx, draft: Omit<Draft, 'savedAt'>): Promise<Date> {
  mustWrite(tx);
  await mustHold(tx);
  const at = clock.now();
  const [recorded] = await store.versionsOf(tx, draft.draftId);
  if (recorded !== undefined && recorded.writtenBy !== tx.actor.id) throw taken();
  // A browser may send once more what has been recorded since.
  if (recorded === undefined) await unlessTaken(store.putDraft(tx, draft, at), { over: true });
  return at;
}

/** A VantageError 'refused' for whoever does not hold the role that they say. */
async function mustHold(tx: Tx): Promise<void> {
  if ((await store.writerHere(tx)) !== undefined) return;
  throw new VantageError('refused', 'Whoever this was done for does not hold that role today.', {
    remedy: 'Choose again who you are, at /as.',
  });
}

/** A draft of the actor's own; undefined where there is none. */
export async function findDraft(tx: Tx, draftId: string): Promise<Draft | undefined> {
  return (await store.listDrafts(tx)).find((one) => one.draftId === draftId);
}

/** What the actor began is recorded: its draft goes, if there was one. */
export async function dropDraft(tx: Tx, draftId: string | undefined): Promise<void> {
  if (draftId !== undefined) await store.deleteDraft(tx, draftId);
}

/** Throws a draft of the actor's own away. */
export async function discardDraft(tx: Tx, draftId: string): Promise<void> {
  if (await store.deleteDraft(tx, draftId)) return;
  throw new VantageError('not-found', 'You have no such draft.', {
    remedy: 'Look at what you have written, at /notes.',
  });
}

/** The key under which the actor's browser keeps what it cannot send, as base64. */
export async function draftKey(tx: Tx): Promise<string> {
  return (await store.draftKey(tx, clock.now())).toString('base64');
}

/** That a case system took a version in (`words` is the number that it gave it), or refused it (`words` is why). */
export type Receipt = {
  noteId: string;
  version: number;
  outcome: 'received' | 'refused';
  words: string;
  toldAt: Date;
};

/** What is said of each version when it has been taken over, or not. */
export const Receipts = z
  .array(
    z.object({
      noteId: z.uuid('Give the number of what was written.'),
      version: z.int().min(1),
      outcome: z.enum(['received', 'refused'], 'Say whether it was received or refused.'),
      words: z
        .string()
        .trim()
        .min(1, 'Give the number that the case system gave it, or why it was refused.')
        .max(500),
    }),
  )
  .min(1, 'Give at least one receipt.')
  .max(1000);

/** Receipts as the audit has them: which version was received or refused. */
export function receiptsInWords(told: z.output<typeof Receipts>): string {
  return told.map(({ noteId, version, outcome }) => `${outcome} ${noteId} version ${version}`).join('; ');
}

/** Receipts by version. */
export async function receiptsOf(tx: Tx, noteId: string): Promise<ReadonlyMap<number, Receipt>> {
  return new Map((await store.receiptsOf(tx, noteId)).map((one) => [one.version, one]));
}

/** A version that waits, as the tables have it; `numbers` are the agency's own of the persons, empty where it has none. */
export type Waiting = Omit<Note, 'agency' | 'writtenByName'> & { numbers: string[] };

/** A version that waits for the case system, as a file has it. */
export const OutboxRow = z.object({
  noteId: z.uuid(),
  version: z.int(),
  kind: z.string(),
  persons: z.string().describe('The agency’s own numbers of whom it is about; Vantage’s where it has none.'),
  from: z.iso.date().nullable().describe('First day on which it happened.'),
  last: z.iso.date().nullable().describe('Last day on which it happened.'),
  time: z.string().nullable(),
  writtenBy: z.string(),
  writtenAt: z.iso.datetime(),
  words: z.string(),
  seen: z.string(),
  seenAlone: z.string(),
  where: z.string(),
  others: z.string(),
  with: z.string(),
  wrong: z.string(),
  saidBy: z.string(),
  state: z.string().nullable().describe('Of a working hypothesis: open, shared, sealed or withdrawn.'),
  due: z.iso.date().nullable(),
  reason: z.string().nullable().describe('Why it was changed; null of the first version.'),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

/** Versions that wait for the case system of an agency, oldest first: for its lead, and whoever runs the machine. */
export async function outbox(
  tx: Tx,
  agency: string,
  most = 1000,
): Promise<{ rows: OutboxRow[]; persons: string[]; families: string[] }> {
  const waiting = await store.notesWaiting(tx, agency, most);
  return {
    rows: waiting.map(rowOf),
    persons: [...new Set(waiting.flatMap(({ about }) => about))],
    families: [...new Set(waiting.map(({ familyId }) => familyId))],
  };
}

function rowOf({ content, happened, persons, about, numbers, ...one }: Waiting): OutboxRow {
  const known = new Map(persons.map((id, at) => [id, numbers[at] || (about[at] ?? id)]));
  const numbered = (ids: readonly string[] = []) => ids.map((id) => known.get(id) ?? id).join(' ');
  return {
    noteId: one.noteId,
    version: one.version,
    kind: noteKinds[one.kind].label,
    persons: numbered(persons),
    from: happened.from,
    last: happened.to === null ? null : addDays(happened.to, -1),
    time: one.atTime,
    writtenBy: one.writtenBy,
    writtenAt: one.writtenAt.toISOString(),
    words: content.words,
    seen: numbered(content.seen),
    seenAlone: numbered(content.alone),
    where: content.where ? places[content.where] : '',
    others: content.others ?? '',
    with: content.withWhom ?? '',
    wrong: content.wrong ? wrongs[content.wrong] : '',
    saidBy: content.saidBy ?? '',
    state: one.state,
    due: one.due,
    reason: one.reason,
  };
}

/** The rows as CSV (RFC 4180), with a header. What a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf(rows: readonly OutboxRow[]): string {
  const columns = Object.keys(OutboxRow.shape) as (keyof OutboxRow)[];
  const cell = (value: unknown) => {
    const text = String(value ?? '');
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Writes down what a case system said of what waits for it. Returns how many receipts were new. */
export async function takeReceipts(tx: Tx, agency: string, told: z.output<typeof Receipts>): Promise<number> {
  return store.takeReceipts(tx, agency, told, clock.now());
}

/** The agency of which the actor is the lead; a VantageError 'refused' for anybody else. */
export async function mustLead(tx: Tx): Promise<string> {
  const writer = tx.actor.role === 'agency-lead' ? await store.writerHere(tx) : undefined;
  if (writer !== undefined) return writer.agency;
  throw new VantageError('refused', 'Only the lead of an agency takes out what waits for its case system.', {
    remedy: 'Ask the lead of your agency.',
  });
}

/** What a page needs to keep what is being written on it: the draft that it goes on with, and the key of its writer. */
export async function draftFor(
  tx: Tx,
  { familyId, kind, asked }: { familyId: string; kind: DraftKind; asked: string | undefined },
): Promise<{ begun: Draft | undefined; key: string; workerId: string }> {
  const draft = asked === undefined ? undefined : await findDraft(tx, asked);
  const begun = draft?.kind === kind && draft.familyId === familyId ? draft : undefined;
  return { begun, key: await draftKey(tx), workerId: tx.actor.id };
}
