/**
 * What people type where a value is not known: such a value counts as not stated, so two records that both say 'Baby'
 * or 'No fixed abode' do not agree on anything. All words are folded (lower case, marks as spaces). Each list is
 * for one kind of field; `anywhere` is for every kind. A person truly called by one of these words is found by the
 * other fields, or by an identifier.
 */
const words = (lines: string): ReadonlySet<string> =>
  new Set(
    lines
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );

const anywhere = words(`
  unknown, unkown, unknow, unk, not known, notknown, n k, nk, not stated, not given, not provided,
  not recorded, not applicable, not available, not disclosed, not specified, n a, na, none, none given, nil, null,
  undefined, blank, empty, missing, tbc, tba, tbd, to be confirmed, to be advised, withheld, name withheld, refused,
  declined, redacted, confidential, anonymous, anon, no name, noname, no data, dont know, not yet known, test
`);

/** Given names that are none, whatever follows: Baby Girl, Unborn Trewhella, Twin 1, Unknown Male. */
const givenFirst = words(`
  baby, babe, bby, babygirl, babyboy, unborn, unnamed, newborn, neonate, infant, foetus, fetus, embryo, twin, twins,
  triplet, unknown, unkown, unk, child, male, female, boy, girl, stillborn, bump
`);

/** Given names that are none when nothing else is given. */
const givenWhole = words(`
  new born, un born, un named, not named, not yet named, yet to be named, to be named, expected, bub, b o, forename, first name,
  given name, name, m, f, man, woman, person, adult, son, daughter, mother, mum, father, dad, parent, sibling, brother,
  sister, partner, mr, mrs, miss, ms, master, dr, client, patient, pupil, subject
`);

const surnames = words('unborn, unnamed, surname, last name, family name, name');

/** An address that begins so is none: No fixed abode, Ashmere. */
const streetStart =
  /^(of )?(no (fixed|permanent|current|known) (abode|address|residence|home)|nfa|no address|address (is )?(unknown|not|withheld|confidential|refused|protected)|unknown|not known|not stated|homeless|rough sleep(er|ing)|sleeping rough|of no fixed)\b/;
const streets = words(
  'address, as above, same as above, same address, see above, abroad, overseas, c o, sofa surfing, various',
);

const days = words(`
  1900-01-01, 1901-01-01, 1800-01-01, 1753-01-01, 1899-12-30, 1899-12-31, 2099-12-31, 1234-05-06
`);
const years = words('0000, 0001, 1111, 2999, 9999');

/** Nothing but the letter x, or no letter at all: xx, 0, 999. */
const noName = (folded: string) => /^[x ]+$/.test(folded) || !/\p{L}/u.test(folded);

export function isGivenPlaceholder(folded: string): boolean {
  const [first = '', second] = folded.split(' ');
  return (
    noName(folded) ||
    anywhere.has(folded) ||
    givenWhole.has(folded) ||
    givenFirst.has(first.replace(/\d+$/, '')) ||
    (second === 'of' && givenWhole.has(first))
  );
}

export function isSurnamePlaceholder(folded: string): boolean {
  return noName(folded) || anywhere.has(folded) || surnames.has(folded) || folded.startsWith('unknown ');
}

/** `day` is an ISO day. */
export function isDatePlaceholder(day: string): boolean {
  return days.has(day) || years.has(day.slice(0, 4));
}

export function isStreetPlaceholder(folded: string): boolean {
  return /^[x ]+$/.test(folded) || anywhere.has(folded) || streets.has(folded) || streetStart.test(folded);
}

/** `compact` is in upper case without spaces. ZZ99 stands for no fixed abode and the like in the NHS's own tables. */
export function isPostcodePlaceholder(compact: string): boolean {
  return /^(ZZ99|(.)\2*$)/.test(compact) || anywhere.has(compact.toLowerCase()) || compact === 'NFA';
}

/** One digit over and over, or the digits in order: these pass the check of an NHS number or a pupil number. */
export function isIdentifierPlaceholder(compact: string): boolean {
  return (
    /^[A-Z]?(0+|(\d)\2{5,})$/.test(compact) ||
    /^(X{2,}|[A-Z]?0?123456789(012|0)?)$/.test(compact) ||
    anywhere.has(compact.toLowerCase())
  );
}

export function isTextPlaceholder(folded: string): boolean {
  return /^x+$/.test(folded) || anywhere.has(folded);
}
