import { agglomerate, type Tie } from './agglomerate.ts';
import { assign, type Offer } from './assign.ts';
import { comparedSql } from './compare.ts';
import { Components } from './components.ts';
import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { formsOf, type Guard } from './guards.ts';
import type { Model } from './model.ts';
import { codeIn, usualHeld, withCodes } from './pairs.ts';
import { type Member, refuses } from './refusal.ts';
import { priorBits } from './score.ts';
import { scorePairs } from './scoring.ts';
import { lowestWeight } from './threshold.ts';
import type { Plan } from './train.ts';

/** What people have decided, by record number; `apart` has l < r. */
export type Decided = {
  together: readonly (readonly [number, number])[];
  apart: readonly (readonly [number, number])[];
};

export type Clusters = {
  /** Each record's cluster: the smallest number of a record in it. */
  of: Int32Array;
  /** Weight from which pairs are linked: the model's, or one-to-one that after the assignment. */
  threshold: number;
  expectedPrecision: number;
};

/** Components of more records than this are cut at their weak links before they are looked at pair by pair. */
export const largest = 300;

/** How many records each cluster has, by its number. */
export function sizesOf(of: Int32Array): Int32Array {
  const sizes = new Int32Array(of.length);
  for (let i = 0; i < of.length; i++) {
    const root = of[i] ?? i;
    sizes[root] = (sizes[root] ?? 0) + 1;
  }
  return sizes;
}

type Links = { left: Float64Array; right: Float64Array; weight: Float64Array };

/** Joins linked pairs of `scored` to clusters, splitting components that hold together badly. */
export async function makeClusters(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  plan: Plan,
  decided: Decided,
  records: number,
): Promise<Clusters> {
  let { threshold, expectedPrecision } = model;
  let links: Links;
  if (plan.mode === 'one-to-one') {
    const found = await assigned(engine, model, records);
    ({ threshold, expectedPrecision } = found);
    links = found.links;
  } else {
    const [left = none, right = none, weight = none] = await engine.numbers(
      `SELECT l::INTEGER, r::INTEGER, weight FROM scored WHERE weight >= ${threshold} AND NOT held`,
    );
    links = { left, right, weight };
  }
  const of = components(links, decided, records, Number.NEGATIVE_INFINITY, null);
  await settleDoubtful(engine, fields, model, guard, plan, decided, links, of, threshold);
  return { of, threshold, expectedPrecision };
}

const none = new Float64Array();

/** One-to-one: the best assignment for each pair of sources, then the threshold over what was assigned. */
async function assigned(engine: Engine, model: Model, records: number) {
  const prior = priorBits(model);
  const [left = none, right = none, weight = none, one = none, other = none] = await engine.numbers(
    `SELECT s.l::INTEGER, s.r::INTEGER, s.weight, a.source::INTEGER, b.source::INTEGER FROM scored s JOIN record a ON s.l = a.n JOIN record b ON s.r = b.n WHERE NOT s.held AND s.weight > ${-8 - prior}`,
  );
  const offers = new Map<string, Offer[]>();
  for (let i = 0; i < left.length; i++) {
    const [l, r, a, b] = [left[i] ?? 0, right[i] ?? 0, one[i] ?? 0, other[i] ?? 0];
    const between = `${Math.min(a, b)} ${Math.max(a, b)}`;
    const list = offers.get(between) ?? [];
    list.push({ left: a < b ? l : r, right: a < b ? r : l, bits: prior + (weight[i] ?? 0) });
    offers.set(between, list);
  }
  const chosen = [...offers.values()].flatMap((list) => assign(list, records));
  const steps = chosen.map(({ bits }) => ({ weight: bits, pairs: 1, right: 1 / (1 + 2 ** -bits) }));
  const found = lowestWeight(
    steps.filter(({ right: chance }) => chance >= 0.5),
    model.precision,
  );
  const least = found?.weight ?? Number.POSITIVE_INFINITY;
  const kept = chosen.filter(({ bits }) => bits >= least);
  return {
    threshold: least - prior,
    expectedPrecision: found?.expected ?? 1,
    links: {
      left: Float64Array.from(kept, ({ left }) => left),
      right: Float64Array.from(kept, ({ right }) => right),
      weight: Float64Array.from(kept, ({ bits }) => bits - prior),
    },
  };
}

/** Components of the links of at least that weight, and of what was decided; only among `members` when given. */
function components(
  { left, right, weight }: Links,
  { together }: Decided,
  records: number,
  least: number,
  members: Uint8Array | null,
): Int32Array {
  const joined = new Components(records);
  for (let i = 0; i < left.length; i++) {
    if ((weight[i] ?? 0) < least || (members !== null && members[left[i] ?? 0] === 0)) continue;
    joined.join(left[i] ?? 0, right[i] ?? 0);
  }
  for (const [l, r] of together) if (members === null || members[l] === 1) joined.join(l, r);
  const of = new Int32Array(records);
  for (let i = 0; i < records; i++) of[i] = joined.find(i);
  return of;
}

