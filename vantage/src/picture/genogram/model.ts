/** What a genogram shows, before anything has a place: people, partnerships, and who is whose child in which way. */

/** Female a circle, male a square, anything else and what nobody recorded a diamond. */
export type Sex = 'female' | 'male' | 'other';

export type Someone = {
  id: string;
  /** `person`, `unborn` (a triangle), or `not-recorded`: the other parent of a child, of whom no record tells. */
  shape: 'person' | 'unborn' | 'not-recorded';
  sex: Sex;
  /** For whom the family is made: a double border. */
  index: boolean;
  /** A cross through the symbol. */
  dead: boolean;
  /** Born after the day that is shown: a pale symbol. */
  later: boolean;
  /** In the symbol: an age. */
  inside: string;
  /** Beneath the symbol: the name, then room for what is said of the day, then relations without a line. */
  name: string;
  lines: readonly string[];
};

export type Partnership = {
  between: readonly [string, string];
  /** `parents`: they have a child together, and nothing says that they were partners. */
  kind: 'partners' | 'parents';
  /** A stroke through the line. */
  ended: boolean;
  /** It begins after the day that is shown: no line of partners, whatever children they have. */
  later: boolean;
  /** Above the line, such as "2008–10": what was known by the day that is shown. */
  words: string;
  /** The longest that these words are on any day, for which room is kept. */
  room?: string;
};

export type BondKind = 'birth' | 'cared-for' | 'kin';

/** A child of one or two people. `cared-for`: brought up by them; `kin`: a grandchild through nobody who is named. */
export type Bond = {
  child: string;
  parents: readonly string[];
  kind: BondKind;
  /** It begins after the day that is shown: room is kept, and no line is drawn. */
  later?: true;
};

export type Kindred = {
  people: readonly Someone[];
  partnerships: readonly Partnership[];
  bonds: readonly Bond[];
  /** Brothers and sisters of whom it is said without their parents. */
  siblings: readonly (readonly [string, string])[];
  /** Children of one birth. */
  twins: readonly (readonly string[])[];
};

/** How a pair is called whichever of the two stands first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
