import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { keyColumnsOf, subjectColumnOf } from '../../packages/returns/dist/index.js';

type Listed = { path: string; kind: string; received_at: string; coverage: string };
type Manifest = { extracts: Listed[] };

/** Kinds whose rows say who somebody is, and whose they are, and returns of whole years: no day of happenings has them. */
const standing =
  /^(ssda903\..*|ssd\.(person|mother|family|professionals|assessment_factors)|care\.relationships|police\.nominals|school\.(pupils|carers)|.*\.(patients|people|clients))$/;

/** Rows whose fields stand between no quotation marks can be changed without reading CSV in full. */
const isPlain = (line: string) => !line.includes('"');

/**
 * Makes extracts of what happened since: of each table of happenings every hundredth row once more, as another
 * happening with a key of its own. Returns how many rows.
 */
export async function makeDelta(extracts: string, out: string): Promise<number> {
  const manifest = JSON.parse(readFileSync(join(extracts, 'manifest.json'), 'utf8')) as Manifest;
  const listed: Listed[] = [];
  let rows = 0;
  for (const extract of manifest.extracts) {
    if (!extract.path.endsWith('.csv') || standing.test(extract.kind)) continue;
    const path = extract.path.replace(/\.csv$/, '-since.csv');
    const made = await everyHundredth(join(extracts, extract.path), join(out, path), extract.kind);
    if (made === 0) continue;
    rows += made;
    listed.push({ ...extract, path, coverage: 'delta', received_at: '2026-11-17T06:00:00Z' });
  }
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ ...manifest, extracts: listed }));
  return rows;
}

/** A key that no row has, of digits where keys are. */
function newKey(key: string, at: number): string {
  return /^\d+$/.test(key) ? String(at).padStart(key.length, '9') : `SINCE${at}`;
}

async function everyHundredth(from: string, to: string, kind: string): Promise<number> {
  mkdirSync(dirname(to), { recursive: true });
  const lines = createInterface({ input: createReadStream(from) });
  const target = createWriteStream(to);
  let [at, made, key] = [0, 0, -1];
  for await (const line of lines) {
    if (at === 0) {
      const own = keyColumnsOf(kind).find((column) => column !== subjectColumnOf(kind));
      key = line.split(',').indexOf(own ?? '');
      target.write(`${line}\n`);
    } else if (at % 100 === 0 && key >= 0 && isPlain(line)) {
      const cells = line.split(',');
      target.write(`${cells.with(key, newKey(cells[key] ?? '', at)).join(',')}\n`);
      made += 1;
    }
    at += 1;
  }
  await new Promise((done) => target.end(done));
  return made;
}
