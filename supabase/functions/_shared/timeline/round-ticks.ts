const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

// Steps of seconds, minutes, hours and days that people count in.
const steps = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
];

/** Round offsets in seconds from first to last, at most so many (from 2). */
export function roundTicks(first: number, last: number, most: number): number[] {
  const step = roundStep((last - first) / (most - 1));
  // 0.6 / 0.2 is less than 3.
  const start = Math.ceil(first / step - 1e-9);
  const count = Math.floor(last / step + 1e-9) - start + 1;
  // 3 * 0.2 is more than 0.6.
  return Array.from({ length: count }, (_, i) => Number(((start + i) * step).toFixed(3)));
}

function roundStep(atLeast: number): number {
  if (atLeast > 12 * hour) return decimalStep(atLeast / day) * day;
  if (atLeast < 1) return decimalStep(Math.max(atLeast, 0.001));
  return steps.find((step) => step >= atLeast) ?? day;
}

/** The next of 1, 2 and 5 times a power of ten. */
function decimalStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5].find((n) => n * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power >= 1 ? Math.round(factor * power) : factor * power;
}
