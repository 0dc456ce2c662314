/** Gives a turn: waits for one, and answers with what ends it. */
export type Turns = () => Promise<() => void>;

/**
 * Turns in the order asked for, `places` of them at once. Short work that comes in a burst is then finished one after the
 * other, the first of it soon, instead of all of it late. A turn counts for `forMs` milliseconds at the most, so that
 * long work, or work inside other work, holds up nobody.
 */
export function makeTurns(places: number, forMs: number): Turns {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const take = (): (() => void) => {
    taken += 1;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      taken -= 1;
      waiting.shift()?.();
    };
    const timer = setTimeout(end, forMs).unref();
    return end;
  };
  return () => {
    if (taken < places) return Promise.resolve(take());
    return new Promise((turn) => {
      waiting.push(() => turn(take()));
    });
  };
}
