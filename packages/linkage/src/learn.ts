import type { Field } from './fields.ts';
import type { Guard } from './guards.ts';
import { agreed, type Chances } from './model.ts';
import { bandLimits, commoner, countsValues, levelIn } from './pairs.ts';
import { alreadySaid, type Patterns, statedIn } from './patterns.ts';
import { chancesOfRelatives, sharesOfRelatives, tellsRelatives } from './relatives.ts';
import { fieldsOf, type Rule } from './rules.ts';
import { assumedRecords } from './score.ts';

/** Chances of one field's levels among pairs of one person (m), strangers (u) and relatives (h). */
export type FieldChances = {
  m: Chances;
  u: Chances;
  h: Chances;
  /** Share of strangers among the pairs with equal values, by band: what is not chance does not make a value common. */
  byChance: number[];
  /** See `LearntField`. */
  omission: number[];
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
const steps = 60;
const least = 1e-7;
/** Pairs of relatives assumed for each pair of one person, at least. */
const fewestRelatives = 0.1;
/** Pairs' worth of belief that records of one person leave out as much as others do, and the most bits it can be worth. */
const [omissionStrength, mostOmission] = [50, 2];
/** Most of all pairs that can be of one person, or of relatives. */
const most = 0.4;

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
 * Expectation–maximisation over patterns with three kinds of pair: one person, relatives, strangers. Of which kind a pair
 * is, all that it says tells; what agreement on a field is worth (m) is learnt from the pairs of every rule that does not
 * use the field, and a pair found by several rules counts for each. u comes from how many records hold each value and
 * from pairs drawn at random. How many relatives there are comes from the pairs of one surname and place.
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
  const assumedM = fields.map(({ comparison }) => comparison.levels.map(({ m }) => m));
  const assumedU = fields.map(({ comparison }) => comparison.levels.map(({ u }) => u));
  const saidU = fields.map(({ comparison, kind }) => shared(comparison.levels, kind === 'sex' ? 0.95 : 0.6));
  const shares = sharesOfRelatives(
    fields,
    household,
    known.map(({ agreement }) => agreement),
  );
  let chances: FieldChances[] = fields.map((_, f) => {
    const [m, u] = [assumedM[f] ?? [], assumedU[f] ?? []];
    const byKind: Chances = [u, saidU[f] ?? u, u];
    return {
      m: [m, m, m],
      u: byKind,
      h: chancesOfRelatives(at(shares, f), byKind),
      byChance: at(known, f).bandShare.map(() => 1),
      omission: [0, 0, 0, 0],
    };
  });
  const places = { found: placesOf(fields, found), drawn: placesOf(fields, drawn) };
  const householdPlaces = placesOf(fields, household);
  const held = heldPatterns(found, guard);
  const teaching = teachingOf(fields, rules, found);
  const alone = rules.flatMap((rule, r) => {
    const field = aloneIn(rule);
    return field < 0 ? [] : [{ rule: r, field }];
  });
  let prior = Math.min(0.3, totalOf(found) / 5 / Math.max(1, allowed));
  let relatives = tellsRelatives(fields) ? prior : 0;
  let strangers: Float64Array | null = null;
  for (let round = 0; round < rounds; round++) {
    chances = withU(fields, drawn, places.drawn, known, chances, assumedU, strangers, shares);
    const apart = strangers;
    const others = apart === null ? drawn.counts : drawn.counts.map((count, p) => count * (apart[p] ?? 1));
    const omitted = omittedBy(places.drawn, drawn, others);
    for (let step = 0; step < steps; step++) {
      const odds = oddsOf(fields, places.found, found, known, chances);
      const kinds = kindsOf(odds, found, held, prior, relatives);
      prior = Math.min(most, (kinds.one.reduce((sum, pairs) => sum + pairs, 0) + 0.5) / (allowed + 1));
      const moved = maximise(fields, found, places.found, teaching, alone, kinds, chances, {
        m: assumedM,
        u: saidU,
      });
      const left = omittedBy(places.found, found, kinds.one, teaching);
      chances = moved.fields.map((field, f) => ({
        ...field,
        h: chancesOfRelatives(at(shares, f), field.u),
        omission: omissionOf(left, omitted, f),
      }));
      if (moved.by < 1e-5) break;
    }
    const odds = {
      found: oddsOf(fields, places.found, found, known, chances),
      household: oddsOf(fields, householdPlaces, household, known, chances),
    };
    [prior, relatives] = settle(odds, found, household, held, prior, relatives, allowed);
    const drawnOdds = oddsOf(fields, places.drawn, drawn, known, chances);
    strangers = drawn.counts.map((_, p) => {
      const [one, kin] = [(drawnOdds.one[p] ?? 0) * prior, (drawnOdds.kin[p] ?? 0) * relatives];
      const rest = 1 - prior - relatives;
      return rest / (one + kin + rest);
    });
  }
  return { fields: chances, prior, relatives };
}

