import type { Context } from 'hono';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { clock } from '../clock.ts';
import { dayOf } from '../days.ts';
import type { Actor } from '../db/tx.ts';
import { Page, type PageProps, type Site } from '../parts/page.tsx';

/** What every handler finds in its context. */
export type Env = {
  Variables: {
    site: Site;
    /** On whose behalf the request is answered, where somebody has been chosen. */
    viewer?: Actor;
    /** Milliseconds spent so far, by part of the work; the rest of a request went on its data. */
    spent: Record<'render' | 'compress', number>;
    /** The text of the page that is answered with. */
    html?: string;
    /** True of a list that is empty: it leaves when a refusal would. */
    foundNothing?: boolean;
  };
};

/** @returns A whole document: the doctype and the element as static markup. */
export function renderPage(element: ReactElement): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(element)}`;
}

export type PageOptions = Omit<PageProps, 'site' | 'day'> & { status?: number };

/** Answers with a page in the site's frame: 400 where something in its form is wrong, 403 or 409 where it was refused, unless another status is given. */
export function page(c: Context<Env>, options: PageOptions): Response {
  const { status = options.form?.status ?? (options.form?.wrong.length ? 400 : 200), ...props } = options;
  c.status(status as 200);
  const start = performance.now();
  const html = renderPage(<Page {...props} site={c.get('site')} day={dayOf(clock.now())} />);
  c.get('spent').render += performance.now() - start;
  c.set('html', html);
  return c.html(html) as Response;
}
