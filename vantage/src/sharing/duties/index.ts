/** Duties in law about sharing, each with the day from which it counts in the area. */
export { boundTypes, type Duty, type DutyId, duties, dutyIds, Switching } from './model.ts';
export { dutyRoutes } from './routes.tsx';
export { basisOn, counts as dutyCounts, dutiesHere, switchDuty } from './service.ts';
