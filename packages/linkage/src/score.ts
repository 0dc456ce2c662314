import type { Field } from './fields.ts';
import { agreed, gainsaid, type LearntField, type Model, type Said, unsaid } from './model.ts';
import { codeIn, commoner, countsValues, levelIn } from './pairs.ts';
import { alreadySaid, statedIn } from './patterns.ts';

/*
 * The arithmetic (Fellegi and Sunter 1969, with relatives as a third kind of pair), said in SQL and in TypeScript; tests
 * hold the two equal. In bits, for a pair with level l of each field:
 *
 *   for one person   W = Σ log2(m(l) / u(l))
 *   for relatives    K = Σ log2(h(l) / u(l))
 *   left out         O = Σ log2(o(l) / s(l)), of what both state and what one of them leaves out
 *   weight           W − log2(1 + r · 2^K) + O, r = relatives / strangers
 *   odds             prior / strangers · 2^weight
 *
 * where strangers = 1 − prior − relatives, and
 * - m, u and h are those of what the more telling fields of the matter say: nothing, that they agree, or that they do not;
 * - of an equal value, unless one of them agrees, u is the share of records that hold that value, times the share of equal
 *   pairs that are equal by chance; h is u and what relatives share beyond chance;
 * - of a near value, the term is lowered by log2 of how common the rarer value is beside what is usual at the level,
 *   within ±4 bits where that is known, and stays one bit below what the equal value would give;
 * - a field that is left out adds nothing to W and K. What O says is only that records of one person leave more, or less, out
 *   than others do (o and s are the shares that do so), so that each set of stated fields has odds of its own to begin with.
 */

/** Records' worth of belief in the frequency assumed of every value. */
export const assumedRecords = 20;
const mostAdjustment = 4;
const nearFallsShort = 1;

/** A pair is suspected to be relatives when that is more than a quarter as likely as one person, here in bits. */
const suspicion = Math.log2(1 / 4);

/** Most that relatives can weigh, so that nothing overflows. */
const mostKin = 200;

type Term =
  | { plain: number; kind: 'plain' }
  | { plain: number; exact: number; usual: number; kind: 'near' }
  | { exact: number; kind: 'own' }
  | { shared: number; chance: number; kind: 'shared' };

/** Share of relatives who have a value in common and not by chance. */
function sharedBeyondChance(h: readonly number[], u: readonly number[]): number {
  const [both = 0, strangers = 0] = [h[0], u[0]];
  return strangers >= 1 ? 0 : Math.min(1, Math.max(0, (both - strangers) / (1 - strangers)));
}

export type Weigher = {
  fields: readonly Field[];
  learnt: readonly LearntField[];
  prior: number;
  relatives: number;
};

export const weigherOf = (fields: readonly Field[], model: Model): Weigher => ({
  fields,
  learnt: model.fields,
  prior: model.prior,
  relatives: model.relatives,
});

const frequencyOf = (field: Field, level: number) => field.comparison.levels[level]?.frequency ?? null;

function termOf(
  field: Field,
  learnt: LearntField,
  chances: 'm' | 'h',
  code: number,
  said: Said,
): Term | null {
  const level = levelIn(code);
  if (level === null || level >= field.comparison.levels.length) return null;
  const [own, u] = [learnt[chances][said], learnt.u[said]];
  const plain = Math.log2((own[level] ?? 1) / (u[level] ?? 1));
  if (!countsValues(field) || said === agreed) return { kind: 'plain', plain };
  const chance = learnt.byChance[code >= commoner ? code - commoner + 1 : 0] ?? 1;
  if (chances === 'h') {
    if (level > 0) return { kind: 'plain', plain };
    return { kind: 'shared', shared: sharedBeyondChance(own, u), chance };
  }
  const exact = Math.log2(own[0] ?? 1) - (frequencyOf(field, level) === 'own' ? Math.log2(chance) : 0);
  const frequency = frequencyOf(field, level);
  if (frequency === 'own') return { kind: 'own', exact };
  const usual = learnt.usual[level] ?? 0;
  if (frequency === null) return { kind: 'plain', plain };
  return { kind: 'near', plain, exact, usual };
}

