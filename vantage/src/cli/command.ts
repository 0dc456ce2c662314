import type { z } from 'zod';
import type { Database, Progress } from '../platform/index.ts';

/** An option of a command. A string option takes a value, which `placeholder` names in the help. */
export type Option =
  | { type: 'string'; placeholder: string; help: string }
  | { type: 'boolean'; help: string };

/** What a command is given to work with. */
export type Context = {
  /** What stands on the command line beside the options. */
  args: readonly string[];
  /** Values of the command's own options. */
  values: Readonly<Record<string, string | boolean | undefined>>;
  /** The data folder. */
  data: string;
  json: boolean;
  progress: Progress;
  /** Opens the database of the data folder, once; the frame closes it. */
  open(): Promise<Database>;
  /** Prints a line for people; nothing under --json. */
  say(line: string): void;
  /** Prints the output under --json now rather than at the end, for a command that goes on until it is stopped. */
  tell(output: unknown): void;
  /** Aborted when the user or the system asks the command to stop. */
  signal: AbortSignal;
};

/** How a command ended: what --json prints, what people read, and 0 (done) when `exit` is left out. */
export type Result<Output> = {
  output: Output;
  /** Several lines are fine. Left out when the command has said all it had to say. */
  text?: string;
  /** 1: it found something wrong; 3: done, with rows held back. */
  exit?: 0 | 1 | 3;
};

/** One command of `vantage`. */
export type Command<Output = unknown> = {
  name: string;
  /** Its arguments as the help writes them, such as 'FILE'; '' when it takes none. */
  arguments: string;
  /** One line for the list of commands, without a full stop. */
  summary: string;
  /** What it does, for somebody who has never used it; with an example. */
  help: string;
  options: Readonly<Record<string, Option>>;
  /** What --json prints; docs/schemas holds its JSON Schema. */
  output: z.ZodType<Output>;
  /** True where there need be nothing in the data folder before it; others make nothing in a folder that holds nothing. */
  begins?: boolean;
  /** True where it goes on answering: the embedded server that it starts then keeps more of the tables in memory. */
  serves?: boolean;
  /** True when the command itself ends in good order on `signal`; others are cut short and their transaction undone. */
  endsItself?: boolean;
  run(context: Context): Promise<Result<Output>>;
};

/** Keeps a command's output type while it is written down. */
export function defineCommand<Output>(command: Command<Output>): Command<Output> {
  return command;
}
