/**
 * Sends requests at a fixed mean rate whether or not earlier ones are answered, and prints each latency from the
 * scheduled moment of sending to the last byte. Run by run.ts as a process of its own.
 *
 * argv: JSON `{ base, paths, rate, seconds, seed, cookie }`; stdout: JSON `{ latencies: number[] (ms), failed, bytes, timings }`.
 */
import { Agent, get } from 'node:http';

type Order = { base: string; paths: string[]; rate: number; seconds: number; seed: number; cookie: string };

/** Mulberry32: a small seeded generator, so that two runs send the same requests. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Picks by Zipf's law: the first path is asked for most. */
function zipf(paths: string[], next: () => number): () => string {
  const weights = paths.map((_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let left = next() * total;
    for (let rank = 0; rank < paths.length; rank += 1) {
      left -= weights[rank] ?? 0;
      if (left <= 0) return paths[rank] ?? '/';
    }
    return paths.at(-1) ?? '/';
  };
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const next = random(order.seed);
const pick = zipf(order.paths, next);
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const latencies: number[] = [];
const timings: Record<string, number[]> = {};
let failed = 0;
let bytes = 0;

function send(path: string, scheduled: number): Promise<void> {
  return new Promise((done) => {
    const request = get(
      `${order.base}${path}`,
      { agent, headers: { 'accept-encoding': 'gzip', cookie: order.cookie } },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('end', () => {
          latencies.push(performance.now() - scheduled);
          if (response.statusCode !== 200) failed += 1;
          for (const part of String(response.headers['server-timing'] ?? '').split(',')) {
            const [, name, ms] = /^\s*([\w-]+);dur=([\d.]+)/.exec(part) ?? [];
            if (name && ms) {
              const list = timings[name] ?? [];
              list.push(Number(ms));
              timings[name] = list;
            }
          }
          done();
        });
      },
    );
    request.on('error', () => {
      failed += 1;
      latencies.push(performance.now() - scheduled);
      done();
    });
    request.setTimeout(30_000, () => request.destroy(new Error('no answer in 30 s')));
  });
}

const answers: Promise<void>[] = [];
const start = performance.now();
let due = start;
while (due - start < order.seconds * 1000) {
  const wait = due - performance.now();
  if (wait > 0) await new Promise((ready) => setTimeout(ready, wait));
  answers.push(send(pick(), due));
  due += (-Math.log(1 - next()) * 1000) / order.rate;
}
await Promise.all(answers);
agent.destroy();
process.stdout.write(JSON.stringify({ latencies, failed, bytes, timings }));
