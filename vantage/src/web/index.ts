export { routeWords } from './route-words.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
