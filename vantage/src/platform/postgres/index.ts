export { type Check, examineFolder } from './examine.ts';
export { makeScratchFolder, removeDataFolder } from './place.ts';
