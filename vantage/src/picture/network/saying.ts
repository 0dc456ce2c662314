/** A network map in sentences: what the drawing shows, and what nobody has said. */
import { ageOn } from '../../platform/index.ts';
import { dayInWords } from '../../platform/parts/index.ts';
import { type Tie, tieKinds } from '../../voice/index.ts';
import { namesInList } from '../called.ts';
import { type Around, tiesBeyondServices, turningTo } from './model.ts';
import type { Network } from './service.ts';

/** Who is around the family, in sentences. Each is of what the reader may see. */
export function networkInWords(network: Network): string[] {
  const { around, children, name, picture } = network;
  const drawn = around.filter(({ ties }) => ties.length > 0);
  const byRecords = recordedInWords(around);
  if (drawn.length === 0) {
    return [
      'Nothing drawn with the family is here where you may see it. What stands around them is what records tell, and does not say that there is nobody else.',
      byRecords,
    ];
  }
  const last =
    drawn
      .flatMap(({ ties }) => ties.map(({ saidOn }) => saidOn))
      .sort()
      .at(-1) ?? '';
  return [
    `Drawn with the family, last on ${dayInWords(last)}: ties with ${ofAll(drawn.length, around.length)} around them.`,
    fewTiesInWords(around),
    byRecords,
    listed(
      'Strained',
      drawn.filter(({ ties }) => ties.some(({ strength }) => strength === 'strained')),
    ),
    listed(
      'Where the family gives and gets nothing back',
      drawn.filter(({ ties }) => ties.some(({ way }) => way === 'to-them')),
    ),
    listed(
      'Who gives and gets nothing back',
      drawn.filter(({ ties }) => ties.some(({ way }) => way === 'from-them')),
    ),
    ...turningInWords(around, children, name),
    ...children
      .filter((personId) => !turningTo(around).has(personId) && isOfAge(network, personId, picture.today))
      .map((personId) => `Nobody has written down here whom ${name(personId)} turns to.`),
  ].filter((sentence) => sentence !== '');
}

/** "one of the 4", "all 4", "the one". */
function ofAll(count: number, all: number): string {
  if (count === all) return all === 1 ? 'the one' : `all ${all}`;
  return `${count === 1 ? 'one' : count} of the ${all}`;
}

/** Services, schools and workers that records bring in: as many as have a box in the drawing and a row in the table. */
function recordedInWords(around: readonly Around[]): string {
  const recorded = around.filter(({ isRecorded }) => isRecorded);
  const count = (one: string, isOne: (of: Around) => boolean) => {
    const found = recorded.filter(isOne).length;
    return { found, words: found === 1 ? `one ${one}` : `${found} ${one}s` };
  };
  const counts = [
    count('service', ({ kind, isWorker }) => kind === 'service' && isWorker !== true),
    count('school', ({ kind, isWorker }) => kind === 'school' && isWorker !== true),
    count('worker', ({ isWorker }) => isWorker === true),
  ].filter(({ found }) => found > 0);
  if (counts.length === 0)
    return 'No records that you may see say that a service or a school is there for them now.';
  const all = counts.reduce((sum, { found }) => sum + found, 0);
  return `By records ${namesInList(counts.map(({ words }) => words))} ${all === 1 ? 'is' : 'are'} there for them now.`;
}

/** Rule few-ties; nothing where there are more. */
function fewTiesInWords(around: readonly Around[]): string {
  const beyond = tiesBeyondServices(around);
  if (beyond.length > 1) return '';
  const [only] = beyond;
  return only === undefined
    ? 'Few ties: none that was drawn is with anybody but services and school, or is not strained.'
    : `Few ties: beyond services and school only ${only.name} was drawn as a tie that is not strained.`;
}

const listed = (what: string, around: readonly Around[]) =>
  around.length === 0 ? '' : `${what}: ${around.map(({ name }) => name).join('; ')}.`;

function turningInWords(
  around: readonly Around[],
  children: readonly string[],
  name: Network['name'],
): string[] {
  const turning = turningTo(around);
  const childrenFirst = [...turning].sort(
    ([a], [b]) => Number(children.includes(b)) - Number(children.includes(a)),
  );
  return childrenFirst.map(([personId, to]) => `${name(personId)} turns to ${namesInList(to)}.`);
}

function isOfAge({ picture }: Network, personId: string, today: string): boolean {
  const born = picture.people.find((one) => one.personId === personId)?.born ?? null;
  return born === null || (born <= today && ageOn(born, today) >= 4);
}

const strengthWords: Readonly<Record<Tie['strength'], string>> = {
  strong: 'Strong',
  weak: 'Weak',
  strained: 'Strained',
};
const wayWords: Readonly<Record<Tie['way'], string>> = {
  both: '',
  'to-them': 'the family gives, and gets nothing back',
  'from-them': 'they give, and get nothing back',
};

/** "Strong; Kyle and Leah turn there". */
export function tieInWords(
  { strength, way, turnsTo, looksUp, ofAge, whose }: Tie,
  name: Network['name'],
): string {
  const whoseWords = namesInList(whose.map(name));
  const isOne = new Set(whose).size === 1;
  const said = [
    strengthWords[strength],
    ofAge && 'about their age',
    wayWords[way],
    turnsTo && `${whoseWords} ${isOne ? 'turns' : 'turn'} there`,
    looksUp && `${whoseWords} ${isOne ? 'looks' : 'look'} up to them`,
  ];
  return said.filter(Boolean).join('; ');
}

/** All that a box of the drawing stands for, as one sentence after another. */
export function aroundInWords(one: Around, name: Network['name']): string {
  const said = one.ties.map((tie) => tieInWords(tie, name));
  const told = one.told.map(({ words }) => words);
  return [
    `${tieKinds[one.kind].one}: ${one.name}`,
    ...told,
    ...(said.length > 0 ? said : ['Nobody has said how this tie is']),
  ].join('. ');
}
