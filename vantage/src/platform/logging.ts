import { pino } from 'pino';
import { readConfig } from './config.ts';

/** What may be logged beside an event's name: numbers, yes or no, and words from a closed list. Never what people are called, said or wrote. */
export type LogDetails = Readonly<Record<string, number | boolean | string>>;

const { logLevel, logFile } = readConfig();

const logger = pino(
  { level: logLevel, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: logFile ?? 2, sync: true }),
);

/** The log. Events are short fixed phrases; nothing in it identifies a person. */
export const log = {
  info: (event: string, details: LogDetails = {}): void => logger.info(details, event),
  warn: (event: string, details: LogDetails = {}): void => logger.warn(details, event),
  /** Logs where an error came from without its message, which may quote a record. */
  error: (event: string, error: unknown, details: LogDetails = {}): void =>
    logger.error({ ...details, ...origin(error) }, event),
};

function origin(error: unknown): LogDetails {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, stack: frames.join('\n'), ...(typeof code === 'string' ? { code } : {}) };
}
