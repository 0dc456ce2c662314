export { FamilyHome, familyHomeRoutes } from './routes.tsx';
