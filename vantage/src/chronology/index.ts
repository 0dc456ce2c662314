export {
  bandRules,
  type Cover,
  type FewRecords,
  fewRecords,
  type Involved,
  involvedNow,
  type ManyEvents,
  manyEventsAtOnce,
  visitsPerWeek,
} from './bands.ts';
export { type CatalogueEntry, catalogue, type Lane, lanes, type Shape, type Tone } from './catalogue.ts';
export {
  type Contradiction,
  type Detail,
  type Fact,
  type FactSource,
  factRules,
  type Part,
} from './model.ts';
export {
  closesOn,
  isOpen,
  type Opening,
  type OpeningRule,
  openingReason,
  openingRules,
} from './openings.ts';
export { buildRelations, relationRules } from './relations.ts';
export {
  type BuildCounts,
  build,
  chronologyOf,
  counts,
  countsByKindAndYear,
  factsOfKinds,
  getFact,
  knownToGoOn,
  knownUntil,
  lastCoveredDay,
  noSuchFact,
  openByKind,
  openingsOf,
  openPersons,
  outlineOf,
  personsBegan,
  personsInvolved,
} from './service.ts';
export type { Counts, KeptFact, KindYear, OpenKind } from './store.ts';
export { kindsOfEvents, type TellingRule, tellingRule, tellingRules } from './telling.ts';
