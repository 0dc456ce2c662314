export { breakGlassRoutes } from './break-glass.tsx';
export { decisionRoutes } from './decisions.tsx';
export { familyRows, index, openFamilies, search } from './finding.ts';
export { familiesNamed, familyNames } from './naming.ts';
export { personsShown, readRecord, today } from './open.ts';
export { firstNames, namesInList, peopleInWords } from './pages.tsx';
export { routes } from './routes.tsx';
export { getPicture } from './service.ts';
export { FamilyList, FamilyRow, Picture } from './shape.ts';
