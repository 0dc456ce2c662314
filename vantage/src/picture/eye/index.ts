export { eyeRules } from './model.ts';
export { eyeRoutes } from './routes.tsx';
export { AgencyEye } from './shape.ts';
