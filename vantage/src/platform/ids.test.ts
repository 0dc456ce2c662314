import { expect, it, vi } from 'vitest';
import { beginningOfIds, newId } from './ids.ts';

it('makes ids of version 7, each later than the one before and none twice', () => {
  const before = Date.now();
  const ids = Array.from({ length: 50_000 }, newId);
  const after = Date.now();
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const id of [ids[0], ids.at(-1)]) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const made = Number.parseInt(id?.replaceAll('-', '').slice(0, 12) ?? '', 16);
    expect(made).toBeGreaterThanOrEqual(before);
    expect(made).toBeLessThanOrEqual(after);
  }
});

it('gives chance to every id: no two share their last bytes', () => {
  const tails = Array.from({ length: 10_000 }, () => newId().slice(-10));
  expect(new Set(tails).size).toBe(10_000);
});

it('begins the ids of many rows differently each time, even within a millisecond', () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
  const beginnings = Array.from({ length: 100 }, beginningOfIds);
  vi.useRealTimers();
  expect(new Set(beginnings).size).toBe(100);
  for (const one of beginnings) expect(one).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{3}$/);
});
