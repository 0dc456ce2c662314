export { Answering, grounds, Helping, Leading, levels, type Plan, StepEnd, Stepping } from './model.ts';
export { holderOf, PlanNow, responsibleInWords } from './pages.tsx';
export { routes } from './routes.tsx';
export {
  addStep,
  agreeHelp,
  endStep,
  follow,
  ledFamilies,
  planNow,
  plansNow,
  planWithHistory,
  setLead,
  writeResponsible,
} from './service.ts';
