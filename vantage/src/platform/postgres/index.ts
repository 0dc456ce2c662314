export { type Check, examineFolder } from './examine.ts';
