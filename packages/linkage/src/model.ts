/** A row to be told apart or matched. `id` is unique over all records given; absent or blank fields say nothing. */
export type LinkRecord = { id: string; source: string; fields: Partial<Record<string, string>> };

/**
 * What a field holds. Dates are ISO days (YYYY-MM-DD); identifiers are compared without spaces and in upper case.
 * `text` is any other value worth comparing, such as an email address or a town.
 */
export type FieldKind =
  | 'given-name'
  | 'surname'
  | 'date'
  | 'sex'
  | 'postcode'
  | 'street'
  | 'identifier'
  | 'text';

/** An identifier with a check digit: values that fail the check count as not stated. */
export type CheckedIdentifier = { kind: 'identifier'; check: 'nhs-number' | 'upn' };

export type LinkOptions = {
  /** Field name to kind. At most twelve. The name, with underscores as spaces, is what reasons call the field: 'NHS number'. */
  fields: Record<string, FieldKind | CheckedIdentifier>;
  /** `dedupe` compares all records; `link` only records of different sources. */
  mode: 'dedupe' | 'link';
  /**
   * Share of linked pairs that should be right, by the model's own reckoning. Default 0.99. Besides, no pair less
   * probable than 0.95 (or than this, when it is less) is linked.
   */
  precision?: number;
  /** Sources in which each record is somebody else: two of their records never share a cluster. */
  neverDuplicates?: readonly string[];
  /** Pairs of ids that somebody has decided are different people: never compared, and never in one cluster. */
  keepApart?: readonly (readonly [string, string])[];
  /** Pairs less probable than this are left out of `pairs`. Default 0.5. */
  pairsFrom?: number;
};

/** How one field of a pair compares: its level, its weight in bits, and the same in plain words. */
export type PairLevel = { field: string; level: string; weight: number; words: string };

export type Pair = {
  /** `left` < `right` by source, then id. */
  left: string;
  right: string;
  /** Evidence in bits: the sum of the levels' weights. The prior is not in it. */
  weight: number;
  probability: number;
  levels: PairLevel[];
  /** True when both records are in one cluster and this pair says so by itself. */
  linked: boolean;
  /** Why a pair with enough weight is kept apart all the same; null when it is not. */
  held: string | null;
};

/** One level of a field as learnt: chances among matching (m) and among other pairs (u), and log2(m/u). */
export type LearntLevel = { level: string; m: number; u: number; weight: number };

/** What was chosen and learnt. */
export type Model = {
  records: number;
  /** Number of different people that the records seem to be about. */
  people: number;
  /** Chance that two records drawn at random are one person. */
  prior: number;
  /** Probability from which a pair is linked, and the precision that the model expects of the pairs above it. */
  threshold: number;
  expectedPrecision: number;
  fields: { field: string; kind: FieldKind; levels: LearntLevel[] }[];
  /** Ways in which candidate pairs were found, how many each found, and how many blocks were too big to use. */
  rules: { rule: string; pairs: number; blocksLeftOut: number }[];
};

export type Result = {
  pairs: Pair[];
  /** Every record is in exactly one cluster. Sorted within and between. */
  clusters: string[][];
  model: Model;
};
