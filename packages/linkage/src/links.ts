import { grown, type Part, wholeNumbers } from './arrays.ts';

/**
 * Which records link, by number. A link has two ends that stand beside each other; each record's ends hang in a chain. Ends
 * count from one, 0 is none.
 */
export class Links {
  #first = new Int32Array(1 << 10);
  #to = new Int32Array(1 << 10);
  #next = new Int32Array(1 << 10);
  /** Ends given out, and the first of a chain of links that were taken out. */
  #given = 2;
  #free = 0;

  /** Links two records that do not link yet. */
  add(a: number, b: number): void {
    const end = this.#free === 0 ? this.#given : this.#free;
    if (this.#free === 0) this.#given += 2;
    else this.#free = this.#next[end] ?? 0;
    this.#to = grown(this.#to, end + 2);
    this.#next = grown(this.#next, end + 2);
    this.#first = grown(this.#first, Math.max(a, b) + 1);
    this.#hang(end, a, b);
    this.#hang(end + 1, b, a);
  }

  #hang(end: number, from: number, to: number): void {
    this.#to[end] = to;
    this.#next[end] = this.#first[from] ?? 0;
    this.#first[from] = end;
  }

  /** Records that link with a record. */
  of(n: number): number[] {
    const found: number[] = [];
    for (let end = this.#first[n] ?? 0; end !== 0; end = this.#next[end] ?? 0) found.push(this.#to[end] ?? 0);
    return found;
  }

  /** Takes out all links of a record. */
  drop(n: number): void {
    for (let end = this.#first[n] ?? 0; end !== 0; ) {
      const after = this.#next[end] ?? 0;
      this.#unhang(end ^ 1, this.#to[end] ?? 0);
      const even = end & ~1;
      this.#next[even] = this.#free;
      this.#free = even;
      end = after;
    }
    if (n < this.#first.length) this.#first[n] = 0;
  }

  #unhang(end: number, from: number): void {
    const after = this.#next[end] ?? 0;
    if (this.#first[from] === end) {
      this.#first[from] = after;
      return;
    }
    let at = this.#first[from] ?? 0;
    while (this.#next[at] !== end) at = this.#next[at] ?? 0;
    this.#next[at] = after;
  }

  parts(): Part[] {
    return [this.#first, this.#to, this.#next, Int32Array.of(this.#given, this.#free)];
  }

  /** Takes the place of what is held. */
  restore([first, to, next, counts]: readonly Part[]): void {
    [this.#first, this.#to, this.#next] = [wholeNumbers(first), wholeNumbers(to), wholeNumbers(next)];
    [this.#given = 2, this.#free = 0] = wholeNumbers(counts);
  }
}
