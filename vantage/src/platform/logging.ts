import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from './config.ts';

/** What may be logged beside an event's name: numbers, yes or no, and words from a closed list. Never what people are called, said or wrote. */
export type LogDetails = Readonly<Record<string, number | boolean | string>>;

const { logLevel, logFile } = readConfig();

const logger = pino(
  { level: logLevel, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
  { write: writeLine },
);

let dataFolder: string | undefined;

/** From now on the log goes to `log/vantage.log` of the data folder, unless the environment names another place. */
export function logInto(data: string): void {
  dataFolder = data;
}

/** The file that the log goes to; undefined when it goes to standard error, as it does where no data folder is. */
export function logPlace(): string | undefined {
  if (logFile !== undefined) return logFile === '-' ? undefined : logFile;
  return dataFolder !== undefined && existsSync(dataFolder)
    ? join(dataFolder, 'log', 'vantage.log')
    : undefined;
}

/** Opens the file for each line, so that it may be moved away at any time. */
function writeLine(line: string): void {
  const place = logPlace();
  try {
    if (place === undefined) process.stderr.write(line);
    else {
      mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
      appendFileSync(place, line, { mode: 0o600 });
    }
  } catch {
    // A log that cannot be written is no reason to fail; what it says is not lost.
    process.stderr.write(line);
  }
}

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
