import type { Span, Tx } from '../platform/index.ts';
import type { Part } from './model.ts';
import * as store from './store.ts';

/** Who sees what is written here, beside what agreements say: see docs/sharing.md, "What is written here". */
export type WrittenAudience = 'team' | 'allocated' | 'author';

/** What one happening that is written here says, of everybody whom it is about. */
export type WrittenFact = {
  /** Ties the facts of the persons together: the number of what was written. */
  occasion: string;
  /** Of whom it was written, each with the person who that is now, and what it says of them alone. */
  persons: readonly { as: string; now: string; parts?: readonly Part[] }[];
  agency: string;
  /** One of `writtenKinds`. */
  kind: string;
  happened: Span;
  precision: 'day' | 'month' | 'year';
  parts: readonly Part[];
  audience: WrittenAudience;
  /** The worker who wrote it. */
  writtenBy: string;
  writtenAt: Date;
};

/** Adds the facts of what somebody at work writes here; no build makes or ends them. */
export async function writeFacts(tx: Tx, written: WrittenFact): Promise<void> {
  await store.insertWritten(tx, written);
}

/** Ends the facts of one happening that was written here: something else takes their place, or nothing does. */
export async function endWritten(tx: Tx, occasion: string, at: Date): Promise<void> {
  await store.endWritten(tx, occasion, at);
}
