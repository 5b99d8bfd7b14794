import { drawText } from "./draw-text.ts";
import type { Part } from "./part.ts";

/** What the picture does not show, a line each. */
export function drawNotes(notes: readonly string[]): Part {
  return {
    height: 1.5 * notes.length,
    svg: notes.map((note, place) => drawText(note, { y: 1 + 1.5 * place, colour: "soft" }))
      .join(""),
  };
}
