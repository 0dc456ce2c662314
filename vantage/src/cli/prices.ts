import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { snapshot } from '../area/index.ts';
import {
  build,
  levelsIn,
  type Prices,
  priceBase,
  pricesIn,
  pricesOf,
  replaceLevels,
  replacePrices,
  uprated,
} from '../costs/index.ts';
import { clock, VantageError } from '../platform/index.ts';
import { poundsInWords } from '../platform/parts/index.ts';
import { systemActor } from '../sharing/index.ts';
import { lastReceived } from '../sources/index.ts';
import { defineCommand } from './command.ts';
import { areaOf } from './place.ts';

/** What `vantage prices` prints: the unit costs and price levels that stand. */
export const PricesOutput = z.object({
  priceBase: z.string(),
  levels: z.record(z.string(), z.number()),
  levelsFrom: z.string(),
  costs: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      per: z.string(),
      pence: z.int(),
      lowPence: z.int(),
      highPence: z.int(),
      priceYear: z.string(),
      upratedPence: z.int().describe('In prices of priceBase.'),
      bearer: z.string(),
      reach: z.enum(['direct', 'indirect']),
      lens: z.enum(['fiscal', 'economic']),
      grade: z.enum(['A', 'B', 'C', 'D']),
      source: z.string(),
    }),
  ),
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
  vantage prices --unit-costs gmca.csv --source "GMCA Unit Cost Database v3.0, 2026"

--levels takes a CSV with the columns year and level, on any base, for every year in whose prices a unit cost stands.
--unit-costs takes a CSV with the columns code, cost and year, such as a sheet of the Greater Manchester database saved as
CSV. Spending and the area's numbers are counted anew at once.`,
  options: {
    levels: { type: 'string', placeholder: 'FILE', help: 'a CSV of price levels by financial year' },
    'unit-costs': { type: 'string', placeholder: 'FILE', help: 'a CSV of unit costs by code' },
    source: {
      type: 'string',
      placeholder: 'WORDS',
      help: 'what the file is, as pages say it; its name otherwise',
    },
  },
  output: PricesOutput,
  async run({ values, open }) {
    const levels = await fileOf(values.levels);
    const costs = await fileOf(values['unit-costs']);
    const sourceOf = (file: { name: string }) =>
      typeof values.source === 'string' ? values.source : file.name;
    const db = await open();
    const { code } = await areaOf(db);
    const actor = systemActor(code, 'prices');
    const standing =
      levels || costs
        ? await db.withBuildLock('vantage prices', () =>
            db.asActor(actor, async (tx) => {
              if (levels)
                await replaceLevels(tx, { levels: levelsIn(levels.text), source: sourceOf(levels) });
              if (costs) await replacePrices(tx, pricesIn(costs.text, sourceOf(costs)));
              await build(tx, { asOf: (await lastReceived(tx)) ?? clock.now() });
              await snapshot(tx);
              return pricesOf(tx);
            }),
          )
        : await db.asActor(actor, pricesOf, { readOnly: true });
    const output = outputOf(standing);
    return { output, text: textOf(output) };
  },
});

async function fileOf(path: unknown): Promise<{ name: string; text: string } | undefined> {
  if (typeof path !== 'string') return undefined;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new VantageError('bad-input', `There is no file ${path} that can be read.`, {
      remedy: 'Name a CSV file.',
    });
  });
  return { name: basename(path), text };
}

function outputOf({ costs, levels, levelsFrom }: Prices): PricesOutput {
  return {
    priceBase,
    levels: { ...levels },
    levelsFrom,
    costs: [...costs.values()].map(
      ({ key, label, per, pence, lowPence, highPence, priceYear, bearer, reach, lens, grade, source }) => ({
        key,
        label,
        per,
        pence,
        lowPence,
        highPence,
        priceYear,
        upratedPence: uprated(pence, priceYear, levels),
        bearer,
        reach,
        lens,
        grade,
        source,
      }),
    ),
  };
}

function textOf({ costs, levels, levelsFrom }: PricesOutput): string {
  return [
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
