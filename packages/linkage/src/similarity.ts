/**
 * Text as its UTF-8 bytes, one character each: the database compares bytes, so that is what is compared here too.
 */
export function bytes(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 127) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}

/**
 * Jaro–Winkler similarity, 0 to 1 (Winkler 1990: prefix of at most four, scale 0.1, only above 0.7). Half
 * transpositions are rounded down, as DuckDB does.
 */
export function jaroWinkler(one: string, other: string): number {
  const [a, b] = [bytes(one), bytes(other)];
  if (a.length === 0 || b.length === 0) return a === b ? 1 : 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const matched: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        taken[j] = 1;
        matched.push(a.charCodeAt(i));
        break;
      }
    }
  }
  const m = matched.length;
  if (m === 0) return 0;
  let at = 0;
  let moved = 0;
  for (let j = 0; j < b.length; j++) if (taken[j] === 1 && b.charCodeAt(j) !== matched[at++]) moved++;
  const jaro = (m / a.length + m / b.length + (m - Math.floor(moved / 2)) / m) / 3;
  if (jaro <= 0.7) return jaro;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** True when one insertion, deletion, replacement or swap of neighbours turns one text into the other, or none. */
export function withinOneEdit(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [bytes(one), bytes(other)];
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [leftA, leftB] = [endA - start, endB - start];
  if (leftA <= 1 && leftB <= 1) return true;
  return leftA === 2 && leftB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

/** Insertions, deletions and replacements between two texts, or `limit + 1` when there are more (Levenshtein 1966). */
export function levenshtein(one: string, other: string, limit: number): number {
  const [a, b] = [bytes(one), bytes(other)];
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      const edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      row.push(edits);
      if (edits < least) least = edits;
    }
    if (least > limit) return limit + 1;
    last = row;
  }
  return Math.min(last[b.length] ?? limit + 1, limit + 1);
}
