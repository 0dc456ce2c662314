export { Agency, AgencyType, Area, Marking } from './model.ts';
export { agencies, ensureAgencies, ensureArea, findArea, getArea, systemActor } from './service.ts';
