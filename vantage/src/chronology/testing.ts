export * as codes from './codes.ts';
