/** Making an agreement, and ending one: what it would do, said before it counts. */
export { Asked, Ending, tierNames } from './model.ts';
export { OfAgencyPage } from './pages.tsx';
export { agreedTo, agreeingRoutes, endedIt, namesHere } from './routes.tsx';
export {
  agreement,
  agreementsOf,
  end,
  type Foreseen,
  foreseeAgreement,
  foreseeEnd,
  givers,
  type Kept,
  makeAgreement,
} from './service.ts';
export { AgreementJson, EffectJson, jsonOfAgreement } from './shape.ts';
export { effectInWords, purposeInWords, subjectsInWords, whatItLets } from './words.ts';
