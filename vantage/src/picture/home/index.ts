export { FamilyHome, homeRoutes } from './routes.tsx';
