/** Files of prices: read, shown to whoever brought them, and put in place. */
import { activityOf } from '../chronology/index.ts';
import { z } from '../platform/http/index.ts';
import type { Tx } from '../platform/index.ts';
import { type Cells, cellsOf } from './import/cells.ts';
import { levelsIn } from './import/levels.ts';
import { outturnIn, outturnPrices } from './import/outturn.ts';
import { pricesIn, type ReadPrices } from './import/unit-prices.ts';
import { replaceLevels, replacePrices } from './replacing.ts';

/** What a file of prices can be. */
export const kindsOfFile = {
  'unit-costs': 'Unit costs: the Greater Manchester workbook, or a table with code, cost and year',
  outturn: 'Section 251 outturn: Table A1, as the council sent it',
  levels: 'Price levels: a table with year and level',
} as const;
export type KindOfFile = keyof typeof kindsOfFile;

/** What is put in the place of other prices. */
export const Offer = z.object({
  source: z.string().min(1).max(300),
  levels: z.record(z.string().regex(/^\d{4}-\d{2}$/), z.number().positive()).optional(),
  prices: z
    .array(
      z
        .object({
          key: z.string().max(60),
          pence: z.int().positive(),
          lowPence: z.int().min(0),
          highPence: z.int().positive(),
          range: z.enum(['published', 'ours']),
          priceYear: z.string().regex(/^\d{4}-\d{2}$/),
          source: z.string().max(600),
          grade: z.enum(['A', 'B', 'C']),
        })
        .refine(({ lowPence, pence, highPence }) => lowPence <= pence && pence <= highPence),
    )
    .max(1000),
});
export type Offer = z.infer<typeof Offer>;

/** A file that was read: what it offers, and what of it says where that stands. */
export type Read = { offer: Offer; read: ReadPrices };

/**
 * Reads a file of prices: `name` as its sender calls it, `source` as pages are to call it. Of an outturn `year` says which
 * financial year it is of, where the file does not; it is divided by what the reader's records tell of that year.
 * @throws VantageError 'bad-input' that names sheet, row, column and value, where something is wrong.
 */
export async function readPrices(
  tx: Tx,
  {
    path,
    name,
    what,
    source = name,
    year,
  }: { path: string; name: string; what: KindOfFile; source?: string | undefined; year?: string | undefined },
): Promise<Read> {
  const sheets = await cellsOf(path);
  if (what === 'levels') return { offer: { source, levels: levelsIn(sheets), prices: [] }, read: nothing };
  const read = what === 'outturn' ? await outturnOf(tx, sheets, { source, year }) : pricesIn(sheets, source);
  return {
    offer: { source, prices: read.prices.map(({ place: _, described: __, ...price }) => price) },
    read,
  };
}

const nothing: ReadPrices = { prices: [], others: 0, without: [] };

async function outturnOf(
  tx: Tx,
  sheets: readonly Cells[],
  { source, year }: { source: string; year: string | undefined },
): Promise<ReadPrices> {
  const outturn = outturnIn(sheets, year);
  return outturnPrices(outturn, await activityOf(tx, outturn.year), source);
}

/** Puts what a file offers in place: it waits for the next build. */
export async function putInPlace(tx: Tx, { source, levels, prices }: Offer): Promise<void> {
  if (levels !== undefined) await replaceLevels(tx, { levels, source });
  if (prices.length > 0) await replacePrices(tx, prices);
}
