import { graphemeWidths } from "./grapheme-widths.ts";

const ellipsis = 1;

/** As much of the text as fits into so many em; with an ellipsis when it is not all. */
export function fitText(text: string, ems: number): string {
  let [sum, fitting] = [0, 0];
  for (const { end, width } of graphemeWidths(text)) {
    sum += width;
    if (sum > ems) return `${text.slice(0, fitting).replace(/[\s.]+$/, "")}…`;
    if (sum <= ems - ellipsis) fitting = end;
  }
  return text;
}
