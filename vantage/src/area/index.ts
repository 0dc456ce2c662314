export { likeInWords } from './like-words.ts';
export { AreaCounts, LikeCounts, LikeGroupId, LikeList, type Shown } from './model.ts';
export { type NationalCounts, nationalCounts, nationalRules } from './national.ts';
export { routes } from './routes.tsx';
export { type AreaQuery, areaCounts, likeCounts, likeGroupList } from './service.ts';
export { refresh, snapshot, type Touched } from './snapshot.ts';
export { builtFrom, noteBuiltFrom, type Totals } from './store.ts';
