import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import type { Guard } from './guards.ts';
import type { Model } from './model.ts';
import { bits, codeIn } from './pairs.ts';
import { mostProbable, omissionOf, scoredSql, weigherOf } from './score.ts';

/**
 * Makes `scored` of `pair`: weight, probability, and whether the guard keeps the pair apart. Pairs of patterns that cannot be
 * as probable as `least`, however rare their values, are left out.
 */
export async function scorePairs(
  engine: Engine,
  fields: readonly Field[],
  model: Model,
  guard: Guard,
  least: number,
  from = 'pair WHERE rules > 0',
  to = 'scored',
): Promise<void> {
  const weigher = weigherOf(fields, model);
  const rows = await engine.numbers(
    `SELECT ${fields.map((_, f) => codeIn(f)).join(', ')} FROM (SELECT DISTINCT pattern FROM ${from}) ORDER BY ALL`,
  );
  const all: number[][] = Array.from({ length: rows[0]?.length ?? 0 }, (_, p) =>
    rows.map((column) => column[p] ?? 0),
  );
  const codes = all.filter((row) => mostProbable(weigher, row) >= least);
  const across = codes.map((row) => guard(row));
  const within = codes.map((row) => guard(row, true));
  const key = fields.map((_, f) => `c${f}::BIGINT * ${2n ** BigInt(bits * f)}`).join(' + ');
  await engine.create(`guarded_${to}`, {
    ...Object.fromEntries(
      fields.map((_, f) => [`c${f}`, { type: 'integer' as const, values: codes.map((row) => row[f] ?? 0) }]),
    ),
    omission: { type: 'double', values: codes.map((row) => omissionOf(weigher, row)) },
    held_across: { type: 'boolean', values: across.map((held) => held !== null) },
    held_within: { type: 'boolean', values: within.map((held) => held !== null) },
    conflict_across: { type: 'boolean', values: across.map((held) => held?.conflict === true) },
    conflict_within: { type: 'boolean', values: within.map((held) => held?.conflict === true) },
  });
  const guarded = `SELECT p.*, g.* EXCLUDE (key) FROM (SELECT * FROM ${from}) p JOIN (SELECT (${key}) AS key, omission, held_across, held_within, conflict_across, conflict_within FROM guarded_${to}) g ON p.pattern = g.key`;
  const which = (name: string) => `CASE WHEN within THEN ${name}_within ELSE ${name}_across END`;
  const judged = 'kin, held_across, held_within, conflict_across, conflict_within';
  await engine.run(
    `CREATE TABLE ${to} AS SELECT * EXCLUDE (${judged}), kin OR ${which('held')} AS held, ${which('conflict')} AS conflict FROM (${scoredSql(weigher, guarded)})`,
  );
  await engine.run(`DROP TABLE guarded_${to}`);
}
