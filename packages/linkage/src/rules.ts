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

/** Joins that bring the value rows v0, v1… of the fields to `record`. */
export const valueJoins = (fields: readonly number[]): string =>
  fields.map((f) => `JOIN value${f} v${f} ON record.f${f} = v${f}.code`).join(' ');
