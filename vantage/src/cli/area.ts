import { AreaCounts, areaCounts } from '../area/index.ts';
import { numberInWords, poundsInWords } from '../platform/parts/index.ts';
import { defineCommand } from './command.ts';
import { areaOf, readerOf } from './place.ts';

export const area = defineCommand<AreaCounts>({
  name: 'area',
  arguments: '',
  summary: 'the view from above: what is open, what began, what was spent',
  help: `Prints the area's counts, as the page /area shows them:

  vantage area`,
  options: {},
  output: AreaCounts,
  async run(context) {
    const db = await context.open();
    const reader = readerOf(await areaOf(db));
    const counts = await db.asActor(reader, (tx) => areaCounts(tx), { readOnly: true, snapshot: true });
    return { output: counts, text: report(counts) };
  },
});

function report(counts: AreaCounts): string {
  const n = numberInWords;
  const [latest] = counts.spending.filter((one) => one.year === counts.years.at(-2));
  return [
    `${counts.area.name} (${counts.area.marking}), ${counts.today}`,
    `${n(counts.persons)} persons in ${n(counts.families)} families; ${n(counts.personsOpen)} persons in ${n(counts.familiesOpen)} families have an open picture`,
    '',
    'Open now',
    ...counts.now.map((one) => `  ${one.label.padEnd(44)} ${n(one.persons).padStart(7)}`),
    '',
    `Begun in the year ${' '.repeat(28)}${counts.years.map((year) => year.padStart(9)).join('')}`,
    ...counts.byYear.map(
      (row) => `  ${row.label.padEnd(44)}${row.counts.map((value) => n(value).padStart(9)).join('')}`,
    ),
    ...(latest
      ? [
          '',
          `Services spent about ${poundsInWords(latest.pence)} in ${latest.year}, between ${poundsInWords(latest.lowPence)} and ${poundsInWords(latest.highPence)}, in prices of ${counts.priceBase}`,
        ]
      : []),
  ].join('\n');
}
