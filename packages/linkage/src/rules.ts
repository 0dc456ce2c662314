import type { Engine } from './engine.ts';
import type { Field } from './fields.ts';
import { isPlace } from './fields.ts';

/** A part of a key: a feature of a field's value (or its text). Both fields of `either` give one part, in either order. */
export type Part = { field: number; feature: string; either?: { field: number; feature: string } };

/** A way of finding candidates: records that agree on every part are compared. */
export type Rule = {
  name: string;
  parts: readonly Part[];
  /** Keys that too many records share to say anything; pinned, so that a block never comes or goes as records do. */
  leftOut: readonly string[];
};

const separator = '|';
const column = (field: number, feature: string) =>
  feature === 'text' ? `v${field}.text` : `v${field}.x_${feature}`;

/** SQL of a rule's key over the joined value tables v0, v1…; null where a part says nothing. */
export function keySql(parts: readonly Part[]): string {
  const each = parts.map(({ field, feature, either }) => {
    const one = `nullif(${column(field, feature)}, '')`;
    if (either === undefined) return one;
    const other = `nullif(${column(either.field, either.feature)}, '')`;
    return `CASE WHEN ${one} < ${other} THEN ${one} || '/' || ${other} ELSE ${other} || '/' || ${one} END`;
  });
  return each.join(` || '${separator}' || `);
}

const hashed = ({ field, feature }: Pick<Part, 'field' | 'feature'>) => `v${field}.h_${feature}`;

/** SQL of a number that stands for the key, from what `hashJoins` brings; null where a part says nothing. */
export const hashSql = (parts: readonly Part[]): string => {
  const each = parts.flatMap((part) => {
    if (part.either === undefined) return [hashed(part)];
    const both = `${hashed(part)}, ${hashed(part.either)}`;
    return [`least(${both})`, `greatest(${both})`];
  });
  const stated = parts.flatMap((part) => [hashed(part), ...(part.either ? [hashed(part.either)] : [])]);
  return `CASE WHEN ${stated.map((one) => `${one} IS NOT NULL`).join(' AND ')} THEN hash(${each.join(', ')}) END`;
};

const featuresOf = (parts: readonly Part[]) =>
  parts.flatMap(({ field, feature, either }) => [
    { field, feature },
    ...(either === undefined ? [] : [either]),
  ]);

/**
 * Joins that bring to `record` a number for each feature of the parts, worked out once for each distinct value; of the parts
 * in `spelt` the texts as well, for `keySql`.
 */
export function hashJoins(parts: readonly Part[], spelt: readonly Part[] = []): string {
  const name = (feature: string) => (feature === 'text' ? 'text' : `x_${feature}`);
  const joins = [...Map.groupBy(featuresOf(parts), ({ field }) => field)].map(([f, named]) => {
    const numbers = named.map(
      ({ feature }) => `CASE WHEN ${name(feature)} <> '' THEN hash(${name(feature)}) END AS h_${feature}`,
    );
    const texts = featuresOf(spelt).flatMap(({ field, feature }) => (field === f ? name(feature) : []));
    const columns = [...new Set(['code', ...numbers, ...texts])].join(', ');
    return `JOIN (SELECT ${columns} FROM value${f}) v${f} ON record.f${f} = v${f}.code`;
  });
  return joins.join(' ');
}

/** The same key in TypeScript; null where a part says nothing. */
export function keyOf(
  parts: readonly Part[],
  read: (field: number, feature: string) => string,
): string | null {
  const each: string[] = [];
  for (const { field, feature, either } of parts) {
    let text = read(field, feature);
    if (text === '') return null;
    if (either !== undefined) {
      const other = read(either.field, either.feature);
      if (other === '') return null;
      const inOrder = Buffer.compare(Buffer.from(text), Buffer.from(other)) < 0;
      text = inOrder ? `${text}/${other}` : `${other}/${text}`;
    }
    each.push(text);
  }
  return each.join(separator);
}

