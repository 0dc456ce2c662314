import { type Day, day, iso } from './days.ts';
import type { Random } from './random.ts';

/** Agencies that hold people, by the short names of this table. */
export type Holder =
  | 'care'
  | 'police'
  | 'school'
  | 'health'
  | 'ae'
  | 'camhs'
  | 'yj'
  | 'housing'
  | 'treatment'
  | 'eh'
  | 'other';

/**
 * How often an agency gets something wrong, as a share of those of whom it can be wrong.
 * Drawn for each agency on its own, so two agencies seldom err alike.
 */
export const usualNoise = {
  /** Surname mistyped, misheard or respelt; of a double-barrelled one, half of it or the halves swapped. */
  surnameError: 0.04,
  /** A nickname, another spelling or transliteration, or a slip in the given name. */
  givenVariant: 0.08,
  /** Day and month swapped, a default date, or a slip. */
  birthDateError: 0.02,
  /** Given name and surname in one another's place. */
  namesSwapped: 0.004,
  /** Of a child's NHS number, and of its pupil number, with those who did not give it. */
  identifierMissing: 0.35,
  /** A wrong digit, or a brother's or sister's number. */
  identifierWrong: 0.005,
  /** Of people who have moved: an earlier home is held as the present one. */
  oldAddress: 0.15,
  /** Of people whose surname changed: the agency goes on with the one it met them under. */
  formerSurname: 0.35,
  /** Of adults: no birth date held. */
  birthDateMissing: 0.05,
  /** No sex held. */
  sexMissing: 0.01,
} as const;

export type Noise = Readonly<Record<keyof typeof usualNoise, number>>;

/** The table with every rate multiplied, none above nine in ten. */
export const noiseTimes = (factor: number): Noise =>
  Object.fromEntries(
    Object.entries(usualNoise).map(([name, rate]) => [name, Math.min(0.9, rate * factor)]),
  ) as Noise;

/** What differs from agency to agency, whatever the noise. */
export const habits: Readonly<
  Record<
    Holder,
    {
      /** Of names with accents: written in plain letters. */
      plainLetters: number;
      /** The same person held twice under two numbers. */
      heldTwice: number;
      /** Holds an earlier home and name until it sees the person again. */
      asLastSeen: boolean;
    }
  >
> = {
  care: { plainLetters: 0.4, heldTwice: 0.006, asLastSeen: false },
  police: { plainLetters: 0.85, heldTwice: 0.025, asLastSeen: true },
  school: { plainLetters: 0.25, heldTwice: 0.001, asLastSeen: true },
  health: { plainLetters: 0.9, heldTwice: 0.004, asLastSeen: true },
  ae: { plainLetters: 0.95, heldTwice: 0.02, asLastSeen: true },
  camhs: { plainLetters: 0.6, heldTwice: 0.006, asLastSeen: true },
  yj: { plainLetters: 0.5, heldTwice: 0.004, asLastSeen: true },
  housing: { plainLetters: 0.7, heldTwice: 0.01, asLastSeen: true },
  treatment: { plainLetters: 0.7, heldTwice: 0.01, asLastSeen: true },
  eh: { plainLetters: 0.4, heldTwice: 0.006, asLastSeen: true },
  other: { plainLetters: 0.6, heldTwice: 0.002, asLastSeen: true },
};

/** Ways in which one given name is written or called. */
const families: readonly string[] = [
  'Katherine Kathryn Catherine Kate Katie Kathy',
  'Elizabeth Liz Beth Lizzie Betty',
  'Victoria Vicky Tori',
  'Jessica Jess Jessie',
  'Rebecca Becky Rebekah Becca',
  'Samantha Sam Sammy',
  'Danielle Dani Daniele',
  'Margaret Maggie Peggy Meg',
  'Susan Sue Suzan',
  'Christine Chris Kristine',
  'Patricia Pat Trish Patsy',
  'Abigail Abbie Gail Abigale',
  'Charlotte Lottie Charlie',
  'Megan Meghan Meg',
  'Alexandra Alex Lexi Sandra',
  'Jennifer Jenny Jen',
  'Philippa Pippa Phillipa',
  'James Jim Jimmy Jamie',
  'Thomas Tom Tommy',
  'William Will Bill Billy Liam',
  'Robert Rob Bob Bobby',
  'Michael Mike Mick Micheal',
  'David Dave Davey',
  'Daniel Dan Danny',
  'Matthew Matt Mathew',
  'Andrew Andy Drew',
  'Christopher Chris Kristopher',
  'Stephen Steven Steve Ste',
  'Anthony Tony Antony',
  'Joseph Joe Joey',
  'Benjamin Ben Benji',
  'Samuel Sam Sammy',
  'Joshua Josh',
  'Edward Ted Eddie Ned',
  'Alexander Alex Sandy Xander',
  'Zachary Zak Zack Zachery',
  'Nicholas Nick Nicky Nicolas',
  'Frederick Fred Freddie',
  'Ashley Ashleigh Ash',
  'Aidan Aiden',
  'Connor Conor Conner',
  'Ryan Rian',
  'Niamh Neve Neeve',
  'Seán Shaun Shawn Sean',
  'Siobhán Shivaun Shiv',
  'Ciarán Kieran Keiran',
  'Mohammed Muhammad Mohamed Mohammad Muhammed Md',
  'Muhammad Mohammed Mohamed Mohammad Mo',
  'Mohamed Mohammed Maxamed Muhammad',
  'Aisha Ayesha Aysha Aishah',
  'Fatima Fathima Fatimah',
  'Yusuf Yousef Yousuf Yusef',
  'Hassan Hasan Hassaan',
  'Hussain Hussein Hossain',
  'Zainab Zaynab Zeinab',
  'Khadija Khadijah Khadeeja',
  'Ibrahim Ebrahim Ibraheem',
  'Abdirahman Abdurahman Cabdiraxmaan Abdi',
  'Faduma Fadumo Fatuma',
  'Agnieszka Aga Agnes',
  'Małgorzata Gosia Margaret',
  'Katarzyna Kasia Kate',
  'Aleksandra Ola Alexandra',
  'Krzysztof Krzys Chris Kristof',
  'Łukasz Lucas Lukas',
  'Paweł Pavel Paul',
  'Piotr Peter Pete',
  'Oluwaseun Seun Shay',
  'Temitope Temi Tope',
  'Babatunde Tunde Baba',
  'Folasade Sade Shade',
  'João Joao John',
  'Ștefan Stefan Stephan',
  'Gurpreet Gurprit Preet',
  'Harpreet Harprit Harpreat',
];
const variants = new Map<string, string[]>();
for (const line of families) {
  const [name = '', ...others] = line.split(' ');
  variants.set(name, others);
}

