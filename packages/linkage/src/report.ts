import { writeFileSync } from 'node:fs';
import { agreed, gainsaid, type LearntField, type Said } from './model.ts';
import type { Run } from './run.ts';
import { priorBits } from './score.ts';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const short = (value: number) => (value >= 0.001 ? value.toFixed(4) : value.toExponential(1));

const table = (caption: string, heads: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  `<table><caption>${escaped(caption)}</caption><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      ([first = '', ...rest]) =>
        `<tr><th scope="row">${escaped(String(first))}</th>${rest.map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table>`;

/** Bars of each level's weight in bits, as a picture; the table after it says the same. */
function chart({ name, levels }: LearntField, weights: readonly number[]): string {
  const [height, left, width] = [22, 190, 460];
  const most = Math.max(1, ...weights.map(Math.abs));
  const zero = left + width / 2;
  const bars = levels.map((level, i) => {
    const weight = weights[i] ?? 0;
    const length = (Math.abs(weight) / most) * (width / 2 - 40);
    const x = weight < 0 ? zero - length : zero;
    const at = weight < 0 ? x - 4 : x + length + 4;
    return `<text x="${left - 8}" y="${i * height + 15}" text-anchor="end">${escaped(level)}</text><rect class="${weight < 0 ? 'against' : 'for'}" x="${x.toFixed(1)}" y="${i * height + 3}" width="${length.toFixed(1)}" height="${height - 6}"/><text x="${at.toFixed(1)}" y="${i * height + 15}" text-anchor="${weight < 0 ? 'end' : 'start'}">${weight.toFixed(1)}</text>`;
  });
  return `<svg role="img" aria-label="${escaped(`Weights of ${name} in bits; the table below has the same figures`)}" viewBox="0 0 ${left + width} ${levels.length * height}" width="100%"><line x1="${zero}" x2="${zero}" y1="0" y2="${levels.length * height}"/>${bars.join('')}</svg>`;
}

function fieldSection(field: LearntField): string {
  const weights = field.levels.map((_, l) => Math.log2((field.m[0][l] ?? 1) / (field.u[0][l] ?? 1)));
  const bits = (said: Said, l: number) =>
    Math.log2((field.m[said][l] ?? 1) / (field.u[said][l] ?? 1)).toFixed(2);
  const rows = field.levels.map((level, l) => [
    level,
    short(field.m[0][l] ?? 0),
    short(field.u[0][l] ?? 0),
    (weights[l] ?? 0).toFixed(2),
    ...(field.after.length === 0 ? [] : [bits(agreed, l), bits(gainsaid, l)]),
  ]);
  const [stated = 0, left = 0, statedAfter = 0, leftAfter = 0] = field.omission;
  for (const [name, first, then] of [
    ['Stated by both', stated, statedAfter],
    ['Not stated by one of the two', left, leftAfter],
  ] as const) {
    const after = field.after.length === 0 ? [] : [then.toFixed(2), then.toFixed(2)];
    rows.push([name, '', '', first.toFixed(2), ...after]);
  }
  const heads = ['Level', 'm: of one person', 'u: of strangers', 'Weight, bits'];
  if (field.after.length > 0)
    heads.push('Weight where another field of the matter agrees', 'Weight where another differs');
  return `<section><h3>${escaped(field.name)} <small>${escaped(field.kind)}</small></h3>${chart(field, weights)}${table(`${field.name}: what each level is worth`, heads, rows)}</section>`;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600}th,td{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:right;font-variant-numeric:tabular-nums}th:first-child{text-align:left;font-weight:400}thead th{font-weight:600}svg{max-width:44rem;font-size:13px}.for{fill:#1d5fa8}.against{fill:#b3471d}line{stroke:#666}small{color:#555;font-weight:400}`;

/** Writes what was chosen, learnt and found as one page that needs nothing else. Records themselves are not in it. */
export async function writeReport(
  { engine, model, clusters, records, notes, settings }: Run,
  file: string,
): Promise<void> {
  const sizes = await engine.rows(
    'SELECT members, count(*) AS clusters FROM (SELECT count(*) AS members FROM cluster GROUP BY root) GROUP BY members ORDER BY members',
  );
  const joined = sizes.reduce(
    (sum, { members, clusters: found }) => sum + Number(members) * Number(found),
    0,
  );
  const bands = await engine.rows(
    'SELECT least(9, floor(probability * 10))::INTEGER AS tenth, count(*) AS pairs, count(*) FILTER (held) AS held FROM scored GROUP BY 1 ORDER BY 1',
  );
  const weakest = await weakestLinks(engine, clusters.threshold);
  const rules = model.rules.map(({ name, leftOut }) => [name, whole.format(leftOut.length)]);
  const page = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Linkage report</title><style>${style}</style></head><body><main><h1>Linkage report</h1>
<p>${whole.format(records)} records of ${escaped(settings.inputs.map(({ source }) => source).join(', '))}, mode ${settings.mode}. Pairs are linked from ${clusters.threshold.toFixed(2)} bits; ${(100 * clusters.expectedPrecision).toFixed(2)}% of links are expected to be right, where ${(100 * model.precision).toFixed(2)}% was asked for. Two records chosen at random are one person with odds of 1 to ${whole.format(2 ** -priorBits(model))}.</p>
${model.relativesApart ? '<p>People of one surname and address are kept apart unless given name and birth date both agree, or an identifier vouches.</p>' : '<p>The file shows no families but much that is mistyped, so people of one surname and address are told apart by weight alone.</p>'}
${notes.length === 0 ? '' : `<h2>Of the input</h2><ul>${notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`}
<h2>Clusters</h2>${table('How many records clusters have', ['Records', 'Clusters'], [[1, whole.format(records - joined)], ...sizes.map(({ members, clusters: found }) => [whole.format(Number(members)), whole.format(Number(found))])])}
${table('The weakest of the links that hold clusters together', ['Cluster of', 'Weakest link', 'Weight, bits', 'Probability'], weakest)}
<h2>Pairs</h2>${table(
    'Compared pairs by probability',
    ['Probability from', 'Pairs', 'Kept apart by a rule'],
    bands.map(({ tenth, pairs, held }) => [
      (Number(tenth) / 10).toFixed(1),
      whole.format(Number(pairs)),
      whole.format(Number(held)),
    ]),
  )}
${table('Records are compared when they agree on', ['Rule', 'Values left out, too many sharing them'], rules)}
<h2>What agreement is worth</h2>${model.fields.map(fieldSection).join('')}
</main></body></html>\n`;
  writeFileSync(file, page);
}

/** For the clusters that hang by the least, the best link of the record that is tied to its cluster the least. */
async function weakestLinks(engine: Run['engine'], threshold: number): Promise<(string | number)[][]> {
  const rows = await engine.rows(
    `WITH link AS (SELECT c.root, p.l, p.r, p.weight, p.probability FROM scored p JOIN cluster c ON p.l = c.n JOIN cluster d ON p.r = d.n AND c.root = d.root WHERE p.weight >= ${threshold} AND NOT p.held),
     best AS (SELECT root, n, max(weight) AS weight, max(probability) AS probability, arg_max(CASE WHEN n = l THEN r ELSE l END, weight) AS other FROM (SELECT *, l AS n FROM link UNION ALL SELECT *, r AS n FROM link) GROUP BY root, n),
     weak AS (SELECT root, min(weight) AS weight, min(probability) AS probability, arg_min(n, weight) AS n, arg_min(other, weight) AS other FROM best GROUP BY root)
     SELECT (SELECT count(*) FROM cluster c WHERE c.root = weak.root) AS members, s.name || ':' || i.id || ' and ' || t.name || ':' || j.id AS pair, weight, probability FROM weak JOIN input i ON weak.n = i.n JOIN source_name s ON i.source = s.source JOIN input j ON weak.other = j.n JOIN source_name t ON j.source = t.source ORDER BY weight, pair LIMIT 25`,
  );
  return rows.map(({ members, pair, weight, probability }) => [
    `${members} records`,
    String(pair),
    Number(weight).toFixed(1),
    Number(probability).toFixed(4),
  ]);
}
