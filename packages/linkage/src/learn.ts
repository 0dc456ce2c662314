import { type Field, isPlace } from './fields.ts';
import type { Guard } from './guards.ts';
import type { Chances } from './model.ts';
import { bandLimits, commoner, countsValues, levelIn } from './pairs.ts';
import { alreadySaid, type Patterns } from './patterns.ts';
import { fieldsOf, type Rule } from './rules.ts';

/** Chances of one field's levels among pairs of one person (m), strangers (u) and relatives (h). */
export type FieldChances = {
  m: Chances;
  u: Chances;
  h: Chances;
  /** Share of strangers among the pairs with equal values, by band: what is not chance does not make a value common. */
  byChance: number[];
};

export type Learnt = {
  fields: FieldChances[];
  prior: number;
  relatives: number;
};

/** What is known of a field before pairs are looked at. */
export type Known = {
  /** Chance that two strangers' values are equal, by band (see `pairs.ts`), and the share of records in each band. */
  bandAgreement: readonly number[];
  bandShare: readonly number[];
  agreement: number;
};

/** Pairs' worth of belief in the chances assumed before any data are seen. */
const strength = 10;
const rounds = 4;
const steps = 25;
const least = 1e-7;
/** Pairs of relatives assumed for each pair of one person, at least. */
const fewestRelatives = 0.1;

/** Chances drawn from counts towards assumed ones, which weigh as much as `weight` more. */
function towards(counts: ArrayLike<number>, assumed: readonly number[], weight: number): number[] {
  let total = 0;
  for (let l = 0; l < assumed.length; l++) total += counts[l] ?? 0;
  const all = assumed.reduce((sum, chance) => sum + chance, 0);
  return assumed.map((chance, l) =>
    Math.max(least, ((counts[l] ?? 0) + (weight * chance) / all) / (total + weight)),
  );
}

const shared = (levels: Field['comparison']['levels'], same: number) => {
  const rest = levels.slice(1).reduce((sum, { u }) => sum + u, 0);
  return levels.map(({ u }, l) => (l === 0 ? same : ((1 - same) * u) / rest));
};

/**
 * How relatives compare: they share a surname and a home, now and then a telephone, a birth date (twins) or a given
 * name (parent and child). Not learnt: relatives whose chances could move would come to stand for the records of one
 * person in which much is mistyped.
 */
function chancesOfRelatives(field: Field): number[] {
  const { levels } = field.comparison;
  if (field.kind === 'surname' || isPlace(field)) return shared(levels, 0.9);
  if (field.kind === 'phone') return shared(levels, 0.4);
  if (field.kind === 'date' || field.kind === 'given-name' || field.kind === 'email') {
    return shared(levels, 0.02);
  }
  return levels.map(({ u }) => u);
}

/** True where there is a way to tell relatives: by surname and place. */
export const tellsRelatives = (fields: readonly Field[]) =>
  fields.some(({ kind }) => kind === 'surname') && fields.some(isPlace);

/** `alone` is the field whose equal values are the rule, −1 for other rules. */
type Group = { free: number[]; alone: number; patterns: number[]; shares: [number, number, number] };

/**
 * Expectation–maximisation over patterns with three kinds of pair: one person, relatives, strangers. What agreement
 * is worth (m) is learnt from the pairs of every rule that does not use the field, all rules at once; a pair found by
 * several rules counts in each. u comes from how many records hold each value and from pairs drawn at random. How many
 * relatives there are comes from the pairs of one surname and place.
 */
