export { siblingRules } from './model.ts';
export { siblingRoutes } from './routes.tsx';
export { SiblingView } from './shape.ts';