/** Looks pair by pair at every component of four records or more, or of which not each pair links, and writes the better grouping into `of`. */
async function settleDoubtful(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  plan: Plan,
  decided: Decided,
  links: Links,
  of: Int32Array,
  threshold: number,
): Promise<void> {
  cutLarge(links, decided, of, threshold);
  const sizes = sizesOf(of);
  const linked = new Int32Array(of.length);
  for (let i = 0; i < links.left.length; i++) {
    const root = of[links.left[i] ?? 0] ?? 0;
    if (of[links.right[i] ?? 0] === root) linked[root] = (linked[root] ?? 0) + 1;
  }
  const doubtful = new Uint8Array(of.length);
  for (let i = 0; i < of.length; i++) {
    const n = sizes[i] ?? 0;
    if (n > 3 || (n === 3 && (linked[i] ?? 0) < 3)) doubtful[i] = 1;
  }
  for (const [l, r] of decided.apart) if (of[l] === of[r]) doubtful[of[l] ?? 0] = 1;
  const members: number[] = [];
  for (let i = 0; i < of.length; i++) if (doubtful[of[i] ?? 0] === 1) members.push(i);
  if (members.length === 0) return;
  const groups = await tiesWithin(engine, fields, model, guard, plan, decided, members, of, threshold);
  for (const { members: ids, ties, refuses } of groups) {
    for (const group of agglomerate(ids.length, ties, refuses)) {
      const root = Math.min(...group.map((m) => ids[m] ?? 0));
      for (const m of group) of[ids[m] ?? 0] = root;
    }
  }
}

/** Cuts components that are too large at ever greater weights. */
function cutLarge(links: Links, decided: Decided, of: Int32Array, threshold: number): void {
  for (let least = threshold + 2; ; least += 2) {
    const sizes = sizesOf(of);
    if (!sizes.some((size) => size > largest)) return;
    const members = Uint8Array.from(of, (root) => ((sizes[root] ?? 0) > largest ? 1 : 0));
    const finer = components(links, decided, of.length, least, members);
    let changed = false;
    for (let i = 0; i < of.length; i++) {
      if (members[i] === 1 && of[i] !== finer[i]) {
        of[i] = finer[i] ?? i;
        changed = true;
      }
    }
    if (!changed && least > threshold + 200) return;
  }
}

type Group = {
  members: number[];
  ties: Tie[];
  refuses(members: readonly number[], others: readonly number[]): boolean;
};

/** Compares every pair within the components of those records, candidates or not. */
async function tiesWithin(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  plan: Plan,
  decided: Decided,
  members: readonly number[],
  of: Int32Array,
  threshold: number,
): Promise<Group[]> {
  await engine.create('doubtful', {
    n: { type: 'integer', values: members },
    component: { type: 'integer', values: members.map((n) => of[n] ?? 0) },
  });
  const usual = model.fields.map(usualHeld);
  await engine.run(
    `CREATE TABLE within_pair AS ${withCodes(fields, 'SELECT a.n AS l, b.n AS r, 0 AS rules FROM doubtful a JOIN doubtful b ON a.component = b.component AND a.n < b.n')}`,
  );
  await engine.run(`CREATE TABLE within_compared AS ${comparedSql(fields, 'within_pair', usual)}`);
  await scorePairs(engine, fields, model, guard, 0, 'within_compared', 'within_scored');
  const [left = none, right = none, weight = none, conflict = none, held = none, ...codes] =
    await engine.numbers(
      `SELECT l::INTEGER, r::INTEGER, weight, conflict::INTEGER, held::INTEGER, ${fields.map((_, f) => codeIn(f)).join(', ')} FROM within_scored ORDER BY l, r`,
    );
  const areForms = formsOf(fields);
  for (const table of ['doubtful', 'within_pair', 'within_compared', 'within_scored']) {
    await engine.run(`DROP TABLE ${table}`);
  }
  const refused = await refuser(engine, fields, plan, members);
  const groups = new Map<number, Group>();
  const place = new Map<number, number>();
  for (const n of members) {
    const root = of[n] ?? 0;
    const group = groups.get(root) ?? { members: [], ties: [], refuses: () => false };
    place.set(n, group.members.push(n) - 1);
    groups.set(root, group);
  }
  const key = (l: number, r: number) => l * of.length + r;
  const apart = new Set(decided.apart.map(([l, r]) => key(l, r)));
  const together = new Set(decided.together.map(([l, r]) => key(Math.min(l, r), Math.max(l, r))));
  const prior = priorBits(model);
  for (let i = 0; i < left.length; i++) {
    const [l, r, bits] = [left[i] ?? 0, right[i] ?? 0, weight[i] ?? 0];
    groups.get(of[l] ?? 0)?.ties.push({
      left: place.get(l) ?? 0,
      right: place.get(r) ?? 0,
      bits: prior + bits,
      links: bits >= threshold && held[i] === 0,
      apart: conflict[i] === 1 || apart.has(key(l, r)),
      decided: together.has(key(l, r)),
      forms: areForms(codes.map((column) => column[i] ?? 0)),
    });
  }
  for (const group of groups.values()) {
    const ids = (list: readonly number[]) => list.map((m) => group.members[m] ?? 0);
    group.refuses = (one, other) => refused(ids(one), ids(other));
  }
  return [...groups.values()];
}

/** Tells of two groups of record numbers whether they must not become one (see `refusal.ts`). */
async function refuser(engine: Engine, fields: readonly Field[], plan: Plan, members: readonly number[]) {
  const date = fields.findIndex(({ kind }) => kind === 'date');
  const born = date < 0 ? "''" : `v.text`;
  const join = date < 0 ? '' : `JOIN value${date} v ON v.code = r.f${date}`;
  await engine.create('looked_at', { n: { type: 'integer', values: members } });
  const rows = await engine.rows(
    `SELECT r.n, r.source, ${born} AS born FROM record r JOIN looked_at USING (n) ${join}`,
  );
  await engine.run('DROP TABLE looked_at');
  const known = new Map(
    rows.map((row): [number, Member] => [
      Number(row.n),
      { source: Number(row.source), born: String(row.born) },
    ]),
  );
  const closed = (source: number) => plan.mode === 'one-to-one' || plan.neverDuplicates.includes(source);
  const membersOf = (group: readonly number[]) => group.flatMap((n) => known.get(n) ?? []);
  return (one: readonly number[], other: readonly number[]): boolean =>
    refuses(fields[date], closed, membersOf(one), membersOf(other));
}