export function learn(
  fields: readonly Field[],
  rules: readonly Rule[],
  found: Patterns,
  drawn: Patterns,
  household: Patterns,
  known: readonly Known[],
  guard: Guard,
  allowed: number,
): Learnt {
  const relativesToo = tellsRelatives(fields);
  const assumedM = fields.map(({ comparison }) => comparison.levels.map(({ m }) => m));
  const assumedU = fields.map(({ comparison }) => comparison.levels.map(({ u }) => u));
  const saidU = fields.map(({ comparison, kind }) => shared(comparison.levels, kind === 'sex' ? 0.95 : 0.6));
  let chances: FieldChances[] = fields.map((_, f) => {
    const [m, u] = [assumedM[f] ?? [], assumedU[f] ?? []];
    const h = chancesOfRelatives(at(fields, f));
    return { m: [m, m], u: [u, saidU[f] ?? u], h: [h, h], byChance: at(known, f).bandShare.map(() => 1) };
  });
  const foundSlots = slotsOf(fields, found);
  const drawnSlots = slotsOf(fields, drawn);
  const householdSlots = slotsOf(fields, household);
  const held = heldPatterns(found, guard);
  const groups = rules.flatMap((rule, r): Group[] => {
    const free = freeFields(fields, rule);
    const patterns = indicesOf(found, r);
    return free.length === 0 || patterns.length === 0
      ? []
      : [{ free, alone: aloneIn(rule), patterns, shares: [0.2, relativesToo ? 0.1 : 0, 0.7] }];
  });
  let prior = Math.min(0.3, totalOf(found) / 5 / Math.max(1, allowed));
  let relatives = relativesToo ? prior : 0;
  let strangers: Float64Array | null = null;
  for (let round = 0; round < rounds; round++) {
    chances = withU(fields, drawn, drawnSlots, known, chances, assumedU, strangers);
    for (let step = 0; step < steps; step++) {
      const moved = maximise(fields, found, foundSlots, known, held, groups, chances, {
        m: assumedM,
        u: saidU,
      });
      chances = moved.chances;
      if (moved.by < 1e-5) break;
    }
    const odds = {
      found: oddsOf(fields, foundSlots, found, known, chances),
      household: oddsOf(fields, householdSlots, household, known, chances),
    };
    [prior, relatives] = settle(odds, found, household, held, prior, relatives, allowed);
    const drawnOdds = oddsOf(fields, drawnSlots, drawn, known, chances);
    strangers = drawn.counts.map((_, p) => {
      const [one, kin] = [(drawnOdds.one[p] ?? 0) * prior, (drawnOdds.kin[p] ?? 0) * relatives];
      const rest = 1 - prior - relatives;
      return rest / (one + kin + rest);
    });
  }
  return { fields: chances, prior, relatives };
}

const totalOf = ({ counts }: Patterns) => counts.reduce((sum, count) => sum + count, 0);

function indicesOf({ rules }: Patterns, rule: number): number[] {
  const found: number[] = [];
  for (let p = 0; p < rules.length; p++) if (((rules[p] ?? 0) & (1 << rule)) !== 0) found.push(p);
  return found;
}

/**
 * Fields that a rule's pairs teach: not those that its key is made of, nor those of the same matter that come before
 * one of them. A rule of a place alone or a place and a surname teaches only what relatives are like.
 */
function freeFields(fields: readonly Field[], rule: Rule): number[] {
  const used = fieldsOf(rule);
  return fields.flatMap((_, f) =>
    used.includes(f) || used.some((g) => fields[g]?.after.includes(f)) ? [] : [f],
  );
}

const aloneIn = ({ parts: [part, ...others] }: Rule) =>
  part !== undefined && others.length === 0 && part.feature === 'text' ? part.field : -1;

/** Band of an equal value's code. */
const bandIn = (code: number) => (code >= commoner ? code - commoner + 1 : 0);

/** For each pattern and field: the place of its chance (twice the level, one more where already said), −1 for none. */
function slotsOf(fields: readonly Field[], { codes, width, counts }: Patterns): Int16Array {
  const slots = new Int16Array(codes.length);
  for (let p = 0; p < counts.length; p++) {
    const row = codes.subarray(p * width, (p + 1) * width);
    const said = alreadySaid(fields, row);
    for (let f = 0; f < width; f++) {
      const code = row[f] ?? 0;
      const level = levelIn(code);
      slots[p * width + f] = level === null ? -1 : code * 2 + (said[f] ?? 0);
    }
  }
  return slots;
}

/** m/u and h/u of every code of a field, by slot. An equal value's u is that of its band. */
function ratios({ m, u, h, byChance }: FieldChances, field: Field, { bandAgreement }: Known) {
  const one = new Float64Array(32).fill(1);
  const kin = new Float64Array(32).fill(1);
  for (let code = 1; code < 16; code++) {
    const level = levelIn(code);
    if (level === null || level >= field.comparison.levels.length) continue;
    for (const said of [0, 1] as const) {
      const banded = said === 0 && level === 0 && countsValues(field);
      const by = banded
        ? (bandAgreement[bandIn(code)] ?? u[0][0] ?? 1) * (byChance[bandIn(code)] ?? 1)
        : (u[said][level] ?? 1);
      one[code * 2 + said] = (m[said][level] ?? 1) / by;
      kin[code * 2 + said] = (h[said][level] ?? 1) / by;
    }
  }
  return { one, kin };
}

