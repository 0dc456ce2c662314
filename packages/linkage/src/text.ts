const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case without accents; apostrophes vanish, every other mark becomes one space. */
export function fold(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * A spelling key that other ways of writing one name into Latin letters share: Mohammed, Muhammad and Mohamad;
 * Hussain and Hussein; Kateryna and Katerina. Vowels fall into three groups, doubled letters into one, silent h goes.
 */
export function spellingKey(folded: string): string {
  return folded
    .replace(/ /g, '')
    .replace(/ph/g, 'f')
    .replace(/(kh|ck|cc|qu|q)/g, 'k')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ch/g, 'x')
    .replace(/c/g, 'k')
    .replace(/sh|sch/g, 'x')
    .replace(/(dj|zh|dz)/g, 'j')
    .replace(/([bdgt])h/g, '$1')
    .replace(/w/g, 'v')
    .replace(/z/g, 's')
    .replace(/ee|ie|ey/g, 'i')
    .replace(/oo|ou/g, 'u')
    .replace(/[iy]/g, 'i')
    .replace(/[ae]/g, 'a')
    .replace(/[ou]/g, 'u')
    .replace(/h$/, '')
    .replace(/(.)\1+/g, '$1');
}

/** A coarser key for finding candidates: first letter and the next three consonants of the spelling key. */
export function soundKey(folded: string): string {
  const key = spellingKey(folded);
  return (
    key.slice(0, 1) +
    key
      .slice(1)
      .replace(/[aiuh]/g, '')
      .slice(0, 3)
  );
}

/** Jaro–Winkler similarity, 0 to 1 (Winkler 1990: prefix of at most four, scale 0.1). Symmetric. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return 0;
  const reach = Math.max(0, Math.floor(long.length / 2) - 1);
  const taken = new Uint8Array(long.length);
  const matched: number[] = [];
  for (let i = 0; i < short.length; i++) {
    const last = Math.min(long.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 0 && short.charCodeAt(i) === long.charCodeAt(j)) {
        taken[j] = 1;
        matched.push(short.charCodeAt(i));
        break;
      }
    }
  }
  const m = matched.length;
  if (m === 0) return 0;
  let at = 0;
  let moved = 0;
  for (let j = 0; j < long.length; j++) {
    if (taken[j] === 1 && long.charCodeAt(j) !== matched[at++]) moved++;
  }
  const jaro = (m / short.length + m / long.length + (m - moved / 2) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < short.length && short[prefix] === long[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** The letters and digits of a text, one bit each (digits share six bits). */
export function letterSet(text: string): number {
  let set = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 32;
    if (code >= 97 && code <= 122) set |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) set |= 1 << (26 + ((code - 48) % 6));
  }
  return set;
}

function bits(set: number): number {
  let left = set - ((set >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * True when the Jaro–Winkler similarity is at least `least`. Letter sets rule most pairs out first: letters of one
 * that the other lacks cannot match.
 */
export function similarityFrom(
  a: string,
  b: string,
  lettersA: number,
  lettersB: number,
  least: number,
): boolean {
  const matches = Math.min(a.length - bits(lettersA & ~lettersB), b.length - bits(lettersB & ~lettersA));
  if (matches <= 0) return false;
  let prefix = 0;
  while (prefix < 4 && prefix < matches && a[prefix] === b[prefix]) prefix++;
  const most = (matches / a.length + matches / b.length + 1) / 3;
  return most + prefix * 0.1 * (1 - most) >= least && jaroWinkler(a, b) >= least;
}

/**
 * Edits between two texts (insert, delete, replace, swap neighbours), or `limit + 1` when there are more than `limit`.
 * `lettersApart` are the letters that only one of them has: an edit accounts for at most two.
 */
export function edits(a: string, b: string, limit: number, lettersApart = 0): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit || bits(lettersApart) > 2 * limit) return limit + 1;
  let start = 0;
  while (a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  return editsOf(a.slice(start, endA), b.slice(start, endB), limit);
}

function editsOf(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last: number[] = [];
  for (let j = 0; j <= b.length; j++) last.push(j);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? limit + 1, limit + 1);
}
