/** A moment of an answer as a number that tells apart what `Date` does not: microseconds. */
export function microseconds(moment: string): number {
  const [, fraction = ""] = /\.(\d+)/.exec(moment) ?? [];
  const seconds = Date.parse(moment.replace(/\.\d+/, "")) / 1000;
  return seconds * 1_000_000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}
