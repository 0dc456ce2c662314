export { Helping, Leading, levels, type Plan, StepEnd, Stepping } from './model.ts';
export { PlanNow } from './pages.tsx';
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
} from './service.ts';
