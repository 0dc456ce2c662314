export { type Audience, audienceWords, mayRead, type Statement } from './model.ts';
export { build, likesToBeCalled, statementsOf } from './service.ts';
