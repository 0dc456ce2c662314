/** GOV.UK Frontend's components as React parts: the options of its Nunjucks macros, with `html` given as nodes. */
export type { Attributes } from './attributes.ts';
export * from './forms.tsx';
export * from './links.tsx';
export * from './lists.tsx';
export * from './text.tsx';
