import type { ReactNode } from 'react';
import { Day } from './dates.tsx';
import { Wrong } from './fields.tsx';
import type { FormState } from './form-state.ts';
import { SkipLink } from './govuk/index.ts';

/** What stands on every page of a site. */
export type Site = {
  name: string;
  /** `shortcut` is the letter that goes there after `g`. */
  nav: readonly { key: string; text: string; href: string; shortcut?: string }[];
  /** Left out for whoever may not search. */
  search?: { action: string; name: string; label: string };
  /** Stands on every page, above the heading. */
  notice: string;
  /** `keys` marks the page of keyboard shortcuts, which `?` opens; `forAll` a page that shows nothing about anybody. */
  footer: readonly { text: string; href: string; keys?: boolean; forAll?: boolean }[];
  /** Addresses of the assets that every page loads. */
  styles: readonly string[];
  scripts: readonly string[];
  icon: string;
  /** Who is looking: a name and in which part. Nobody is known on pages that show nothing about anybody. */
  viewer?: { name: string; part: string };
};

export type PageProps = {
  site: Site;
  /** In the browser's tab, before the site's name. */
  title: string;
  /** Key of the part of the site that this page belongs to. */
  current?: string;
  /** Above the heading: where we are, in a few words. */
  eyebrow?: ReactNode;
  /** Heading; the title when left out, none when null. */
  heading?: ReactNode;
  /** Beneath the heading: one or two sentences. */
  lede?: ReactNode;
  /** To the right of the heading: buttons and links. */
  actions?: ReactNode;
  /** The other vantage point on the same thing. */
  vantage?: { text: 'See from above' | 'See from below'; href: string };
  /** Why the reader sees this page. */
  because?: ReactNode;
  /** What was searched for, kept in the box. */
  query?: string;
  /** The day on which it is asked for: on paper it stands beside who printed it. */
  day?: string;
  /** The page's form as it was sent, where something in it is wrong: told above the heading. */
  form?: FormState | undefined;
  children: ReactNode;
};

/** The frame of every page: header with search, notice, heading, content, footer. */
export function Page(props: PageProps) {
  const { site, title } = props;
  const heading = props.heading === undefined ? title : props.heading;
  const failed = props.form !== undefined && props.form.wrong.length > 0;
  return (
    <html lang="en-GB" className="govuk-template">
      <head>
        <meta charSet="utf-8" />
        <title>{`${failed ? 'Error: ' : ''}${title === site.name ? title : `${title} – ${site.name}`}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#11403a" />
        <link rel="icon" href={site.icon} type="image/svg+xml" />
        {site.styles.map((href) => (
          <link rel="stylesheet" href={href} key={href} />
        ))}
        {site.scripts.map((src) => (
          <script type="module" src={src} key={src} />
        ))}
      </head>
      <body className="govuk-template__body">
        <SkipLink href="#main" text="Skip to main content" />
        <header>
          <div className="v-header">
            <div className="v-header__inside">
              <a className="v-header__name" href="/">
                {site.name}
              </a>
              <nav className="v-nav" aria-label="Main">
                <ul>
                  {site.nav.map((item) => (
                    <li key={item.key}>
                      <a
                        href={item.href}
                        aria-current={item.key === props.current ? 'true' : undefined}
                        data-go={item.shortcut}
                      >
                        {item.text}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              {site.search && (
                <form className="v-search" action={site.search.action} method="get">
                  <search>
                    <label className="govuk-visually-hidden" htmlFor="v-search">
                      {site.search.label}
                    </label>
                    <input
                      id="v-search"
                      name={site.search.name}
                      type="search"
                      autoComplete="off"
                      spellCheck={false}
                      placeholder={site.search.label}
                      defaultValue={props.query}
                    />
                    <button type="submit">Search</button>
                  </search>
                </form>
              )}
            </div>
          </div>
          <p className="v-notice">
            {site.notice}
            {site.viewer && (
              <>
                {' '}
                {props.day !== undefined && (
                  <span className="v-paper-only">
                    Printed by {site.viewer.name}, {site.viewer.part}, on <Day on={props.day} />.
                  </span>
                )}
                <span className="v-screen-only">
                  You are <b>{site.viewer.name}</b>, {site.viewer.part}.{' '}
                  <a className="govuk-link" href="/as">
                    Be somebody else
                  </a>
                </span>
              </>
            )}
          </p>
        </header>
        <main className="v-main" id="main">
          <Wrong form={props.form} />
          {heading !== null && (
            <div className="v-heading">
              <div className="v-heading__words">
                {props.eyebrow && <p className="v-eyebrow">{props.eyebrow}</p>}
                <h1>{heading}</h1>
                {props.lede && <p className="v-lede">{props.lede}</p>}
              </div>
              {(props.vantage || props.actions) && (
                <div className="v-heading__actions">
                  {props.vantage && (
                    <a className="v-button" href={props.vantage.href}>
                      {props.vantage.text}
                    </a>
                  )}
                  {props.actions}
                </div>
              )}
            </div>
          )}
          {props.because && <p className="v-because">{props.because}</p>}
          {props.children}
        </main>
        <footer className="v-footer">
          <ul>
            {site.footer.map((link) => (
              <li key={link.href}>
                <a href={link.href} data-keys={link.keys}>
                  {link.text}
                </a>
              </li>
            ))}
          </ul>
        </footer>
      </body>
    </html>
  );
}
