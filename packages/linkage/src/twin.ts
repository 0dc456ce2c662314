import { bytes, jaroWinkler, levenshtein, withinOneEdit } from './similarity.ts';

/*
 * What is done to values and asked of them is said once, here, in two tongues: SQL for many records at a time and
 * TypeScript for one. `twin.test.ts` holds the two equal.
 */

/** Text to text. An empty text stands for "says nothing". */
export type Step = { sql(x: string): string; js(x: string): string };

/** A prepared value: its text, its features by name, and how many records hold it. */
export type Value = {
  readonly text: string;
  readonly held: number;
  readonly features: Readonly<Record<string, string>>;
};

/** A question about two values, the same whichever comes first. In SQL `a` and `b` begin the
 * names of their columns: a_text, a_held, a_first… */
export type Test = { sql(a: string, b: string): string; js(a: Value, b: Value): boolean };

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** One step after another. */
export const steps = (...all: Step[]): Step => ({
  sql: (x) => all.reduce((inner, step) => step.sql(inner), x),
  js: (x) => all.reduce((inner, step) => step.js(inner), x),
});

export const lower: Step = { sql: (x) => `lower(${x})`, js: (x) => x.toLowerCase() };
export const upper: Step = { sql: (x) => `upper(${x})`, js: (x) => x.toUpperCase() };
export const trim: Step = { sql: (x) => `trim(${x}, ' ')`, js: (x) => x.replace(/^ +| +$/g, '') };

/** Every `from` becomes `to`, from left to right. */
export const replace = (from: string, to: string): Step => ({
  sql: (x) => `replace(${x}, ${quote(from)}, ${quote(to)})`,
  js: (x) => x.replaceAll(from, to),
});

/** Each character of `from` becomes the one at its place in `to`, or vanishes when `to` is shorter. */
export const translate = (from: string, to: string): Step => {
  const targets = [...to];
  const table = new Map([...from].map((letter, i) => [letter, targets[i] ?? '']));
  return {
    sql: (x) => `translate(${x}, ${quote(from)}, ${quote(to)})`,
    js: (x) => [...x].map((letter) => table.get(letter) ?? letter).join(''),
  };
};

/** Every match of a pattern that both engines read alike (no look-around, no reference back). `to` may use \1. */
export const substitute = (pattern: string, to: string): Step => {
  const [every, by] = [new RegExp(pattern, 'gu'), to.replace(/\\(\d)/g, '$$$1')];
  return {
    sql: (x) => `regexp_replace(${x}, ${quote(pattern)}, ${quote(to)}, 'g')`,
    js: (x) => x.replace(every, by),
  };
};

/** One step for texts of ASCII alone, another for all others, where the long way is dear and most texts are plain. */
export const whenPlain = (plain: Step, other: Step): Step => ({
  sql: (x) => `CASE WHEN strlen(${x}) = length(${x}) THEN ${plain.sql(x)} ELSE ${other.sql(x)} END`,
  js: (x) => (Buffer.byteLength(x) === [...x].length ? plain.js(x) : other.js(x)),
});

/** A step for texts that contain a part, without which it changes nothing; that is cheaper to ask than a pattern is to try. */
export const whenContains = (part: string, step: Step): Step => ({
  sql: (x) => `CASE WHEN contains(${x}, ${quote(part)}) THEN ${step.sql(x)} ELSE ${x} END`,
  js: (x) => (x.includes(part) ? step.js(x) : x),
});

/** The first `n` characters. */
export const first = (n: number): Step => ({
  sql: (x) => `left(${x}, ${n})`,
  js: (x) => [...x].slice(0, n).join(''),
});

/** The last `n` characters. */
export const last = (n: number): Step => ({
  sql: (x) => `right(${x}, ${n})`,
  js: (x) => [...x].slice(-n).join(''),
});

/** Nothing when the text is one character over and over, else the text. */
export const unlessRepeated: Step = {
  sql: (x) => `CASE WHEN strlen(${x}) > 1 AND replace(${x}, left(${x}, 1), '') = '' THEN '' ELSE ${x} END`,
  js: (x) => (x.length > 1 && x.replaceAll([...x][0] ?? '', '') === '' ? '' : x),
};

