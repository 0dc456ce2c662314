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
export { madeUpStaff } from './made-up-staff.ts';
export { Agency, AgencyType, Area, Marking } from './model.ts';
export {
  breakGlass,
  breakGlassMinutes,
  ensureWorkers,
  type Grant,
  grants,
  type Post,
  type Relation,
  relationsTo,
  replacePosts,
  replaceRelations,
  reviewGrant,
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
