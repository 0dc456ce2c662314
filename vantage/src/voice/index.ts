export { type Account, readersInWords, readsAccounts } from './account/model.ts';
export { accountsNow, endAccount } from './account/service.ts';
export {
  type Audience,
  audienceWords,
  type FamilyWords,
  mannerInWords,
  mayRead,
  type Statement,
} from './model.ts';
export { answerWords, audienceChoices, Saying, sayHere } from './recording.ts';
export { routes } from './routes.tsx';
export {
  build,
  namesChosen,
  personsWhoChose,
  readableVersions,
  type Voice,
  voiceOf,
  wordsForFamily,
} from './service.ts';
export {
  Drawing,
  Redrawing,
  type Strength,
  strengths,
  TakingBack,
  type Tie,
  type TieKind,
  tieKindNames,
  tieKinds,
  type Way,
  ways,
} from './ties/model.ts';
export {
  drawTie,
  redrawTie,
  takeOwnTieBack,
  takeTieBack,
  tiesOf,
  tiesSaidBy,
  tiesWithHistory,
} from './ties/service.ts';
