import { expect, test } from 'vitest';
import { leavesAt, until } from './beat.ts';
import { createApp } from './index.ts';

test.each([
  [0, 30],
  [0.2, 30],
  [29.9, 30],
  [30, 30],
  [30.1, 60],
  [95, 120],
])('what took %d ms leaves after %d', (took, leaves) => {
  expect(leavesAt(took, 30)).toBe(leaves);
});

test('nobody is let go before their moment', async () => {
  for (const wait of [-5, 0, 0.4, 3, 12.7]) {
    const moment = performance.now() + wait;
    await until(moment);
    expect(performance.now()).toBeGreaterThanOrEqual(moment);
  }
});

test('refusals and lists that found nobody wait for the beat, and nothing else does', async () => {
  const waits: number[] = [];
  const site = { name: 'T', nav: [], notice: '', footer: [], styles: [], scripts: [], icon: '/icon.svg' };
  const app = createApp({
    site: { ...site, search: { action: '/things', name: 'q', label: 'Find a thing' } },
    assets: { href: (name) => name, find: () => undefined },
    beat: 30,
    wait: async (moment) => void waits.push(moment),
  });
  app.get('/found', (c) => c.text('found'));
  app.get('/nobody', (c) => {
    c.set('foundNothing', true);
    return c.text('nobody');
  });
  const held = async (path: string) => {
    waits.length = 0;
    await app.request(`http://localhost${path}`, { headers: { host: 'localhost' } });
    return waits.length;
  };
  expect([
    await held('/found'),
    await held('/nobody'),
    await held('/nowhere'),
    await held('/api/nowhere'),
  ]).toEqual([0, 1, 1, 1]);
});
