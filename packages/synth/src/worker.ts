import { parentPort, workerData } from 'node:worker_threads';
import { makeGeography } from './geography.ts';
import { noiseTimes } from './noise.ts';
import { makeUnit, sheetsOf } from './sheets.ts';

/** What a thread is told once: enough to make any small area. */
export type WorkerOptions = { seed: string; noise: number; areas: number; families: number | null };

const { seed, noise, areas, families } = workerData as WorkerOptions;
const options = {
  seed,
  noise: noiseTimes(noise),
  geography: makeGeography(areas),
  ...(families === null ? {} : { families }),
};

parentPort?.on('message', (number: number) => {
  parentPort?.postMessage(sheetsOf(makeUnit(number, options)));
});
