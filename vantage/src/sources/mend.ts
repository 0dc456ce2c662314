/** Mending a row that was held back, by hand: the row goes through the same door as an extract's. */
import { createHash } from 'node:crypto';
import { columnsOfKind, formats, judgeRow } from '@vantage/returns';
import { canonicalJson, clock, newId, type Tx, VantageError } from '../platform/index.ts';
import type { HeldContent } from './model.ts';
import { takeUp } from './store/intake.ts';
import * as store from './store/mending.ts';
import { openStaging } from './store/staging.ts';
import { tellersOf } from './tellers.ts';

/** Who may see rows that were held back as they came, and mend them. */
export const mayMend = (role: string): boolean =>
  role === 'system' || role === 'administrator' || role === 'information-governance-lead';

/** @throws {VantageError} refused for whoever does not mend: to them no row is held back. */
export function mustMend(tx: Tx): Tx {
  if (mayMend(tx.actor.role)) return tx;
  throw new VantageError(
    'refused',
    'Rows held back are for the administrator and the information governance lead, who mend them.',
    { remedy: 'Ask one of them, or the agency that sent the row.' },
  );
}

/** A row held back and not yet mended, as it came; a VantageError 'not-found' when there is none. */
export async function getHeld(tx: Tx, heldId: string): Promise<HeldContent> {
  const found = await store.findHeld(tx, heldId);
  if (found === undefined)
    throw new VantageError('not-found', 'There is no such row, or it has been mended.', {
      remedy: 'Look through the rows held back.',
    });
  return found;
}

/** The columns of a held row's kind, and what it has beside them, with what it says in each. */
export function fieldsOf({ kind, content }: Pick<HeldContent, 'kind' | 'content'>) {
  const columns = columnsOfKind(kind).map(({ name, required, codes }) => ({
    name,
    required: required === true,
    codes: codes ?? [],
  }));
  const known = new Set(columns.map(({ name }) => name));
  const more = Object.keys(content).filter((name) => !known.has(name));
  return [...columns, ...more.map((name) => ({ name, required: false, codes: [] }))].map((column) => ({
    ...column,
    text: content[column.name] ?? '',
  }));
}

/**
 * Keeps a held row with other content, as what came from its agency now, and closes the hold. Columns that are not
 * given stand as they came. A VantageError 'bad-input' says what is still wrong with it. The actor must be the system's:
 * nobody else sees the row's record until it is linked.
 */
export async function mendRow(
  tx: Tx,
  { heldId, content }: { heldId: string; content: Readonly<Record<string, string>> },
): Promise<void> {
  const held = await getHeld(tx, heldId);
  const mended = Object.fromEntries(
    Object.entries({ ...held.content, ...content }).filter(([, value]) => value !== ''),
  );
  const judged = judgeRow(held.kind, mended, held.line, held.keyColumns ?? undefined);
  if ('bad' in judged) {
    const { reason, remedy, column } = judged.bad;
    throw new VantageError('bad-input', reason, { remedy, ...(column !== null && { field: column }) });
  }
  const staging = await openStaging(tx);
  await staging.keep({ ...judged.good, ...(held.sheet === null ? {} : { sheet: held.sheet }) });
  await staging.finish();
  const now = clock.now();
  const extractId = newId();
  const text = canonicalJson(mended);
  await takeUp(
    tx,
    {
      extractId,
      agency: held.agency,
      path: `${held.path} (a row mended by hand)`,
      format: held.format,
      mapping: held.mapping,
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: Buffer.byteLength(text),
      coverage: 'delta',
      key: held.keyColumns,
      covers: '(,)',
      receivedAt: now,
      takenAt: now,
      kinds: [held.kind],
      tellers: tellersOf({ yields: [held.kind] }, [...formats, { name: held.format, yields: [held.kind] }]),
    },
    { whole: true, kept: staging.kept() },
  );
  await store.closeHold(tx, { heldId, extractId, at: now });
}
