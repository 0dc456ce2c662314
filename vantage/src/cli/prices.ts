import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { snapshot } from '../area/index.ts';
import {
  build,
  type KindOfFile,
  PricesJson,
  priceBase,
  pricesJson,
  pricesOf,
  putInPlace,
  type Read,
  readPrices,
  waitingPrices,
} from '../costs/index.ts';
import { clock, type Tx, VantageError } from '../platform/index.ts';
import { numberInWords, poundsInWords } from '../platform/parts/index.ts';
import { countsActor, record } from '../sharing/index.ts';
import { lastReceived } from '../sources/index.ts';
import { defineCommand } from './command.ts';
import { operator, sealNow } from './operator.ts';
import { areaOf } from './place.ts';

/** What `vantage prices` prints: the unit costs and price levels that stand, and what files were read. */
export const PricesOutput = z.object({
  ...PricesJson.shape,
  read: z
    .array(
      z.object({
        file: z.string(),
        prices: z.array(
          z.object({
            key: z.string(),
            pence: z.int(),
            priceYear: z.string(),
            described: z.string().describe('What the file calls it.'),
            place: z.string().describe('Sheet, row and column.'),
          }),
        ),
        levels: z.int().min(0).describe('Financial years of which the file has a price level.'),
        others: z.int().min(0).describe('Entries of the file that nothing is counted by.'),
        without: z
          .array(z.object({ key: z.string(), why: z.string() }))
          .describe('What such a file can have and this one has not.'),
      }),
    )
    .describe('Of the files given, what was put in place.'),
});
export type PricesOutput = z.infer<typeof PricesOutput>;

export const prices = defineCommand<PricesOutput>({
  name: 'prices',
  arguments: '',
  summary: 'the unit costs and price levels that spending is counted by, and others in their place',
  help: `Prints what one unit of each service costs, from which source, and the price levels by which prices of other years are
brought to ${priceBase}.

  vantage prices
  vantage prices --levels deflators.csv
  vantage prices --unit-costs gmca-unit-cost-database-v3.xlsx --source "GMCA Unit Cost Database v3.0, 2026"
  vantage prices --outturn section-251-outturn.xlsx --year 2024-25

--levels takes a table with the columns year and level, on any base, for every year in whose prices a unit cost stands.
--unit-costs takes the Greater Manchester workbook as it is, or a table with the columns code, cost and year, and perhaps low
and high. --outturn takes Table A1 of the council's section 251 outturn and divides what was spent by what the records of that
year tell of, as the national figures are worked out. Each is a workbook (.xlsx) or a CSV. What cannot be read is refused by
sheet, row and column, and then nothing changes. Spending and the area's numbers are counted anew at once.`,
  options: {
    levels: { type: 'string', placeholder: 'FILE', help: 'price levels by financial year' },
    'unit-costs': { type: 'string', placeholder: 'FILE', help: 'unit costs by code' },
    outturn: { type: 'string', placeholder: 'FILE', help: "the council's section 251 outturn" },
    year: {
      type: 'string',
      placeholder: 'YEAR',
      help: 'financial year of the outturn, such as 2024-25, where the file does not say it',
    },
    source: {
      type: 'string',
      placeholder: 'WORDS',
      help: 'what the file is, as pages say it; its name otherwise',
    },
  },
  output: PricesOutput,
  async run({ values, open, data }) {
    const given = await Promise.all(
      (['levels', 'unit-costs', 'outturn'] as const).flatMap((what) => {
        const path = values[what];
        return typeof path === 'string' ? [fileOf(path, what)] : [];
      }),
    );
    const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
    const db = await open();
    const { code } = await areaOf(db);
    const read: (Read & { name: string })[] = [];
    for (const file of given) {
      const asked = { ...file, source: text('source'), year: yearOf(text('year')) };
      const found = await db.asActor(countsActor(code, 'prices'), (tx) => readPrices(tx, asked), {
        readOnly: true,
      });
      read.push({ ...found, name: file.name });
    }
    const actor = operator(code);
    const standing = async (tx: Tx) => pricesJson(await pricesOf(tx), await waitingPrices(tx));
    const shown =
      read.length > 0
        ? await db.withBuildLock('vantage prices', () =>
            db.asActor(actor, async (tx) => {
              for (const { offer } of read) await putInPlace(tx, offer);
              await build(tx, { asOf: (await lastReceived(tx)) ?? clock.now() });
              await snapshot(tx);
              const words = read.map(({ name }) => name).join(', ');
              await record(tx, { action: 'change', route: 'vantage prices', words });
              return standing(tx);
            }),
          )
        : await db.asActor(actor, standing, { readOnly: true });
    if (read.length > 0) await sealNow({ db, data, area: code });
    const output = { ...shown, read: read.map(readOutput) };
    return { output, text: textOf(output) };
  },
});

function readOutput({ name, offer, read }: Read & { name: string }): PricesOutput['read'][number] {
  return {
    file: name,
    prices: read.prices.map(({ key, pence, priceYear, described, place }) => ({
      key,
      pence,
      priceYear,
      described,
      place,
    })),
    levels: Object.keys(offer.levels ?? {}).length,
    others: read.others,
    without: read.without,
  };
}

async function fileOf(
  path: string,
  what: KindOfFile,
): Promise<{ path: string; name: string; what: KindOfFile }> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true)
    throw new VantageError('bad-input', `There is no file ${path} that can be read.`, {
      remedy: 'Name a workbook (.xlsx) or a CSV.',
    });
  return { path, name: basename(path), what };
}

function yearOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-\d{2}$/.test(text)) return text;
  throw new VantageError('bad-input', `"${text}" is no financial year.`, { remedy: 'Write it as 2024-25.' });
}

function textOf({ costs, levels, levelsFrom, read }: PricesOutput): string {
  const label = (key: string) => costs.find((one) => one.key === key)?.label ?? key;
  return [
    ...read.flatMap(({ file, prices, levels, others, without }) => [
      `Read from ${file}`,
      ...(levels > 0 ? [`  price levels of ${levels} financial years`] : []),
      ...prices.map(
        ({ key, pence, priceYear, place }) =>
          `  ${label(key).padEnd(48)} ${poundsInWords(pence).padStart(10)} ${priceYear}  ${place}`,
      ),
      ...without.map(({ key, why }) => `  ${label(key)} stays as it is: ${why}`),
      ...(others > 0
        ? [`  ${numberInWords(others)} other entries, of things that nothing here is counted by`]
        : []),
      '',
    ]),
    `Unit costs, and in prices of ${priceBase}`,
    ...costs.map(
      (one) =>
        `  ${one.label.padEnd(48)} ${one.per.padEnd(6)} ${poundsInWords(one.pence).padStart(10)} ${one.priceYear}  ${poundsInWords(one.upratedPence).padStart(10)}  ${one.reach}, ${one.grade}`,
    ),
    '',
    `Price levels: ${levelsFrom}`,
    ...Object.entries(levels)
      .sort()
      .map(([year, level]) => `  ${year}  ${level}`),
  ].join('\n');
}
