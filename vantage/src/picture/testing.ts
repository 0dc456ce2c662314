export { keysOf, wordsOf } from './names.ts';