/** How much likelier each pattern is among pairs of one person, and of relatives, than among strangers. */
function oddsOf(
  fields: readonly Field[],
  slots: Int16Array,
  { counts, width }: Patterns,
  known: readonly Known[],
  chances: readonly FieldChances[],
): Odds {
  const each = fields.map((field, f) => ratios(at(chances, f), field, at(known, f)));
  const one = new Float64Array(counts.length).fill(1);
  const kin = new Float64Array(counts.length).fill(1);
  for (let p = 0; p < counts.length; p++) {
    for (let f = 0; f < width; f++) {
      const slot = slots[p * width + f] ?? -1;
      if (slot < 0) continue;
      one[p] = (one[p] ?? 0) * (each[f]?.one[slot] ?? 1);
      kin[p] = (kin[p] ?? 0) * (each[f]?.kin[slot] ?? 1);
    }
  }
  return { one, kin };
}

function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new RangeError(`There is no item ${i}.`);
  return item;
}

/** 1 for each pattern that the guard keeps apart. */
function heldPatterns({ codes, width, counts }: Patterns, guard: Guard): Uint8Array {
  return Uint8Array.from(counts, (_, p) =>
    guard(codes.subarray(p * width, (p + 1) * width)) === null ? 0 : 1,
  );
}

const slotCount = 32;

function maximise(
  fields: readonly Field[],
  { counts, width }: Patterns,
  slots: Int16Array,
  known: readonly Known[],
  held: Uint8Array,
  groups: Group[],
  chances: readonly FieldChances[],
  assumed: { m: readonly number[][]; u: readonly number[][] },
): { chances: FieldChances[]; by: number } {
  const each = fields.map((field, f) => ratios(at(chances, f), field, at(known, f)));
  const seen = { m: new Float64Array(width * slotCount), u: new Float64Array(width * slotCount) };
  const equal = chances.map(({ byChance }) => byChance.map(() => [0.5, 1] as [chance: number, all: number]));
  const isAlone = fields.map((_, f) => groups.some(({ alone }) => alone === f));
  for (const group of groups) {
    const { free, alone, patterns, shares } = group;
    const [a, b, c] = shares;
    const sums: [number, number, number] = [0.5, 0, 0.5];
    for (const p of patterns) {
      let [one, kin] = [a, b];
      const row = p * width;
      for (const f of free) {
        const slot = slots[row + f] ?? -1;
        if (slot < 0) continue;
        one *= each[f]?.one[slot] ?? 1;
        kin *= each[f]?.kin[slot] ?? 1;
      }
      if (held[p] === 1) one = 0;
      const all = one + kin + c;
      const count = counts[p] ?? 0;
      const [ofOne, ofKin, ofNone] = [(count * one) / all, (count * kin) / all, (count * c) / all];
      sums[0] += ofOne;
      sums[1] += ofKin;
      sums[2] += ofNone;
      const band = alone < 0 ? undefined : equal[alone]?.[bandIn((slots[row + alone] ?? 0) >> 1)];
      if (band !== undefined) {
        band[0] += ofNone;
        band[1] += count;
      }
      for (const f of free) {
        const slot = slots[row + f] ?? -1;
        if (slot < 0) continue;
        const place = f * slotCount + slot;
        seen.m[place] = (seen.m[place] ?? 0) + ofOne;
        seen.u[place] = (seen.u[place] ?? 0) + ofNone;
      }
    }
    const total = sums[0] + sums[1] + sums[2];
    group.shares = [sums[0] / total, sums[1] / total, sums[2] / total];
  }
  let by = 0;
  const next = fields.map((field, f): FieldChances => {
    const before = at(chances, f);
    const of = (kind: 'm' | 'u', said: 0 | 1, start: readonly number[]) =>
      towards(levelCounts(field, seen[kind], f, said), start, strength);
    const unsaid = of('m', 0, at(assumed.m, f));
    const m: Chances = [unsaid, field.after.length === 0 ? unsaid : of('m', 1, unsaid)];
    const u: Chances = [before.u[0], field.after.length === 0 ? before.u[0] : of('u', 1, at(assumed.u, f))];
    m[0].forEach((chance, l) => {
      by = Math.max(by, Math.abs(chance - (before.m[0][l] ?? 0)));
    });
    return {
      m,
      u,
      h: before.h,
      byChance: isAlone[f] ? (equal[f] ?? []).map(([chance, all]) => chance / all) : before.byChance,
    };
  });
  return { chances: next, by };
}

