export { resolveAgain } from './again.ts';
export type { Detail, DetailKind, Link, Person, Reason } from './model.ts';
export { type Resolved, type ResolveOptions, resolve } from './resolve.ts';
export {
  Decision,
  Decisions,
  Makeup,
  notAllDecisions,
  Queue,
  reviewers,
  Verdict,
  verdictWords,
} from './review/model.ts';
export { routes } from './review/routes.tsx';
export { openToReview } from './review/run.ts';
export {
  decide,
  decisions,
  getDecision,
  makeupOf,
  numbersSaid,
  pairsInDoubt,
  queue,
  reviewsPerson,
  split,
  takeBack,
} from './review/service.ts';
export { decisionsPrint } from './review/store.ts';
export { ruleInWords } from './rules.ts';
export {
  addressesTold,
  changeInPersons,
  contentsAbout,
  countPersons,
  counts,
  currentLinks,
  type LinkedRecord,
  linkedRecords,
  linksOfPerson,
  numbersOfPersons,
  type PersonLink,
  personsByIds,
  personsInShort,
  personsOfRecord,
  personsOfRecords,
  type RecordAbout,
  recordsAbout,
  recordsLinkedTo,
  recordsOfPersons,
  versionsAbout,
} from './service.ts';
export type { ResolvedAgain } from './stated.ts';
export { reasonsInWords } from './telling.ts';
