import { z } from 'zod';
import {
  FamilyList,
  firstNames,
  getPicture,
  listSeen,
  namesInList,
  Picture,
  peopleInWords,
  pictureSeen,
  search,
} from '../picture/index.ts';
import { type Tx, VantageError, withLastDays } from '../platform/index.ts';
import { dayInWords, spanInWords } from '../platform/parts/index.ts';
import { defineCommand } from './command.ts';
import { familiesInText } from './families-in-text.ts';
import { noted, sealedOption } from './operator.ts';
import { areaOf, readerOf } from './place.ts';

/** What `vantage family` prints: one picture, or the families found when there are several or none. */
export const FamilyOutput = z.union([Picture, FamilyList]);
type FamilyOutput = z.infer<typeof FamilyOutput>;

export const family = defineCommand<FamilyOutput>({
  name: 'family',
  arguments: '"NAME OR ID"',
  summary: 'one family’s picture, or the families found by a name',
  help: `Prints one family's picture: its words, its people, who is involved now, what happened last:

  vantage family "dawn hart"
  vantage family 0198c0de-0000-7000-8000-000000000000

Several words may be names of different members. When a name finds several families, they are listed with their ids.
What is looked at is in the audit, under the name that the operating system has for whoever runs this.`,
  options: { sealed: sealedOption },
  output: FamilyOutput,
  async run(context) {
    const query = context.args.join(' ').trim();
    if (query === '') {
      throw new VantageError('bad-input', 'vantage family needs a name or an id.', {
        remedy: 'Call it as: vantage family "dawn hart".',
      });
    }
    const db = await context.open();
    const actor = readerOf(await areaOf(db), { sealed: context.values.sealed === true });
    const output = await noted(
      { db, data: context.data, actor },
      'vantage family',
      (tx) => find(tx, query),
      (found) => ({
        action: 'statements' in found ? 'read' : 'search',
        words: query,
        ...('statements' in found ? pictureSeen(found) : listSeen(found)),
      }),
      { words: query },
    );
    return 'statements' in output
      ? { output: withLastDays(output), text: pictureInText(output) }
      : { output, text: familiesInText(output, query), exit: output.total === 0 ? 1 : 0 };
  },
});

async function find(tx: Tx, query: string): Promise<FamilyOutput> {
  if (z.uuid().safeParse(query).success) return getPicture(tx, query);
  const found = await search(tx, { query, page: 1, perPage: 25 });
  const [only] = found.families;
  return found.total === 1 && only ? getPicture(tx, only.familyId) : found;
}

function pictureInText(picture: Picture): string {
  const firstName = firstNames(picture);
  const line = (one: Picture['happenings'][number]) =>
    `  ${spanInWords(one.happened.from, one.happened.to, one.precision, 'short').padEnd(28)} ${one.label}: ${peopleInWords(one, firstName)}`;
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', title, ...lines] : [];
  return [
    `${picture.name}  ${picture.familyId}`,
    ...(picture.calledNote ? [picture.calledNote] : []),
    ...picture.openBecause.slice(0, 1).map((one) => `Open because of ${one.reason}`),
    ...section('In their words', [
      ...picture.statements.map(
        (one) =>
          `  "${one.words}" ${one.speaker.name}${one.saidOn ? `, ${dayInWords(one.saidOn, one.precision, 'short')}` : ''}`,
      ),
      ...(picture.notAsked.length > 0
        ? [`  Nobody has asked ${namesInList(picture.notAsked.map((one) => firstName(one.personId)))} yet.`]
        : []),
    ]),
    ...section(
      'Going well',
      picture.goingWell.map(({ line: one }) => line(one)),
    ),
    ...section(
      'Weighing on them now',
      picture.weighing.map(({ line: one }) => line(one)),
    ),
    ...section(
      'Involved now',
      picture.involvedNow.map(
        (one) =>
          `  ${one.label}: ${namesInList(one.people.map((person) => firstName(person.personId)))}${one.worker ? `; ${one.worker}` : ''}${one.since ? `, since ${dayInWords(one.since, 'day', 'short')}` : ''}`,
      ),
    ),
    ...section(
      'People',
      picture.people.map(
        (one) =>
          `  ${one.name}${one.age === null ? '' : ` (${one.died ? 'died at ' : ''}${one.age})`}: ${one.because}`,
      ),
    ),
    ...section('The latest', [...picture.happenings].reverse().slice(0, 12).map(line)),
  ].join('\n');
}
