/** The first of ascending times that is after another; null when none is. */
export function firstAfter(times: readonly number[], at: number): number | null {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return times[low] ?? null;
}
