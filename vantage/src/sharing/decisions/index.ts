/** Decisions to share something of some people, or not to. */
export { Deciding, type Decision } from './model.ts';
export { bindsHere, decide, decides, decisionsAbout } from './service.ts';
