/** What a build and its PostgreSQL use of the machine, read from /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CPU seconds used so far, and memory held now in bytes, each page counted once. */
export type Use = { cpu: number; bytes: number };

const ticksPerSecond = 100;

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Fields of /proc/PID/stat from the state on: the name before them may hold anything. */
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Of a process; with `ended`, of its children that have ended too. */
function useOf(pid: number, ended: boolean): Use {
  const times = statOf(pid).slice(11, ended ? 15 : 13);
  const held = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  const ticks = times.reduce((sum, ticks) => sum + Number(ticks), 0);
  return { cpu: ticks / ticksPerSecond, bytes: Number(held ?? 0) * 1024 };
}

/** The PostgreSQL that serves a data folder, by the id in its own pid file. */
export function postmasterOf(data: string): number | undefined {
  const pointer = join(data, 'server.json');
  if (!existsSync(pointer)) return undefined;
  const { place } = JSON.parse(read(pointer)) as { place: string };
  const cluster = join(place === 'inside' ? join(data, 'server') : place, 'postgres');
  const pid = Number(read(join(cluster, 'postmaster.pid')).split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** The command itself, its threads with it. */
export function commandUse(pid: number): Use {
  return useOf(pid, false);
}

/** PostgreSQL, every connection that is or was. */
export function serverUse(data: string): Use {
  const postmaster = postmasterOf(data);
  if (postmaster === undefined) return { cpu: 0, bytes: 0 };
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const children = pids.filter((pid) => Number(statOf(pid)[1]) === postmaster);
  const all = [useOf(postmaster, true), ...children.map((pid) => useOf(pid, true))];
  return {
    cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
