/**
 * The moment at which an answer of nothing may leave: the next whole number of beats since its request began.
 * What takes less than a beat takes one, whatever was looked at and not shown.
 * @param took Milliseconds that the work took.
 * @param beat Milliseconds between two moments at which an answer may leave.
 * @returns Milliseconds since the request began.
 */
export const leavesAt = (took: number, beat: number): number => Math.max(1, Math.ceil(took / beat)) * beat;

/**
 * Waits until a moment of `performance.now()`, to within some hundredths of a millisecond: a timer alone rounds to
 * milliseconds that differ with when it was set.
 */
export async function until(moment: number): Promise<void> {
  for (let left = moment - performance.now(); left > 0; left = moment - performance.now()) {
    await new Promise<void>((resolve) => {
      if (left > 2) setTimeout(resolve, left - 1.5);
      else setImmediate(resolve);
    });
  }
}
