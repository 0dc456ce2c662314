const none = -1;

/** 53 bits that stand for a text, never 0: two rounds of FNV-1a (Fowler, Noll and Vo) with a last mix of MurmurHash3. */
function numberFor(text: string): number {
  let [one, two] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) ^ (two >>> 15);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b);
  two = Math.imul(two ^ (two >>> 13), 0xc2b2ae35);
  return ((one ^ (one >>> 13)) & 0x1fffff) * 2 ** 32 + ((two ^ (two >>> 16)) >>> 0) + 1;
}

/**
 * Which records, by number, share a key. Keys stand as numbers, so two keys may fall together, once in many thousand
 * millions: whoever asks makes sure of the key.
 */
export class Blocks {
  #keys = new Float64Array(1 << 10);
  #first = new Int32Array(1 << 10);
  #next = new Int32Array(1 << 10).fill(none);
  #used = 0;

  /** The slot of a key, or the empty one where it belongs. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let at = (key ^ Math.floor(key / 2 ** 32)) & mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, first] = [this.#keys, this.#first];
    this.#keys = new Float64Array(keys.length * 2);
    this.#first = new Int32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? 0;
      if (key === 0) continue;
      const at = this.#slot(key);
      this.#keys[at] = key;
      this.#first[at] = first[i] ?? none;
    }
  }

  add(key: string, record: number): void {
    if (record >= this.#next.length) {
      const next = new Int32Array(Math.max(record + 1, this.#next.length * 2)).fill(none);
      next.set(this.#next);
      this.#next = next;
    }
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const number = numberFor(key);
    const at = this.#slot(number);
    const fresh = this.#keys[at] === 0;
    if (fresh) this.#used++;
    this.#keys[at] = number;
    this.#next[record] = fresh ? none : (this.#first[at] ?? none);
    this.#first[at] = record;
  }

  remove(key: string, record: number): void {
    const at = this.#slot(numberFor(key));
    if (this.#keys[at] === 0) return;
    const after = this.#next[record] ?? none;
    if (this.#first[at] === record) this.#first[at] = after;
    else {
      for (let i = this.#first[at] ?? none; i !== none; i = this.#next[i] ?? none) {
        if (this.#next[i] === record) {
          this.#next[i] = after;
          break;
        }
      }
    }
    this.#next[record] = none;
  }

  /** Calls with every record of the key. */
  each(key: string, call: (record: number) => void): void {
    const at = this.#slot(numberFor(key));
    if (this.#keys[at] === 0) return;
    for (let i = this.#first[at] ?? none; i !== none; i = this.#next[i] ?? none) call(i);
  }
}