const totalOf = ({ counts }: Patterns) => counts.reduce((sum, count) => sum + count, 0);

/**
 * For each pattern and field, how many of the rules that found it teach the field: those whose key is not made of it, nor of
 * a field of the same matter that it comes before.
 */
function teachingOf(fields: readonly Field[], rules: readonly Rule[], { rules: by, width }: Patterns) {
  const taught = rules.map((rule) => {
    const used = fieldsOf(rule);
    return fields.map((_, f) => !used.includes(f) && !used.some((g) => fields[g]?.after.includes(f)));
  });
  const times = new Uint8Array(by.length * width);
  for (let p = 0; p < by.length; p++) {
    taught.forEach((teaches, r) => {
      if (((by[p] ?? 0) & (1 << r)) === 0) return;
      for (let f = 0; f < width; f++) if (teaches[f]) times[p * width + f] = (times[p * width + f] ?? 0) + 1;
    });
  }
  return times;
}

/** The field whose equal values are the rule, −1 for other rules. */
const aloneIn = ({ parts: [part, ...others] }: Rule) =>
  part !== undefined && others.length === 0 && part.feature === 'text' ? part.field : -1;

/** Band of an equal value's code. */
const bandIn = (code: number) => (code >= commoner ? code - commoner + 1 : 0);

/** Places for the chances of one field: three for each code, by what the more telling fields say. */
const slotCount = 48;
const slotOf = (code: number, said: number) => code * 3 + said;

/** For each pattern and field: the place of its chance, and whether it is stated (see `statedIn`); −1 for none. */
type Places = { slots: Int16Array; stated: Int8Array };

function placesOf(fields: readonly Field[], { codes, width, counts }: Patterns): Places {
  const slots = new Int16Array(codes.length);
  const stated = new Int8Array(codes.length);
  for (let p = 0; p < counts.length; p++) {
    const row = codes.subarray(p * width, (p + 1) * width);
    const said = alreadySaid(fields, row);
    stated.set(statedIn(fields, row, said), p * width);
    for (let f = 0; f < width; f++) {
      const code = row[f] ?? 0;
      slots[p * width + f] = levelIn(code) === null ? -1 : slotOf(code, said[f] ?? 0);
    }
  }
  return { slots, stated };
}

/** How many pairs state each field, and leave it out, four numbers for each (see `statedIn`), of `pairs` of each pattern. */
function omittedBy(
  { stated }: Places,
  { counts, width }: Patterns,
  pairs: ArrayLike<number>,
  times?: Uint8Array,
): Float64Array {
  const seen = new Float64Array(width * 4);
  for (let p = 0; p < counts.length; p++) {
    for (let f = 0; f < width; f++) {
      const at = p * width + f;
      const place = stated[at] ?? -1;
      if (place < 0) continue;
      seen[f * 4 + place] = (seen[f * 4 + place] ?? 0) + (pairs[p] ?? 0) * (times?.[at] ?? 1);
    }
  }
  return seen;
}

/**
 * Bits that a field's being stated, and left out, add for one person, by how many pairs of one person and of strangers do so.
 * That records of one person leave out less is not believed: those that leave much out are the harder to find and to know.
 */
function omissionOf(one: Float64Array, strangers: Float64Array, f: number): number[] {
  return [0, 2].flatMap((place) => {
    const counted = (seen: Float64Array) => {
      const [stated = 0, left = 0] = seen.subarray(f * 4 + place);
      return { left, all: stated + left };
    };
    const [ours, theirs] = [counted(one), counted(strangers)];
    const usual = (theirs.left + 1) / (theirs.all + 2);
    const own = (ours.left + omissionStrength * usual) / (ours.all + omissionStrength);
    if (own <= usual) return [0, 0];
    const worth = Math.min(mostOmission, Math.log2(own / usual));
    return [Math.log2((1 - usual * 2 ** worth) / (1 - usual)), worth];
  });
}