/** Share of people who hold a value, drawn towards what is assumed while few records are known. */
function assumed(field: Field, learnt: LearntField): { more: number; all: number } {
  const u = field.comparison.levels[0]?.u ?? 0.01;
  return { more: assumedRecords * u, all: Math.max(1, learnt.stated) + assumedRecords };
}

/** Bits that one field adds for one person (m) or relatives (h). `held`: records that hold the rarer value. */
export function fieldBits(
  field: Field,
  learnt: LearntField,
  chances: 'm' | 'h',
  code: number,
  said: Said,
  held: number,
): number {
  const term = termOf(field, learnt, chances, code, said);
  if (term === null) return 0;
  if (term.kind === 'plain') return term.plain;
  const { more, all } = assumed(field, learnt);
  const share = Math.log2((Math.max(held, 1) + more) / all);
  if (term.kind === 'own') return term.exact - share;
  if (term.kind === 'shared') return Math.log2(1 - term.shared + term.shared / (2 ** share * term.chance));
  const usual = Math.log2((term.usual + more) / all);
  const adjustment =
    term.usual === 0 ? 0 : Math.min(mostAdjustment, Math.max(-mostAdjustment, share - usual));
  return Math.min(term.plain - adjustment, term.exact - share - nearFallsShort);
}

/** Bits by which relatives lower a weight: log2(1 + r · 2^K), never negative. */
export function relativesBits({ prior, relatives }: Weigher, kin: number): number {
  if (relatives === 0) return 0;
  const r = relatives / (1 - prior - relatives);
  return Math.log2(1 + r * 2 ** Math.min(mostKin, kin));
}

/** Bits that what is stated on both sides, and what is left out, add for one person. */
function omissionBits({ fields, learnt }: Weigher, codes: ArrayLike<number>, said: readonly Said[]): number {
  return statedIn(fields, codes, said).reduce(
    (sum, stated, f) => sum + (learnt[f]?.omission[stated] ?? 0),
    0,
  );
}

/** The same from the codes alone, which the SQL takes as given. */
export const omissionOf = (weigher: Weigher, codes: ArrayLike<number>): number =>
  omissionBits(weigher, codes, alreadySaid(weigher.fields, codes));

export type Weighed = {
  /** Bits of each field. */
  terms: number[];
  /** Bits by which the pair could be relatives; they are taken off. */
  relatives: number;
  /** Bits that what is left out adds. */
  omission: number;
  /** True where the pair is suspected to be relatives rather than one person. */
  kin: boolean;
  /** Sum of the terms less `relatives`, and `omission`. */
  weight: number;
  probability: number;
};

/** Weighs a pair from its codes and, for each field, how many records hold the rarer of the two values. */
export function weigh(weigher: Weigher, codes: ArrayLike<number>, held: ArrayLike<number>): Weighed {
  const { fields, learnt } = weigher;
  const said = alreadySaid(fields, codes);
  const terms: number[] = [];
  let kin = 0;
  for (let f = 0; f < fields.length; f++) {
    const [field, of] = [fields[f], learnt[f]];
    if (field === undefined || of === undefined) continue;
    const already = said[f] ?? unsaid;
    terms.push(fieldBits(field, of, 'm', codes[f] ?? 0, already, held[f] ?? 0));
    kin += fieldBits(field, of, 'h', codes[f] ?? 0, already, held[f] ?? 0);
  }
  const relatives = relativesBits(weigher, kin);
  const sum = terms.reduce((total, term) => total + term, 0);
  const omission = omissionBits(weigher, codes, said);
  const weight = sum - relatives + omission;
  const related =
    weigher.relatives > 0 && kin + Math.log2(weigher.relatives / weigher.prior) - sum - omission > suspicion;
  return { terms, relatives, omission, kin: related, weight, probability: probabilityOf(weigher, weight) };
}

/** No pair of these codes is more probable than this, whatever its values: as if each were held by one record alone. */
export function mostProbable(weigher: Weigher, codes: ArrayLike<number>): number {
  const { fields, learnt } = weigher;
  const said = alreadySaid(fields, codes);
  const bits = fields.map((field, f) => {
    const of = learnt[f];
    return of === undefined ? 0 : fieldBits(field, of, 'm', codes[f] ?? 0, said[f] ?? unsaid, 0);
  });
  return probabilityOf(
    weigher,
    bits.reduce((sum, term) => sum + term, omissionBits(weigher, codes, said)),
  );
}

