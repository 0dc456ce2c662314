import { chooseRules } from './choose-rules.ts';
import { comparedSql } from './compare.ts';
import type { Engine } from './engine.ts';
import { arrangeFields, type Field, type FieldChoice } from './fields.ts';
import { type Guard, guardOf, showsRelatives } from './guards.ts';
import { knownOf, learn } from './learn.ts';
import type { LearntField, Model } from './model.ts';
import {
  bandLimits,
  codeIn,
  countsValues,
  drawnMark,
  drawnSql,
  findCandidates,
  householdSql,
  type Mode,
  makeKeys,
  usualHeld,
  withCodes,
} from './pairs.ts';
import { gather } from './patterns.ts';
import { scorePairs } from './scoring.ts';
import { type Spread, spreadOf } from './tables.ts';
import { type Judged, taughtPrior } from './taught.ts';
import { chooseThreshold } from './threshold.ts';

export type Plan = {
  mode: Mode;
  /** Sources, by number, of which two records are never one person. */
  neverDuplicates: readonly number[];
  /** True when the table `apart` (l, r) names pairs that must not be compared. */
  apart: boolean;
  precision: number;
  /** Pairs less probable than this may be left out of `scored`. */
  least: number;
  /** Pairs that people decided and that may teach the model. */
  judged: readonly Judged[];
};

/** Pairs drawn at random to learn what strangers are like: so many for each record, and at most. */
const [drawnEach, drawnPairs] = [50, 100_000];

/** Records whose surnames are looked at for households. */
const lookedAt = 20_000;

/** Names the SQL of a field's mean holders of a value, for the bands. */
async function bandsOf(engine: Engine, f: number, usual: number) {
  const band = `CASE ${bandLimits.map((limit, i) => `WHEN held <= ${limit * usual} THEN ${i}`).join(' ')} ELSE ${bandLimits.length} END`;
  const rows = await engine.rows(
    `SELECT ${band} AS band, sum(held)::DOUBLE AS held, sum(held::DOUBLE * held) AS squares FROM value${f} WHERE code > 0 GROUP BY 1`,
  );
  const byBand: { held: number; squares: number }[] = [];
  for (const { band, held, squares } of rows)
    byBand[Number(band)] = { held: Number(held), squares: Number(squares) };
  return byBand;
}

/** Pairs that the mode lets be compared at all. */
export async function countAllowed(engine: Engine, { mode, neverDuplicates }: Plan): Promise<number> {
  const rows = await engine.rows('SELECT source, count(*)::DOUBLE AS held FROM record GROUP BY source');
  let all = 0;
  let within = 0;
  for (const { source, held } of rows) {
    const n = Number(held);
    all += n;
    if (mode !== 'dedupe' || neverDuplicates.includes(Number(source))) within += (n * (n - 1)) / 2;
  }
  return (all * (all - 1)) / 2 - within;
}

/** How many records hold the rarer value of pairs drawn at random, on average, at each level that weighs near values. */
async function usualHolders(engine: Engine, fields: readonly Field[]): Promise<number[][]> {
  const found: number[][] = [];
  for (const [f, field] of fields.entries()) {
    const usual = field.comparison.levels.map(() => 0);
    if (field.comparison.levels.some(({ frequency }) => frequency === 'near') && countsValues(field)) {
      const rows = await engine.rows(
        `SELECT ${codeIn(f)} AS code, avg(h${f}) AS usual FROM pair WHERE rules = ${drawnMark} GROUP BY 1 HAVING count(*) >= 3`,
      );
      for (const { code, usual: mean } of rows) {
        const level = Number(code) - 1;
        if (field.comparison.levels[level]?.frequency === 'near') usual[level] = Number(mean);
      }
    }
    found.push(usual);
  }
  return found;
}

/**
 * Chooses rules and learns everything that scoring needs from `record` and the tables of values, without labels. Leaves
 * `pair`, the compared candidates, behind.
 */
