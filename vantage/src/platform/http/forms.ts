import type { Context } from 'hono';
import type { z } from 'zod';
import { outcomes, VantageError } from '../errors.ts';
import type { FormState } from '../parts/form-state.ts';
import { hasControl, withoutControl } from '../plain-text.ts';
import type { Env } from './page.tsx';

const cannotBeKept =
  'This held a character that cannot be kept; it may have come with a copy. It has been taken out: read it again, then send it.';

/** Reads what somebody wrote in a form. Characters of control are taken out and told as wrong. */
export async function readForm(c: Context<Env>): Promise<FormState> {
  const body = await c.req.parseBody({ all: true });
  const wrong: { field: string; text: string }[] = [];
  const written: Record<string, string[]> = {};
  for (const [field, value] of Object.entries(body)) {
    const texts = [value].flat().filter((one) => typeof one === 'string');
    if (texts.some(hasControl)) wrong.push({ field, text: cannotBeKept });
    written[field] = texts.map(withoutControl);
  }
  return { written, wrong };
}

export type Form<S extends z.ZodType> = {
  schema: S;
  /** Fields of which there may be several; of every other the first counts. */
  lists?: readonly string[];
  /** Ends the id of each field, where a page has several forms. */
  suffix?: string;
  /**
   * Does what was asked. What it refuses as bad input, by a VantageError, is shown beside the field that it names; so is what
   * is refused to whoever asks, or comes too late, where the error names a field ('' for the whole form).
   */
  act: (said: z.output<S>, form: FormState) => Promise<Response>;
  /** Shows the form again, with what was written and what is wrong. */
  show: (form: FormState) => Promise<Response>;
};

/**
 * Answers a form: reads it, does what it asks, and where something is wrong shows it again with all that was written.
 * The messages of the schema are sentences for whoever wrote.
 */
export async function answerForm<S extends z.ZodType>(
  c: Context<Env>,
  { schema, lists = [], suffix, act, show }: Form<S>,
): Promise<Response> {
  const { written, wrong } = await readForm(c);
  const again = (more: FormState['wrong'], status?: number) =>
    show({
      written,
      wrong: [...wrong, ...more],
      ...(suffix !== undefined && { suffix }),
      ...(status !== undefined && { status }),
    });
  const several = new Set(lists);
  const fields = new Set([...Object.keys(written), ...lists]);
  const said = schema.safeParse(
    Object.fromEntries(
      [...fields].map((field) => [field, several.has(field) ? (written[field] ?? []) : written[field]?.[0]]),
    ),
  );
  if (!said.success) {
    const told = new Map(wrong.map((one) => [one.field, one.text]));
    for (const { path, message } of said.error.issues) {
      const field = String(path[0] ?? '');
      if (!told.has(field)) told.set(field, message);
    }
    return again([...told].slice(wrong.length).map(([field, text]) => ({ field, text })));
  }
  if (wrong.length > 0) return again([]);
  try {
    return await act(said.data, { written, wrong });
  } catch (error) {
    if (!(error instanceof VantageError) || !isAboutForm(error)) throw error;
    const told = [{ field: error.field ?? '', text: `${error.message} ${error.remedy}` }];
    if (error.code === 'bad-input') return again(told);
    return again(told, outcomes[error.code].http).catch(() => {
      throw error;
    });
  }
}

/** Whether what went wrong is about what was sent, and not about the page: the form stands again, with all that was written. */
const isAboutForm = ({ code, field }: VantageError): boolean =>
  code === 'bad-input' || ((code === 'refused' || code === 'conflict') && field !== undefined);
