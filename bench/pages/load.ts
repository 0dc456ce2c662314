/**
 * Sends requests at a fixed mean rate whether or not earlier ones are answered, and prints each latency from the
 * scheduled moment of sending to the last byte. Run by run.ts as a process of its own.
 *
 * stdin: JSON `{ base, asked, rate, seconds, seed }`; stdout: JSON `{ latencies: number[] (ms), failed, bytes, timings }`.
 */
import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';

/** An address, and the cookie that says on whose behalf it is asked for. */
export type Asked = { path: string; cookie: string };
type Order = { base: string; asked: Asked[]; rate: number; seconds: number; seed: number };

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

/** Picks by Zipf's law: the first is asked for most. */
function zipf<T>(list: readonly [T, ...T[]], next: () => number): () => T {
  const weights = list.map((_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let left = next() * total;
    for (const [rank, one] of list.entries()) {
      left -= weights[rank] ?? 0;
      if (left <= 0) return one;
    }
    return list[0];
  };
}

const order = (await json(process.stdin)) as Order;
const next = random(order.seed);
const [first, ...others] = order.asked;
if (first === undefined) throw new Error('there is nothing to ask for');
const pick = zipf([first, ...others], next);
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const latencies: number[] = [];
const timings: Record<string, number[]> = {};
let failed = 0;
let bytes = 0;

function send({ path, cookie }: Asked, scheduled: number): Promise<void> {
  return new Promise((done) => {
    const request = get(
      `${order.base}${path}`,
      { agent, headers: { 'accept-encoding': 'gzip', cookie } },
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
