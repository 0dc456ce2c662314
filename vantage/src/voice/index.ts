export { type Audience, audienceWords, mayRead, type Statement } from './model.ts';
export { build, mayReadRecord, type Voice, voiceOf } from './service.ts';
