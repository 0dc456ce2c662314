/** A text's 64 bits, in two halves (two rounds of MurmurHash3's mixing, each from a beginning of its own). */
function bitsOf(text: string): [number, number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ code, 0x1b873593);
    b = (b << 13) | (b >>> 19);
    b = (b + a) | 0;
  }
  return [mixed(a ^ text.length), mixed(b ^ a)];
}

function mixed(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const taken = -2;

/**
 * Numbers by records' keys, twelve bytes for each place. Instead of a key it holds 64 bits of it: that among thirty
 * million records any two fall together has a chance of one in forty thousand.
 */
export function openKeyTable() {
  let slots = 1 << 12;
  let count = 0;
  let firsts = new Uint32Array(slots);
  let seconds = new Uint32Array(slots);
  /** The number and one, so that 0 is an empty place; -2 for one that was taken. */
  let values = new Int32Array(slots);

  const placeOf = (first: number, second: number): number => {
    let at = first & (slots - 1);
    while (values[at] !== 0 && (firsts[at] !== first || seconds[at] !== second)) at = (at + 1) & (slots - 1);
    return at;
  };
  const set = (first: number, second: number, value: number): void => {
    const at = placeOf(first, second);
    firsts[at] = first;
    seconds[at] = second;
    values[at] = value;
  };
  const grow = (): void => {
    const before = { firsts, seconds, values };
    slots *= 2;
    firsts = new Uint32Array(slots);
    seconds = new Uint32Array(slots);
    values = new Int32Array(slots);
    before.values.forEach((value, at) => {
      if (value !== 0) set(before.firsts[at] ?? 0, before.seconds[at] ?? 0, value);
    });
  };
  const bits = (agency: string, kind: string, key: string) => bitsOf(`${agency}\u0000${kind}\u0000${key}`);

  return {
    /** Sets a record's number, and returns the one that it had, or null. */
    put(agency: string, kind: string, key: string, number: number): number | null {
      if (count * 10 > slots * 8) grow();
      const [first, second] = bits(agency, kind, key);
      const before = values[placeOf(first, second)] ?? 0;
      if (before === 0) count += 1;
      set(first, second, number + 1);
      return before > 0 ? before - 1 : null;
    },
    /** A record's number, given out once: null for one that is not there or was taken before. */
    take(agency: string, kind: string, key: string): number | null {
      const [first, second] = bits(agency, kind, key);
      const at = placeOf(first, second);
      const value = values[at] ?? 0;
      if (value <= 0) return null;
      values[at] = taken;
      return value - 1;
    },
  };
}