/** m/u and h/u of every code of a field, by slot. An equal value's u is that of its band. */
function ratios({ m, u, h, byChance }: FieldChances, field: Field, { bandAgreement }: Known) {
  const one = new Float64Array(slotCount).fill(1);
  const kin = new Float64Array(slotCount).fill(1);
  for (let code = 1; code < 16; code++) {
    const level = levelIn(code);
    if (level === null || level >= field.comparison.levels.length) continue;
    for (const said of [0, 1, 2] as const) {
      const chance = u[said][level] ?? 1;
      const banded = said !== agreed && level === 0 && countsValues(field);
      const by = banded ? (bandAgreement[bandIn(code)] ?? chance) * (byChance[bandIn(code)] ?? 1) : chance;
      one[slotOf(code, said)] = (m[said][level] ?? 1) / by;
      const beyond = ((h[said][level] ?? 1) - chance) / Math.max(least, 1 - chance);
      kin[slotOf(code, said)] = banded ? 1 - beyond + beyond / by : (h[said][level] ?? 1) / chance;
    }
  }
  return { one, kin };
}

type Odds = { one: Float64Array; kin: Float64Array };

/** How much likelier each pattern is among pairs of one person, and of relatives, than among strangers. */
function oddsOf(
  fields: readonly Field[],
  { slots, stated }: Places,
  { counts, width }: Patterns,
  known: readonly Known[],
  chances: readonly FieldChances[],
): Odds {
  const each = fields.map((field, f) => ratios(at(chances, f), field, at(known, f)));
  const one = new Float64Array(counts.length).fill(1);
  const kin = new Float64Array(counts.length).fill(1);
  for (let p = 0; p < counts.length; p++) {
    for (let f = 0; f < width; f++) {
      one[p] = (one[p] ?? 0) * 2 ** (chances[f]?.omission[stated[p * width + f] ?? -1] ?? 0);
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

/** Pairs of each pattern that are expected to be of one person, and of strangers. */
type Kinds = { one: Float64Array; none: Float64Array };

function kindsOf(
  odds: Odds,
  { counts }: Patterns,
  held: Uint8Array,
  prior: number,
  relatives: number,
): Kinds {
  const rest = 1 - prior - relatives;
  const kinds = { one: new Float64Array(counts.length), none: new Float64Array(counts.length) };
  for (let p = 0; p < counts.length; p++) {
    const one = held[p] === 1 ? 0 : (odds.one[p] ?? 0) * prior;
    const all = one + (odds.kin[p] ?? 0) * relatives + rest;
    kinds.one[p] = ((counts[p] ?? 0) * one) / all;
    kinds.none[p] = ((counts[p] ?? 0) * rest) / all;
  }
  return kinds;
}

function maximise(
  fields: readonly Field[],
  { counts, rules, width }: Patterns,
  { slots }: Places,
  teaching: Uint8Array,
  alone: readonly { rule: number; field: number }[],
  { one, none }: Kinds,
  chances: readonly FieldChances[],
  assumed: { m: readonly number[][]; u: readonly number[][] },
): { fields: FieldChances[]; by: number } {
  const seen = { m: new Float64Array(width * slotCount), u: new Float64Array(width * slotCount) };
  const equal = chances.map(({ byChance }) => byChance.map(() => [0.5, 1] as [chance: number, all: number]));
  for (let p = 0; p < counts.length; p++) {
    for (let f = 0; f < width; f++) {
      const slot = slots[p * width + f] ?? -1;
      const times = teaching[p * width + f] ?? 0;
      if (slot < 0 || times === 0) continue;
      const place = f * slotCount + slot;
      seen.m[place] = (seen.m[place] ?? 0) + times * (one[p] ?? 0);
      seen.u[place] = (seen.u[place] ?? 0) + times * (none[p] ?? 0);
    }
    for (const { rule, field } of alone) {
      if (((rules[p] ?? 0) & (1 << rule)) === 0) continue;
      const code = Math.floor(Math.max(0, slots[p * width + field] ?? 0) / 3);
      const band = equal[field]?.[bandIn(code)];
      if (band === undefined) continue;
      band[0] += none[p] ?? 0;
      band[1] += counts[p] ?? 0;
    }
  }
  let by = 0;
  const next = fields.map((field, f): FieldChances => {
    const before = at(chances, f);
    const of = (kind: 'm' | 'u', said: 0 | 1 | 2, start: readonly number[]) =>
      towards(levelCounts(field, seen[kind], f, said), start, strength);
    const single = field.after.length === 0;
    const first = of('m', 0, at(assumed.m, f));
    const m: Chances = single ? [first, first, first] : [first, of('m', 1, first), of('m', 2, first)];
    const [free] = before.u;
    const u: Chances = [free, single ? free : of('u', 1, at(assumed.u, f)), free];
    m.forEach((chance, said) => {
      chance.forEach((now, l) => {
        by = Math.max(by, Math.abs(now - (before.m[said as 0 | 1 | 2][l] ?? 0)));
      });
    });
    const isAlone = alone.some((each) => each.field === f);
    const byChance = isAlone ? (equal[f] ?? []).map(([chance, all]) => chance / all) : before.byChance;
    return { ...before, m, u, byChance };
  });
  return { fields: next, by };
}

function levelCounts(field: Field, seen: Float64Array, f: number, said: number): Float64Array {
  const counts = new Float64Array(field.comparison.levels.length);
  for (let code = 1; code < 16; code++) {
    const level = levelIn(code);
    if (level !== null && level < counts.length)
      counts[level] = (counts[level] ?? 0) + (seen[f * slotCount + slotOf(code, said)] ?? 0);
  }
  return counts;
}

/** u where no field of the matter agrees: equal values by how many hold them, other levels as random pairs have them. */
function withU(
  fields: readonly Field[],
  drawn: Patterns,
  { slots }: Places,
  known: readonly Known[],
  chances: readonly FieldChances[],
  assumed: readonly number[][],
  strangers: Float64Array | null,
  shares: readonly [number, number, number][],
): FieldChances[] {
  return fields.map((field, f) => {
    const before = at(chances, f);
    const seen = new Float64Array(field.comparison.levels.length);
    for (let p = 0; p < drawn.counts.length; p++) {
      const slot = slots[p * drawn.width + f] ?? -1;
      if (slot < 0) continue;
      const level = levelIn(Math.floor(slot / 3)) ?? 0;
      seen[level] = (seen[level] ?? 0) + (drawn.counts[p] ?? 0) * (strangers?.[p] ?? 1);
    }
    const learnt = towards(seen, at(assumed, f), 2 * strength);
    const rest = learnt.slice(1).reduce((sum, chance) => sum + chance, 0);
    const same = Math.min(0.9, Math.max(least, at(known, f).agreement));
    const free = countsValues(field)
      ? learnt.map((chance, l) => (l === 0 ? same : (chance * (1 - same)) / rest))
      : learnt;
    const u: Chances = [free, before.u[1], free];
    return { ...before, u, h: chancesOfRelatives(at(shares, f), u) };
  });
}

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
  let [a, b] = [prior, relatives];
  for (let round = 0; round < 50; round++) {
    const matches = kindsOf(odds.found, found, held, a, b).one.reduce((sum, pairs) => sum + pairs, 0.5);
    let related = 0;
    for (let p = 0; p < household.counts.length; p++) {
      const [one, kin] = [(odds.household.one[p] ?? 0) * a, (odds.household.kin[p] ?? 0) * b];
      related += ((household.counts[p] ?? 0) * kin) / (one + kin + 1 - a - b);
    }
    const next: [number, number] = [
      Math.min(most, matches / (allowed + 1)),
      relatives === 0 ? 0 : Math.max(fewestRelatives * a, Math.min(most, related / (allowed + 1))),
    ];
    const moved = Math.abs(next[0] - a) / a + Math.abs(next[1] - b);
    [a, b] = next;
    if (moved < 1e-6) break;
  }
  return [a, b];
}

/**
 * Share of records and chance of agreement in each band, from sums over a field's values; drawn, as in weighing, towards the
 * chance that is assumed of strangers while few records are known.
 */
export function knownOf(
  stated: number,
  seen: number,
  byBand: readonly { held: number; squares: number }[],
  assumed: number,
): Known {
  const drawn = (chance: number) => (chance * stated + assumedRecords * assumed) / (stated + assumedRecords);
  const agreement = drawn(seen);
  const bandShare = bandLimits
    .concat(Number.POSITIVE_INFINITY)
    .map((_, i) => (byBand[i]?.held ?? 0) / Math.max(1, stated));
  const bandAgreement = bandShare.map((_, i) => {
    const { held = 0, squares = 0 } = byBand[i] ?? {};
    return held === 0 ? agreement : Math.max(least, drawn(squares / held / stated));
  });
  return { bandAgreement, bandShare, agreement };
}
