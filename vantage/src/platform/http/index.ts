/** Web plumbing: the application, pages, errors, assets. */
export { createRoute, z } from '@hono/zod-openapi';
export {
  type App,
  type AppOptions,
  createApp,
  idOf,
  notFound,
  publishOpenApi,
  type RequestLine,
  readQuery,
} from './app.ts';
export { type Asset, type Assets, loadAssets } from './assets.ts';
export { answerForm, type Form, readForm } from './forms.ts';
export { type Env, type PageOptions, page, renderPage } from './page.tsx';
