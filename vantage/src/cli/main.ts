import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Database,
  logInto,
  makeProgress,
  openDatabase,
  readConfig,
  VantageError,
} from '../platform/index.ts';
import type { Command, Context } from './command.ts';
import { commands as everyCommand } from './commands.ts';
import { failureOf } from './failure.ts';
import { commandHelp, commonOptions, overview } from './help.ts';
import { terminalWidth, wrapped } from './wrap.ts';

type Parsed = { args: string[]; values: Record<string, string | boolean | undefined> };

/**
 * Runs `vantage` with the arguments after its name; returns the exit code: 0 done, 1 failed, 2 called wrongly, 3 done
 * with rows held back.
 */
export async function runCommand(
  argv: readonly string[],
  commands: readonly Command[] = everyCommand,
): Promise<number> {
  const [name, ...rest] = argv;
  const json = argv.includes('--json');
  try {
    if (name === undefined || name === '--help' || name === '-h') return print(wide(overview(commands)));
    if (name === '--version' || name === '-v') return print(version());
    if (name === 'help')
      return print(wide(rest[0] === undefined ? overview(commands) : commandHelp(find(commands, rest[0]))));
    const command = find(commands, name);
    const parsed = parse(command, rest);
    if (parsed.values.help === true) return print(wide(commandHelp(command)));
    return await runOne(command, parsed);
  } catch (error) {
    const { failure, exit } = failureOf(error);
    if (json) print(JSON.stringify(failure));
    else process.stderr.write(`${failure.error.message} ${failure.error.remedy}\n`);
    return exit;
  }
}

const wide = (text: string) => wrapped(text, terminalWidth());

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function version(): string {
  const about = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(about) as { version: string }).version;
}

function find(commands: readonly Command[], name: string): Command {
  if (name.startsWith('-')) {
    throw new VantageError('bad-input', `${name} stands before the command.`, {
      remedy: 'Say the command first, then its options, such as: vantage area --data FOLDER.',
    });
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    throw new VantageError('bad-input', `There is no command "${name}".`, {
      remedy: `The commands are ${commands.map((each) => each.name).join(', ')}; "vantage help" explains them.`,
    });
  }
  return command;
}

function parse(command: Command, rest: readonly string[]): Parsed {
  const described = Object.entries({ ...command.options, ...commonOptions });
  const options = Object.fromEntries(described.map(([name, { type }]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (command.arguments === '' && positionals.length > 0)
      throw new Error(`vantage ${command.name} takes no argument such as "${positionals[0]}"`);
    if (values.data === '') throw new Error('--data names no folder');
    return { args: positionals, values };
  } catch (error) {
    throw new VantageError('bad-input', `${(error as Error).message.split('. ')[0]}.`, {
      remedy: `"vantage help ${command.name}" lists the options.`,
      cause: error,
    });
  }
}

async function runOne(command: Command, { args, values }: Parsed): Promise<number> {
  const json = values.json === true;
  const stop = new AbortController();
  const data = resolve(typeof values.data === 'string' ? values.data : 'data');
  let opened: Promise<Database> | undefined;
  let told = false;
  // A server of one's own leaves the data folder alone.
  if (readConfig().databaseUrl === undefined) logInto(data);

  const context: Context = {
    args,
    values,
    data,
    json,
    progress: makeProgress(json ? undefined : process.stderr),
    open() {
      opened ??= openDatabase({
        data,
        command: `vantage ${command.name}`,
        ...(command.begins === true ? {} : { begins: false }),
        serves: command.serves === true,
      });
      return opened;
    },
    say: (line) => {
      if (!json) print(line);
    },
    tell(output) {
      told = true;
      if (json) print(JSON.stringify(command.output.parse(output)));
    },
    signal: stop.signal,
  };

  const interrupted = new Promise<never>((_resolve, reject) => {
    let askedAt: number | undefined;
    const onSignal = () => {
      askedAt ??= performance.now();
      stop.abort();
      if (command.endsItself !== true) reject(cutShort(command));
      // Ctrl-C reaches a command twice, from the terminal and from what launched it. Only a later one is impatience.
      if (performance.now() - askedAt > impatientAfter) process.exit(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });

  try {
    const { output, text, exit = 0 } = await Promise.race([command.run(context), interrupted]);
    if (!told) context.tell(output);
    if (!json && text !== undefined) print(text);
    return exit;
  } finally {
    const database = await opened?.catch(() => undefined);
    await database?.close({ abandon: stop.signal.aborted });
  }
}

/** Milliseconds after which a second request to stop ends the process at once. */
const impatientAfter = 2000;

function cutShort(command: Command): VantageError {
  return new VantageError('failed', `vantage ${command.name} was stopped before it was done.`, {
    remedy: 'What was under way has been undone; run it again to go on.',
  });
}