/** Fields whose values a rule needs. */
export const fieldsOf = ({ parts }: Pick<Rule, 'parts'>): number[] => [
  ...new Set(parts.flatMap(({ field, either }) => (either === undefined ? [field] : [field, either.field]))),
];

type Template = { parts: Part[]; narrower: Part[] };

/** Candidates for rules, most telling first. A template too broad for the data is narrowed by one or more parts. */
function templates(fields: readonly Field[], agreement: readonly number[]): Template[] {
  const all = (...kinds: Field['kind'][]) =>
    fields.flatMap(({ kind }, f) => (kinds.includes(kind) ? [f] : []));
  const of = (field: number | undefined, feature: string): Part[] =>
    field === undefined ? [] : [{ field, feature }];
  const [given] = all('given-name');
  const [family] = all('surname');
  const [day] = all('date');
  const [birthYear] = all('year');
  const found: Template[] = [];
  const add = (wanted: number, parts: Part[], narrower: Part[] = []) => {
    if (parts.length === wanted) found.push({ parts, narrower });
  };
  const g = (feature: string) => of(given, feature);
  const s = (feature: string) => of(family, feature);
  const d = (feature: string) => of(day, feature);
  const y = day === undefined ? of(birthYear, 'text') : d('year');
  for (const f of all('identifier', 'email', 'phone')) add(1, of(f, 'text'));
  add(1, d('text'), [...g('initial'), ...s('initial')]);
  add(2, [...d('text'), ...g('sound')]);
  add(2, [...d('text'), ...s('sound')]);
  if (given !== undefined && family !== undefined) {
    const names: Part = { field: given, feature: 'sound', either: { field: family, feature: 'sound' } };
    const places = fields.flatMap((field, f) => (isPlace(field) ? of(f, 'text') : []));
    add(1, [names], [...y, ...places]);
    add(2, [names, ...d('month')]);
    add(2, [names, ...d('monthday')], []);
  }
  const telling = fields.flatMap((field, f) =>
    (isPlace(field) || field.kind === 'text') && (agreement[f] ?? 1) < 0.02 ? [f] : [],
  );
  telling.sort((a, b) => (agreement[a] ?? 1) - (agreement[b] ?? 1));
  for (const [i, f] of telling.entries()) {
    if (i > 3) break;
    add(1, of(f, 'text'), [...g('initial'), ...y]);
    add(2, [...of(f, 'text'), ...g('sound')], [...y, ...s('initial')]);
    add(2, [...of(f, 'text'), ...s('sound')], [...g('initial'), ...y]);
    add(2, [...of(f, 'text'), ...d('monthday')], [...g('initial')]);
  }
  add(2, [...d('ordered'), ...g('sound')], [...s('initial')]);
  add(2, [...d('ordered'), ...s('sound')], [...g('initial')]);
  add(2, [...y, ...s('sound')], [...g('initial')]);
  add(2, [...y, ...g('sound')], [...s('initial')]);
  add(2, [...d('monthday'), ...g('sound')], [...s('initial')]);
  add(2, [...d('monthday'), ...s('sound')], [...g('initial')]);
  add(1, s('sound'), [...g('initial'), ...d('month')]);
  add(1, g('sound'), [...s('initial'), ...d('month')]);
  return found;
}

const label = (fields: readonly Field[], { field, feature, either }: Part): string => {
  const name = fields[field]?.name ?? '';
  const words = feature === 'text' ? name : `${name} (${featureWords[feature] ?? feature})`;
  return either === undefined ? words : `${words} and ${label(fields, either)}, in either order`;
};
const featureWords: Readonly<Record<string, string>> = {
  sound: 'by sound',
  initial: 'first letter',
  ordered: 'day and month in either order',
  monthday: 'day and month',
  month: 'year and month',
};

