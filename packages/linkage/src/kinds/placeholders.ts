/*
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

export const anywhere = words(`
  unknown, unkown, unknow, unk, not known, notknown, n k, nk, not stated, not given, not provided,
  not recorded, not applicable, not available, not disclosed, not specified, n a, na, none, none given, nil, null,
  undefined, blank, empty, missing, tbc, tba, tbd, to be confirmed, to be advised, withheld, name withheld, refused,
  declined, redacted, confidential, anonymous, anon, no name, noname, no data, dont know, not yet known, test
`);

/** Given names that are none, whatever follows: Baby Girl, Unborn Trewhella, Twin 1, Unknown Male. */
export const givenFirst = words(`
  baby, babe, bby, babygirl, babyboy, unborn, unnamed, newborn, neonate, infant, foetus, fetus, embryo, twin, twins,
  triplet, unknown, unkown, unk, child, male, female, boy, girl, stillborn, bump
`);

/** Given names that are none when nothing else is given. */
export const givenWhole = words(`
  new born, un born, un named, not named, not yet named, yet to be named, to be named, expected, bub, b o, forename, first name,
  given name, name, man, woman, person, adult, son, daughter, mother, mum, father, dad, parent, sibling, brother,
  sister, partner, client, patient, pupil, subject, mr, mrs, miss, ms, mx, master, dr, doctor, prof, professor, rev,
  reverend, sir, dame, lady, lord, hon, rt, rt hon, the, captain, capt, major, colonel, col, general, major general,
  lieutenant, lt, admiral, baron, baroness, viscount, earl, duke, countess, sheikh, madam
`);

/** Given names that are none when `of` follows: son of, mother of. */
export const givenOf = '^(son|daughter|mother|mum|father|dad|parent|sibling|brother|sister|partner) of\\b';

export const surnames = words('unborn, unnamed, surname, last name, family name, name');

/** An address that begins so is none: No fixed abode, Ashmere. */
export const streetStart =
  '^(of )?(no (fixed|permanent|current|known) (abode|address|residence|home)|nfa|no address|address (is )?(unknown|not|withheld|confidential|refused|protected)|unknown|not known|not stated|homeless|rough sleep(er|ing)|sleeping rough|of no fixed)\\b';

export const streets = words(
  'address, as above, same as above, same address, see above, abroad, overseas, c o, sofa surfing, various',
);

export const days = words(`
  1900-01-01, 1901-01-01, 1800-01-01, 1753-01-01, 1899-12-30, 1899-12-31, 2099-12-31, 1234-05-06
`);

export const years = words('0000, 0001, 1111, 2999, 9999');

/** Nothing but the letter x, or no letter at all: xx, 0, 999. */
export const noName = '^([x ]+|[^\\p{L}]*)$';

/** ZZ99 stands for no fixed abode and the like in the NHS's own tables. */
export const postcodeStart = '^(ZZ99|NFA$)';

/** The digits in order: they pass the check of an NHS number. */
export const inOrder = '^([A-Z]?0+|X{2,}|[A-Z]?0?123456789(012|0)?)$';
