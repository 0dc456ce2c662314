import { z } from 'zod';
import { log, logPlace, newId, outcomes, VantageError } from '../platform/index.ts';

/** What --json prints when a command fails. */
export const Failure = z
  .object({
    error: z.object({
      code: z.enum(['not-found', 'bad-input', 'conflict', 'refused', 'unavailable', 'failed']),
      message: z.string().describe('One sentence: what is wrong, and where.'),
      remedy: z.string().describe('One sentence: what to do.'),
    }),
  })
  .describe('What every command prints under --json when it fails or was called wrongly.');
export type Failure = z.infer<typeof Failure>;

/** An error as people and programs are told of it, and the exit code. */
export function failureOf(error: unknown): { failure: Failure; exit: number } {
  const told = error instanceof VantageError ? error : unforeseen(error);
  const { code, message, remedy } = told;
  return { failure: { error: { code, message, remedy } }, exit: outcomes[code].exit };
}

/** An error nobody foresaw may quote a record in its message, so only its kind is told; the log says where it arose. */
function unforeseen(error: unknown): VantageError {
  const reference = newId();
  log.error('unforeseen error', error, { reference });
  const { name, code } = (error ?? {}) as { name?: string; code?: string };
  return new VantageError(
    'failed',
    `Vantage met an error it did not foresee (${[name, code].filter(Boolean).join(' ')}).`,
    {
      remedy: `Nothing half-done is kept. Run it again; if it fails again, report it with what ${logPlace() ?? 'the log above'} says of ${reference}.`,
      cause: error,
    },
  );
}
