export {
  AgreementJson,
  Asked as AgreementAsked,
  agreedTo,
  agreement as agreementById,
  agreementsOf,
  EffectJson,
  Ending as AgreementEnding,
  effectInWords,
  end as endByHand,
  endedIt,
  foreseeAgreement,
  foreseeEnd,
  jsonOfAgreement,
  makeAgreement,
  namesHere as agencyNames,
  tierNames,
  whatItLets,
} from './agreeing/index.ts';
export {
  type Agreement,
  agree,
  agreements,
  endAgreement,
  ensureAgreements,
  ensureKinds,
  type KindOfFact,
  kindsBesideEvents,
} from './agreements.ts';
export * from './audit/index.ts';
export { goesOnInWords, type Ties, tiesInWords, tiesTo } from './because.ts';
export * from './decisions/index.ts';
export * from './duties/index.ts';
export { madeUpStaff } from './made-up-staff.ts';
export { Agency, AgencyType, Area, discreetTypes, Marking } from './model.ts';
export { numberRules } from './numbers.ts';
export {
  agenciesNaming,
  breakGlass,
  type Grant,
  grants,
  openForPurpose,
  openingLimits,
  tryToOpen,
} from './openings/index.ts';
export { NotNamed } from './pages.tsx';
export {
  type Answer,
  type ChildsHelp,
  type Consent,
  consentStands,
  consentsOf,
  foreseeDeclining,
  foreseeForChildren,
  mayRecordConsent,
  recordConsent,
  turnedDown,
  type VoluntaryService,
  voluntaryServices,
  withdrawConsent,
} from './persons/consents.ts';
export { type Desk, desks, setDesk, type ToAsk, toAsk } from './persons/desks.ts';
export { followNumbers, type Move } from './persons/following.ts';
export {
  copiesOf,
  endProtection,
  foreseeProtection,
  keptBack,
  type LosingSight,
  mayProtect,
  nameForProtection,
  type Protecting,
  type Protection,
  protectionsOf,
  protectPerson,
} from './persons/protections.ts';
export { deskRoutes } from './persons/routes.tsx';
export {
  decideTelling,
  type Telling,
  type TellingDecision,
  tellingOf,
  tellingWords,
} from './persons/telling.ts';
export { type Asked, type InForce, inForceOn, reachOf, type Share, type Tie, tiesTold } from './reach.ts';
export {
  ensureWorkers,
  knownFromBefore,
  type Post,
  type Relation,
  relationsTo,
  replacePosts,
  replaceRelations,
  sealedPersons,
  sealPerson,
  seals,
  unsealPerson,
  type Via,
  type Worker,
  workedWith,
  workerNames,
  workersByIds,
  workersOn,
} from './relations.ts';
export {
  type Condition,
  conditionWords,
  mayHavePurpose,
  maySeeSpending,
  type Purpose,
  roles,
  seesNumbersOnly,
  type Tier,
  tiers,
  type WorkRole,
} from './roles.ts';
export { routes } from './routes.tsx';
export {
  agencies,
  countsActor,
  ensureAgencies,
  ensureArea,
  findArea,
  getArea,
  notNamed,
  operatorPrefix,
  seesOwnPlan,
  settleSight,
  systemActor,
} from './service.ts';
export { type Noted, siteForThemselves, type Visit, visits } from './visit.ts';
