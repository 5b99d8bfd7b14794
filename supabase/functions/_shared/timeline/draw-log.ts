import { chooseEntries } from "./choose-entries.ts";
import { counted } from "./counted.ts";
import { drawFigure } from "./draw-figure.ts";
import { drawRail } from "./draw-rail.ts";
import { drawSymbol } from "./draw-symbol.ts";
import { drawText } from "./draw-text.ts";
import { inWords } from "./in-words.ts";
import { paint } from "./paint.ts";
import type { Part } from "./part.ts";
import { safeText } from "./safe-text.ts";
import type { Scale } from "./scale-of.ts";
import { textWidth } from "./text-width.ts";
import type { Entry } from "./timeline.ts";

/** The log as marks on one rail, and so many of its lines in words. */
export function drawLog(lines: readonly Entry[], most: number, scale: Scale): Part {
  const written = chooseEntries(lines, most).map((line, place) =>
    drawLine(line, 4.4 + 1.6 * place)
  );
  return {
    height: 3.8 + 1.6 * written.length,
    svg: drawText(logInWords(lines), { y: 1.4, bold: true }) + drawRail(2) +
      drawMarks(lines, scale) + written.join(""),
  };
}

function drawLine(line: Entry, y: number): string {
  const { symbol, colour, what, figure } = inWords(line);
  return drawSymbol(symbol, colour, y) +
    drawText(what, { x: 1.5, y, taken: textWidth(figure) + 1 }) + drawFigure(figure, y);
}

/** Lines of one place and level are one mark, so that a long log has no more marks than can be seen. */
function drawMarks(lines: readonly Entry[], { place }: Scale): string {
  const marks = Map.groupBy(lines, ({ level, offset_seconds }) => {
    const isLoud = level === "error" || level === "warn";
    return `${isLoud ? level : "info"} ${Math.round(place(offset_seconds) * 4) / 4}`;
  });
  return [...marks].map(([key, [first, ...others]]) => {
    const [level, x] = key.split(" ");
    const { what, figure, colour } = inWords(first!);
    const more = others.length > 0 ? `, and ${others.length} more` : "";
    const [y, height] = level === "info" ? [2.1, 0.5] : [1.8, 1.1];
    return `<rect x="${x}%" y="${y}em" width="2" height="${height}em" ${paint(colour)}>` +
      `<title>${safeText(what, 120)}, ${safeText(figure, 30)}${more}</title></rect>`;
  }).join("");
}

function logInWords(lines: readonly Entry[]): string {
  const count = (wanted: string) => lines.filter(({ level }) => level === wanted).length;
  const [errors, warnings] = [count("error"), count("warn")];
  return [
    `Log: ${counted(lines.length, "line")}`,
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(", ");
}
