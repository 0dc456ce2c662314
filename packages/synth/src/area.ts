import { type FileHandle, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { csvLines } from '@vantage/returns';
import { type AnnexRows, annexLists } from './annex-a.ts';
import { openBook } from './book.ts';
import { census, censusFooter, censusHeader } from './census.ts';
import { harbourHead, lanternHead } from './charities.ts';
import { type Day, extractDay, firstDay, iso, receivedAt } from './days.ts';
import { geoJson, makeGeography, postcodeTable } from './geography.ts';
import { noiseTimes } from './noise.ts';
import { random } from './random.ts';
import { addTally, type Tally } from './rates.ts';
import { type Extract, makeUnit, pathOf, type Sheets, sheetsOf } from './sheets.ts';
import { sheetsInThreads } from './threads.ts';
import { truthHeaders } from './truth.ts';
import { agencies, usualChildren, workforceOf } from './unit.ts';
import { workbook } from './workbook.ts';
import { writeProfessionals } from './workers.ts';

/** Sizes of Ashmere and their numbers of small areas, of some 300 children each. */
export const sizes = { small: 10, borough: 200, county: 1000 } as const;
export type Size = keyof typeof sizes;

export type AreaOptions = {
  size: Size;
  /** The same seed gives the same bytes. */
  seed: number | string;
  /** Families in all, instead of as many as the children need. The three written families are always there. */
  families?: number;
  /** How many times the usual errors; 1 when left out. */
  noise?: number;
  /** Threads that make small areas; 0 makes them here. Does not change a byte. */
  threads?: number;
};

/** What an area turned out to hold. */
export type Made = { families: number; people: number; children: number; rows: Record<string, number> };

/** Small areas and how many families each is to have at most; undefined for as many as its children need. */
export function partsOf({ size, families }: Pick<AreaOptions, 'size' | 'families'>): {
  areas: number;
  numbers: number[];
  each: number | undefined;
} {
  const areas = sizes[size];
  const all = Array.from({ length: areas }, (_, i) => i + 1);
  if (families === undefined) return { areas, numbers: [0, ...all], each: undefined };
  const each = Math.ceil(Math.max(0, families - 3) / areas);
  return { areas, numbers: each === 0 ? [0] : [0, ...all], each };
}

/** Every part of Ashmere in order, made here or in threads. */
async function* allSheets({
  size,
  seed,
  families,
  noise = 1,
  threads = 0,
}: AreaOptions): AsyncGenerator<Sheets> {
  const { areas, numbers, each } = partsOf({ size, ...(families === undefined ? {} : { families }) });
  if (threads > 0) {
    yield* sheetsInThreads(numbers, threads, { seed: String(seed), noise, areas, families: each ?? null });
    return;
  }
  const options = {
    seed: String(seed),
    noise: noiseTimes(noise),
    geography: makeGeography(areas),
    ...(each === undefined ? {} : { families: each }),
  };
  for (const number of numbers) yield sheetsOf(makeUnit(number, options));
}

const lantern = 'beside/lantern.csv';

/** A file’s bytes: Lantern’s old spreadsheet program saves Windows-1252, what that has no letter for as a question mark. */
const encoded = (path: string, text: string): Buffer =>
  path === lantern
    ? Buffer.from(text.replaceAll('’', '\x92').replace(/[\u0100-\u{10ffff}]/gu, '?'), 'latin1')
    : Buffer.from(text);

/** Files that grow part by part, each with a header line. */
function growing(out: string) {
  const files = new Map<string, FileHandle>();
  return {
    async add(path: string, header: string, text: string): Promise<void> {
      let file = files.get(path);
      if (!file) {
        await mkdir(dirname(join(out, path)), { recursive: true });
        file = await open(join(out, path), 'w');
        files.set(path, file);
        await file.write(encoded(path, header));
      }
      if (text !== '') await file.write(encoded(path, text));
    },
    async close(): Promise<void> {
      for (const file of files.values()) await file.close();
    },
  };
}

/**
 * Makes Ashmere: `OUT/extracts` with its manifest, as the agencies would send it, and apart from it `OUT/truth` and
 * `OUT/geography`. Everything is made up. Files grow small area by small area; memory does not grow with the size.
 */
export async function makeArea(options: AreaOptions & { out: string }): Promise<Made> {
  const { out, seed } = options;
  for (const folder of ['extracts', 'truth', 'geography', 'beside'])
    await rm(join(out, folder), { recursive: true, force: true });
  const files = growing(out);
  const made: Made = { families: 0, people: 0, children: 0, rows: {} };
  const tally: Tally = {};
  const extracts = new Map<string, Extract>();
  const named = new Map<number, Set<string>>();
  const beside: Beside = { annex: {}, harbour: [] };
  for await (const sheets of allSheets(options)) {
    for (const extract of sheets.extracts) extracts.set(extract.path, extract);
    for (const [path, text] of sheets.files) {
      await files.add(path, headerOf(path, extracts), text);
    }
    for (const [list, rows] of Object.entries(sheets.annex))
      beside.annex[list] = [...(beside.annex[list] ?? []), ...rows];
    beside.harbour.push(...sheets.harbour);
    addTally(made.rows, sheets.rows);
    addTally(tally, sheets.tally);
    made.families += sheets.families;
    made.people += sheets.people;
    const there = named.get(sheets.district) ?? new Set();
    named.set(sheets.district, there);
    for (const worker of sheets.named) there.add(worker);
  }
  await files.add(`extracts/${census.path}`, censusHeader, censusFooter);
  await addProfessionals(files.add, String(seed), named, extracts, made);
  await files.close();
  await writeWorkbooks(out, beside);
  made.children = Math.round((tally.children ?? 0) / 3);
  const geography = makeGeography(sizes[options.size]);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await writeFiles(out, [
    {
      path: 'extracts/manifest.json',
      text: manifest(inOrder(extracts), { received: receivedAt, to: extractDay }),
    },
    {
      path: 'truth/about.json',
      text: json({ marking: 'made-up', seed: String(seed), as_of: iso(extractDay), rows: made.rows }),
    },
    { path: 'truth/rates.json', text: json(tally) },
    { path: 'geography/small-areas.geojson', text: geoJson(geography) },
    { path: 'geography/postcodes.csv', text: postcodeTable(geography) },
  ]);
  return made;
}

/** What stands beside the extracts: the same children as Annex A asks for them, and charities’ own spreadsheets. */
type Beside = { annex: AnnexRows; harbour: string[][] };

async function writeWorkbooks(out: string, { annex, harbour }: Beside): Promise<void> {
  const lists = Object.entries(annexLists).map(([name, head]) => ({
    name,
    rows: [head, ...(annex[name] ?? [])],
  }));
  await mkdir(join(out, 'beside'), { recursive: true });
  await writeFile(join(out, 'beside/annex_a.xlsx'), workbook(lists));
  await writeFile(
    join(out, 'beside/harbour_light.xlsx'),
    workbook([{ name: 'Clients CURRENT (2)', rows: [...harbourHead, ...harbour] }]),
  );
  await writeFile(join(out, 'beside/manifest.json'), besideManifest());
}

/** The manifest of what stands beside the extracts, a folder of its own. */
function besideManifest(): string {
  const agency = (code: string, name: string, type: string) => ({ agency: code, name, type });
  const extract = (path: string, code: string, kind: string) => ({
    path,
    agency: code,
    kind,
    received_at: receivedAt,
    coverage: 'full',
  });
  const manifest = {
    area: { code: 'ashmere', name: 'Ashmere', marking: 'made-up' },
    agencies: [
      agency('social-care', 'Ashmere Children’s Services', 'social-care'),
      agency('harbour-light', 'Harbour Light', 'charity'),
      agency('lantern', 'Lantern Youth Trust', 'charity'),
    ],
    extracts: [
      extract('annex_a.xlsx', 'social-care', 'annex-a'),
      extract('harbour_light.xlsx', 'harbour-light', 'mapped.harbour-light'),
      extract('lantern.csv', 'lantern', 'mapped.lantern'),
    ],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What a file begins with. */
function headerOf(path: string, extracts: ReadonlyMap<string, Extract>): string {
  const extract = extracts.get(path.replace(/^extracts\//, ''));
  if (path === lantern) return lanternHead;
  if (!extract) return truthHeaders[path] ?? '';
  return extract.kind === census.kind ? censusHeader : csvLines(extract.kind).header;
}

/** Professionals come last: a district’s workers serve several small areas. The written families’ are in district 0. */
async function addProfessionals(
  add: ReturnType<typeof growing>['add'],
  seed: string,
  named: ReadonlyMap<number, ReadonlySet<string>>,
  extracts: Map<string, Extract>,
  made: Made,
): Promise<void> {
  const kind = 'ssd.professionals';
  const { header, line } = csvLines(kind);
  const path = pathOf('social-care', kind);
  for (const [district, workers] of named) {
    if (district === 0) continue;
    const book = openBook(random(`ashmere/${seed}/professionals/${district}`), 0);
    writeProfessionals(book, workforceOf(seed, district), workers);
    const rows = book.rows.get(kind) ?? [];
    await add(`extracts/${path}`, header, rows.map(line).join(''));
    made.rows[kind] = (made.rows[kind] ?? 0) + rows.length;
    extracts.set(path, { path, agency: 'social-care', kind });
  }
}

/** Files by agency, each agency's in the order in which its kinds first came. */
const inOrder = (extracts: ReadonlyMap<string, Extract>): Extract[] =>
  agencies.flatMap(({ agency }) => [...extracts.values()].filter((each) => each.agency === agency));

/** A file to be written: its path below the chosen folder, and its text. */
export type File = { path: string; text: string };

/** The manifest of a folder of extracts that cover everything up to a day. */
export function manifest(files: readonly Extract[], { received, to }: { received: string; to: Day }): string {
  return `${JSON.stringify(
    {
      area: { code: 'ashmere', name: 'Ashmere', marking: 'made-up' },
      agencies: agencies
        .filter(({ agency }) => files.some((file) => file.agency === agency))
        .map(({ agency, name, type }) => ({ agency, name, type })),
      extracts: files.map(({ path, agency, kind, sent }) => ({
        path,
        agency,
        kind,
        mapping: `${kind}@1`,
        received_at: sent?.received ?? received,
        coverage: 'full',
        from: sent?.from ?? iso(firstDay),
        to: sent?.to ?? iso(to),
      })),
    },
    null,
    2,
  )}\n`;
}

/** Writes files below a folder, making folders as needed. */
export async function writeFiles(out: string, files: readonly File[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
}

/** Children of a size, about. */
export const childrenOf = (size: Size): number => sizes[size] * usualChildren;
