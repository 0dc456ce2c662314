import type { Decided } from './clusters.ts';
import type { Engine } from './engine.ts';
import { namedRecords } from './input.ts';
import { InputError, type Settings } from './settings.ts';
import type { Judged } from './taught.ts';

/**
 * What people decided, and pairs that stand on two sides of a boundary, which nothing may tell from each other. `judged` are
 * the decisions alone: nothing is learnt of a boundary.
 */
export async function readDecisions(
  engine: Engine,
  settings: Settings,
): Promise<Decided & { judged: Judged[] }> {
  const together: [number, number][] = [];
  const apart: [number, number][] = [];
  if (settings.decisions !== undefined) {
    const rows = await namedRecords(
      engine,
      settings.decisions,
      [
        ['l_source', 'l_id'],
        ['r_source', 'r_id'],
      ],
      ['decision'],
    );
    for (const [line, { numbers, others }] of rows.entries()) {
      const [l = 0, r = 0] = numbers;
      const list = others[0] === 'must-link' ? together : others[0] === 'cannot-link' ? apart : null;
      if (list === null) {
        throw new InputError(
          `${settings.decisions}, line ${line + 2}, column "decision": ${JSON.stringify(others[0])}; right would be must-link or cannot-link.`,
        );
      }
      if (l !== r) list.push([Math.min(l, r), Math.max(l, r)]);
    }
  }
  const decided = [
    ...together.map(([l, r]): Judged => [l, r, true]),
    ...apart.map(([l, r]): Judged => [l, r, false]),
  ];
  const walls = await readBoundaries(engine, settings);
  const walled = new Set(walls.map(([l, r]) => `${l} ${r}`));
  apart.push(...walls);
  const parted = new Set(apart.map(([l, r]) => `${l} ${r}`));
  return {
    together: together.filter(([l, r]) => !parted.has(`${l} ${r}`)),
    apart,
    judged: decided.filter(([l, r]) => !walled.has(`${l} ${r}`)),
  };
}

async function readBoundaries(engine: Engine, { boundaries }: Settings): Promise<[number, number][]> {
  if (boundaries === undefined) return [];
  const rows = await namedRecords(engine, boundaries, [['source', 'record_id']], ['boundary', 'side']);
  const found: [number, number][] = [];
  for (const members of Map.groupBy(rows, ({ others }) => others[0] ?? '').values()) {
    for (const one of members) {
      for (const other of members) {
        const [l = 0, r = 0] = [one.numbers[0], other.numbers[0]];
        if (l < r && one.others[1] !== other.others[1]) found.push([l, r]);
      }
    }
  }
  return found;
}
