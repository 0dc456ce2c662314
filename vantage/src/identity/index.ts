export type { Detail, DetailKind, Link, Person, Reason } from './model.ts';
export { type Resolved, type ResolveOptions, resolve } from './resolve.ts';
export { ruleInWords } from './rules.ts';
export {
  countPersons,
  counts,
  currentLinks,
  type Decision,
  type LinkedRecord,
  linkedRecords,
  linksOfPerson,
  type PersonLink,
  personsByIds,
  personsOfRecords,
  restore,
  unlink,
} from './service.ts';
export { reasonsInWords } from './telling.ts';
