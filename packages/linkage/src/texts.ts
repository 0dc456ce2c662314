import { grown, type Part, wholeNumbers } from './arrays.ts';

/**
 * Texts by number, each held once: all bytes lie in one buffer, so that millions of texts are no burden to whoever
 * collects garbage, and are written and read in one go. A text that is forgotten leaves no trace; its number is given
 * to another.
 */
export class Texts {
  #bytes = Buffer.alloc(1 << 12);
  #end = 0;
  /** By number: where the text begins, how many bytes it has, its hash. */
  #start = new Float64Array(1 << 8);
  #length = new Int32Array(1 << 8);
  #hash = new Int32Array(1 << 8);
  #given = 0;
  #free: number[] = [];
  /** Numbers, each plus one, at the places that their hashes say or the next that was open. */
  #slots = new Int32Array(1 << 9);

  /** Writes a text behind the last; gives its bytes. */
  #write(text: string): number {
    const room = this.#end + text.length * 3;
    if (room > this.#bytes.length) {
      const longer = Buffer.alloc(Math.max(room, this.#bytes.length * 2));
      this.#bytes.copy(longer, 0, 0, this.#end);
      this.#bytes = longer;
    }
    return this.#bytes.write(text, this.#end);
  }

  /** FNV-1a (Fowler, Noll and Vo) of the bytes behind the last, with a last mix of MurmurHash3. */
  #hashOf(length: number): number {
    let hash = 0x811c9dc5;
    for (let i = this.#end; i < this.#end + length; i++) {
      hash = Math.imul(hash ^ (this.#bytes[i] ?? 0), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #equals(n: number, length: number): boolean {
    if (this.#length[n] !== length) return false;
    const start = this.#start[n] ?? 0;
    for (let i = 0; i < length; i++) if (this.#bytes[start + i] !== this.#bytes[this.#end + i]) return false;
    return true;
  }

  /** The slot of the text behind the last, or the empty one where it belongs. */
  #slot(hash: number, length: number): number {
    const mask = this.#slots.length - 1;
    let at = hash & mask;
    for (let held = this.#slots[at] ?? 0; held !== 0; held = this.#slots[at] ?? 0) {
      if (this.#hash[held - 1] === hash && this.#equals(held - 1, length)) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  /** The number of a text, −1 when it is not held. */
  find(text: string): number {
    const length = this.#write(text);
    return (this.#slots[this.#slot(this.#hashOf(length), length)] ?? 0) - 1;
  }

  /** The number of a text, which is held from now on. */
  take(text: string): number {
    const length = this.#write(text);
    const hash = this.#hashOf(length);
    const at = this.#slot(hash, length);
    const held = this.#slots[at] ?? 0;
    if (held !== 0) return held - 1;
    const n = this.#free.pop() ?? this.#given++;
    this.#start = grown(this.#start, n + 1);
    this.#length = grown(this.#length, n + 1);
    this.#hash = grown(this.#hash, n + 1);
    this.#start[n] = this.#end;
    this.#length[n] = length;
    this.#hash[n] = hash;
    this.#end += length;
    this.#slots[at] = n + 1;
    if (this.#given * 2 > this.#slots.length) this.#spread();
    return n;
  }

  #spread(): void {
    const held = this.#slots;
    this.#slots = new Int32Array(held.length * 2);
    const mask = this.#slots.length - 1;
    for (const number of held) {
      if (number === 0) continue;
      let at = (this.#hash[number - 1] ?? 0) & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = number;
    }
  }

  text(n: number): string {
    const start = this.#start[n] ?? 0;
    return this.#bytes.toString('utf8', start, start + (this.#length[n] ?? 0));
  }

  /** Forgets the text of a number that was given out. */
  forget(n: number): void {
    const mask = this.#slots.length - 1;
    let hole = (this.#hash[n] ?? 0) & mask;
    while (this.#slots[hole] !== n + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const home = (this.#hash[(this.#slots[at] ?? 0) - 1] ?? 0) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[at] ?? 0;
      hole = at;
    }
    this.#slots[hole] = 0;
    const start = this.#start[n] ?? 0;
    this.#bytes.fill(0, start, start + (this.#length[n] ?? 0));
    this.#length[n] = 0;
    this.#hash[n] = 0;
    this.#free.push(n);
  }

  parts(): Part[] {
    const all = [this.#start, this.#length, this.#hash].map((part) => part.slice(0, this.#given));
    return [this.#bytes.subarray(0, this.#end), ...all, this.#slots, Int32Array.from(this.#free)];
  }

  /** Takes the place of what is held. */
  restore([bytes, start, length, hash, slots, free]: readonly Part[]): void {
    this.#bytes = Buffer.from(bytes?.buffer ?? new ArrayBuffer(0), bytes?.byteOffset, bytes?.byteLength);
    this.#end = this.#bytes.length;
    this.#start = Float64Array.from(start ?? []);
    this.#length = wholeNumbers(length);
    this.#hash = wholeNumbers(hash);
    this.#slots = wholeNumbers(slots);
    this.#free = [...wholeNumbers(free)];
    this.#given = this.#start.length;
  }
}
