export { type Audience, audienceWords, mayRead, type Statement } from './model.ts';
export { build, unreadRecords, type Voice, voiceOf } from './service.ts';