/** The part of that number, from 1, between single spaces; from the end when negative. Empty where there is none. */
export const part = (n: number): Step => ({
  sql: (x) => `split_part(${x}, ' ', ${n})`,
  js: (x) => x.split(' ').at(n > 0 ? n - 1 : n) ?? '',
});

/** The text when it matches, else nothing. */
export const only = (pattern: string): Step => {
  const wanted = new RegExp(pattern, 'u');
  return {
    sql: (x) => `CASE WHEN regexp_matches(${x}, ${quote(pattern)}) THEN ${x} ELSE '' END`,
    js: (x) => (wanted.test(x) ? x : ''),
  };
};

/** Nothing when the text matches, else the text. */
export const unless = (pattern: string): Step => {
  const unwanted = new RegExp(pattern, 'u');
  return {
    sql: (x) => `CASE WHEN regexp_matches(${x}, ${quote(pattern)}) THEN '' ELSE ${x} END`,
    js: (x) => (unwanted.test(x) ? '' : x),
  };
};

/** Nothing when `of` the text is one of the words, else the text. */
export const unlessOneOf = (words: ReadonlySet<string>, of: Step = steps()): Step => ({
  sql: (x) => `CASE WHEN ${of.sql(x)} IN (${[...words].map(quote).join(', ')}) THEN '' ELSE ${x} END`,
  js: (x) => (words.has(of.js(x)) ? '' : x),
});

/** Several steps' results, put together. */
export const join = (separator: string, ...all: Step[]): Step => ({
  sql: (x) => `(${all.map((step) => step.sql(x)).join(` || ${quote(separator)} || `)})`,
  js: (x) => all.map((step) => step.js(x)).join(separator),
});

/** The first step's result, or the second's where the first says nothing. */
export const or = (one: Step, other: Step): Step => ({
  sql: (x) => `coalesce(nullif(${one.sql(x)}, ''), ${other.sql(x)})`,
  js: (x) => one.js(x) || other.js(x),
});

/** What a table says of the text, or nothing. */
export const lookup = (table: ReadonlyMap<string, string>): Step => ({
  sql: (x) => {
    const entries = [...table].map(([key, value]) => `${quote(key)}: ${quote(value)}`);
    return `coalesce(MAP {${entries.join(', ')}}[${x}], '')`;
  },
  js: (x) => table.get(x) ?? '',
});

/** The space-separated parts in the order of their letters. */
export const sortedParts: Step = {
  sql: (x) => `array_to_string(list_sort(string_split(${x}, ' ')), ' ')`,
  js: (x) => x.split(' ').sort(compareBytes).join(' '),
};

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const column = (side: string, feature: string) => `${side}_${feature}`;
const read = (value: Value, feature: string) =>
  feature === 'text' ? value.text : (value.features[feature] ?? '');

export const all = (...tests: Test[]): Test => ({
  sql: (a, b) => `(${tests.map((test) => test.sql(a, b)).join(' AND ')})`,
  js: (a, b) => tests.every((test) => test.js(a, b)),
});

export const any = (...tests: Test[]): Test => ({
  sql: (a, b) => `(${tests.map((test) => test.sql(a, b)).join(' OR ')})`,
  js: (a, b) => tests.some((test) => test.js(a, b)),
});

export const not = (test: Test): Test => ({
  sql: (a, b) => `(NOT ${test.sql(a, b)})`,
  js: (a, b) => !test.js(a, b),
});

/** Both say something of the feature, and the same. */
export const same = (feature: string, other = feature): Test => ({
  sql: (a, b) => {
    const agree = (l: string, r: string) =>
      `(${column(l, feature)} <> '' AND ${column(l, feature)} = ${column(r, other)})`;
    return feature === other ? agree(a, b) : `(${agree(a, b)} OR ${agree(b, a)})`;
  },
  js: (a, b) => {
    const agree = (l: Value, r: Value) => read(l, feature) !== '' && read(l, feature) === read(r, other);
    return agree(a, b) || (feature !== other && agree(b, a));
  },
});

