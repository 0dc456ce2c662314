import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { type ErrorCode, outcomes, VantageError } from '../errors.ts';
import { newId } from '../ids.ts';
import '../schema-words.ts';
import { type Env, page } from './page.tsx';

const titles: Readonly<Record<ErrorCode, string>> = {
  'not-found': 'Page not found',
  'bad-input': 'There is a problem with what was asked',
  conflict: 'Something else changed first',
  refused: 'This cannot be shown',
  unavailable: 'Vantage is not ready',
  failed: 'Something went wrong',
};

/** What a reader is told of an error: nothing that the error was not written to say. */
export type Told = {
  code: ErrorCode;
  status: number;
  message: string;
  remedy: string;
  reference?: string;
  /** Names of what could not be read, as they stand in the address or the form. */
  wrong?: readonly string[];
};

/**
 * @param error Anything that was thrown.
 * @returns What to tell; an error not meant to be read gets a reference instead of its text.
 */
export function tell(error: unknown): Told {
  if (error instanceof VantageError) {
    const { code, message, remedy } = error;
    return { code, status: outcomes[code].http, message, remedy };
  }
  if (error instanceof z.ZodError) {
    const where = error.issues.map((issue) => issue.path.join('.') || 'the address').join(', ');
    return {
      code: 'bad-input',
      status: outcomes['bad-input'].http,
      message: `A value could not be read: ${where}.`,
      remedy: error.issues.map(remedyOf).join(' '),
      wrong: [
        ...new Set(error.issues.flatMap(({ path: [name] }) => (typeof name === 'string' ? [name] : []))),
      ],
    };
  }
  if (error instanceof HTTPException && error.status < 500) {
    return {
      code: 'refused',
      status: error.status,
      message: 'The request was refused.',
      remedy: 'Go back and try again from the page.',
    };
  }
  const reference = newId();
  return {
    code: 'failed',
    status: outcomes.failed.http,
    message: 'The fault is ours. Nothing that you wrote has been changed.',
    remedy: `Try again. If it happens again, tell the people who run Vantage this number: ${reference}`,
    reference,
  };
}

/** What would be right in place of a value, by its name: never the value, which may hold a person's data. */
function remedyOf(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.') || 'The address';
  if (issue.code === 'invalid_value') return `${name} is one of: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'custom') return `${name}: ${issue.message}`;
  return `${name}: ${lowerFirst(issue.message)}.`.replace(/\.\.$/, '.');
}

const lowerFirst = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The places an error passed through, without its message, which may hold a person's data. */
export function placesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim());
}

/** Answers with an error: a page for people, `application/problem+json` (RFC 9457) under `/api/`. */
export function answer(c: Context<Env>, told: Told): Response | Promise<Response> {
  if (c.req.path.startsWith('/api/')) {
    c.header('Content-Type', 'application/problem+json');
    c.status(told.status as 500);
    return c.body(
      JSON.stringify({
        type: 'about:blank',
        title: titles[told.code],
        status: told.status,
        code: told.code,
        detail: told.message,
        remedy: told.remedy,
      }),
    );
  }
  return page(c, {
    status: told.status,
    title: titles[told.code],
    children: (
      <>
        <p className="govuk-body">{told.message}</p>
        <p className="govuk-body">{told.remedy}</p>
        {told.code === 'bad-input' && c.req.method === 'GET' && c.req.url.includes('?') && (
          <WayBack url={new URL(c.req.url)} wrong={told.wrong ?? []} />
        )}
      </>
    ),
  });
}

/** The page without what could not be read of its address; whatever else was asked for stays. What was written is not said. */
function WayBack({ url, wrong }: { url: URL; wrong: readonly string[] }) {
  const asked = [...url.searchParams];
  const isUnread = asked.some(([name]) => wrong.includes(name));
  const rest = new URLSearchParams(
    isUnread ? asked.filter(([name, value]) => !wrong.includes(name) && value !== '') : [],
  );
  const href = rest.size > 0 ? `${url.pathname}?${rest}` : url.pathname;
  const named = wrong.map((name) => `“${name}”`).join(' and ');
  return (
    <p className="govuk-body">
      <a className="govuk-link" href={href}>
        {isUnread ? `Open the page without ${named}` : 'Open the page without what was asked of it'}
      </a>
    </p>
  );
}