function levelCounts(field: Field, seen: Float64Array, f: number, said: 0 | 1): Float64Array {
  const counts = new Float64Array(field.comparison.levels.length);
  for (let code = 1; code < 16; code++) {
    const level = levelIn(code);
    if (level !== null && level < counts.length)
      counts[level] = (counts[level] ?? 0) + (seen[f * slotCount + code * 2 + said] ?? 0);
  }
  return counts;
}

/** u where nothing of the matter is said yet: equal values by how many hold them, other levels as random pairs have them. */
function withU(
  fields: readonly Field[],
  drawn: Patterns,
  slots: Int16Array,
  known: readonly Known[],
  chances: readonly FieldChances[],
  assumed: readonly number[][],
  strangers: Float64Array | null,
): FieldChances[] {
  return fields.map((field, f) => {
    const { m, u, h, byChance } = at(chances, f);
    const seen = new Float64Array(field.comparison.levels.length);
    for (let p = 0; p < drawn.counts.length; p++) {
      const slot = slots[p * drawn.width + f] ?? -1;
      if (slot < 0) continue;
      const level = levelIn(slot >> 1) ?? 0;
      seen[level] = (seen[level] ?? 0) + (drawn.counts[p] ?? 0) * (strangers?.[p] ?? 1);
    }
    const start = at(assumed, f);
    const learnt = towards(seen, start, 2 * strength);
    if (countsValues(field)) {
      const rest = learnt.slice(1).reduce((sum, chance) => sum + chance, 0);
      const same = Math.min(0.9, Math.max(least, at(known, f).agreement));
      return {
        m,
        h,
        byChance,
        u: [learnt.map((chance, l) => (l === 0 ? same : (chance * (1 - same)) / rest)), u[1]],
      };
    }
    return { m, h, byChance, u: [learnt, u[1]] };
  });
}

type Odds = { one: Float64Array; kin: Float64Array };

/** The shares of pairs that are one person, and relatives, at which as many are expected as the shares say. */
function settle(
  odds: { found: Odds; household: Odds },
  found: Patterns,
  household: Patterns,
  held: Uint8Array,
  prior: number,
  relatives: number,
  allowed: number,
): [number, number] {
  const [ofFound, ofHousehold] = [odds.found, odds.household];
  let [a, b] = [prior, relatives];
  for (let round = 0; round < 50; round++) {
    const rest = 1 - a - b;
    let [matches, related] = [0.5, 0];
    for (let p = 0; p < found.counts.length; p++) {
      const one = held[p] === 1 ? 0 : (ofFound.one[p] ?? 0) * a;
      matches += ((found.counts[p] ?? 0) * one) / (one + (ofFound.kin[p] ?? 0) * b + rest);
    }
    for (let p = 0; p < household.counts.length; p++) {
      const [one, kin] = [(ofHousehold.one[p] ?? 0) * a, (ofHousehold.kin[p] ?? 0) * b];
      related += ((household.counts[p] ?? 0) * kin) / (one + kin + rest);
    }
    const next: [number, number] = [
      Math.min(0.4, matches / (allowed + 1)),
      relatives === 0 ? 0 : Math.max(fewestRelatives * a, Math.min(0.4, related / (allowed + 1))),
    ];
    const moved = Math.abs(next[0] - a) / a + Math.abs(next[1] - b);
    [a, b] = next;
    if (moved < 1e-6) break;
  }
  return [a, b];
}

/** Share of records and chance of agreement in each band, from sums over a field's values. */
export function knownOf(
  stated: number,
  agreement: number,
  byBand: readonly { held: number; squares: number }[],
): Known {
  const bandShare = bandLimits
    .concat(Number.POSITIVE_INFINITY)
    .map((_, i) => (byBand[i]?.held ?? 0) / Math.max(1, stated));
  const bandAgreement = bandShare.map((_, i) => {
    const { held = 0, squares = 0 } = byBand[i] ?? {};
    return held === 0 ? agreement : Math.max(least, squares / held / stated);
  });
  return { bandAgreement, bandShare, agreement };
}
