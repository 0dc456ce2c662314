export { type Activity, activityOf, wholeFacts } from './activity.ts';
export {
  allocatedAlike,
  bandRules,
  type Cover,
  type FewRecords,
  fewRecords,
  type Involved,
  involvedNow,
  type ManyEvents,
  manyEventsAtOnce,
  timesTold,
  visitsPerWeek,
  workerRules,
} from './bands.ts';
export { catalogue, ofServices } from './catalogue.ts';
export { familiesInNeed } from './counting.ts';
export { factsTold, lookingUp, type Telling } from './deriving.ts';
export {
  type Difference,
  datedWhenTold,
  differenceRules,
  differencesIn,
  type GoodNews,
  goodNewsIn,
  goodNewsRules,
  thingOf,
} from './differences.ts';
export {
  type Disagreement,
  disagree,
  disagreementsOf,
  takeBack,
} from './disagreements.ts';
export { type CatalogueEntry, type Lane, lanes, type Shape, type Tone } from './kinds.ts';
export {
  type LikeBy,
  type LikeCoarse,
  type LikeGroup,
  likeFineness,
  likeGroupOf,
  likeGroups,
  likeGroupsBy,
  likeHelp,
  likeNeed,
  likeParts,
  likeWithin,
  likeYoungest,
} from './likeness.ts';
export {
  type Contradiction,
  type DerivedFact,
  type Detail,
  type Fact,
  type FactSource,
  factRules,
  type OutlinedFact,
  type Part,
} from './model.ts';
export {
  type BandId,
  bands,
  type NeedId,
  type NeedRule,
  needRules,
  needRulesOwner,
  needRulesSince,
  needs,
} from './need-rules.ts';
export { bandOf, type Need, needsOn } from './needs.ts';
export {
  closesOn,
  isOpen,
  type Opening,
  type OpeningRule,
  openingReason,
  openingRules,
} from './openings.ts';
export { outlineOf } from './outline.ts';
export {
  agencyTypeOfPart,
  allocates,
  buildRelations,
  monthsKept,
  relationRules,
  restsOnConsent,
} from './relations.ts';
export { allocationKinds, factKinds, listedParts } from './rules.ts';
export {
  type BuildCounts,
  build,
  chronologyOf,
  countFacts,
  counts,
  countsByKindAndYear,
  countsSince,
  countsWith,
  factsGoingOn,
  factsLately,
  factsOfKinds,
  factsToCount,
  factsTouchedOf,
  getFact,
  kindsWithin,
  knownToGoOn,
  knownUntil,
  lastCoveredDay,
  noSuchFact,
  occasionsSeen,
  openByKind,
  openingsOf,
  openPersons,
  personsBegan,
  personsInvolved,
  personsOfOccasions,
  toldOutline,
} from './service.ts';
export { type Sighting, seeingKinds, sightingsIn } from './sightings.ts';
export type { Counts, KeptFact, KindYear, OpenKind } from './store.ts';
export { kindsOfEvents, type TellingRule, tellingRule, tellingRules } from './telling.ts';
export type { TouchedFact } from './wanted.ts';
export { endWritten, type WrittenAudience, type WrittenFact, writeFacts } from './written.ts';
export { isWritten } from './written-kinds.ts';
