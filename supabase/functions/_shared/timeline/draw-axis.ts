import { paint } from "./paint.ts";
import type { Part } from "./part.ts";
import { roundTicks } from "./round-ticks.ts";
import { safeText } from "./safe-text.ts";
import type { Scale } from "./scale-of.ts";
import { secondsInWords } from "./seconds-in-words.ts";
import { textLook } from "./text-look.ts";

/** Round offsets in words, with a line down through what lies below, of so many em. */
export function drawAxis({ first, last, place }: Scale, below: number): Part {
  // Five have room beside each other in a narrow picture.
  const ticks = roundTicks(first, last, 5).map((tick) => {
    const x = place(tick);
    const anchor = x < 8 ? "start" : x > 92 ? "end" : "middle";
    // At the edges the rails begin and end.
    const line = x < 0.5 || x > 99.5
      ? ""
      : `<rect x="${x}%" y="1.5em" width="1" height="${below}em" ${paint("line")}/>`;
    return `${line}<text x="${x}%" y="1em" text-anchor="${anchor}" ${textLook("soft")}>` +
      `${safeText(secondsInWords(tick), 30)}</text>`;
  });
  return { height: 2.2, svg: ticks.join("") };
}