const same = (one: Part, other: Part) => JSON.stringify(one) === JSON.stringify(other);
/** True where agreement on one part is agreement on the other: who is born in one month is born in one year. */
const covers = (one: Part, other: Part) =>
  same(one, other) || (one.field === other.field && one.feature === 'month' && other.feature === 'year');
const implied = (parts: readonly Part[], by: readonly Part[]) =>
  by.every((part) => parts.some((each) => covers(each, part)));

const sampled = 200_000;
/** Most rules, by the size of the file: among many records the broader rules find hardly anybody whom the others do not. */
const mostRules = (records: number) => (records > 300_000 ? 10 : records > 60_000 ? 14 : 24);
/** Pairs that one rule may propose: enough of a small file to see nearly all, a share of one for each record of a big one. */
const budgetFor = (records: number) => Math.max(150_000, 0.6 * records);

/**
 * Chooses rules that together propose a bounded number of pairs, from the kinds of the fields and from how many
 * records share each key. Big files get fewer rules.
 */
export async function chooseRules(
  engine: Engine,
  fields: readonly Field[],
  agreement: readonly number[],
  records: number,
): Promise<Rule[]> {
  const step = Math.max(1, Math.floor(records / sampled));
  const budget = budgetFor(records);
  const largest = Math.max(60, Math.sqrt(0.1 * budget));
  const most = mostRules(records);
  const all = templates(fields, agreement);
  const parts = [
    ...new Map(
      all.flatMap(({ parts, narrower }) => [...parts, ...narrower].map((part) => [keySql([part]), part])),
    ).values(),
  ];
  const numbers = parts.map((part, i) => `${hashSql([part])} AS p${i}`);
  await engine.run(
    `CREATE TABLE sampled AS SELECT record.n, ${numbers.join(', ')} FROM record ${hashJoins(parts)} WHERE hash(record.n) % ${step} = 0`,
  );
  const chosen: Rule[] = [];
  for (const { parts: broad, narrower } of all) {
    if (chosen.length >= most) break;
    for (let more = 0; more <= narrower.length; more++) {
      const tried = [...broad, ...narrower.slice(0, more)];
      if (chosen.some((rule) => implied(tried, rule.parts))) break;
      const columns = tried.map((part) => `p${parts.findIndex((each) => same(each, part))}`);
      const stated = columns.map((part) => `${part} IS NOT NULL`).join(' AND ');
      const blocks = `SELECT ${columns.join(', ')}, min(n) AS n, count(*) AS members FROM sampled WHERE ${stated} GROUP BY ${columns.join(', ')} HAVING members > 1`;
      const [row] = await engine.rows(
        `SELECT coalesce(sum(members * (members - 1) / 2) FILTER (members * ${step} <= ${largest}), 0)::DOUBLE AS pairs, coalesce(sum(members * (members - 1) / 2) FILTER (members * ${step} > ${largest}), 0)::DOUBLE AS lost FROM (${blocks})`,
      );
      const [pairs, lost] = [Number(row?.pairs) * step ** 2, Number(row?.lost) * step ** 2];
      if (pairs > budget || (lost > pairs && more < narrower.length)) continue;
      const leftOut =
        lost === 0
          ? []
          : await engine.rows(
              `SELECT ${keySql(tried)} AS key FROM record ${valueJoins(fieldsOf({ parts: tried }))} WHERE record.n IN (SELECT n FROM (${blocks}) WHERE members * ${step} > ${largest}) ORDER BY key`,
            );
      chosen.push({
        name: tried.map((part) => label(fields, part)).join(' + '),
        parts: tried,
        leftOut: leftOut.map(({ key }) => String(key)),
      });
      break;
    }
  }
  await engine.run('DROP TABLE sampled');
  return chosen;
}

/** Joins that bring the value rows v0, v1… of the fields to `record`. */
export const valueJoins = (fields: readonly number[]): string =>
  fields.map((f) => `JOIN value${f} v${f} ON record.f${f} = v${f}.code`).join(' ');
