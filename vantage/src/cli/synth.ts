import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import {
  checkRates,
  type FindingsInStream,
  type FoundAddress,
  type FoundNumber,
  makeArea,
  makeTomorrow,
  type Scores,
  score,
  sizes,
} from '@vantage/synth';
import { z } from 'zod';
import { lastCoveredDay } from '../chronology/index.ts';
import { coMembersOn, guardiansOn } from '../families/index.ts';
import { addressesTold, linkedRecords, numbersSaid, pairsInDoubt } from '../identity/index.ts';
import { type Tx, VantageError } from '../platform/index.ts';
import { numberInWords } from '../platform/parts/index.ts';
import { systemActor } from '../sharing/index.ts';

import { type Context, defineCommand } from './command.ts';
import { areaOf } from './place.ts';
import { recount, recountInText, tallyIn } from './recount.ts';

const count = z.int().min(0);
const rate = z.object({
  label: z.string(),
  unit: z.string(),
  published: z.number(),
  made: z.number(),
  cases: z.number(),
});
const part = z.object({ precision: z.number(), recall: z.number(), f1: z.number() });

/** What `vantage synth` prints: of a made area, of a made tomorrow, or of a score. */
export const SynthOutput = z.union([
  z
    .object({
      out: z.string(),
      families: count,
      people: count,
      children: count,
      rows: z.record(z.string(), count),
    })
    .describe('A made-up area: rows are records by kind.'),
  z
    .object({ out: z.string(), added: count, changed: count, withdrawn: count, unchanged: count })
    .describe('The next day’s extracts of a made-up area.'),
  z
    .object({
      persons: part,
      guardians: part,
      families: part,
      twinsMerged: count,
      twins: z
        .object({
          pairs: count.describe('Pairs of twins of whom both have a number.'),
          mergedThoughTold: count.describe(
            'In one person, though a given name or a valid number tells them apart.',
          ),
          mergedAlike: count.describe('In one person, and nothing tells them apart.'),
          alike: count.describe('Two people with numbers that nothing tells apart.'),
          queued: count.describe('Of these, those that wait for people to decide.'),
        })
        .nullable(),
      homes: z
        .object({
          people: count.describe('People who have a home and of whom an address is told.'),
          told: count.describe('Of these, those whose home some agency tells.'),
          chosen: count.describe('Of these, those for whom it is chosen.'),
        })
        .nullable(),
    })
    .describe('What was found against what is true.'),
  z
    .object({ rates: z.array(rate), near: count, far: count })
    .describe('Each rate as it came out beside the published one; near are those within a tenth of it.'),
  z
    .object({
      recounted: z.array(
        z.object({
          label: z.string(),
          unit: z.string(),
          made: z.number().describe('As it is true.'),
          counted: z
            .number()
            .nullable()
            .describe('Of the built records; null where no agency sends what it is made of.'),
          equal: z.boolean(),
          differing: z.array(z.object({ name: z.string(), made: z.number(), counted: z.number() })),
        }),
      ),
    })
    .describe('Each rate counted of the built records, beside what is true.'),
]);
type SynthOutput = z.infer<typeof SynthOutput>;

