export { Closing, mayOpenReviews, Opening, type Review } from './model.ts';
export { routes } from './routes.tsx';
export { closeReview, openReview, reviews, waysIn } from './service.ts';
export { jsonOfReview, ReviewJson } from './shape.ts';
export { knownRules } from './standing.ts';
