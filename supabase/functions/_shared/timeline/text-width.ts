import { graphemeWidths } from "./grapheme-widths.ts";

/** About how wide a text is, in em: rather too wide than too narrow. */
export function textWidth(text: string): number {
  let sum = 0;
  for (const { width } of graphemeWidths(text)) sum += width;
  return sum;
}
