import { VantageError } from '../platform/index.ts';

const uniqueViolation = '23505';
/** What row security answers to a write over a row that is somebody else's. */
const notOnesOwn = '42501';

/** The error of a number under which something else was written, whoever may see that. */
export const taken = () =>
  new VantageError('conflict', 'Something else has this number.', {
    remedy: 'Send it once more, with a new number or none.',
  });

/** Waits for a write under a number that was chosen elsewhere. @throws {VantageError} conflict where that is taken. */
export async function unlessTaken(
  write: Promise<void>,
  { over = false }: { /** Whether it may write over what is there. */ over?: boolean } = {},
): Promise<void> {
  await write.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === uniqueViolation || (over && code === notOnesOwn) ? taken() : error;
  });
}