/** How sounds of one name come out in another person's spelling. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/ph/, 'f'],
  [/ck/, 'k'],
  [/ie/, 'ei'],
  [/ee/, 'ea'],
  [/ou/, 'ow'],
  [/ll/, 'l'],
  [/tt/, 't'],
  [/ss/, 's'],
  [/th/, 'tt'],
  [/ey$/, 'y'],
  [/y$/, 'ie'],
  [/er$/, 'ar'],
  [/ch/, 'sh'],
  [/w/, 'v'],
  [/m/, 'n'],
  [/b/, 'p'],
  [/d$/, 't'],
  [/z/, 's'],
  [/k/, 'c'],
  [/u/, 'oo'],
  [/a/, 'e'],
  [/i/, 'y'],
];
const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Accents and special letters as a keyboard without them writes them. */
export function plain(name: string): string {
  return name
    .replace(/[łŁ]/g, (letter) => (letter === 'ł' ? 'l' : 'L'))
    .replace(/’/g, "'")
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** One slip of the hand: a letter left out, doubled, swapped with the next, or the neighbouring key. */
function mistype(name: string, chance: Random): string {
  const at = chance.int(1, Math.max(1, name.length - 2));
  const letter = name.charAt(at);
  switch (chance.int(0, 3)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + letter + name.slice(at);
    case 2:
      return name.slice(0, at) + name.charAt(at + 1) + letter + name.slice(at + 2);
    default: {
      const row = keyboard.find((keys) => keys.includes(letter.toLowerCase())) ?? 'asdf';
      const key = row.charAt((row.indexOf(letter.toLowerCase()) + 1) % row.length);
      return name.slice(0, at) + key + name.slice(at + 1);
    }
  }
}

function mishear(name: string, chance: Random): string {
  const fitting = sounds.filter(([sound]) => sound.test(name));
  if (fitting.length === 0) return mistype(name, chance);
  const [sound, written] = chance.pick(fitting);
  return name.replace(sound, written);
}

/** Repeats an error until it leaves a name that differs in plain letters too. */
function differing(name: string, err: () => string): string {
  for (let tries = 0; tries < 20; tries++) {
    const other = err();
    if (plain(other).toLowerCase() !== plain(name).toLowerCase()) return other;
  }
  return `${name}e`;
}

/** A surname with one error: double-barrelled names lose or swap a part, others are mistyped or misheard. */
export function wrongSurname(name: string, chance: Random): string {
  const parts = name.split('-');
  if (parts.length === 2 && chance.chance(0.7))
    return chance.chance(0.5) ? chance.pick(parts) : parts.toReversed().join('-');
  return differing(name, () => (chance.chance(0.5) ? mistype(name, chance) : mishear(name, chance)));
}

/** Another way of writing or calling a given name. */
export function otherGiven(name: string, chance: Random): string {
  const known = variants.get(name);
  if (known && chance.chance(0.85)) return chance.pick(known);
  return differing(name, () => (chance.chance(0.5) ? mistype(name, chance) : mishear(name, chance)));
}

/** A wrong birth date: day and month swapped, 1 January by default, or a slip in day, month or year. Never after `latest`. */
export function wrongBirthDate(born: Day, latest: Day, chance: Random): Day {
  const text = iso(born);
  const [year = '', month = '', date = ''] = text.split('-');
  for (;;) {
    let other = born;
    const way = chance.next();
    if (way < 0.35 && Number(date) <= 12) other = day(`${year}-${date}-${month}`);
    else if (way < 0.6) other = day(`${year}-01-01`);
    else if (way < 0.8) other = born + chance.pick([-1, 1, -10, 10, 9, -9]);
    else if (way < 0.9) other = born + chance.pick([-30, 31, -31]);
    else other = day(`${Number(year) + chance.pick([-1, 1, -10])}-${month}-${date === '29' ? '28' : date}`);
    if (other !== born && other <= latest) return other;
  }
}

/** A number with one digit wrong. */
export function wrongNumber(number: string, chance: Random): string {
  const at = chance.int(1, number.length - 1);
  const digit = (Number(number.charAt(at)) + chance.int(1, 9)) % 10;
  return number.slice(0, at) + String(digit) + number.slice(at + 1);
}
