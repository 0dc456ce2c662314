import { grown, type Part, wholeNumbers } from './arrays.ts';

/** 32 bits that stand for a text: FNV-1a (Fowler, Noll and Vo) with a last mix of MurmurHash3. */
function numberFor(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * Which records, by number, share a key. Records hang in chains by the hash of their key, each plus one; keys themselves are
 * not held, so two of them may fall together: whoever asks makes sure of the key.
 */
export class Blocks {
  #first = new Int32Array(1 << 10);
  #next = new Int32Array(1 << 10);
  #hash = new Int32Array(1 << 10);
  #held = 0;

  #spread(): void {
    const before = this.#first;
    this.#first = new Int32Array(before.length * 2);
    for (const start of before) {
      for (let at = start; at !== 0; ) {
        const after = this.#next[at - 1] ?? 0;
        this.#hang(at - 1);
        at = after;
      }
    }
  }

  #hang(record: number): void {
    const place = (this.#hash[record] ?? 0) & (this.#first.length - 1);
    this.#next[record] = this.#first[place] ?? 0;
    this.#first[place] = record + 1;
  }

  add(key: string, record: number): void {
    this.#next = grown(this.#next, record + 1);
    this.#hash = grown(this.#hash, record + 1);
    if (this.#held++ >= this.#first.length) this.#spread();
    this.#hash[record] = numberFor(key);
    this.#hang(record);
  }

  /** Takes out a record that was added by that key. */
  remove(key: string, record: number): void {
    this.#held--;
    const place = numberFor(key) & (this.#first.length - 1);
    const after = this.#next[record] ?? 0;
    if (this.#first[place] === record + 1) {
      this.#first[place] = after;
      return;
    }
    let at = this.#first[place] ?? 0;
    while (at !== 0 && this.#next[at - 1] !== record + 1) at = this.#next[at - 1] ?? 0;
    if (at !== 0) this.#next[at - 1] = after;
  }

  /** Calls with every record of the key. */
  each(key: string, call: (record: number) => void): void {
    const hash = numberFor(key);
    const place = hash & (this.#first.length - 1);
    for (let at = this.#first[place] ?? 0; at !== 0; at = this.#next[at - 1] ?? 0) {
      if (this.#hash[at - 1] === hash) call(at - 1);
    }
  }

  parts(): Part[] {
    return [this.#first, this.#next, this.#hash, Int32Array.of(this.#held)];
  }

  /** Takes the place of what is held. */
  restore([first, next, hash, held]: readonly Part[]): void {
    [this.#first, this.#next, this.#hash] = [wholeNumbers(first), wholeNumbers(next), wholeNumbers(hash)];
    [this.#held = 0] = wholeNumbers(held);
  }
}
