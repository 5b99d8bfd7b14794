import { Buffer } from "node:buffer";

/** Lines as events of a `text/event-stream`, one each. */
export async function* eventLines(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, void>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  let begins = true;
  for await (const piece of pieces) {
    const text = Buffer.from(piece).toString("latin1");
    const ends = text.endsWith("\n");
    const inside = ends ? text.slice(0, -1) : text;
    const events = inside.replaceAll("\n", "\n\ndata: ");
    yield Buffer.from(`${begins ? "data: " : ""}${events}${ends ? "\n\n" : ""}`, "latin1");
    begins = ends;
  }
}