export const synth = defineCommand<SynthOutput>({
  name: 'synth',
  arguments: '',
  summary: 'make a made-up area, check its rates, or score what was found in one',
  help: `Makes Ashmere, a made-up area whose families, lives and extracts come from a seed: the same seed gives the same
bytes. OUT/extracts is what its agencies send; OUT/truth, which building never reads, is what is true:

  vantage synth --size small --seed 1 --out out/ashmere

A small area has 3,000 children, a borough 60,000, a county 300,000, each with the records of eleven agencies over
eighteen years, and three families that are written by hand. OUT/geography is its map.

Prints each rate of a made-up area beside the one published for England:

  vantage synth --check out/ashmere

Counts each of these rates again of the records that were built, and ends with 1 where one is not exactly as it is true:

  vantage synth --recount out/ashmere

Makes the extracts that its agencies send the next day, with rows added, changed and withdrawn:

  vantage synth --tomorrow out/ashmere --seed 1 --out out/tomorrow

Compares what a build found with what is true: pairs of records of one person, children with their guardians, and
members of one family on the day of the extracts:

  vantage synth --score out/ashmere/truth`,
  options: {
    size: { type: 'string', placeholder: 'SIZE', help: `how large: ${Object.keys(sizes).join(', ')}` },
    families: { type: 'string', placeholder: 'N', help: 'families in all, instead of the size’s number' },
    noise: {
      type: 'string',
      placeholder: 'TIMES',
      help: 'how many times the usual errors (1 when left out)',
    },
    seed: { type: 'string', placeholder: 'N', help: 'which lives to make (1 when left out)' },
    out: { type: 'string', placeholder: 'OUT', help: 'folder to write to' },
    tomorrow: { type: 'string', placeholder: 'FOLDER', help: 'make the next day of the area in this folder' },
    check: { type: 'string', placeholder: 'FOLDER', help: 'compare the rates of the area in this folder' },
    recount: {
      type: 'string',
      placeholder: 'FOLDER',
      help: 'count the rates of the area in this folder of what was built, and compare',
    },
    score: { type: 'string', placeholder: 'TRUTH', help: 'compare what was found with this truth folder' },
  },
  output: SynthOutput,
  async run(context) {
    const { values } = context;
    if (typeof values.score === 'string') return scored(context, values.score);
    if (typeof values.check === 'string') return checked(values.check);
    if (typeof values.recount === 'string') return recounted(context, values.recount);
    const out = values.out;
    if (typeof out !== 'string') throw usage('vantage synth needs --out OUT, the folder to write to.');
    const seed = typeof values.seed === 'string' ? values.seed : '1';
    if (typeof values.tomorrow === 'string') {
      const { added, changed, withdrawn, unchanged } = await makeTomorrow({
        from: resolve(values.tomorrow),
        seed,
        out: resolve(out),
      });
      return {
        output: { out: resolve(out), added, changed, withdrawn, unchanged },
        text: `Made the next day in ${out}: ${added} rows added, ${changed} changed, ${withdrawn} withdrawn.`,
      };
    }
    const size = sizeOf(values.size);
    const families = familiesOf(values.families);
    const made = await makeArea({
      size,
      seed,
      out: resolve(out),
      noise: noiseOf(values.noise),
      threads: size === 'small' ? 0 : availableParallelism(),
      ...(families === undefined ? {} : { families }),
    });
    const n = numberInWords;
    const records = Object.values(made.rows).reduce((sum, rows) => sum + rows, 0);
    return {
      output: { out: resolve(out), ...made },
      text: `Made Ashmere (${size}, seed ${seed}) in ${out}: ${n(made.families)} families, ${n(made.people)} people, ${n(made.children)} children now, ${n(records)} records. All of it is made up.\nBuild it: vantage build ${join(out, 'extracts')}`,
    };
  },
});

function usage(message: string): VantageError {
  return new VantageError('bad-input', message, { remedy: '"vantage help synth" shows how it is called.' });
}

function sizeOf(text: unknown): keyof typeof sizes {
  if (text === undefined) return 'small';
  if (text === 'small' || text === 'borough' || text === 'county') return text;
  throw usage(`There is no size "${text}"; the sizes are ${Object.keys(sizes).join(', ')}.`);
}

function familiesOf(text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const families = Number(text);
  if (!Number.isInteger(families) || families < 3 || families > 100_000) {
    throw usage(`--families must be a whole number from 3 to 100000, not "${text}".`);
  }
  return families;
}

function noiseOf(text: unknown): number {
  const times = text === undefined ? 1 : Number(text);
  if (!(times >= 0 && times <= 10)) throw usage(`--noise must be a number from 0 to 10, not "${text}".`);
  return times;
}

/** How far from the published rate one may come out: a tenth of it. */
const tenth = 0.1;

async function checked(folder: string): Promise<{ output: SynthOutput; text: string }> {
  const tally = await tallyIn(folder);
  const found = checkRates(tally);
  const isNear = ({ made, published }: (typeof found)[number]) => Math.abs(made / published - 1) <= tenth;
  const near = found.filter(isNear).length;
  const lines = found.map((each) => {
    const unit = `${each.unit} ${each.label}`.trim();
    const numbers = [each.published, each.made].map((value) => value.toFixed(2).padStart(9)).join(' ');
    return `${numbers} ${String(Math.round(each.cases)).padStart(9)} ${isNear(each) ? ' ' : '!'} ${unit}`;
  });
  const text = [
    'published      made     cases',
    ...lines,
    '',
    `${near} of ${found.length} rates are within a tenth of the published one. Made: mean of the three years to 31 March 2026.`,
  ].join('\n');
  return { output: { rates: found, near, far: found.length - near }, text };
}

