import { createHash } from "node:crypto";
import type { Content } from "./pages.ts";
import { summaryOf } from "./summary.ts";
import type { TextFormat } from "./text-formats.ts";

/** The bytes of a text file. */
export async function* textFile(
  format: TextFormat,
  lines: Content,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = new TextEncoder();
  const hash = createHash("sha256");
  const made = format.made(lines);
  if (format.before) yield encoder.encode(format.before);
  for (;;) {
    const { done, value } = await made.next();
    if (done) {
      yield encoder.encode(format.after(summaryOf(value, hash.digest("hex"))));
      return;
    }
    hash.update(value);
    yield value;
  }
}
