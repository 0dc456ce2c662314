import { readFileSync, writeFileSync } from 'node:fs';
import { agglomerate, type Tie } from './agglomerate.ts';
import { largest } from './clusters.ts';
import { arrangeFields, type Field } from './fields.ts';
import { type Guard, guardOf } from './guards.ts';
import type { Model } from './model.ts';
import { levelIn, usualHeld } from './pairs.ts';
import { change, sentence } from './reasons.ts';
import type { LinkRecord } from './records.ts';
import { type Member, refuses } from './refusal.ts';
import { keyOf } from './rules.ts';
import { priorBits, type Weighed, type Weigher, weigh, weigherOf } from './score.ts';
import type { Value } from './twin.ts';
import { comparePair, readValue } from './values.ts';
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

type Entry = { record: LinkRecord; values: (Value | null)[]; keys: (string | null)[]; links: Set<string> };
type Compared = { codes: number[]; held: number[]; weighed: Weighed; kept: string | null; conflict: boolean };

const pairKey = (a: string, b: string) => (a < b ? `${a}\n${b}` : `${b}\n${a}`);

/**
 * Records and their clusters in memory, kept as records come, change and go: each is scored through its block keys against
 * those that share one, by a pinned model, and only the clusters it touches are settled anew. The clusters are those
 * that a full run with the same model gives. Not for one-to-one, where one record may move any other.
 */
