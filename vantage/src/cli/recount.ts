import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { addTally, type Recounted, rateDays, recountRates, type Tally } from '@vantage/synth';
import { nationalCounts } from '../area/index.ts';
import { type Tx, VantageError } from '../platform/index.ts';

/** The counts that a made-up area's rates are made of, as its maker knows them. */
export async function tallyIn(folder: string): Promise<Tally> {
  return readFile(join(resolve(folder), 'truth/rates.json'), 'utf8').then(
    (text) => JSON.parse(text) as Tally,
    (cause: unknown) => {
      throw new VantageError('bad-input', `${folder} is not a made-up area that can be checked.`, {
        remedy: 'Give OUT of "vantage synth --out OUT".',
        cause,
      });
    },
  );
}

/** Each rate of a made-up area as it is true, beside what is counted of its built records. */
export async function recount(tx: Tx, tally: Tally): Promise<Recounted[]> {
  const counts: Tally = {};
  for (const year of await nationalCounts(tx, rateDays)) addTally(counts, year);
  return recountRates(tally, counts);
}

export function recountInText(found: readonly Recounted[]): string {
  const number = (value: number | null) => (value === null ? '' : value.toFixed(2)).padStart(9);
  const counted = found.filter((one) => one.counted !== null);
  return [
    '     true   counted',
    ...found.flatMap(({ unit, label, made, counted, equal, differing }) => [
      `${number(made)} ${number(counted)} ${counted === null ? '-' : equal ? '=' : '!'} ${`${unit} ${label}`.trim()}`,
      ...differing.map((one) => `${''.padStart(22)}${one.name}: ${one.made} true, ${one.counted} counted`),
    ]),
    '',
    `${counted.filter(({ equal }) => equal).length} of ${found.length} rates are counted exactly as they are true (=), ${counted.filter(({ equal }) => !equal).length} otherwise (!), and ${found.length - counted.length} rest on what no agency sends (-).`,
  ].join('\n');
}
