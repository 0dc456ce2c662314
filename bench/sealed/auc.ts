/**
 * How well one threshold on time tells two samples apart: the area under the ROC curve, which is the chance that a time
 * of the first is longer than one of the second, ties counting half (Mann and Whitney); with its 95% interval after
 * DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
 * characteristic curves", Biometrics 44 (1988) 837–845. Of each value its place among the others is all that is needed:
 * Sun and Xu, "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21 (2014) 1389–1393.
 */
export function auc(
  first: readonly number[],
  second: readonly number[],
): { auc: number; low: number; high: number } {
  const all = placesOf([...first, ...second]);
  const own = [placesOf(first), placesOf(second)] as const;
  const shorter = first.map((_, at) => ((all[at] ?? 0) - (own[0][at] ?? 0)) / second.length);
  const longer = second.map(
    (_, at) => 1 - ((all[first.length + at] ?? 0) - (own[1][at] ?? 0)) / first.length,
  );
  const area = mean(shorter);
  const error = Math.sqrt(variance(shorter) / first.length + variance(longer) / second.length);
  return { auc: area, low: area - 1.96 * error, high: area + 1.96 * error };
}

/** Of each value its place in order, from 1; equal values share the middle of theirs. */
function placesOf(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const places = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]?.value === order[from]?.value) to += 1;
    for (const { at } of order.slice(from, to)) places[at] = (from + 1 + to) / 2;
    from = to;
  }
  return places;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
