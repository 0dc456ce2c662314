export { genogramRules } from './kin.ts';
export { genogramRoutes } from './routes.tsx';
export { Genogram } from './shape.ts';
