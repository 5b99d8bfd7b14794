import { safeText } from "./safe-text.ts";
import { textLook } from "./text-look.ts";

/** How long or when, at the right edge of a line. */
export function drawFigure(words: string, baseLine: number): string {
  return `<text x="100%" y="${baseLine}em" text-anchor="end" ${textLook("soft")}>${
    safeText(words, 60)
  }</text>`;
}
