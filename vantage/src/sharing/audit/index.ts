/** The audit: who did what, sealed so that it cannot be changed unseen. */
export { Fault, Verification } from './findings.ts';
export { type Head, headsFile } from './heads.ts';
export type { FamilyNames } from './looking.ts';
export { Action, type Entry, type KeptEntry, lookingRules, type RouteWords } from './model.ts';
export { type AuditContext, auditRoutes } from './routes.tsx';
export { acknowledge, type Sealer, type Sealing, sealWaiting, startSealer } from './sealing.ts';
export { denied, openedLately, record } from './service.ts';
export { verifyAudit } from './verify.ts';
