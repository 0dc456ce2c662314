import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process that cannot be confused with a later one of the same number: `start` tells the boot and the clock tick. */
export type ProcessId = { pid: number; start: string };

/** When a running process started, or undefined when no such process runs (one that only waits to be reaped does not run). */
export function processStart(pid: number): string | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in brackets, may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  return state === 'Z' || state === 'X' || ticks === undefined ? undefined : `${bootId()}:${ticks}`;
}

/** The present process. */
export function thisProcess(): ProcessId {
  return { pid: process.pid, start: processStart(process.pid) ?? bootId() };
}

/** Whether exactly this process still runs. */
export function isRunning({ pid, start }: ProcessId): boolean {
  return processStart(pid) === start;
}

/** Processes whose working folder is this one: a postmaster and its backends work in their data folder. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder && processStart(pid) !== undefined);
}

/** A process's working folder, or undefined when it has none or it may not be read. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readOrNothing('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot';
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
