import { Worker } from 'node:worker_threads';
import type { Sheets } from './sheets.ts';
import type { WorkerOptions } from './worker.ts';

/** This module as it runs: TypeScript here, JavaScript once compiled. */
const script = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Parts that may be made ahead of the one that is next to be written, for each thread. */
const ahead = 3;

/**
 * Makes parts of Ashmere in threads and gives them in order. No more than a few are held at a time.
 * Rejects with a thread's error.
 */
export async function* sheetsInThreads(
  numbers: readonly number[],
  threads: number,
  options: WorkerOptions,
): AsyncGenerator<Sheets> {
  const done = new Map<number, Sheets>();
  let wake: () => void = () => {};
  let failure: unknown;
  let next = 0;
  let written = 0;
  const idle: Worker[] = [];
  const give = () => {
    while (idle.length > 0 && next < numbers.length && next < written + threads * ahead) {
      idle.pop()?.postMessage(numbers[next]);
      next += 1;
    }
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(script, { workerData: options });
    worker.on('message', (sheets: Sheets) => {
      done.set(sheets.number, sheets);
      idle.push(worker);
      give();
      wake();
    });
    worker.on('error', (error) => {
      failure = error;
      wake();
    });
    return worker;
  });
  idle.push(...workers);
  try {
    give();
    for (const number of numbers) {
      while (!done.has(number)) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const sheets = done.get(number);
      done.delete(number);
      if (sheets) yield sheets;
      written += 1;
      give();
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
