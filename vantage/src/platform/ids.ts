import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Chance for many ids at once: asking for it costs more than the chance itself. */
const chance = new Uint8Array(16 * 1024);
let used = chance.length;

/** Sixteen bytes that nobody has had; good until the next call. */
function nextChance(): Uint8Array {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  used += 16;
  return chance.subarray(used - 16, used);
}

let [msecs, seq] = [0, 0];

/** A new uuid v7: ids made later sort later. */
export function newId(): string {
  const random = nextChance();
  const now = Date.now();
  seq += 1;
  if (now > msecs || seq > 0xffffffff) {
    msecs = Math.max(now, msecs + 1);
    // Half of what it can hold is left for counting on within the millisecond.
    seq =
      (((random[0] ?? 0) & 0x7f) << 24) |
      ((random[1] ?? 0) << 16) |
      ((random[2] ?? 0) << 8) |
      (random[3] ?? 0);
  }
  return v7({ random, msecs, seq });
}

/**
 * Twenty hexadecimal digits with which ids of many rows begin, to each of which the database adds a number of its own in
 * twelve: the time and chance, not the count within the millisecond, which goes on by one and would begin the next the same.
 */
export function beginningOfIds(): string {
  const id = newId().replaceAll('-', '');
  return id.slice(0, 13) + id.slice(23, 26) + id.slice(16, 17) + id.slice(26, 29);
}
