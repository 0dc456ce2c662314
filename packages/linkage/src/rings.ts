import { grown, type Part, wholeNumbers } from './arrays.ts';

/** Groups of records, by number: each names the next of its group, plus one, and the last the first; 0 where it is alone. */
export class Rings {
  #next = new Int32Array(1 << 10);

  /** The members of a record's group, itself first. */
  of(n: number): number[] {
    const members = [n];
    for (let at = this.#next[n] ?? 0; at !== 0 && at - 1 !== n; at = this.#next[at - 1] ?? 0) {
      members.push(at - 1);
    }
    return members;
  }

  /** Makes a group of records, whatever groups they were in; who else was in those must be grouped anew. */
  group(members: readonly number[]): void {
    this.#next = grown(this.#next, Math.max(...members) + 1);
    members.forEach((n, i) => {
      this.#next[n] = members.length === 1 ? 0 : (members[(i + 1) % members.length] ?? 0) + 1;
    });
  }

  /** Takes a record out of its group. */
  leave(n: number): void {
    const [, ...others] = this.of(n);
    if (others.length === 0) return;
    this.group(others);
    this.#next[n] = 0;
  }

  parts(): Part[] {
    return [this.#next];
  }

  /** Takes the place of what is held. */
  restore([next]: readonly Part[]): void {
    this.#next = wholeNumbers(next);
  }
}
