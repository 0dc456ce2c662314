import { asksLetters } from './compare.ts';
import type { Engine } from './engine.ts';
import type { FieldChoice } from './fields.ts';
import type { Kind } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import { lettersSql, type Step } from './twin.ts';

/*
 * Tables, made here: `input` (n, source, id, c0…) as it was read; for each field `value0`… (code, text, held, x_… and, where it is asked, letters), code 0
 * standing for "says nothing"; `typed0`… (raw, text, held), each value as it was typed and as it was read; `record`
 * (n, source, f0…) with the codes.
 */

/** SQL of a chain of stages over a column of a relation; each stage is a layer, so that none is written twice. */
function staged(relation: string, columns: string, column: string, stages: readonly Step[]): string {
  return stages.reduce(
    (inner, stage) => `SELECT * REPLACE (${stage.sql(column)} AS ${column}) FROM (${inner})`,
    `SELECT ${columns} FROM ${relation}`,
  );
}

function withFeatures(relation: string, { features, tests }: Kind): string {
  const column = (from: string) => (from === 'text' ? 'text' : `x_${from}`);
  const texts = features.reduce((inner, { name, from, step, ofOneWord }) => {
    const any = step.sql(column(from));
    const one = ofOneWord?.step.sql(column(ofOneWord.from));
    const worked = one === undefined ? any : `CASE WHEN contains(text, ' ') THEN ${any} ELSE ${one} END`;
    return `SELECT *, ${worked} AS x_${name} FROM (${inner})`;
  }, relation);
  return asksLetters(tests) ? `SELECT *, ${lettersSql('text')} AS letters FROM (${texts})` : texts;
}

/**
 * Makes `typed<f>`, `value<f>` and `code<f>`, the map from what was typed to its code. `held` counts this input's records, unless the
 * table `pinned` says how many there were when the model was learnt.
 */
async function makeValues(
  engine: Engine,
  choice: FieldChoice,
  f: number,
  column: string,
  pinned: string | null,
) {
  const kind = kindOf(choice);
  await engine.run(
    `CREATE TABLE typed${f} AS ${staged(
      `(SELECT raw, trim(raw) AS text, count(*) AS held FROM (SELECT ${column} AS raw FROM input) WHERE raw IS NOT NULL GROUP BY raw)`,
      'raw, text, held',
      'text',
      kind.prepare,
    )}`,
  );
  const counted = `SELECT text, sum(held)::INTEGER AS held FROM typed${f} WHERE text <> '' GROUP BY text`;
  const known =
    pinned === null
      ? counted
      : `SELECT c.text, coalesce(p.held, 1)::INTEGER AS held FROM (${counted}) c LEFT JOIN ${pinned} p ON c.text = p.text AND p.field = ${f}`;
  const letters = asksLetters(kind.tests) ? ', 0 AS letters' : '';
  const blank = kind.features.map(({ name }) => `, '' AS x_${name}`).join('') + letters;
  const coded = `SELECT (row_number() OVER ())::INTEGER AS code, text, held FROM (${known})`;
  await engine.run(
    `CREATE TABLE value${f} AS SELECT 0 AS code, '' AS text, 0 AS held${blank} UNION ALL ${withFeatures(coded, kind)}`,
  );
  await engine.run(`CREATE TABLE code${f} AS SELECT raw, code FROM typed${f} JOIN value${f} USING (text)`);
}

/** Makes the tables of values and records from `input`; `columnOf` names each field's column there. */
export async function encode(
  engine: Engine,
  choices: readonly FieldChoice[],
  columnOf: (field: FieldChoice) => string,
  pinned: string | null = null,
): Promise<void> {
  await Promise.all(choices.map((choice, f) => makeValues(engine, choice, f, columnOf(choice), pinned)));
  const codes = choices.map((_, f) => `coalesce(code${f}.code, 0)::INTEGER AS f${f}`);
  const joins = choices.map((choice, f) => `LEFT JOIN code${f} ON input.${columnOf(choice)} = code${f}.raw`);
  await engine.run(
    `CREATE TABLE record AS SELECT n, source${codes.map((code) => `, ${code}`).join('')} FROM input ${joins.join(' ')}`,
  );
  await Promise.all(choices.map((_, f) => engine.run(`DROP TABLE code${f}`)));
}

/** What is known of a field's values as a whole. */
export type Spread = {
  /** Records that state a value. */
  stated: number;
  /** Chance that two of them state the same. */
  agreement: number;
  distinct: number;
};

export async function spreadOf(engine: Engine, f: number): Promise<Spread> {
  const [row] = await engine.rows(
    `SELECT coalesce(sum(held), 0)::DOUBLE AS stated, coalesce(sum(held::DOUBLE * held), 0) AS squares, count(*) AS distinct_values FROM value${f} WHERE code > 0`,
  );
  const stated = Number(row?.stated ?? 0);
  const agreement = stated === 0 ? 0 : Number(row?.squares) / stated / stated;
  return { stated, agreement, distinct: Number(row?.distinct_values ?? 0) };
}
