import type pg from 'pg';
import { countInWords } from '../../platform/parts/index.ts';
import {
  entryRows,
  idOf,
  markBytes,
  markOf,
  type SealHead,
  sealHash,
  withHyphens,
  writtenAt,
} from './chain.ts';
import type { Fault } from './findings.ts';

/** A seal as it is kept, with the ids of its entries as 32 digits each. */
export type KeptSeal = SealHead & { entries: string[]; marks: Buffer; previous: Buffer; hash: Buffer };

/** Minutes between an entry and its seal beyond which it was not sealed when it was written. */
const mostMinutes = 5;

/** What is to say of rows of a seal that were written long before it, or after: one finding for all of them. */
export function lateFault({ sealNo, sealedAt }: SealHead, rows: readonly Buffer[]): Fault[] {
  const most = mostMinutes * 60_000;
  const sealed = sealedAt.getTime();
  const far = rows.filter((row) => Math.abs(sealed - writtenAt(row)) > most);
  const [first] = far;
  if (first === undefined) return [];
  const id = withHyphens(idOf(first));
  const says = `Seal ${sealNo}, of ${sealedAt.toISOString()}, covers ${countInWords(far.length, 'entry', 'entries')} of another time, such as ${id} of ${new Date(writtenAt(first)).toISOString()}: nothing sealed then, or it was put in later.`;
  return [{ kind: 'entry-sealed-late', seal: sealNo, entry: id, says }];
}

/**
 * Says what is wrong with a seal that did not fit, by looking for each of its entries and at the marks that it holds of
 * them. Who changes the marks as well is found by the hash all the same; then the entry cannot be named.
 * @param gone Ids that were not there when the seal asked for them: deleted, or in a seal before it.
 */
export async function nameFaults(
  client: pg.Client,
  seal: KeptSeal,
  gone: ReadonlySet<string>,
): Promise<Fault[]> {
  const { area, sealNo, entries, marks, previous, hash } = seal;
  const rows = (await Array.fromAsync(entryRows(client, area, entries))).flat();
  const found = new Map(rows.map((row) => [idOf(row), row]));
  const about = (kind: Fault['kind'], entry: string | null, says: string): Fault => ({
    kind,
    seal: sealNo,
    entry: entry && withHyphens(entry),
    says,
  });
  const place = (at: number) =>
    `Entry ${withHyphens(entries[at] ?? '')}, number ${at + 1} of seal ${sealNo},`;
  const before = entries.map((_, at) => marks.toString('hex', at * markBytes, (at + 1) * markBytes));
  const now = entries.map((id) => {
    const row = found.get(id);
    return row && markOf(row).toString('hex');
  });
  const places = entries.map((_, at) => at);
  const deleted = places.filter((at) => now[at] === undefined);
  const changed = places.filter((at) => now[at] !== undefined && now[at] !== before[at]);
  const [first] = changed;
  const there = entries.flatMap((id) => found.get(id) ?? []);
  const twice = places.filter((at) => now[at] !== undefined && gone.has(entries[at] ?? ''));
  if (twice.length > 0) {
    return twice.map((at) =>
      about('entry-sealed-twice', entries[at] ?? null, `${place(at)} is in another seal as well.`),
    );
  }
  if (deleted.length === 0 && sealHash(previous, seal, there).equals(hash)) {
    if (marks.equals(Buffer.concat(there.map(markOf)))) return lateFault(seal, there);
    const says = `The marks of seal ${sealNo} are not those of its entries: they were written over. Its entries are whole.`;
    return [about('marks-edited', null, says)];
  }
  if (first !== undefined && [...now].sort().join() === [...before].sort().join()) {
    const says = `The entries of seal ${sealNo} are not in the order in which they were sealed, from number ${first + 1} on.`;
    return [about('entries-reordered', entries[first] ?? null, says)];
  }
  const faults = [
    ...deleted.map((at) => about('entry-deleted', entries[at] ?? null, `${place(at)} was deleted.`)),
    ...changed.map((at) =>
      about('entry-edited', entries[at] ?? null, `${place(at)} is not as it was when it was sealed.`),
    ),
  ];
  if (faults.length > 0) return faults;
  const says = `Seal ${sealNo} was edited, or made anew: its entries are as its marks say, and its hash is not theirs.`;
  return [about('seal-edited', null, says)];
}
