/** Pairs that share a cluster, against pairs that truly are one person. */
export type Score = { precision: number; recall: number; f1: number };

const pairs = (n: number) => (n * (n - 1)) / 2;

function sizes(keys: Iterable<string>): number[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()];
}

/** Precision, recall and F1 over pairs of records within clusters. `found` and `truth` name each record's group. */
export function scorePairs(found: readonly string[], truth: readonly string[]): Score {
  const together = (keys: Iterable<string>) => sizes(keys).reduce((sum, n) => sum + pairs(n), 0);
  const right = together(found.map((cluster, i) => `${cluster}\n${truth[i]}`));
  const [said, meant] = [together(found), together(truth)];
  const precision = said === 0 ? 1 : right / said;
  const recall = meant === 0 ? 1 : right / meant;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
