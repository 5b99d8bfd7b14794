import { paint } from "./paint.ts";
import type { Colour } from "./palette.ts";
import type { SymbolName } from "./symbols.ts";

/** A symbol at the left edge, before a line of text. */
export function drawSymbol(name: SymbolName, colour: Colour, baseLine: number): string {
  const y = Number((baseLine - 0.86).toFixed(2));
  return `<use href="#runtrail-${name}" y="${y}em" width="1em" height="1em" ${paint(colour)}/>`;
}
