import { AreaCounts, areaCounts, type Shown } from '../area/index.ts';
import { numberInWords, poundsInWords } from '../platform/parts/index.ts';
import { defineCommand } from './command.ts';
import { noted } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

export const area = defineCommand<AreaCounts>({
  name: 'area',
  arguments: '',
  summary: 'the view from above: what is open, what began, what was spent',
  help: `Prints the area's counts, as the page /area shows them: counts of 1 to 5, and numbers that would reveal one, are
not shown.

  vantage area`,
  options: {
    exact: {
      type: 'boolean',
      help: 'nothing suppressed or rounded: for whoever runs this machine, not to be passed on; the audit says who asked',
    },
  },
  output: AreaCounts,
  async run(context) {
    const exact = context.values.exact === true;
    const db = await context.open();
    const actor = readerOf(await areaOf(db));
    const counts = await noted(
      { db, data: context.data, actor },
      `vantage area${exact ? ' --exact' : ''}`,
      (tx) => areaCounts(tx, { exact }),
      () => ({ action: 'read' }),
    );
    return { output: counts, text: report(counts) };
  },
});

const inWords = (value: Shown) => (typeof value === 'number' ? numberInWords(value) : value);

function report(counts: AreaCounts): string {
  const [latest] = counts.spending.filter((one) => one.year === counts.years.at(-2));
  return [
    `${counts.area.name} (${counts.area.marking}), ${counts.today}`,
    counts.exact
      ? 'EXACT: for whoever runs this machine. Not to be passed on: small counts tell of people.'
      : 'Counts of 1 to 5 are not shown, nor numbers that would reveal one.',
    `persons: ${inWords(counts.persons)}, families: ${inWords(counts.families)}; with an open picture, persons: ${inWords(counts.personsOpen)}, families: ${inWords(counts.familiesOpen)}`,
    '',
    'Open now',
    ...counts.now.map((one) => `  ${one.label.padEnd(44)} ${inWords(one.persons).padStart(9)}`),
    '',
    'Families by need',
    ...counts.needs.map((one) => `  ${one.label.padEnd(44)} ${inWords(one.families).padStart(9)}`),
    '',
    'All families by how many needs',
    ...counts.bands.map((one) => `  ${one.label.padEnd(44)} ${inWords(one.families).padStart(9)}`),
    '',
    `Begun in the year ${' '.repeat(28)}${counts.years.map((year) => year.padStart(10)).join('')}`,
    ...counts.byYear.map(
      (row) => `  ${row.label.padEnd(44)}${row.counts.map((value) => inWords(value).padStart(10)).join('')}`,
    ),
    ...(latest ? ['', spent(latest, counts.priceBase)] : []),
  ].join('\n');
}

function spent({ year, amount, whole }: AreaCounts['spending'][number], priceBase: string): string {
  if (amount === null) return `What services spent in ${year} is not shown.`;
  const of = whole ? 'Services' : 'Services around more than 5 people';
  return `${of} spent about ${poundsInWords(amount.pence)} directly in ${year}, between ${poundsInWords(amount.lowPence)} and ${poundsInWords(amount.highPence)}, in prices of ${priceBase}`;
}
