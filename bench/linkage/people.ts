import { random } from './random.ts';

/*
 * Made-up families for the adversarial sets: each household has a surname, a home, parents and children; some have
 * twins, some a son named after his father, some cousins of one name elsewhere. Nobody in it is real.
 */
export type Person = {
  truth: string;
  given: string;
  surname: string;
  born: string;
  sex: string;
  street: string;
  postcode: string;
};

const starts = [
  'Al',
  'Bren',
  'Cal',
  'Dar',
  'El',
  'Fen',
  'Gar',
  'Hol',
  'Is',
  'Jor',
  'Kel',
  'Lor',
  'Mar',
  'Nor',
  'Or',
  'Pel',
  'Ros',
  'Sel',
  'Tam',
  'Wil',
];
const ends = [
  'a',
  'an',
  'ina',
  'ie',
  'on',
  'us',
  'ette',
  'wen',
  'ric',
  'la',
  'bert',
  'mund',
  'is',
  'ine',
  'olf',
  'ara',
];
const roots = [
  'Ash',
  'Brook',
  'Cald',
  'Dun',
  'Elm',
  'Fair',
  'Green',
  'Hart',
  'Ing',
  'Kirk',
  'Lang',
  'Mill',
  'North',
  'Oak',
  'Pen',
  'Rad',
  'Stan',
  'Thorn',
  'Under',
  'Wind',
];
const tails = ['ley', 'ton', 'by', 'worth', 'field', 'wick', 'ham', 'combe', 'shaw', 'den', 'more', 'well'];

export function makeFamilies(households: number, seed: number) {
  const next = random(seed);
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * next() * list.length)] as T;
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const two = (n: number) => `${n}`.padStart(2, '0');
  const day = (least: number, most: number) =>
    `${whole(least, most)}-${two(whole(1, 12))}-${two(whole(1, 28))}`;
  const name = () => of(starts) + of(ends);
  const home = () => ({
    street: `${whole(1, 120)} ${of(roots)}${of(tails)} ${of(['Road', 'Street', 'Lane', 'Close'])}`,
    postcode: `AS${whole(1, 19)} ${whole(1, 9)}${of([...'ABDEFGHJLNPQRSTUWXYZ'])}${of([...'ABDEFGHJLNPQRSTUWXYZ'])}`,
  });
  const people: Person[] = [];
  const kinds = { twins: 0, named: 0, cousins: 0 };
  for (let h = 0; h < households; h++) {
    const [surname, place] = [of(roots) + of(tails), home()];
    const add = (given: string, born: string, sex: string, where = place) => {
      people.push({ truth: `p${people.length}`, given, surname, born, sex, ...where });
    };
    const father = name();
    add(father, day(1965, 1992), 'M');
    add(name(), day(1967, 1993), 'F');
    const kind = next();
    if (kind < 0.34) {
      const [born, one] = [day(2004, 2022), name()];
      let other = name();
      while (other === one) other = name();
      const sex = of(['M', 'F']);
      add(one, born, sex);
      add(other, born, sex);
      kinds.twins++;
    } else if (kind < 0.67) {
      add(father, day(1993, 2018), 'M');
      kinds.named++;
    } else {
      const shared = name();
      add(shared, day(2000, 2022), 'F');
      add(shared, day(2000, 2022), 'F', home());
      kinds.cousins++;
    }
  }
  return { people, kinds, next };
}

const letters = 'abcdefghijklmnoprstuwy';

/** One slip of the kinds that people make: a letter put in, left out, swapped or replaced. */
export function slip(value: string, next: () => number): string {
  const at = 1 + Math.floor(next() * Math.max(1, value.length - 1));
  const letter = letters[Math.floor(next() * letters.length)] ?? 'a';
  const kind = next();
  if (kind < 0.25) return value.slice(0, at) + letter + value.slice(at);
  if (kind < 0.5) return value.slice(0, at) + value.slice(at + 1);
  if (kind < 0.75)
    return value.slice(0, at) + (value[at + 1] ?? '') + (value[at] ?? '') + value.slice(at + 2);
  return value.slice(0, at) + letter + value.slice(at + 1);
}
