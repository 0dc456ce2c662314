/** A pair strong enough to link, by record number. */
export type Tie = { left: number; right: number; weight: number };

/**
 * Joins records, strongest tie first, and refuses a tie that would bring together two records that must stay apart.
 * `apart` says why two records may not share a cluster, or null; `refused` is told of each tie it stopped.
 * Equal weights go by record number, so the answer does not depend on the order of the ties.
 */
export function cluster(
  size: number,
  ties: readonly Tie[],
  apart: (members: readonly number[], others: readonly number[]) => string | null,
  refused: (tie: Tie, why: string) => void,
): number[][] {
  const of = Array.from({ length: size }, (_, i) => [i]);
  const strongest = [...ties].sort((a, b) => b.weight - a.weight || a.left - b.left || a.right - b.right);
  for (const tie of strongest) {
    const members = of[tie.left];
    const others = of[tie.right];
    if (members === undefined || others === undefined || members === others) continue;
    const why = apart(members, others);
    if (why !== null) {
      refused(tie, why);
      continue;
    }
    const [into, from] = members.length >= others.length ? [members, others] : [others, members];
    for (const record of from) {
      into.push(record);
      of[record] = into;
    }
  }
  return [...new Set(of)];
}
