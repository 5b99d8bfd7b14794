import { fitText } from "./fit-text.ts";
import type { Colour } from "./palette.ts";
import { safeText } from "./safe-text.ts";
import { textLook } from "./text-look.ts";

/** How a text stands in the picture. Lengths are in em of the text itself. */
export interface TextPlace {
  /** Its left edge. */
  readonly x?: number;
  /** Its base line. */
  readonly y: number;
  /** What its line has to hold beside it. */
  readonly taken?: number;
  readonly colour?: Colour;
  readonly bold?: boolean;
  /** The size, as a multiple of the picture's. */
  readonly size?: number;
}

// What a line holds, in em of the picture's text: from 375 pixels on, from 640 (40em), from 800 (50em).
const [narrow, medium, wide] = [25, 43, 54];
// How much wider bold letters are.
const boldness = 1.12;

/**
 * A line of text, cut to what fits. A picture without a script does not know how wide it is, so a text
 * that would have to be cut is there in up to three forms, of which the style shows one.
 */
export function drawText(text: string, place: TextPlace): string {
  const { x = 0, y, taken = 0, colour = "ink", size = 1, bold = false } = place;
  const full = text.replace(/\s+/g, " ").trim();
  const [short, middle, long] = [narrow, medium, wide]
    .map((width) => fitText(full, (width / size - x - taken) / (bold ? boldness : 1))) as [
      string,
      string,
      string,
    ];
  const at = `${x ? ` x="${x}em"` : ""} y="${y}em"${
    size === 1 ? "" : ` font-size="${100 * size}%"`
  }${bold ? ' font-weight="600"' : ""}`;
  const line = (form: string) => `<text${at} ${textLook(colour)}>${safeText(form, 400)}</text>`;
  if (short === long) return line(long);
  const first = `<g class="narrow" display="none">${line(short)}</g>`;
  if (middle === long) return `${first}<g class="beyond-narrow">${line(long)}</g>`;
  return `${first}<g class="medium">${line(middle)}</g>` +
    `<g class="wide" display="none">${line(long)}</g>`;
}
