/** Families opened for a time to somebody without a relation to them. */
export { type Grant, openingLimits } from './model.ts';
export { openingRoutes } from './routes.tsx';
export { agenciesNaming, breakGlass, grants, openForPurpose, tryToOpen } from './service.ts';
