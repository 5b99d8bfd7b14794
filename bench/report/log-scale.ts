/** A logarithmic axis. */
export interface LogScale {
  /** Whole powers of ten within the axis, its ends included. */
  ticks: number[];
  /** Where a value lies. */
  at(value: number): number;
}

/** An axis from whole power of ten to whole power of ten around the values. */
export function logScale(values: readonly number[], from: number, to: number): LogScale {
  const logs = values.map(Math.log10);
  const low = Math.floor(Math.min(...logs) + 1e-9);
  const high = Math.max(Math.ceil(Math.max(...logs) - 1e-9), low + 1);
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    at: (value) => from + (Math.log10(value) - low) / (high - low) * (to - from),
  };
}
