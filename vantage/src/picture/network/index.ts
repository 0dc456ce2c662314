export { networkRules } from './model.ts';
export { networkRoutes } from './routes.tsx';
export { NetworkMap } from './shape.ts';
