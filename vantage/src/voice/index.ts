export { type Audience, audienceWords, mayRead, type Statement } from './model.ts';
export { build, likesToBeCalled, statementsOf, unreadRecords } from './service.ts';