export class LiveLinkage {
  readonly #fields: Field[];
  readonly #guard: Guard;
  readonly #weigher: Weigher;
  readonly #held: Map<string, number>[];
  readonly #usual: number[];
  readonly #leftOut: Set<string>[];
  readonly #blocks: Map<string, Set<string>>[];
  readonly #entries = new Map<string, Entry>();
  readonly #clusterOf = new Map<string, string[]>();
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
    this.#held = fields.map(({ held }) => new Map(held));
    this.#usual = fields.map(usualHeld);
    this.#leftOut = model.rules.map(({ leftOut }) => new Set(leftOut));
    this.#blocks = model.rules.map(() => new Map());
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
    return this.#entries.size;
  }

  /** Ids of the records in a record's cluster, itself included, in order; empty when there is no such record. */
  clusterOf(id: string): readonly string[] {
    return this.#clusterOf.get(id) ?? [];
  }

  clusters(): string[][] {
    const all = [...new Set(this.#clusterOf.values())].map((members) => [...members]);
    return all.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  }

  /** Adds a record, or puts it in the place of the one with its id; gives its cluster. */
  put(record: LinkRecord): readonly string[] {
    const touched = this.#take(record.id);
    const entry = this.#read(record);
    this.#entries.set(record.id, entry);
    for (const other of this.#candidates(entry)) {
      const found = this.#entries.get(other);
      if (found === undefined || !this.#allowed(entry, found)) continue;
      if (this.#links(this.#compare(entry, found))) {
        entry.links.add(other);
        found.links.add(record.id);
      }
    }
    entry.keys.forEach((key, r) => {
      if (key === null) return;
      const block = this.#blocks[r]?.get(key);
      if (block === undefined) this.#blocks[r]?.set(key, new Set([record.id]));
      else block.add(record.id);
    });
    this.#settle([record.id, ...touched]);
    return this.clusterOf(record.id);
  }

  /** Takes a record out. */
  remove(id: string): void {
    this.#settle(this.#take(id));
  }

  /** Why two records are together, or why not. Of two sides of a boundary it says what it says of strangers. */
  explain(left: string, right: string): Explanation {
    const [a, b] = [this.#entries.get(left), this.#entries.get(right)];
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
    const shared = a.keys.some((key, r) => key !== null && key === b.keys[r]);
    if (!shared) return strangers;
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
    const lines = [JSON.stringify({ model: this.model, options: this.options })];
    for (const { record, links } of this.#entries.values()) lines.push(JSON.stringify([record, [...links]]));
    writeFileSync(path, `${lines.join('\n')}\n`);
  }

  static open(path: string): LiveLinkage {
    const [head = '', ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const { model, options } = JSON.parse(head) as { model: Model; options: LiveOptions };
    const live = new LiveLinkage(model, options);
    for (const line of rest) {
      const [record, links] = JSON.parse(line) as [LinkRecord, string[]];
      const entry = live.#read(record);
      for (const link of links) entry.links.add(link);
      live.#entries.set(record.id, entry);
      entry.keys.forEach((key, r) => {
        if (key === null) return;
        const block = live.#blocks[r]?.get(key) ?? new Set();
        live.#blocks[r]?.set(key, block.add(record.id));
      });
    }
    live.#settle([...live.#entries.keys()]);
    return live;
  }

  #read(record: LinkRecord): Entry {
    const values = this.#fields.map((field, f) =>
      readValue(field, record.fields[field.column]?.trim() ?? '', (text) => this.#held[f]?.get(text) ?? 1),
    );
    const keys = this.model.rules.map(({ parts }, r) => {
      const key = keyOf(
        parts,
        (f, feature) => (feature === 'text' ? values[f]?.text : values[f]?.features[feature]) ?? '',
      );
      return key === null || this.#leftOut[r]?.has(key) ? null : key;
    });
    return { record, values, keys, links: new Set() };
  }

  #candidates({ record, keys }: Entry): Set<string> {
    const found = new Set<string>();
    keys.forEach((key, r) => {
      if (key === null) return;
      for (const other of this.#blocks[r]?.get(key) ?? []) if (other !== record.id) found.add(other);
    });
    return found;
  }

  #allowed({ record: a }: Entry, { record: b }: Entry): boolean {
    const closed = this.options.mode === 'link' || (this.options.neverDuplicates ?? []).includes(a.source);
    return !(closed && a.source === b.source) && !this.#apart.has(pairKey(a.id, b.id));
  }

  #compare(a: Entry, b: Entry): Compared {
    const { codes, held } = comparePair(this.#fields, a.values, b.values, this.#usual);
    const weighed = weigh(this.#weigher, codes, held);
    const guarded = this.#guard(codes, a.record.source === b.record.source);
    const kin = weighed.kin ? 'They are too likely to be relatives.' : null;
    return { codes, held, weighed, kept: guarded?.words ?? kin, conflict: guarded?.conflict === true };
  }

  #links({ weighed, kept }: Compared): boolean {
    return weighed.weight >= this.model.threshold && kept === null;
  }

  /** Takes a record out of blocks and links; gives those whose clusters it leaves. */
  #take(id: string): string[] {
    const entry = this.#entries.get(id);
    if (entry === undefined) return [];
    const touched = this.clusterOf(id).filter((other) => other !== id);
    entry.keys.forEach((key, r) => {
      if (key !== null) this.#blocks[r]?.get(key)?.delete(id);
    });
    for (const other of entry.links) this.#entries.get(other)?.links.delete(id);
    const linked = [...entry.links];
    this.#entries.delete(id);
    this.#clusterOf.delete(id);
    return [...new Set([...touched, ...linked])];
  }

  #neighbours(id: string, least: number): string[] {
    const entry = this.#entries.get(id);
    if (entry === undefined) return [];
    const decided = (this.#together.get(id) ?? []).filter((other) => this.#entries.has(other));
    const strong = [...entry.links].filter((other) => {
      const found = this.#entries.get(other);
      return (
        found !== undefined &&
        (least === this.model.threshold || this.#compare(entry, found).weighed.weight >= least)
      );
    });
    return [...strong, ...decided];
  }

  #component(from: string, least: number, seen: Set<string>): string[] {
    const members = [from];
    seen.add(from);
    for (let i = 0; i < members.length; i++) {
      for (const other of this.#neighbours(members[i] ?? '', least)) {
        if (seen.has(other)) continue;
        seen.add(other);
        members.push(other);
      }
    }
    return members;
  }

  #settle(touched: readonly string[]): void {
    const seen = new Set<string>();
    for (const id of touched) {
      if (!this.#entries.has(id) || seen.has(id)) continue;
      for (const group of this.#cut(this.#component(id, this.model.threshold, seen), this.model.threshold)) {
        for (const cluster of this.#group(group)) {
          const members = cluster.sort();
          for (const member of members) this.#clusterOf.set(member, members);
        }
      }
    }
  }

  /** Cuts a component that is too large at ever greater weights, as a full run does. */
  #cut(members: string[], least: number): string[][] {
    if (members.length <= largest || least > this.model.threshold + 200) return [members];
    const seen = new Set<string>();
    return members.flatMap((id) =>
      seen.has(id) ? [] : this.#cut(this.#component(id, least + 2, seen), least + 2),
    );
  }

  #group(ids: string[]): string[][] {
    const ordered = ids.sort((a, b) => {
      const [x, y] = [this.#entries.get(a)?.record.source ?? '', this.#entries.get(b)?.record.source ?? ''];
      return x < y ? -1 : x > y ? 1 : a < b ? -1 : 1;
    });
    const entries = ordered.flatMap((id) => this.#entries.get(id) ?? []);
    if (entries.length < 2) return [ordered];
    const prior = priorBits(this.#weigher);
    const ties: Tie[] = [];
    for (const [i, a] of entries.entries()) {
      for (const [j, b] of entries.entries()) {
        if (j <= i) continue;
        const compared = this.#compare(a, b);
        ties.push({
          left: i,
          right: j,
          bits: prior + compared.weighed.weight,
          links: this.#links(compared),
          apart: compared.conflict || this.#apart.has(pairKey(a.record.id, b.record.id)),
          decided: this.#together.get(a.record.id)?.includes(b.record.id) ?? false,
        });
      }
    }
    const date = this.#fields.findIndex(({ kind }) => kind === 'date');
    const sources = [...new Set(entries.map(({ record }) => record.source))];
    const members = entries.map(
      (entry): Member => ({
        source: sources.indexOf(entry.record.source),
        born: entry.values[date]?.text ?? '',
      }),
    );
    const closed = (source: number) => (this.options.neverDuplicates ?? []).includes(sources[source] ?? '');
    const of = (group: readonly number[]) => group.flatMap((m) => members[m] ?? []);
    const groups = agglomerate(entries.length, ties, (one, other) =>
      refuses(this.#fields[date], closed, of(one), of(other)),
    );
    return groups.map((group) => group.flatMap((m) => ordered[m] ?? []));
  }
}
