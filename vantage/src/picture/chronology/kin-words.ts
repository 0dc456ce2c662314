import type { Picture } from '../shape.ts';
import { plainText } from './words.ts';

const siblings = 'brother sister sibling half-brother half-sister step-brother step-sister twin';
const partners =
  'partner ex ex-partner boyfriend girlfriend husband wife spouse fiance fiancee stepfather stepmother stepdad stepmum step-father step-mother step-dad step-mum stepparent step-parent';
const parents =
  'parent mother mum mummy mam mammy mom mama ma father dad daddy papa birth-mother birth-father';
const grandparents =
  'grandparent grandmother grandma gran granny nan nana nanny grandfather granddad grandad grandpa gramps';
const childrens = 'son daughter stepson stepdaughter';

/** What somebody is called in what is written, by how a picture says how they are related. */
const kinWords: readonly [beginning: string, words: string][] = [
  ['Parent of', parents],
  ['Child of', childrens],
  ['Partner of', partners],
  ['Former partner of', partners],
  ['Brother or sister of', `${siblings} aunt auntie aunty uncle`],
  ['Half-brother or half-sister of', `${siblings} aunt auntie aunty uncle`],
  ['Step-brother or step-sister of', `${siblings} aunt auntie aunty uncle`],
  ['Grandparent of', grandparents],
  ['Grandchild of', 'grandson granddaughter grandchild'],
  ['Carer of', 'carer foster-carer guardian'],
  ['Cared for by', childrens],
  ['Kin of', 'aunt auntie aunty uncle cousin niece nephew relative kin'],
];
const everyWord = kinWords.map(([, words]) => words).join(' ');

/** Words by which what is written may tell of people without their names: all of them for whoever is related to nobody here. */
export function wordsForKin(
  { people }: Pick<Picture, 'people'>,
  personIds: readonly string[],
): ReadonlySet<string> {
  const parentsHere = new Set(
    people.filter((one) => one.relations.some(isParent)).map((one) => `Parent of ${one.name}`),
  );
  const found = people
    .filter(({ personId }) => personIds.includes(personId))
    .flatMap(({ relations }) => {
      if (relations.length === 0) return [everyWord];
      const own = relations.flatMap(({ words }) =>
        kinWords.filter(([beginning]) => words.startsWith(beginning)).map(([, said]) => said),
      );
      // Whoever is the parent of a parent is a grandparent, whether or not a record says so.
      return relations.some(({ words }) => parentsHere.has(words)) ? [...own, grandparents] : own;
    });
  return new Set(found.flatMap((words) => words.split(' ')));
}

const isParent = ({ words }: { words: string }) => words.startsWith('Parent of');

/** Of the words wanted, those that a text has, in one or of several, in the order of the text. */
export function kinWordsIn(text: string, wanted: ReadonlySet<string>): string[] {
  const found = plainText(text).match(/[\p{L}]+(?:-[\p{L}]+)*/gu) ?? [];
  const plain = (word: string) => [word, word.replace(/s$/, ''), ...word.split('-')];
  return [...new Set(found.filter((word) => plain(word).some((one) => wanted.has(one))))];
}
