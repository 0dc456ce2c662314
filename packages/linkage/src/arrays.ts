/** An array of at least that length with the same beginning and noughts after it; twice as long where it has to grow. */
export function grown<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  array: T,
  length: number,
): T {
  if (length <= array.length) return array;
  const Kind = array.constructor as new (length: number) => T;
  const longer = new Kind(Math.max(length, array.length * 2));
  longer.set(array);
  return longer;
}

export type Part = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Reads a part as the numbers that were written of it. Throws a RangeError where it is of another kind. */
export function wholeNumbers(part: Part | undefined): Int32Array<ArrayBuffer> {
  if (part instanceof Int32Array) return part;
  throw new RangeError('The file does not hold what it says it holds.');
}
