import { agglomerate, type Tie } from './agglomerate.ts';
import { Blocks } from './blocks.ts';
import { Bounds } from './bounds.ts';
import { largest } from './clusters.ts';
import { arrangeFields, type Field } from './fields.ts';
import { type Guard, guardOf } from './guards.ts';
import { Holdings } from './holdings.ts';
import { readLines, writeLines } from './lines.ts';
import type { Model } from './model.ts';
import { levelIn, usualHeld } from './pairs.ts';
import { change, sentence } from './reasons.ts';
import type { LinkRecord } from './records.ts';
import { type Member, refuses } from './refusal.ts';
import { keyOf } from './rules.ts';
import { priorBits, type Weighed, type Weigher, weigh, weigherOf } from './score.ts';
import type { Value } from './twin.ts';
import { comparePair } from './values.ts';
import { explainLevels, type PairLevel } from './words.ts';

export type LiveOptions = {
  mode: 'dedupe' | 'link';
  /** Sources in which each record is somebody else. */
  neverDuplicates?: readonly string[];
  /** Pairs of ids decided to be one person, or two. */
  keepTogether?: readonly (readonly [string, string])[];
  keepApart?: readonly (readonly [string, string])[];
  /** Pairs of ids on two sides of a boundary: nothing tells of them that there is one. */
  boundaries?: readonly (readonly [string, string])[];
};

/** What an explanation says of a pair. */
export type Explanation =
  | { compared: false; words: string }
  | {
      compared: true;
      linked: boolean;
      together: boolean;
      weight: number;
      probability: number;
      threshold: number;
      levels: PairLevel[];
      /** Why it is kept apart whatever it weighs; null when it is not. */
      held: string | null;
      words: string;
      /** What would change the answer. */
      change: string;
    };

type Compared = { codes: number[]; held: number[]; weighed: Weighed; kept: string | null; conflict: boolean };

const pairKey = (a: string, b: string) => (a < b ? `${a}\n${b}` : `${b}\n${a}`);

/**
 * Records and their clusters in memory, kept as records come, change and go: each is scored through its block keys against
 * those that share one, by a pinned model, and only the clusters it touches are settled anew. The clusters are those
 * that a full run with the same model gives. Of a record what the model compares is held, and no more. Not for
 * one-to-one, where one record may move any other.
 */
export class LiveLinkage {
  readonly #fields: Field[];
  readonly #guard: Guard;
  readonly #weigher: Weigher;
  readonly #usual: number[];
  readonly #bounds: Bounds;
  readonly #holdings: Holdings[];
  readonly #leftOut: Set<string>[];
  readonly #blocks: Blocks[];
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #sources: string[] = [];
  /** For each record the numbers of its values, field by field. */
  #typed = new Int32Array(1 << 12);
  readonly #free: number[] = [];
  readonly #links = new Map<number, Set<number>>();
  /** Clusters of two records or more: each member's. */
  readonly #clusters = new Map<number, string[]>();
  readonly #apart: Set<string>;
  readonly #walls: Set<string>;
  readonly #together: Map<string, string[]>;

  readonly model: Model;
  readonly options: LiveOptions;

