export { type Account, readersInWords, readsAccounts } from './account/model.ts';
export { accountsNow, endAccount } from './account/service.ts';
export { type Audience, audienceWords, mannerInWords, mayRead, type Statement } from './model.ts';
export { answerWords, Saying, sayHere } from './recording.ts';
export { routes } from './routes.tsx';
export { build, namesChosen, readableVersions, type Voice, voiceOf } from './service.ts';
