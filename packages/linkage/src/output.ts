import { extname } from 'node:path';
import { codeIn, levelIn } from './pairs.ts';
import type { Run } from './run.ts';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** How a file is written, by its name: Parquet or CSV. */
const format = (file: string) =>
  /^\.(parquet|pq)$/i.test(extname(file)) ? '(FORMAT parquet)' : '(FORMAT csv, HEADER true)';

/**
 * Writes source, record_id, cluster_id of every record. A cluster is called by the source and id of its first record in
 * the order of their letters, so that its name does not depend on the order of the input.
 */
export async function writeClusterFile({ engine }: Run, file: string): Promise<void> {
  const key = "s.name || ':' || i.id";
  const named = `SELECT root, min(${key}) AS cluster_id FROM cluster JOIN input i USING (n) JOIN source_name s USING (source) GROUP BY root`;
  await engine.run(
    `COPY (SELECT s.name AS source, i.id AS record_id, coalesce(m.cluster_id, ${key}) AS cluster_id FROM input i JOIN source_name s USING (source) LEFT JOIN cluster c USING (n) LEFT JOIN (${named}) m USING (root) ORDER BY i.n) TO ${text(file)} ${format(file)}`,
  );
}

/** Pairs less probable than this are left out of the file of pairs, unless somebody asks for more. */
export const leastWritten = 0.01;

/** Writes l_source, l_id, r_source, r_id, weight, probability and the level of each field of every pair from that probability. */
export async function writePairFile(
  { engine, fields }: Run,
  file: string,
  from = leastWritten,
): Promise<void> {
  const levels = fields.map(({ name, comparison }, f) => {
    const cases: string[] = [];
    for (let code = 1; code < 16; code++) {
      const level = comparison.levels[levelIn(code) ?? -1];
      if (level !== undefined) cases.push(`WHEN ${code} THEN ${text(level.name)}`);
    }
    return `CASE ${codeIn(f)} ${cases.join(' ')} ELSE 'missing' END AS "${name.replaceAll('"', '""')}"`;
  });
  await engine.run(
    `COPY (SELECT ls.name AS l_source, li.id AS l_id, rs.name AS r_source, ri.id AS r_id, p.weight, p.probability, ${levels.join(', ')} FROM scored p JOIN input li ON p.l = li.n JOIN input ri ON p.r = ri.n JOIN source_name ls ON li.source = ls.source JOIN source_name rs ON ri.source = rs.source WHERE p.probability >= ${from} ORDER BY p.weight DESC, p.l, p.r) TO ${text(file)} ${format(file)}`,
  );
}

/** Most pairs that a queue holds. */
const longest = 1000;

/**
 * Writes the pairs worth a person's time, most informative first: those whose answer is least certain, an answer about
 * records of larger clusters before others as it settles more. `kept_apart` tells of a rule that keeps the pair apart.
 * Pairs that somebody has decided are not among them.
 */
export async function writeQueueFile({ engine, decided }: Run, file: string): Promise<void> {
  await engine.create('decided', {
    l: { type: 'integer', values: decided.together.map(([l]) => l) },
    r: { type: 'integer', values: decided.together.map(([, r]) => r) },
  });
  const size = '(SELECT root, count(*) AS members FROM cluster GROUP BY root)';
  const members = (side: string) =>
    `LEFT JOIN cluster c${side} ON c${side}.n = p.${side} LEFT JOIN ${size} m${side} ON m${side}.root = c${side}.root`;
  await engine.run(
    `COPY (SELECT ls.name AS l_source, li.id AS l_id, rs.name AS r_source, ri.id AS r_id, p.weight, p.probability, p.held AS kept_apart FROM scored p ${members('l')} ${members('r')} JOIN input li ON p.l = li.n JOIN input ri ON p.r = ri.n JOIN source_name ls ON li.source = ls.source JOIN source_name rs ON ri.source = rs.source WHERE p.probability BETWEEN 0.02 AND 0.98 AND NOT EXISTS (SELECT 1 FROM decided d WHERE d.l = p.l AND d.r = p.r) ORDER BY p.probability * (1 - p.probability) * sqrt(coalesce(ml.members, 1) * coalesce(mr.members, 1)) DESC, p.l, p.r LIMIT ${longest}) TO ${text(file)} ${format(file)}`,
  );
}
