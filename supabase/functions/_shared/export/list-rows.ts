import { Buffer } from "node:buffer";
import type { Content } from "./pages.ts";

const NEWLINE = 0x0a;

/** Makes a JSON list of lines of JSON, none of which has a line break inside. */
export async function* listRows(lines: Content): Content {
  let separator = "[\n";
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      yield Buffer.from(separator === "[\n" ? "[]" : "\n]");
      return value;
    }
    // The last line break of a piece waits: a comma goes before it if something follows.
    const ends = value.at(-1) === NEWLINE;
    const text = Buffer.from(ends ? value.subarray(0, -1) : value).toString("latin1");
    yield Buffer.from(separator + text.replaceAll("\n", ",\n"), "latin1");
    separator = ends ? ",\n" : "";
  }
}