/** Both, or with `either` at least one, say something of the feature. */
export const states = (feature: string, either = false): Test => ({
  sql: (a, b) => `(${column(a, feature)} <> '' ${either ? 'OR' : 'AND'} ${column(b, feature)} <> '')`,
  js: (a, b) => {
    const [one, two] = [read(a, feature) !== '', read(b, feature) !== ''];
    return either ? one || two : one && two;
  },
});

/** Name of the column in which the similarity of two rows' texts stands, worked out once. */
export const similarityColumn = (a: string, b: string) => `similarity_${a}_${b}`;

const similaritySql = (a: string, b: string, feature: string) =>
  feature === 'text'
    ? similarityColumn(a, b)
    : `jaro_winkler_similarity(${column(a, feature)}, ${column(b, feature)})`;

/** Jaro–Winkler similarity of the feature is at least `least`. */
export const alike = (least: number, feature = 'text'): Test => ({
  sql: (a, b) => `(${similaritySql(a, b, feature)} >= ${least})`,
  js: (a, b) => jaroWinkler(read(a, feature), read(b, feature)) >= least,
});

/** Least similarity of longer texts for which the dear distances are asked. */
const [leastForOne, leastForTwo] = [0.8, 0.7];

/** Letters that tell texts apart, a bit for each: an edit adds one and takes one away at most, which is cheaper to ask than how many edits there are. */
const telling = [...'acdeghilmnorstuw'];

/** SQL of the telling letters of a column, as bits. */
export const lettersSql = (x: string) =>
  telling.map((letter, i) => `(contains(${x}, ${quote(letter)})::INTEGER << ${i})`).join(' | ');

/** Name of the column in which a row's telling letters stand; there is one where a test asks for it. */
export const lettersColumn = (side: string) => `${side}_letters`;

/** SQL that is true of two texts in which more letters are other ones than so many could be by that many edits. */
const lettersDiffer = (a: string, b: string, feature: string, most: number) =>
  feature === 'text' ? `bit_count(xor(${lettersColumn(a)}, ${lettersColumn(b)})) > ${most}` : 'false';

/**
 * One edit apart, or none. Of texts of one length only a swap of neighbours needs the dearest of the distances. An edit of a
 * short text may leave little in common, so similarity is no guard there. `ofLetters`: the texts are words, so their letters tell much.
 */
export const oneEdit = (feature = 'text', ofLetters = false): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(CASE WHEN strlen(${x}) = strlen(${y}) THEN CASE WHEN ${x} = ${y} THEN true ELSE CASE hamming(${x}, ${y}) WHEN 1 THEN true WHEN 2 THEN damerau_levenshtein(${x}, ${y}) <= 1 ELSE false END END WHEN abs(strlen(${x}) - strlen(${y})) > 1${ofLetters ? ` OR ${lettersDiffer(a, b, feature, 1)}` : ''} THEN false WHEN strlen(${x}) > 3 AND ${similaritySql(a, b, feature)} < ${leastForOne} THEN false ELSE levenshtein(${x}, ${y}) <= 1 END)`;
  },
  js: (a, b) => {
    const [x, y] = [read(a, feature), read(b, feature)];
    if (!withinOneEdit(x, y)) return false;
    const { length } = bytes(x);
    return length === bytes(y).length || length <= 3 || jaroWinkler(x, y) >= leastForOne;
  },
});

/** Two insertions, deletions or replacements apart, or fewer, and not unlike. */
export const twoEdits = (feature = 'text'): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(CASE WHEN abs(strlen(${x}) - strlen(${y})) > 2 OR ${similaritySql(a, b, feature)} < ${leastForTwo} OR ${lettersDiffer(a, b, feature, 4)} THEN false WHEN ${x} = ${y} THEN true WHEN strlen(${x}) = strlen(${y}) THEN CASE WHEN hamming(${x}, ${y}) <= 2 THEN true ELSE levenshtein(${x}, ${y}) <= 2 END ELSE levenshtein(${x}, ${y}) <= 2 END)`;
  },
  js: (a, b) => {
    const [x, y] = [read(a, feature), read(b, feature)];
    return jaroWinkler(x, y) >= leastForTwo && levenshtein(x, y, 2) <= 2;
  },
});

