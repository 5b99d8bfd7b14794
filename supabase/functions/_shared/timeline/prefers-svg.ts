/** Whether an Accept header wants an SVG rather than JSON; JSON where it wants both alike or neither. */
export function prefersSvg(accept: string | null): boolean {
  const ranges = (accept ?? "*/*").toLowerCase().split(",").map(readRange);
  return quality(ranges, "image", "svg+xml") > quality(ranges, "application", "json");
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { type, quality: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0 };
}

/** Of the ranges that cover a type, the most exact one counts. */
function quality(ranges: readonly Range[], type: string, subtype: string): number {
  for (const name of [`${type}/${subtype}`, `${type}/*`, "*/*"]) {
    const range = ranges.find((one) => one.type === name);
    if (range) return range.quality;
  }
  return 0;
}
