export {
  addressKey,
  type FamilyPerson,
  familyName,
  familyRules,
  type Member,
  noSurname,
  openingParts,
  type Part,
  type RelationshipKind,
} from './model.ts';
export {
  type BuildCounts,
  build,
  coMembersOn,
  countFamilies,
  counts,
  type Family,
  familiesCalled,
  familiesOf,
  getFamily,
  guardiansOn,
  type Home,
  membersOfFamilies,
  relationshipsOf,
  residencesOf,
} from './service.ts';
export type { Counts, FamilyOf, KeptMembership, KeptRelationship, KeptResidence } from './store.ts';
