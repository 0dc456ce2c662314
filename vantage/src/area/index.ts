export { AreaCounts } from './model.ts';
export { routes } from './routes.tsx';
export { areaCounts } from './service.ts';