export async function train(
  engine: Engine,
  choices: readonly FieldChoice[],
  plan: Plan,
  progress: (step: string) => void,
): Promise<{ model: Model; fields: Field[]; guard: Guard }> {
  const spreads: Spread[] = [];
  for (const f of choices.keys()) spreads.push(await spreadOf(engine, f));
  const agreement = spreads.map((spread) => spread.agreement);
  const fields = arrangeFields(choices, agreement);
  const [counted] = await engine.rows('SELECT count(*) AS records FROM record');
  const records = Number(counted?.records);
  const rules = await chooseRules(engine, fields, agreement, records);
  progress('rules');
  await makeKeys(engine, rules);
  progress('keys');
  const usual = spreads.map(usualHeld);
  const step = Math.max(1, Math.floor(records / lookedAt));
  const strangers = drawnSql(
    records,
    Math.min(drawnPairs, drawnEach * records),
    plan.mode,
    plan.neverDuplicates,
  );
  const homes = householdSql(fields, step, plan.mode, plan.neverDuplicates);
  const others = [strangers, ...(homes === null ? [] : [homes])];
  await comparePairs(engine, fields, rules, plan, usual, progress, others);
  const known = [];
  for (const [f, { stated, agreement }] of spreads.entries()) {
    const bands = await bandsOf(engine, f, usual[f] ?? 1);
    known.push(knownOf(stated, agreement, bands, fields[f]?.comparison.levels[0]?.u ?? 0.01));
  }
  const allowed = await countAllowed(engine, plan);
  const { found, drawn, household } = await gather(engine, fields, step);
  progress('patterns');
  const shown = showsRelatives(fields, household);
  const guard = guardOf(fields, shown);
  const learnt = learn(fields, rules, found, drawn, household, known, guard, allowed);
  progress('learning');
  const holders = await usualHolders(engine, fields);
  const model: Model = {
    version: 4,
    records,
    precision: plan.precision,
    fields: [],
    rules,
    relativesApart: shown.relativesApart,
    namesakes: shown.namesakes,
    twins: shown.twins,
    prior: learnt.prior,
    relatives: learnt.relatives,
    threshold: 0,
    expectedPrecision: 1,
  };
  for (const [f, field] of fields.entries()) {
    const { m, u, h, byChance, omission } = learnt.fields[f] ?? {
      m: [[], [], []],
      u: [[], [], []],
      h: [[], [], []],
      byChance: [],
      omission: [],
    };
    const { comparison, after, ...choice } = field;
    const kept: LearntField = {
      ...choice,
      levels: comparison.levels.map(({ name }) => name),
      after: [...after],
      m,
      u,
      h,
      byChance,
      omission,
      stated: spreads[f]?.stated ?? 0,
      agreement: agreement[f] ?? 0,
      usual: holders[f] ?? [],
      held: [],
    };
    model.fields.push(kept);
  }
  model.prior = await taughtPrior(engine, fields, model, guard, plan.judged);
  await scorePairs(engine, fields, model, guard, plan.least);
  progress('scores');
  const { weight, expected } = await chooseThreshold(engine, model);
  model.threshold = weight;
  model.expectedPrecision = expected;
  progress('threshold');
  return { model, fields, guard };
}

/** Makes `pair`: every candidate and the pairs of `others`, compared. */
export async function comparePairs(
  engine: Engine,
  fields: readonly Field[],
  rules: Model['rules'],
  { mode, neverDuplicates, apart }: Plan,
  usual: readonly number[],
  progress: (step: string) => void,
  others: readonly string[] = [],
): Promise<void> {
  await findCandidates(engine, rules, mode, neverDuplicates, apart, others);
  progress('candidates');
  const candidates = `(${withCodes(fields, 'SELECT * FROM candidate')})`;
  await engine.run(`CREATE TABLE pair AS ${comparedSql(fields, candidates, usual)}`);
  await engine.run('DROP TABLE candidate');
  progress('pairs');
}
