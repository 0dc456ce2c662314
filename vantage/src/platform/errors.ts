/** What kind of thing went wrong. Each code has one HTTP status and one exit code, in `outcomes`. */
export type ErrorCode = 'not-found' | 'bad-input' | 'conflict' | 'refused' | 'unavailable' | 'failed';

/** The only table from error codes to HTTP statuses and exit codes of the command. */
export const outcomes: Readonly<Record<ErrorCode, { http: number; exit: number }>> = {
  'not-found': { http: 404, exit: 1 },
  'bad-input': { http: 400, exit: 2 },
  conflict: { http: 409, exit: 1 },
  refused: { http: 403, exit: 1 },
  unavailable: { http: 503, exit: 1 },
  failed: { http: 500, exit: 1 },
};

/**
 * An error meant to be read: `message` is a sentence saying what is wrong and where,
 * `remedy` a sentence saying what to do. Neither identifies a person.
 */
export class VantageError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  /** The field of a form that holds what is wrong; '' where it is the form as a whole, and the form may be shown again. */
  readonly field: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy: string; field?: string; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'VantageError';
    this.code = code;
    this.remedy = options.remedy;
    this.field = options.field;
  }
}
