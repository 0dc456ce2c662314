export { firstNames, namesInList, peopleInWords } from './pages.tsx';
export { routes } from './routes.tsx';
export { familyRows, getPicture, index, mayShowRecord, openFamilies, search, today } from './service.ts';
export { FamilyList, FamilyRow, Picture } from './shape.ts';
