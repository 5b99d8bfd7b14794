// From the largest; a day and more is told in days and hours, an hour in hours and minutes.
const units = [["d", 86_400], ["h", 3600], ["min", 60], ["s", 1]] as const;

/** A duration or an offset as people say it: "0.61 s", "4 min 10 s", "1 h 30 min", "−2 s". */
export function secondsInWords(seconds: number): string {
  const sign = seconds < 0 ? "\u2212" : "";
  const size = Math.abs(seconds);
  const digits = Number(size.toPrecision(3));
  if (digits < 60) return `${sign}${digits} s`;
  for (const [at, [name, length]] of units.entries()) {
    const [below, step] = units[at + 1] ?? units[at]!;
    // Rounded before it is divided: 3599.6 seconds are an hour.
    const rounded = Math.round(size / step) * step;
    if (rounded < length) continue;
    const whole = Math.floor(rounded / length);
    const rest = (rounded - whole * length) / step;
    return `${sign}${whole} ${name}${rest > 0 ? ` ${rest} ${below}` : ""}`;
  }
  return `${sign}${digits} s`;
}