  constructor(model: Model, options: LiveOptions) {
    this.model = model;
    this.options = options;
    const { fields } = model;
    this.#fields = arrangeFields(
      fields,
      fields.map(({ agreement }) => agreement),
    );
    this.#guard = guardOf(this.#fields, model);
    this.#weigher = weigherOf(this.#fields, model);
    this.#usual = fields.map(usualHeld);
    this.#bounds = new Bounds(this.#fields, model);
    this.#holdings = this.#fields.map((field, f) => {
      const held = new Map(fields[f]?.held);
      return new Holdings(field, (text) => held.get(text) ?? 1);
    });
    this.#leftOut = model.rules.map(({ leftOut }) => new Set(leftOut));
    this.#blocks = model.rules.map(() => new Blocks());
    this.#walls = new Set((options.boundaries ?? []).map(([a, b]) => pairKey(a, b)));
    this.#apart = new Set([...this.#walls, ...(options.keepApart ?? []).map(([a, b]) => pairKey(a, b))]);
    this.#together = new Map();
    for (const [a, b] of options.keepTogether ?? []) {
      if (this.#apart.has(pairKey(a, b))) continue;
      this.#together.set(a, [...(this.#together.get(a) ?? []), b]);
      this.#together.set(b, [...(this.#together.get(b) ?? []), a]);
    }
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** Ids of the records in a record's cluster, itself included, in order; empty when there is no such record. */
  clusterOf(id: string): readonly string[] {
    const n = this.#numbers.get(id);
    return n === undefined ? [] : (this.#clusters.get(n) ?? [id]);
  }

  clusters(): string[][] {
    const all = [...new Set(this.#clusters.values())].map((members) => [...members]);
    for (const [id, n] of this.#numbers) if (!this.#clusters.has(n)) all.push([id]);
    return all.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  }

  /** Adds a record, or puts it in the place of the one with its id; gives its cluster. */
  put(record: LinkRecord): readonly string[] {
    this.putAll([record]);
    return this.clusterOf(record.id);
  }

  /** As `put` for each; clusters are settled once, when all are in. */
  putAll(records: Iterable<LinkRecord>): void {
    const touched = new Set<string>();
    for (const record of records) {
      for (const id of this.#take(record.id)) touched.add(id);
      this.#add(record);
      touched.add(record.id);
    }
    this.#settle(touched);
  }

  /** Takes a record out. */
  remove(id: string): void {
    this.#settle(this.#take(id));
  }

  /** Why two records are together, or why not. Of two sides of a boundary it says what it says of strangers. */
  explain(left: string, right: string): Explanation {
    const [a, b] = [this.#numbers.get(left), this.#numbers.get(right)];
    if (a === undefined || b === undefined)
      throw new RangeError(`There is no record ${a === undefined ? left : right}.`);
    const strangers = {
      compared: false,
      words: 'Never compared: none of the ways of finding candidates brought these two together.',
    } as const;
    if (this.#walls.has(pairKey(left, right))) return strangers;
    if (this.#apart.has(pairKey(left, right))) {
      return { compared: false, words: 'Never compared: somebody decided that they are two people.' };
    }
    if (!this.#shareKey(a, b)) return strangers;
    if (!this.#allowed(a, b))
      return {
        compared: false,
        words: 'Never compared: both are of one source, in which nobody appears twice.',
      };
    const { codes, held, weighed, kept } = this.#compare(a, b);
    const given = this.#fields.findIndex(({ kind }) => kind === 'given-name');
    const level = levelIn(codes[given] ?? 0);
    const swapped = level !== null && this.#fields[given]?.comparison.levels[level]?.name === 'swapped';
    const levels = explainLevels(this.#fields, this.model.fields, codes, held, weighed, swapped);
    const linked = weighed.weight >= this.model.threshold && kept === null;
    const together = this.clusterOf(left).includes(right);
    return {
      compared: true,
      linked,
      together,
      weight: weighed.weight,
      probability: weighed.probability,
      threshold: this.model.threshold,
      levels,
      held: kept,
      words: sentence(levels, linked, together, kept, weighed.probability),
      change: change(levels, weighed.weight, this.model.threshold, kept),
    };
  }

  /** Writes everything to a file, from which `LiveLinkage.open` takes it up. */
  save(path: string): void {
    const first = this.#columns().map((column) => this.#fields.findIndex((field) => field.column === column));
    const idOf = (n: number) => this.#ids[n] ?? '';
    const { model, options } = this;
    const lines = function* (live: LiveLinkage) {
      yield JSON.stringify({ model, options });
      for (const [id, n] of live.#numbers) {
        const typed = first.map((f) => live.#holdings[f]?.typed(live.#typedOf(n, f)));
        yield JSON.stringify([id, live.#sources[n], typed, Array.from(live.#links.get(n) ?? [], idOf)]);
      }
    };
    writeLines(path, lines(this));
  }

  static open(path: string): LiveLinkage {
    let live: LiveLinkage | null = null;
    const links: [string, string[]][] = [];
    for (const line of readLines(path)) {
      if (live === null) {
        const { model, options } = JSON.parse(line) as { model: Model; options: LiveOptions };
        live = new LiveLinkage(model, options);
        continue;
      }
      const [id, source, typed, linked] = JSON.parse(line) as [string, string, string[], string[]];
      const cells = live.#columns().map((column, c): [string, string] => [column, typed[c] ?? '']);
      live.#hold({ id, source, fields: Object.fromEntries(cells) });
      if (linked.length > 0) links.push([id, linked]);
    }
    if (live === null) throw new RangeError(`${path}: nothing is in it.`);
    for (const [id, linked] of links) {
      const n = live.#numbers.get(id);
      if (n === undefined) continue;
      live.#links.set(n, new Set(linked.flatMap((other) => live.#numbers.get(other) ?? [])));
    }
    live.#settle(links.map(([id]) => id));
    live.#settle(live.#together.keys());
    return live;
  }

  #columns(): string[] {
    return [...new Set(this.#fields.map(({ column }) => column))];
  }

  #typedOf(n: number, f: number): number {
    return this.#typed[n * this.#fields.length + f] ?? 0;
  }

  #valuesOf(n: number): (Value | null)[] {
    return this.#holdings.map((holding, f) => holding.value(this.#typedOf(n, f)));
  }

  /** A record's key by each rule; null where it has none. */
  #keysOf(values: readonly (Value | null)[]): (string | null)[] {
    const read = (f: number, feature: string) =>
      (feature === 'text' ? values[f]?.text : values[f]?.features[feature]) ?? '';
    return this.model.rules.map(({ parts }, r) => {
      const key = keyOf(parts, read);
      return key === null || this.#leftOut[r]?.has(key) ? null : key;
    });
  }

  #shareKey(a: number, b: number): boolean {
    const keys = this.#keysOf(this.#valuesOf(b));
    return this.#keysOf(this.#valuesOf(a)).some((key, r) => key !== null && key === keys[r]);
  }

  /** Gives a record a number and holds its values; gives the number. */
  #hold({ id, source, fields }: LinkRecord): number {
    const n = this.#free.pop() ?? this.#ids.length;
    const width = this.#fields.length;
    if ((n + 1) * width > this.#typed.length) {
      const typed = new Int32Array(Math.max((n + 1) * width, this.#typed.length * 2));
      typed.set(this.#typed);
      this.#typed = typed;
    }
    this.#numbers.set(id, n);
    this.#ids[n] = id;
    this.#sources[n] = source;
    this.#fields.forEach(({ column }, f) => {
      this.#typed[n * width + f] = this.#holdings[f]?.take(fields[column]?.trim() ?? '') ?? 0;
    });
    this.#keysOf(this.#valuesOf(n)).forEach((key, r) => {
      if (key !== null) this.#blocks[r]?.add(key, n);
    });
    return n;
  }

  #add(record: LinkRecord): void {
    const n = this.#hold(record);
    const values = this.#valuesOf(n);
    const seen = new Set([n]);
    const look = (other: number) => {
      if (seen.has(other)) return;
      seen.add(other);
      if (this.#bounds.most(values, this.#valuesOf(other)) < this.model.threshold) return;
      if (!this.#allowed(n, other) || !this.#linksBy(this.#compare(n, other)) || !this.#shareKey(n, other))
        return;
      this.#link(n, other);
      this.#link(other, n);
    };
    this.#keysOf(values).forEach((key, r) => {
      if (key !== null) this.#blocks[r]?.each(key, look);
    });
  }

  #link(n: number, other: number): void {
    const links = this.#links.get(n);
    if (links === undefined) this.#links.set(n, new Set([other]));
    else links.add(other);
  }

  #allowed(a: number, b: number): boolean {
    const source = this.#sources[a] ?? '';
    const closed = this.options.mode === 'link' || (this.options.neverDuplicates ?? []).includes(source);
    if (closed && source === this.#sources[b]) return false;
    return this.#apart.size === 0 || !this.#apart.has(pairKey(this.#ids[a] ?? '', this.#ids[b] ?? ''));
  }

  #compare(a: number, b: number): Compared {
    const { codes, held } = comparePair(this.#fields, this.#valuesOf(a), this.#valuesOf(b), this.#usual);
    const weighed = weigh(this.#weigher, codes, held);
    const guarded = this.#guard(codes, this.#sources[a] === this.#sources[b]);
    const kin = weighed.kin ? 'They are too likely to be relatives.' : null;
    return { codes, held, weighed, kept: guarded?.words ?? kin, conflict: guarded?.conflict === true };
  }

  #linksBy({ weighed, kept }: Compared): boolean {
    return weighed.weight >= this.model.threshold && kept === null;
  }

  /** Takes a record out of blocks and links; gives those whose clusters it leaves. */
  #take(id: string): string[] {
    const n = this.#numbers.get(id);
    if (n === undefined) return [];
    const touched = this.clusterOf(id).filter((other) => other !== id);
    this.#keysOf(this.#valuesOf(n)).forEach((key, r) => {
      if (key !== null) this.#blocks[r]?.remove(key, n);
    });
    for (const other of this.#links.get(n) ?? []) {
      this.#links.get(other)?.delete(n);
      touched.push(this.#ids[other] ?? '');
    }
    this.#links.delete(n);
    this.#clusters.delete(n);
    this.#numbers.delete(id);
    this.#free.push(n);
    return touched;
  }

  #neighbours(n: number, least: number): number[] {
    const decided = this.#together.get(this.#ids[n] ?? '') ?? [];
    const linked = [...(this.#links.get(n) ?? [])];
    const strong =
      least === this.model.threshold
        ? linked
        : linked.filter((other) => this.#compare(n, other).weighed.weight >= least);
    return [...strong, ...decided.flatMap((id) => this.#numbers.get(id) ?? [])];
  }

  #component(from: number, least: number, seen: Set<number>): number[] {
    const members = [from];
    seen.add(from);
    for (let i = 0; i < members.length; i++) {
      for (const other of this.#neighbours(members[i] ?? 0, least)) {
        if (seen.has(other)) continue;
        seen.add(other);
        members.push(other);
      }
    }
    return members;
  }

  #settle(touched: Iterable<string>): void {
    const seen = new Set<number>();
    for (const id of touched) {
      const n = this.#numbers.get(id);
      if (n === undefined || seen.has(n)) continue;
      for (const group of this.#cut(this.#component(n, this.model.threshold, seen), this.model.threshold)) {
        for (const cluster of this.#group(group)) {
          const ids = cluster.map((member) => this.#ids[member] ?? '').sort();
          for (const member of cluster) {
            if (cluster.length === 1) this.#clusters.delete(member);
            else this.#clusters.set(member, ids);
          }
        }
      }
    }
  }

  /** Cuts a component that is too large at ever greater weights, as a full run does. */
  #cut(members: number[], least: number): number[][] {
    if (members.length <= largest || least > this.model.threshold + 200) return [members];
    const seen = new Set<number>();
    return members.flatMap((n) =>
      seen.has(n) ? [] : this.#cut(this.#component(n, least + 2, seen), least + 2),
    );
  }

  #group(members: number[]): number[][] {
    if (members.length < 2) return [members];
    const place = (n: number) => [this.#sources[n] ?? '', this.#ids[n] ?? ''] as const;
    const ordered = members.sort((a, b) => {
      const [[x, i], [y, j]] = [place(a), place(b)];
      return x < y ? -1 : x > y ? 1 : i < j ? -1 : 1;
    });
    const prior = priorBits(this.#weigher);
    const ties: Tie[] = [];
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) {
        if (j <= i) continue;
        const [one = '', other = ''] = [this.#ids[a], this.#ids[b]];
        const compared = this.#compare(a, b);
        ties.push({
          left: i,
          right: j,
          bits: prior + compared.weighed.weight,
          links: this.#linksBy(compared),
          apart: compared.conflict || this.#apart.has(pairKey(one, other)),
          decided: this.#together.get(one)?.includes(other) ?? false,
        });
      }
    }
    const date = this.#fields.findIndex(({ kind }) => kind === 'date');
    const sources = [...new Set(ordered.map((n) => this.#sources[n] ?? ''))];
    const known = ordered.map(
      (n): Member => ({
        source: sources.indexOf(this.#sources[n] ?? ''),
        born: this.#valuesOf(n)[date]?.text ?? '',
      }),
    );
    const closed = (source: number) => (this.options.neverDuplicates ?? []).includes(sources[source] ?? '');
    const of = (group: readonly number[]) => group.flatMap((m) => known[m] ?? []);
    const groups = agglomerate(ordered.length, ties, (one, other) =>
      refuses(this.#fields[date], closed, of(one), of(other)),
    );
    return groups.map((group) => group.flatMap((m) => ordered[m] ?? []));
  }
}
