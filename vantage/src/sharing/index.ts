export {
  type Agreement,
  agree,
  agreements,
  endAgreement,
  ensureAgreements,
  ensureKinds,
  kindsBesideEvents,
} from './agreements.ts';
export * from './audit/index.ts';
export { type Ties, tiesInWords, tiesTo } from './because.ts';
export * from './decisions/index.ts';
export { madeUpStaff } from './made-up-staff.ts';
export { Agency, AgencyType, Area, discreetTypes, Marking } from './model.ts';
export { breakGlass, type Grant, grants, openingLimits, tryToOpen } from './openings/index.ts';
export {
  ensureWorkers,
  type Post,
  type Relation,
  relationsTo,
  replacePosts,
  replaceRelations,
  sealedPersons,
  sealPerson,
  seals,
  unsealPerson,
  type Worker,
  workerNames,
  workersByIds,
  workersOn,
} from './relations.ts';
export {
  type Condition,
  conditionWords,
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
  systemActor,
} from './service.ts';
export { type Noted, type Visit, visits } from './visit.ts';
