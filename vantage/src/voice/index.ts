export { type Audience, audienceWords, mannerInWords, mayRead, type Statement } from './model.ts';
export { answerWords, Saying, sayHere } from './recording.ts';
export { routes } from './routes.tsx';
export { build, namesChosen, personsWhoChose, readableVersions, type Voice, voiceOf } from './service.ts';
