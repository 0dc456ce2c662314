export { type AreaOptions, makeArea, type Size, sizes } from './area.ts';