/** Of one length, and other than each other in so many places at most. */
export const placesDiffer = (most: number, feature: string): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(CASE WHEN ${x} = ${y} THEN true WHEN strlen(${x}) <> strlen(${y}) THEN false ELSE hamming(${x}, ${y}) <= ${most} END)`;
  },
  js: (a, b) => {
    const [x, y] = [bytes(read(a, feature)), bytes(read(b, feature))];
    if (x.length !== y.length) return false;
    let differ = 0;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) differ++;
    return differ <= most;
  },
});

/** Both values have at least that many bytes. */
export const longerThan = (least: number, feature = 'text'): Test => ({
  sql: (a, b) => `(least(strlen(${column(a, feature)}), strlen(${column(b, feature)})) > ${least})`,
  js: (a, b) => Math.min(Buffer.byteLength(read(a, feature)), Buffer.byteLength(read(b, feature))) > least,
});

/** A space-separated part of one's feature is a part of the other's. */
export const sharePart = (feature: string): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(${x} <> '' AND ${y} <> '' AND list_has_any(string_split(${x}, ' '), string_split(${y}, ' ')))`;
  },
  js: (a, b) => {
    if (read(a, feature) === '' || read(b, feature) === '') return false;
    const parts = read(b, feature).split(' ');
    return read(a, feature)
      .split(' ')
      .some((each) => parts.includes(each));
  },
});

/** As `sharePart`, of parts that are all as long as `width`: most values have one, and then no list is made. */
export const shareCode = (feature: string, width: number): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(CASE WHEN ${x} = '' OR ${y} = '' THEN false WHEN strlen(${x}) = ${width} THEN contains(${y}, ${x}) WHEN strlen(${y}) = ${width} THEN contains(${x}, ${y}) ELSE list_has_any(string_split(${x}, ' '), string_split(${y}, ' ')) END)`;
  },
  js: sharePart(feature).js,
});

/** Every space-separated part of one's feature is a part of the other's. */
export const partsWithin = (feature: string): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    const within = (one: string, other: string) =>
      `(contains(${one}, split_part(${other}, ' ', 1)) AND list_has_all(string_split(${one}, ' '), string_split(${other}, ' ')))`;
    return `(CASE WHEN ${within(x, y)} THEN true ELSE ${within(y, x)} END)`;
  },
  js: (a, b) => {
    const [x, y] = [read(a, feature).split(' '), read(b, feature).split(' ')];
    return y.every((each) => x.includes(each)) || x.every((each) => y.includes(each));
  },
});

/** One text begins with the other. */
export const beginsWith = (feature = 'text'): Test => ({
  sql: (a, b) => {
    const [x, y] = [column(a, feature), column(b, feature)];
    return `(starts_with(${x}, ${y}) OR starts_with(${y}, ${x}))`;
  },
  js: (a, b) => {
    const [x, y] = [read(a, feature), read(b, feature)];
    return x.startsWith(y) || y.startsWith(x);
  },
});

/** The features, read as whole numbers, are at most `most` apart. */
export const numbersWithin = (most: number, feature: string): Test => ({
  sql: (a, b) => {
    const number = (side: string) => `try_cast(${column(side, feature)} AS INTEGER)`;
    return `coalesce(abs(${number(a)} - ${number(b)}) <= ${most}, false)`;
  },
  js: (a, b) => Math.abs(Number(read(a, feature)) - Number(read(b, feature))) <= most,
});

/** At least one value's feature is this. */
export const eitherIs = (feature: string, value: string): Test => ({
  sql: (a, b) => `(${column(a, feature)} = ${quote(value)} OR ${column(b, feature)} = ${quote(value)})`,
  js: (a, b) => read(a, feature) === value || read(b, feature) === value,
});

/**
 * Each is held by at least `least` records, and neither by more than `times` as many as the other: two names in use,
 * rather than one name and a slip of the pen.
 */
export const bothCommon = (least: number, times: number): Test => ({
  sql: (a, b) =>
    `(least(${a}_held, ${b}_held) >= ${least} AND least(${a}_held, ${b}_held) * ${times} >= greatest(${a}_held, ${b}_held))`,
  js: (a, b) => {
    const [few, many] = a.held < b.held ? [a.held, b.held] : [b.held, a.held];
    return few >= least && few * times >= many;
  },
});
