import { z } from 'zod';
import { LikeCounts, LikeGroupId, LikeList, likeCounts, likeGroupList, likeInWords } from '../area/index.ts';
import { VantageError } from '../platform/index.ts';
import { dayInWords, numberInWords } from '../platform/parts/index.ts';
import { defineCommand } from './command.ts';
import { noted } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

const LikeOutput = z.union([LikeCounts, LikeList]);
type LikeOutput = z.infer<typeof LikeOutput>;

export const like = defineCommand<LikeOutput>({
  name: 'like',
  arguments: '[GROUP]',
  summary: 'families like one another: how many, who worked with them, what followed',
  help: `Prints what is told of families of one group, as the page /area/like shows it: to the nearest ten, nothing of 5 families
or fewer, nor of a group of fewer than 15.

  vantage like
  vantage like in-need.5-to-10.health

Without a group it lists those of which something is told. In a small area groups are coarser: by help and age, or by
help alone.`,
  options: {},
  output: LikeOutput,
  async run({ args, data, open }) {
    const [asked] = args;
    if (asked !== undefined && !LikeGroupId.safeParse(asked).success)
      throw new VantageError('bad-input', `“${asked}” is no group of families.`, {
        remedy:
          'Call it as: vantage like in-need.5-to-10.health, with the help that went on, the age of the youngest child and a need; “vantage like” lists the groups of which something is told, and “vantage family” finds a family.',
      });
    const db = await open();
    const actor = readerOf(await areaOf(db));
    const output = await noted(
      { db, data, actor },
      'vantage like',
      async (tx): Promise<LikeOutput> => {
        return asked === undefined ? likeGroupList(tx) : likeCounts(tx, asked);
      },
      () => ({ action: 'read' }),
    );
    return { output, text: 'groups' in output ? listed(output) : told(output) };
  },
});

const line = (families: number | null, words: string) =>
  `  ${(families === null ? '0 to 5' : numberInWords(families)).padStart(7)}  ${words}`;

function listed({ on, last, groups }: LikeList): string {
  const shown = groups.filter((one) => one.families !== null);
  return [
    `Families by group on ${dayInWords(on)}, to the nearest ten; what followed is told to ${dayInWords(last)}`,
    ...shown.map((one) => line(one.families, `${one.group.padEnd(36)} ${likeInWords(one)}`)),
    `${groups.length - shown.length} groups have fewer than 15 families, or none, and are not shown.`,
  ].join('\n');
}

function told(counts: LikeCounts): string {
  const { on, last, families, helped, followed } = counts;
  if (families === null)
    return `${likeInWords(counts)}\nFewer than 15 families were like this on ${dayInWords(on)}, or none: nothing more is told.`;
  return [
    likeInWords(counts),
    `About ${numberInWords(families)} families on ${dayInWords(on)}; of them in the year to ${dayInWords(last)}, to the nearest ten`,
    'Who worked with them',
    ...helped.map((one) => line(one.families, one.label)),
    'What followed, which does not say why',
    ...followed.map((one) => line(one.families, one.label)),
  ].join('\n');
}
