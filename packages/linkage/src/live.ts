import { grown, type Part, wholeNumbers } from './arrays.ts';
import { Blocks } from './blocks.ts';
import { Bounds } from './bounds.ts';
import { arrangeFields, type Field } from './fields.ts';
import { formsOf, type Guard, guardOf } from './guards.ts';
import { Holdings } from './holdings.ts';
import { Links } from './links.ts';
import type { Model } from './model.ts';
import { levelIn, usualHeld } from './pairs.ts';
import { readParts, writeParts } from './parts-file.ts';
import { change, sentence } from './reasons.ts';
import type { LinkRecord } from './records.ts';
import { Rings } from './rings.ts';
import { keyOf } from './rules.ts';
import { priorBits, type Weighed, type Weigher, weigh, weigherOf } from './score.ts';
import { type Held, settle } from './settle.ts';
import { Texts } from './texts.ts';
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
 * that a full run with the same model gives. Of a record what the model compares is held, and no more, and nothing of one
 * that was taken out. All of it lies in arrays of numbers. Not for one-to-one, where one record may move any other.
 */
export class LiveLinkage {
  readonly #fields: Field[];
  readonly #guard: Guard;
  readonly #weigher: Weigher;
  readonly #usual: number[];
  readonly #bounds: Bounds;
  readonly #leftOut: Set<string>[];
  /** A record goes by the number of its id. */
  readonly #ids = new Texts();
  readonly #sourceNames = new Texts();
  /** By record: the number of its source, plus one; 0 where no such record is held. */
  #sources = new Int32Array(1 << 10);
  #size = 0;
  /** By record: the numbers of its values, field by field. */
  #typed = new Int32Array(1 << 12);
  readonly #holdings: Holdings[];
  readonly #blocks: Blocks[];
  readonly #links = new Links();
  readonly #clusters = new Rings();
  readonly #apart: Set<string>;
  readonly #walls: Set<string>;
  readonly #together = new Map<string, string[]>();
  readonly #held: Held;

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
    for (const [a, b] of options.keepTogether ?? []) {
      if (this.#apart.has(pairKey(a, b))) continue;
      this.#together.set(a, [...(this.#together.get(a) ?? []), b]);
      this.#together.set(b, [...(this.#together.get(b) ?? []), a]);
    }
    const date = this.#fields.findIndex(({ kind }) => kind === 'date');
    const areForms = formsOf(this.#fields);
    this.#held = {
      threshold: model.threshold,
      prior: priorBits(this.#weigher),
      date: this.#fields[date],
      linked: (n) => this.#links.of(n),
      decided: (n) =>
        this.#together.size === 0
          ? []
          : (this.#together.get(this.#ids.text(n)) ?? []).flatMap((id) => this.#numberOf(id) ?? []),
      test: (a, b) => {
        const compared = this.#compare(a, b);
        const { weight } = compared.weighed;
        return {
          weight,
          links: this.#linksBy(compared),
          apart: compared.conflict || this.#keptApart(a, b),
          forms: areForms(compared.codes),
        };
      },
      place: (n) => [this.#sourceOf(n), this.#ids.text(n)],
      born: (n) => this.#holdings[date]?.value(this.#typedOf(n, date))?.text ?? '',
      closed: (source) => (this.options.neverDuplicates ?? []).includes(source),
    };
  }

  get size(): number {
    return this.#size;
  }

  /** Ids of the records in a record's cluster, itself included, in order; empty when there is no such record. */
  clusterOf(id: string): readonly string[] {
    const n = this.#numberOf(id);
    return n === undefined ? [] : this.#named(this.#clusters.of(n));
  }

  clusters(): string[][] {
    const all: string[][] = [];
    const seen = new Uint8Array(this.#sources.length);
    for (let n = 0; n < seen.length; n++) {
      if (this.#sources[n] === 0 || seen[n] === 1) continue;
      const members = this.#clusters.of(n);
      for (const member of members) seen[member] = 1;
      all.push(this.#named(members));
    }
    return all.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  }

  /** Adds a record, or puts it in the place of the one with its id; gives its cluster. */
  put(record: LinkRecord): readonly string[] {
    this.putAll([record]);
    return this.clusterOf(record.id);
  }

  /** As `put` for each; clusters are settled once, when all are in. */
  putAll(records: Iterable<LinkRecord>): void {
    const touched = new Set<number>();
    for (const record of records) {
      for (const n of this.#take(record.id)) touched.add(n);
      touched.add(this.#add(record));
    }
    this.#settle(touched);
  }

  /** Takes a record out. */
  remove(id: string): void {
    this.#settle(this.#take(id));
  }

  /** Why two records are together, or why not. Of two sides of a boundary it says what it says of strangers. */
  explain(left: string, right: string): Explanation {
    const [a, b] = [this.#numberOf(left), this.#numberOf(right)];
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
    const groups = [
      this.#ids.parts(),
      this.#sourceNames.parts(),
      [this.#sources, this.#typed, Int32Array.of(this.#size)],
      this.#links.parts(),
      this.#clusters.parts(),
      ...this.#blocks.map((blocks) => blocks.parts()),
      ...this.#holdings.flatMap((holdings) => holdings.parts()),
    ];
    const { model, options } = this;
    writeParts(path, { model, options, groups: groups.map(({ length }) => length) }, groups.flat());
  }

  /** Takes up what `save` wrote. Throws a RangeError where the file is no such file. */
  static open(path: string): LiveLinkage {
    const { of, parts } = readParts(path);
    const { model, options, groups } = of as { model: Model; options: LiveOptions; groups: number[] };
    const live = new LiveLinkage(model, options);
    const lengths = groups.values();
    let at = 0;
    const next = (): Part[] => {
      const length = lengths.next().value ?? 0;
      at += length;
      return parts.slice(at - length, at);
    };
    live.#ids.restore(next());
    live.#sourceNames.restore(next());
    const [sources, typed, size] = next();
    [live.#sources, live.#typed] = [wholeNumbers(sources), wholeNumbers(typed)];
    live.#size = wholeNumbers(size)[0] ?? 0;
    live.#links.restore(next());
    live.#clusters.restore(next());
    for (const blocks of live.#blocks) blocks.restore(next());
    for (const holdings of live.#holdings) holdings.restore([next(), next(), next()]);
    return live;
  }

  /** The number of a record that is held. */
  #numberOf(id: string): number | undefined {
    const n = this.#ids.find(id);
    return n < 0 ? undefined : n;
  }

  #named(members: readonly number[]): string[] {
    return members.map((n) => this.#ids.text(n)).sort();
  }

  #sourceOf(n: number): string {
    return this.#sourceNames.text((this.#sources[n] ?? 1) - 1);
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

  /** Holds a record that is not held yet and links it; gives its number. */
  #add({ id, source, fields }: LinkRecord): number {
    const n = this.#ids.take(id);
    const width = this.#fields.length;
    this.#typed = grown(this.#typed, (n + 1) * width);
    this.#sources = grown(this.#sources, n + 1);
    this.#sources[n] = this.#sourceNames.take(source) + 1;
    this.#size++;
    this.#fields.forEach(({ column }, f) => {
      this.#typed[n * width + f] = this.#holdings[f]?.take(fields[column]?.trim() ?? '') ?? 0;
    });
    const values = this.#valuesOf(n);
    const seen = new Set([n]);
    const look = (other: number) => {
      if (seen.has(other)) return;
      seen.add(other);
      if (this.#bounds.most(values, this.#valuesOf(other)) < this.model.threshold) return;
      if (!this.#allowed(n, other) || !this.#linksBy(this.#compare(n, other)) || !this.#shareKey(n, other))
        return;
      this.#links.add(n, other);
    };
    this.#keysOf(values).forEach((key, r) => {
      if (key === null) return;
      this.#blocks[r]?.each(key, look);
      this.#blocks[r]?.add(key, n);
    });
    return n;
  }

  #keptApart(a: number, b: number): boolean {
    return this.#apart.size > 0 && this.#apart.has(pairKey(this.#ids.text(a), this.#ids.text(b)));
  }

  #allowed(a: number, b: number): boolean {
    const { mode, neverDuplicates = [] } = this.options;
    if (this.#sources[a] === this.#sources[b]) {
      if (mode === 'link' || (neverDuplicates.length > 0 && neverDuplicates.includes(this.#sourceOf(a))))
        return false;
    }
    return !this.#keptApart(a, b);
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

  /** Forgets a record, if it is held; gives those whose clusters it leaves. */
  #take(id: string): number[] {
    const n = this.#numberOf(id);
    if (n === undefined) return [];
    const [, ...touched] = this.#clusters.of(n);
    touched.push(...this.#links.of(n));
    this.#keysOf(this.#valuesOf(n)).forEach((key, r) => {
      if (key !== null) this.#blocks[r]?.remove(key, n);
    });
    this.#links.drop(n);
    this.#clusters.leave(n);
    this.#holdings.forEach((holding, f) => {
      holding.release(this.#typedOf(n, f));
    });
    this.#typed.fill(0, n * this.#fields.length, (n + 1) * this.#fields.length);
    this.#sources[n] = 0;
    this.#ids.forget(n);
    this.#size--;
    return touched;
  }

  #settle(touched: Iterable<number>): void {
    const held = [...touched].filter((n) => this.#sources[n] !== 0);
    for (const cluster of settle(this.#held, held)) this.#clusters.group(cluster);
  }
}
