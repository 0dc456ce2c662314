export { breakGlassRoutes } from './break-glass.tsx';
export { firstNames, namesInList, peopleInWords } from './called.ts';
export { decisionRoutes } from './decisions.tsx';
export { familyRows, index, openFamilies, search } from './finding.ts';
export { familiesNamed, familyNames } from './naming.ts';
export { readRecord, today } from './open.ts';
export { routes } from './routes.tsx';
export { getPicture } from './service.ts';
export { FamilyList, FamilyRow, Picture } from './shape.ts';
