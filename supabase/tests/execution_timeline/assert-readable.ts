import assert from "node:assert/strict";
import { contrast } from "./contrast.ts";

/** Where a text stands in the window, in pixels, and its colour. */
interface SeenText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly colour: string;
}

/** What a browser makes of an SVG. */
export interface Seen {
  readonly root: string;
  readonly isWellFormed: boolean;
  readonly role: string | null;
  /** The texts of the elements that its aria-labelledby names. */
  readonly labels: readonly string[];
  readonly ground: string;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly SeenText[];
  /** The outermost edges of all shapes. */
  readonly shapes: readonly [left: number, right: number, bottom: number];
  readonly scripts: number;
}

/** Asserts that nothing is cut off, over another or too faint, in a window of this width. */
export function assertReadable(seen: Seen, width: number): void {
  assert.equal(seen.root, "http://www.w3.org/2000/svg svg");
  assert.deepEqual([seen.isWellFormed, seen.scripts, seen.role], [true, 0, "img"]);
  assert.ok(seen.labels.length === 2 && seen.labels.every((label) => label !== ""));
  assert.ok(seen.width <= width && seen.texts.length > 0);
  const [left, right, bottom] = seen.shapes;
  assert.ok(left >= 0 && right <= seen.width + 0.5 && bottom <= seen.height + 0.5);
  for (const [at, one] of seen.texts.entries()) {
    const isWithin = one.left >= 0 && one.right <= width && one.top >= 0 &&
      one.bottom <= seen.height;
    assert.ok(isWithin, `cut off: ${JSON.stringify(one)} in ${seen.width} x ${seen.height}`);
    assert.ok(contrast(one.colour, seen.ground) >= 4.5, `too faint: ${JSON.stringify(one)}`);
    const over = seen.texts.slice(at + 1).find((other) =>
      one.left < other.right && other.left < one.right &&
      one.top + 1 < other.bottom && other.top + 1 < one.bottom
    );
    assert.equal(over, undefined, `${JSON.stringify(one)} lies over ${JSON.stringify(over)}`);
  }
}
