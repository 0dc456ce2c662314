export type { Detail, DetailKind, Link, Person, Reason } from './model.ts';
export { type Resolved, type ResolveOptions, resolve } from './resolve.ts';
export { Decision, Decisions, Makeup, Queue, reviewers, Verdict, verdictWords } from './review/model.ts';
export { routes } from './review/routes.tsx';
export { openToReview } from './review/run.ts';
export {
  decide,
  decisions,
  getDecision,
  makeupOf,
  queue,
  reviewsPerson,
  split,
  takeBack,
} from './review/service.ts';
export { ruleInWords } from './rules.ts';
export {
  countPersons,
  counts,
  currentLinks,
  type LinkedRecord,
  linkedRecords,
  linksOfPerson,
  type PersonLink,
  personsByIds,
  personsOfRecords,
} from './service.ts';
export { reasonsInWords } from './telling.ts';
