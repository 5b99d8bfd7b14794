import { paint } from "./paint.ts";
import type { Colour } from "./palette.ts";
import type { Scale } from "./scale-of.ts";

/** A bar on a rail, from one offset to another; wide enough to be seen. */
export function drawBar(
  { place }: Scale,
  { from, to, y, colour }: { from: number; to: number; y: number; colour: Colour },
): string {
  const left = Math.min(place(from), 99.5);
  const width = Number(Math.max(place(to) - left, 0.5).toFixed(2));
  return `<rect x="${left}%" y="${y}em" width="${width}%" height="0.7em" rx="2" ${paint(colour)}/>`;
}
