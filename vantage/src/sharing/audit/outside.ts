import type { Fault } from './findings.ts';
import type { Head } from './heads.ts';

/** The heads kept outside the database, compared with the seals as these go by in their order. */
export class Outside {
  /** Lines read so far. */
  count = 0;
  /** Numbers of the first and the last seal whose head was read. */
  first: number | null = null;
  last: number | null = null;
  readonly #heads: AsyncIterator<Head | null> | undefined;
  readonly #area: string;
  #next: Head | undefined;
  #ended = false;
  #agreed = 0;
  #differed = false;
  #kept = 0;
  #faults: Fault[] = [];

  constructor(heads: AsyncIterator<Head | null> | undefined, area: string) {
    this.#heads = heads;
    this.#area = area;
  }

  /** What a seal and the heads that were kept up to it say against each other. */
  async at({ sealNo, hash }: { sealNo: number; hash: Buffer }): Promise<Fault[]> {
    for (let head = await this.#peek(); head && head.seal <= sealNo; head = await this.#peek()) {
      this.#next = undefined;
      const { seal } = head;
      if (seal === sealNo && head.area === this.#area && head.hash === hash.toString('hex')) {
        this.#agreed = seal;
      } else if (!this.#differed) {
        this.#differed = true;
        const after =
          this.#agreed === 0 ? 'No head before it agrees' : `The last that agrees is ${this.#agreed}`;
        const says = `Seal ${seal} is not the one whose head was kept outside the database. ${after}.`;
        this.#faults.push({ kind: 'head-differs', seal, entry: null, says });
      }
    }
    return this.#faults.splice(0);
  }

  /** What the heads that were kept of seals after the last one say. */
  async after(last: number): Promise<Fault[]> {
    let end: number | undefined;
    for (let head = await this.#peek(); head; head = await this.#peek()) {
      end = head.seal;
      this.#next = undefined;
    }
    if (end !== undefined) {
      const says = `The database ends with ${last === 0 ? 'no seal' : `seal ${last}`}; outside it the head of seal ${end} is kept. What lay between was cut off.`;
      this.#faults.push({ kind: 'tail-truncated', seal: last + 1, entry: null, says });
    }
    return this.#faults.splice(0);
  }

  async #peek(): Promise<Head | undefined> {
    while (this.#next === undefined && !this.#ended) {
      const step = await this.#heads?.next();
      if (step === undefined || step.done === true) {
        this.#ended = true;
      } else if (step.value === null) {
        this.count += 1;
        const says = `Line ${this.count} of the heads kept outside the database is none.`;
        this.#faults.push({ kind: 'head-unreadable', seal: null, entry: null, says });
      } else {
        const { seal } = step.value;
        this.count += 1;
        this.#next = step.value;
        this.first ??= seal;
        this.last = seal;
        if (seal > this.#kept + 1) {
          const lack =
            seal === this.#kept + 2
              ? `The head of seal ${seal - 1} is`
              : `Heads of seals ${this.#kept + 1} to ${seal - 1} are`;
          const says = `${lack} not among those kept outside the database. What these seals cover can be shown only by a copy that has them.`;
          this.#faults.push({ kind: 'heads-missing', seal, entry: null, says });
        }
        this.#kept = Math.max(this.#kept, seal);
      }
    }
    return this.#next;
  }
}
