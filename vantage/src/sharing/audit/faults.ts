import type pg from 'pg';
import { idOf, markBytes, markOf, splitLines } from './chain.ts';
import type { Fault } from './findings.ts';

/**
 * Says what is wrong with a seal whose hash does not fit, by the marks that it holds of its entries. Who changes the
 * marks as well is found by the hash all the same; then the entry cannot be named.
 * @param lines The lines of its entries as they are now.
 */
export async function nameFaults(
  client: pg.Client,
  area: string,
  sealNo: number,
  lines: Buffer,
): Promise<Fault[]> {
  const { rows } = await client.query<{ entries: string[]; marks: Buffer }>(
    'SELECT entries::text[] AS entries, marks FROM audit_seal WHERE area = $1 AND seal_no = $2',
    [area, sealNo],
  );
  const { entries = [], marks = Buffer.alloc(0) } = rows[0] ?? {};
  const covered = splitLines(lines);
  const before = entries.map((_, at) => marks.toString('hex', at * markBytes, (at + 1) * markBytes));
  const now = covered.map((line) => (idOf(line) === undefined ? undefined : markOf(line).toString('hex')));
  const about = (kind: Fault['kind'], entry: string | null, says: string): Fault => ({
    kind,
    seal: sealNo,
    entry,
    says,
  });
  const deleted = entries.flatMap((id, at) =>
    now[at] === undefined
      ? [about('entry-deleted', id, `Entry ${id}, number ${at + 1} of seal ${sealNo}, was deleted.`)]
      : [],
  );
  const changed = entries.filter((_, at) => now[at] !== undefined && now[at] !== before[at]);
  const sameMarks = deleted.length === 0 && [...now].sort().join() === [...before].sort().join();
  if (changed.length > 0 && sameMarks && marks.length === entries.length * markBytes) {
    const says = `The entries of seal ${sealNo} are not in the order in which they were sealed, from ${changed[0]} on.`;
    return [about('entries-reordered', changed[0] ?? null, says)];
  }
  const edited = changed.map((id) => {
    const says = `Entry ${id}, number ${entries.indexOf(id) + 1} of seal ${sealNo}, is not as it was when it was sealed.`;
    return about('entry-edited', id, says);
  });
  const faults = [...deleted, ...edited];
  const says = `Seal ${sealNo} was edited, or made anew: its hash is not that of its entries, which are as its marks say.`;
  return faults.length > 0 ? faults : [about('seal-edited', null, says)];
}
