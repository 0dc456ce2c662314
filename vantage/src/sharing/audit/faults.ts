import type pg from 'pg';
import { entryRows, idOf, markBytes, markOf, type SealHead, sealHash, withHyphens } from './chain.ts';
import type { Fault } from './findings.ts';

/** A seal as it is kept, with the ids of its entries as 32 digits each. */
export type KeptSeal = SealHead & { entries: string[]; previous: Buffer; hash: Buffer };

/**
 * Says what is wrong with a seal that did not fit, by looking for each of its entries and at the marks that it holds of
 * them. Who changes the marks as well is found by the hash all the same; then the entry cannot be named.
 */
export async function nameFaults(client: pg.Client, seal: KeptSeal): Promise<Fault[]> {
  const { area, sealNo, entries, previous, hash } = seal;
  const kept = await client.query<{ marks: Buffer }>(
    'SELECT marks FROM audit_seal WHERE area = $1 AND seal_no = $2',
    [area, sealNo],
  );
  const marks = kept.rows[0]?.marks ?? Buffer.alloc(0);
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
  if (deleted.length === 0 && sealHash(previous, seal, there).equals(hash)) {
    const says = `Seal ${sealNo} covers entries that a seal before it covers.`;
    return [about('entry-sealed-twice', null, says)];
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