async function recounted(
  context: Context,
  folder: string,
): Promise<{ output: SynthOutput; text: string; exit: 0 | 1 }> {
  const tally = await tallyIn(folder);
  const db = await context.open();
  const { code } = await areaOf(db);
  const found = await db.asActor(systemActor(code, 'recount'), (tx) => recount(tx, tally), {
    readOnly: true,
    snapshot: true,
  });
  const exact = found.every(({ counted, equal }) => counted === null || equal);
  return { output: { recounted: found }, text: recountInText(found), exit: exact ? 0 : 1 };
}

async function scored(context: Context, truth: string): Promise<{ output: Scores; text: string }> {
  const db = await context.open();
  const area = await areaOf(db);
  const output = await db.asActor(
    systemActor(area.code, 'score'),
    async (tx) => {
      const found = await findings(tx);
      return score(resolve(truth), found).catch((cause: unknown) => {
        if (!isUnreadable(cause)) throw cause;
        throw new VantageError('bad-input', `${truth} is not a truth folder that can be read.`, {
          remedy: 'Give OUT/truth of "vantage synth --out OUT".',
          cause,
        });
      });
    },
    { readOnly: true, snapshot: true },
  );
  const line = (name: string, { precision, recall, f1 }: Scores['persons']) =>
    `${name.padEnd(24)} ${[precision, recall, f1].map((value) => value.toFixed(4).padStart(9)).join(' ')}`;
  const text = [
    `${''.padEnd(24)} precision    recall        f1`,
    line('records of one person', output.persons),
    line('child and guardian', output.guardians),
    line('members of one family', output.families),
    `twins merged             ${output.twinsMerged}`,
    ...(output.twins === null ? [] : [twinsInWords(output.twins)]),
    ...(output.homes === null ? [] : [homesInWords(output.homes)]),
  ].join('\n');
  return { output, text };
}

/** Whether it went wrong with a file: it is not there, or not what it should be. */
const isUnreadable = (cause: unknown): boolean =>
  cause instanceof SyntaxError || (cause instanceof Error && 'syscall' in cause);

const twinsInWords = ({
  pairs,
  mergedThoughTold,
  mergedAlike,
  alike,
  queued,
}: NonNullable<Scores['twins']>) =>
  `of ${pairs} pairs of twins  ${mergedThoughTold} in one person though a given name or a valid number tells them apart, ${mergedAlike} with nothing that does; ${alike} alike and held apart, ${queued} of these waiting for people to decide`;

const homesInWords = ({ people, told, chosen }: NonNullable<Scores['homes']>) =>
  `of ${people} people at a home  ${told} whose home some agency tells; it is chosen for ${chosen} of these`;

/** What was found: records and numbers one by one as they are asked for, people whole. */
async function findings(tx: Tx): Promise<FindingsInStream> {
  const day = (await lastCoveredDay(tx)) ?? '';
  return {
    linkedRecords: linkedRecords(tx),
    guardians: await guardiansOn(tx, day),
    families: (await coMembersOn(tx, day)).map(({ personId, familyId }) => ({
      person: personId,
      family: familyId,
    })),
    numbers: foundNumbers(tx),
    doubtful: (await pairsInDoubt(tx)).map(({ number, other }) => ({ number, other })),
    addresses: foundAddresses(tx),
  };
}

async function* foundAddresses(tx: Tx): AsyncGenerator<FoundAddress> {
  for await (const { personId, ...told } of addressesTold(tx)) yield { ...told, person: personId };
}

async function* foundNumbers(tx: Tx): AsyncGenerator<FoundNumber> {
  for await (const { number, personId, said } of numbersSaid(tx))
    yield {
      number,
      person: personId,
      given: said['given name'],
      nhsNumber: said['NHS number'],
      upn: said['unique pupil number'],
    };
}
