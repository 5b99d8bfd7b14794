import { drawBar } from "./draw-bar.ts";
import { drawFigure } from "./draw-figure.ts";
import { drawRail } from "./draw-rail.ts";
import { drawSymbol } from "./draw-symbol.ts";
import { drawText } from "./draw-text.ts";
import { inWords } from "./in-words.ts";
import { paint } from "./paint.ts";
import type { Part } from "./part.ts";
import { safeText } from "./safe-text.ts";
import type { Scale } from "./scale-of.ts";
import { secondsInWords } from "./seconds-in-words.ts";
import { textWidth } from "./text-width.ts";
import type { Entry } from "./timeline.ts";

/**
 * A step or a moment of the run: what it is in words, below it the bar or the mark. Words stand above
 * and not beside, so that they have room in a narrow picture too.
 */
export function drawRow(entry: Entry, scale: Scale): Part {
  const { symbol, colour, what, figure } = inWords(entry);
  const { kind, offset_seconds: from, seconds, until } = entry;
  const isStep = kind === "step";
  const told = [what, figure, ...(isStep ? [`from ${secondsInWords(from)} on`] : [])].join(", ");
  const to = until === null ? scale.last : from + (seconds ?? 0);
  const mark = isStep
    ? drawBar(scale, { from, to, y: 1.5, colour })
    : `<circle cx="${scale.place(from)}%" cy="1.85em" r="0.4em" ${paint(colour)}/>`;
  return {
    height: 2.9,
    svg: `<g><title>${safeText(told, 300)}</title>${drawSymbol(symbol, colour, 1)}` +
      drawText(what, { x: 1.5, y: 1, taken: textWidth(figure) + 1 }) +
      `${drawFigure(figure, 1)}${drawRail(1.5)}${mark}</g>`,
  };
}
