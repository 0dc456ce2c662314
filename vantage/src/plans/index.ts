export {
  Answering,
  grounds,
  Helping,
  type Lead,
  Leading,
  levels,
  type Plan,
  type Step,
  StepEnd,
  Stepping,
} from './model.ts';
export { holderOf, PlanNow, responsibleInWords } from './pages.tsx';
export { routes } from './routes.tsx';
export {
  addStep,
  agreeHelp,
  endStep,
  follow,
  ledFamilies,
  type MaySet,
  maySet,
  ownPlan,
  planNow,
  plansNow,
  planWithHistory,
  setLead,
  writeResponsible,
} from './service.ts';
