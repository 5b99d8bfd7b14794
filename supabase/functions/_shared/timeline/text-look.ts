import { paint } from "./paint.ts";
import { type Colour, palette } from "./palette.ts";

const [light] = palette.ground;

/** Attributes that give a text its colour, and clear the lines behind it. */
export function textLook(colour: Colour): string {
  return `${paint(colour)} stroke="${light}" stroke-width="0.3em" paint-order="stroke"`;
}
