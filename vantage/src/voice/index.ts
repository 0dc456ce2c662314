export { type Audience, audienceWords, mayRead, type Statement } from './model.ts';
export { build, namesChosen, readableVersions, type Voice, voiceOf } from './service.ts';
