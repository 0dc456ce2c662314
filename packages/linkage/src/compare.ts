import type { Field } from './fields.ts';
import { levelOf } from './fields.ts';
import type { Kind } from './kinds/kind.ts';
import { bandLimits, bits, commoner, countsValues } from './pairs.ts';
import { lettersColumn, similarityColumn } from './twin.ts';

const similar = similarityColumn('x', 'y');
const similarity = 'jaro_winkler_similarity(x_text, y_text)';

/** True of tests that ask for a value's letters. */
export const asksLetters = (tests: Kind['tests']) =>
  tests.some(([, test]) => test.sql('x', 'y').includes(lettersColumn('x')));

/**
 * SQL of the code of one field of a pair. The similarity of the texts is worked out beforehand, unless it is asked only once. From `a<f>`, `b<f>`, their value rows x and y and, where names can be, `swapped`. */
function codeSql(fields: readonly Field[], f: number, band: number): string {
  const field = fieldOf(fields, f);
  const { comparison } = field;
  const names = swappable(fields);
  const missing = `WHEN a${f} = 0 OR b${f} = 0 THEN 0`;
  const equal = countsValues(field)
    ? `WHEN a${f} = b${f} THEN CASE ${bandLimits.map((limit, i) => `WHEN x_held <= ${limit * band} THEN ${i === 0 ? 1 : commoner + i - 1}`).join(' ')} ELSE ${commoner + bandLimits.length - 1} END`
    : `WHEN a${f} = b${f} THEN 1`;
  const swapped = names?.given === f ? `WHEN swapped THEN ${levelOf(comparison, 'swapped') + 1}` : '';
  const counted = names?.family === f ? 'WHEN swapped THEN 0' : '';
  const tests = comparison.tests.map(
    ([name, test]) => `WHEN ${test.sql('x', 'y')} THEN ${levelOf(comparison, name) + 1}`,
  );
  const code = `CASE ${missing} ${equal} ${swapped}${counted} ${tests.join(' ')} ELSE ${comparison.levels.length} END`;
  return code.split(similar).length > 2 ? code : code.replaceAll(similar, similarity);
}

function fieldOf(fields: readonly Field[], f: number): Field {
  const field = fields[f];
  if (field === undefined) throw new RangeError(`There is no field ${f}.`);
  return field;
}

/** The fields of which one person may have given one for the other; null without both. */
function swappable(fields: readonly Field[]): { given: number; family: number } | null {
  const given = fields.findIndex(({ kind }) => kind === 'given-name');
  const family = fields.findIndex(({ kind }) => kind === 'surname');
  return given < 0 || family < 0 ? null : { given, family };
}

/** SQL of pairs with `swapped`: given name and surname stand the other way round in the other record. */
function withSwapped(fields: readonly Field[], pairs: string): string {
  const names = swappable(fields);
  if (names === null) return `SELECT * FROM ${pairs}`;
  const { given: g, family: s } = names;
  const text = (f: number, side: string, as: string) =>
    `JOIN (SELECT code, text FROM value${f}) ${as} ON p.${side}${f} = ${as}.code`;
  return `SELECT p.*, a${g} <> 0 AND b${g} <> 0 AND a${g} <> b${g} AND xg.text = ys.text AND xs.text = yg.text AS swapped FROM ${pairs} p ${text(g, 'a', 'xg')} ${text(g, 'b', 'yg')} ${text(s, 'a', 'xs')} ${text(s, 'b', 'ys')}`;
}

/**
 * SQL of the pairs of a relation (see `withCodes`) compared: l, r, rules, within, pattern, and for each field that counts values
 * `h<f>`, how many records hold the rarer of the two. `usual` is how many records hold a value on average, for the bands.
 * One field is compared after another, so that no more than its own texts are at hand at a time.
 */
export function comparedSql(fields: readonly Field[], pairs: string, usual: readonly number[]): string {
  const kept = ['l', 'r', 'rules', 'within'];
  const flag = swappable(fields) === null ? [] : ['swapped'];
  const codesOf = (from: number) => fields.flatMap((_, f) => (f < from ? [] : [`a${f}`, `b${f}`]));
  const start = `SELECT ${[...kept, ...flag, ...codesOf(0)].join(', ')}, 0::BIGINT AS pattern FROM (${withSwapped(fields, pairs)})`;
  const { sql } = fields.reduce(
    ({ sql, held }, field, f) => {
      const letters = asksLetters(field.comparison.tests) ? ['letters'] : [];
      const names = ['text', 'held', ...letters, ...field.comparison.features.map(({ name }) => `x_${name}`)];
      const sides = (['x', 'y'] as const).map((side) =>
        names.map((name) => `${side}.${name} AS ${side}_${name.replace(/^x_/, '')}`).join(', '),
      );
      const worked = `CASE WHEN a${f} <> b${f} AND a${f} <> 0 AND b${f} <> 0 THEN jaro_winkler_similarity(x.text, y.text) ELSE 1 END AS ${similar}`;
      const joined = `SELECT p.*, ${sides.join(', ')}, ${worked} FROM (${sql}) p JOIN value${f} x ON p.a${f} = x.code JOIN value${f} y ON p.b${f} = y.code`;
      const code = `${codeSql(fields, f, usual[f] ?? 1)}::BIGINT * ${2n ** BigInt(bits * f)}`;
      const holders = countsValues(field) ? [`least(x_held, y_held) AS h${f}`] : [];
      const columns = [...kept, ...flag, ...codesOf(f + 1), ...held, ...holders];
      return {
        sql: `SELECT ${columns.join(', ')}, pattern + ${code} AS pattern FROM (${joined})`,
        held: countsValues(field) ? [...held, `h${f}`] : held,
      };
    },
    { sql: start, held: [] as string[] },
  );
  return flag.length === 0 ? sql : `SELECT * EXCLUDE (swapped) FROM (${sql})`;
}
