/** For tests of other rooms: what is charged over any facts. */
export { chargesOf } from './model.ts';
