import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment may decide. Everything else is an option of a command. */
export type Config = {
  /** Connection string of a PostgreSQL server of one's own; the embedded server is then not used. */
  databaseUrl: string | undefined;
  /** Folder of the current user for things that can be made again. */
  cacheFolder: string;
  /** Least serious level that is logged: pino's names. */
  logLevel: string;
  /** File the log is written to instead of the data folder's; '-' is standard error. */
  logFile: string | undefined;
};

/** Reads the environment. No other module does. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  return {
    databaseUrl: env.DATABASE_URL || undefined,
    cacheFolder: env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    logLevel: env.VANTAGE_LOG_LEVEL || 'warn',
    logFile: env.VANTAGE_LOG_FILE || undefined,
  };
}
