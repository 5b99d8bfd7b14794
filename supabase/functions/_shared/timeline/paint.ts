import { type Colour, palette } from "./palette.ts";

/** Attributes that give a shape or a text its colour. */
export function paint(colour: Colour): string {
  return `class="${colour}" fill="${palette[colour][0]}"`;
}
