import { z } from 'zod';
import { priceBase } from '../costs/index.ts';
import {
  apart,
  FamilyList,
  listSeen,
  openFamilies,
  pictureSeen,
  search,
  sinceFirstContact,
  spendingAround,
  yearsOf,
} from '../picture/index.ts';
import type { Tx } from '../platform/index.ts';
import { dayInWords, poundsInWords } from '../platform/parts/index.ts';
import { defineCommand } from './command.ts';
import { familiesInText } from './families-in-text.ts';
import { noted, sealedOption } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

const Amount = z.object({ lowPence: z.int(), pence: z.int(), highPence: z.int() });
const Apart = { direct: Amount, indirect: Amount };

/** What `vantage spending` prints. */
export const SpendingOutput = z.object({
  familyId: z.uuid(),
  name: z.string(),
  priceBase: z.string(),
  since: z.iso.date().nullable().describe('First contact that is recorded.'),
  yearsSince: z.number(),
  ...Apart,
  byYear: z
    .array(z.object({ year: z.string(), ...Apart, crises: z.int(), protectedAtEnd: z.int() }))
    .describe('Financial years, newest first.'),
});
export type SpendingOutput = z.infer<typeof SpendingOutput>;

/** Without a name, the families that have a picture, or those found by a name that several bear. */
export const SpendingOrFamilies = z.union([SpendingOutput, FamilyList]);
type SpendingOrFamilies = z.infer<typeof SpendingOrFamilies>;

export const spending = defineCommand<SpendingOrFamilies>({
  name: 'spending',
  arguments: '["NAME OR ID"]',
  summary: 'what services spent around one family, direct and indirect, by year',
  help: `Prints what services spent around a family, not what the family cost: unit costs times what records tell.

  vantage spending "dawn hart"
  vantage spending

Without a name it lists families that have a picture, with their ids. What is looked at is in the audit, under the name
that the operating system has for whoever runs this.`,
  options: { sealed: sealedOption },
  output: SpendingOrFamilies,
  async run({ args, values, data, open }) {
    const query = args.join(' ').trim();
    const db = await open();
    const actor = readerOf(await areaOf(db), { sealed: values.sealed === true });
    const { output } = await noted(
      { db, data, actor },
      'vantage spending',
      (tx) => find(tx, query),
      ({ seen }) => ({ action: query === '' ? 'read' : 'search', words: query, ...seen }),
      { words: query },
    );
    if ('byYear' in output) return { output, text: textOf(output) };
    const text = familiesInText(output, query);
    return { output, text, exit: query === '' || output.total > 0 ? 0 : 1 };
  },
});

/** What was found, and whom it tells of. */
type Found = { output: SpendingOrFamilies; seen: { families: string[]; persons: string[] } };

async function find(tx: Tx, query: string): Promise<Found> {
  const listed = (list: FamilyList): Found => ({ output: list, seen: listSeen(list) });
  if (query === '') return listed(await openFamilies(tx, { page: 1, perPage: 50 }));
  const isId = z.uuid().safeParse(query).success;
  const found = isId ? undefined : await search(tx, { query, page: 1, perPage: 25 });
  const [only] = found?.families ?? [];
  if (found && !(found.total === 1 && only)) return listed(found);
  const spent = await spendingAround(tx, only?.familyId ?? query);
  return { output: outputOf(spent), seen: pictureSeen(spent.picture) };
}

function outputOf(spent: Awaited<ReturnType<typeof spendingAround>>): SpendingOutput {
  const since = sinceFirstContact(spent);
  return {
    familyId: spent.picture.familyId,
    name: spent.picture.name,
    priceBase,
    since: since?.since ?? null,
    yearsSince: since?.years ?? 0,
    ...apart(spent.charges, spent.prices),
    byYear: yearsOf(spent),
  };
}

function textOf(one: SpendingOutput): string {
  const pounds = (amount: { pence: number }) => poundsInWords(amount.pence).padStart(12);
  const range = ({ lowPence, highPence }: SpendingOutput['direct']) =>
    `${poundsInWords(lowPence)} to ${poundsInWords(highPence)}`;
  return [
    `What services spent around ${one.name}, in prices of ${one.priceBase}`,
    `direct   ${pounds(one.direct)}  (${range(one.direct)})`,
    `indirect ${pounds(one.indirect)}  (${range(one.indirect)})`,
    ...(one.since
      ? [`since first contact on ${dayInWords(one.since)}, ${one.yearsSince.toFixed(1)} years`]
      : []),
    '',
    '              direct    indirect  crises  on a plan or in care at its end',
    ...one.byYear.map(
      (year) =>
        `${year.year} ${pounds(year.direct)} ${pounds(year.indirect)} ${String(year.crises).padStart(6)}  ${year.protectedAtEnd}`,
    ),
  ].join('\n');
}
