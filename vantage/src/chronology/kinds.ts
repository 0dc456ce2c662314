/**
 * The one catalogue of events and involvements. It is data, reviewed like code: a fact's `kind` is a code from here,
 * and a code once used keeps its meaning.
 */

export type Shape = 'event' | 'involvement';
export type Tone = 'crisis' | 'neutral' | 'good';
export type Lane = keyof typeof lanes;

export type CatalogueEntry = {
  code: string;
  /** What the page says, in plain words. */
  label: string;
  shape: Shape;
  service: string;
  /** Under which agreements share it, where not its service's. */
  subject?: string;
  serviceLabel: string;
  /** Type of the agency whose work or concern this is (which may not be the agency that told of it). */
  agencyType: string;
  tone: Tone;
  /** Row of the time axis. */
  lane: Lane;
  /** True for visits, reviews and meetings: what somebody has to be in for. */
  visit?: true;
  /** Keys in the list of unit costs. Without one nothing is counted as spent. */
  costs?: readonly string[];
  /** Where the national returns hold it: table, module or code. */
  returns?: string;
};

/** Rows of the time axis, in the order in which they are drawn: the family's own first. */
export const lanes = {
  family: 'Family and friends',
  written: 'Written here',
  'social-care': 'Social care',
  school: 'School',
  health: 'Health',
  police: 'Police',
  housing: 'Housing',
  'youth-justice': 'Youth justice',
  charity: 'Charity',
} as const;

export type Kind = Pick<CatalogueEntry, 'code' | 'label' | 'shape'> &
  Partial<Pick<CatalogueEntry, 'tone' | 'visit' | 'costs' | 'returns' | 'subject'>>;

/** Entries of one service. A code's tone is neutral unless it says otherwise. */
export function of(
  service: Pick<CatalogueEntry, 'service' | 'serviceLabel' | 'agencyType' | 'lane'>,
  kinds: readonly Kind[],
): CatalogueEntry[] {
  return kinds.map((kind) => ({ tone: 'neutral', ...service, ...kind }));
}
