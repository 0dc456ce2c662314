export { breakGlassRoutes } from './break-glass.tsx';
export { firstNames, namesInList, peopleInWords } from './called.ts';
export { familyRows, index, openFamilies, search } from './finding.ts';
export { readRecord, today } from './open.ts';
export { routes } from './routes.tsx';
export { getPicture } from './service.ts';
export { FamilyList, FamilyRow, Picture } from './shape.ts';