/** log2 of the odds before anything is compared. */
export const priorBits = ({ prior, relatives }: Pick<Weigher, 'prior' | 'relatives'>): number =>
  Math.log2(prior / (1 - prior - relatives));

/** Chance that a pair of that weight is one person. */
export function probabilityOf(weigher: Pick<Weigher, 'prior' | 'relatives'>, weight: number): number {
  return 1 / (1 + 2 ** -(priorBits(weigher) + weight));
}

const number = (value: number) => (Number.isInteger(value) ? `${value}.0::DOUBLE` : `${value}::DOUBLE`);

/** SQL of one field's bits, from the code in `pattern` and `h<f>`. */
function fieldSql(field: Field, learnt: LearntField, f: number, chances: 'm' | 'h', said: Said): string {
  const { more, all } = assumed(field, learnt);
  const share = `log2((greatest(h${f}, 1) + ${number(more)}) / ${number(all)})`;
  const branches: string[] = [];
  for (let code = 1; code < 16; code++) {
    const term = termOf(field, learnt, chances, code, said);
    if (term === null) continue;
    if (term.kind === 'plain') branches.push(`WHEN ${code} THEN ${number(term.plain)}`);
    else if (term.kind === 'shared')
      branches.push(
        `WHEN ${code} THEN log2(${number(1 - term.shared)} + ${number(term.shared)} / (pow(2, ${share}) * ${number(term.chance)}))`,
      );
    else if (term.kind === 'own') branches.push(`WHEN ${code} THEN ${number(term.exact)} - ${share}`);
    else {
      const usual = number(Math.log2((term.usual + more) / all));
      const adjustment =
        term.usual === 0
          ? '0'
          : `least(${number(mostAdjustment)}, greatest(${number(-mostAdjustment)}, ${share} - ${usual}))`;
      branches.push(
        `WHEN ${code} THEN least(${number(term.plain)} - ${adjustment}, ${number(term.exact)} - ${share} - ${number(nearFallsShort)})`,
      );
    }
  }
  return `CASE ${codeIn(f)} ${branches.join(' ')} ELSE 0 END`;
}

/** SQL that is true where another field of the matter, more telling, already agrees. */
function saidSql(fields: readonly Field[], after: readonly number[]): string {
  const each = after.map((g) => {
    const levels = fields[g]?.comparison.levels ?? [];
    const codes = levels.flatMap(({ sense }, l) => (sense === 'same' || sense === 'near' ? [l + 1] : []));
    for (let code = commoner; code < 16; code++) codes.push(code);
    return `${codeIn(g)} IN (${codes.join(', ')})`;
  });
  return each.join(' OR ');
}

/** SQL of compared pairs, each with its `omission` (see `omissionOf`), with `weight`, `probability` and `kin`, true where relatives are suspected. */
export function scoredSql({ fields, learnt, prior, relatives }: Weigher, compared: string): string {
  const sum = (chances: 'm' | 'h') =>
    fields
      .map((field, f) => {
        const of = learnt[f];
        if (of === undefined) return '0';
        const as = (said: Said) => fieldSql(field, of, f, chances, said);
        if (field.after.length === 0) return as(unsaid);
        const stated = field.after.map((g) => `${codeIn(g)} <> 0`).join(' OR ');
        return `CASE WHEN ${saidSql(fields, field.after)} THEN ${as(agreed)} WHEN ${stated} THEN ${as(gainsaid)} ELSE ${as(unsaid)} END`;
      })
      .join(' + ');
  const bits = number(priorBits({ prior, relatives }));
  const r = number(relatives / (1 - prior - relatives));
  const both = `SELECT *, ${sum('m')} + omission AS w, ${relatives === 0 ? '0.0' : sum('h')} AS kin FROM (${compared})`;
  const kinship =
    relatives === 0 ? 'false' : `kin + ${number(Math.log2(relatives / prior))} - w > ${number(suspicion)}`;
  const weighed = `SELECT * EXCLUDE (w, kin, omission), w - log2(1 + ${r} * pow(2, least(${number(mostKin)}, kin))) AS weight, ${kinship} AS kin FROM (${both})`;
  return `SELECT *, 1 / (1 + pow(2, -(${bits} + weight))) AS probability FROM (${weighed})`;
}
