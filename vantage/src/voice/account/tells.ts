/** What may tell who somebody is, as far as whoever writes may see it. */
export type Known = {
  /** Names of the family and of those who work with it, in whatever form a record gives them. */
  names: readonly string[];
  /** Their homes, as addresses in words, without postcodes. */
  addresses: readonly string[];
  /** Schools, agencies and other organisations. */
  bodies: readonly string[];
};

/** Something that tells who somebody is, as it was written, and what it is. */
export type Tell = { found: string; what: string };

/** Names that are also words of every sentence: they count as names only where they begin with a capital. */
const ordinary = new Set(
  (
    'an as at baby back be best day do go good he home in is it little long man many may me more my new no old on one or said ' +
    'so to unborn up us want we will young'
  ).split(' '),
);
/** What somebody is called in every family tells of none. */
const kin = new Set(
  'mum mummy mam mama mom mother dad daddy father nan nana nanny gran granny grandad grandma grandpa sister brother auntie aunt uncle the and of'.split(
    ' ',
  ),
);

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
/** In this order: what one has found is not looked at by the next. */
const shapes: readonly [string, RegExp][] = [
  ['an email address or a name on a network', /\S*@\S+/gu],
  ['a full date', /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b/gu],
  ['a full date', /\b\d{4}[/.-]\d{1,2}[/.-]\d{1,2}\b/gu],
  [
    'a full date',
    new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)?(?:\\s+of)?\\s+${month}\\b(?:,?\\s+\\d{4}\\b)?`, 'giu'),
  ],
  [
    'a full date',
    new RegExp(`\\b${month}\\s+(?:the\\s+)?\\d{1,2}(?:st|nd|rd|th)?\\b(?:,?\\s+\\d{4}\\b)?`, 'giu'),
  ],
  ['a postcode', /\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/giu],
  ['a telephone number, or another long number', /\+?\d(?:[\s().-]*\d){6,}/gu],
  [
    'a school or another place',
    /\b(?!(?:The|My|Our|Your|Her|His|Their|A|At|In)\s)\p{Lu}[\p{L}’']*(?:\s+\p{Lu}[\p{L}’']*)*\s+(?:School|Academy|College|Primary|Nursery|Surgery|Hospital|Hostel|Refuge)\b/gu,
  ],
];

/**
 * What in the words tells who somebody is: a name of theirs or of those around them in any letters and with any ending of
 * possession, a street of theirs, a school or an agency, and by their shape a postcode, a telephone number, an email
 * address and a day of the year. Each once, in the order in which it stands. A nickname, a name misspelt and what only
 * somebody near would recognise are not found.
 */
export function tellsWho(words: string, { names, addresses, bodies }: Known): Tell[] {
  const found: (Tell & { at: number })[] = [];
  let left = words;
  const take = (at: number, length: number, what: string) => {
    found.push({ at, found: words.slice(at, at + length).trim(), what });
    left = left.slice(0, at) + ' '.repeat(length) + left.slice(at + length);
  };
  for (const [what, shape] of shapes)
    for (const hit of left.matchAll(shape)) take(hit.index, hit[0].length, what);
  for (const [what, phrases] of [
    ['a street of theirs', addresses.flatMap(streetsIn)],
    ['a school or an agency', bodies],
  ] as const)
    for (const phrase of phrases) {
      const shape = phraseOf(phrase);
      if (shape) for (const hit of left.matchAll(shape)) take(hit.index, hit[0].length, what);
    }
  const parts = new Set(names.flatMap(partsOf));
  for (const hit of left.matchAll(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu)) {
    const isNamed = formsOf(hit[0]).some(
      (form) => parts.has(form) && !(ordinary.has(form) && /^\p{Ll}/u.test(hit[0])),
    );
    if (isNamed) take(hit.index, hit[0].length, 'a name');
  }
  const told = Map.groupBy(
    found.sort((a, b) => a.at - b.at),
    (one) => fold(one.found),
  );
  return [...told.values()].flatMap(([first]) => (first ? [{ found: first.found, what: first.what }] : []));
}

/** What was found, in a sentence for whoever wrote it. */
export function tellsInWords(tells: readonly Tell[]): string {
  const said = tells.map(({ found, what }) => `“${found}” (${what})`);
  return `This may tell who they are: ${said.join(', ')}.`;
}

/** Small letters without marks: “Zoë” and “ZOE” are one. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The parts of a name that are looked for. An initial tells nothing. */
function partsOf(name: string): string[] {
  return [name.replace(/['’]/g, ''), name]
    .flatMap((form) => fold(form).split(/[^\p{L}]+/u))
    .filter((part) => part.length > 1 && !kin.has(part));
}

/** How a written word may stand for a name: as it is, and without an ending of possession or a plural. */
function formsOf(word: string): string[] {
  const whole = fold(word).replace(/['’]s?$/, '');
  const plain = whole.replace(/['’]/g, '');
  return [plain, ...whole.split(/['’]/), ...(plain.endsWith('s') ? [plain.slice(0, -1)] : [])];
}

/** The streets of an address: each part of it without numbers, where that is more than one word. */
function streetsIn(address: string): string[] {
  return address
    .split(/[,|\n]/)
    .map((part) =>
      part
        .trim()
        .replace(/^(?:(?:flat|apartment|room|unit)\s+\S+\s*)?(?:\d+\s*\p{L}?(?:\s*-\s*\d+)?\s+)?/iu, ''),
    )
    .filter((part) => /\p{L}\s+\p{L}/u.test(part));
}

/** Finds a phrase whole, in whatever letters, with any spaces and either apostrophe; undefined where it holds no letter. */
function phraseOf(phrase: string): RegExp | undefined {
  const words = phrase
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word));
  if (words.length === 0) return undefined;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]?"));
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped.join('\\s+')}(?![\\p{L}\\p{N}])`, 'giu');
}
