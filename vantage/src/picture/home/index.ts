export { FirstSearch } from './pages.tsx';
export { type HomeContext, homeRoutes } from './routes.tsx';
export { attentionOwner, attentionRules, attentionSince } from './rules.ts';
export { Home } from './shape.ts';
