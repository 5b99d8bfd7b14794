/** The thread of download(): takes one order, answers with what came of it. */
import type { Download, Wanted } from "./download.ts";

const END_BYTES = 4096;

/** What is used of a worker's own world, whose types are not those of a program. */
const thread = globalThis as unknown as {
  onmessage: (event: { data: Wanted }) => Promise<void>;
  postMessage(message: Download | "begun"): void;
};

thread.onmessage = async ({ data: { url, headers, path } }) => {
  const started = performance.now();
  const response = await fetch(url, { headers });
  if (!response.ok || !response.body) throw new Error(await response.text());
  using file = path === null ? null : await Deno.open(path, { create: true, write: true });
  let [firstMs, bytes, end] = [0, 0, new Uint8Array()];
  for await (const piece of response.body) {
    if (bytes === 0) {
      firstMs = performance.now() - started;
      thread.postMessage("begun");
    }
    bytes += piece.length;
    for (let at = 0; file && at < piece.length;) at += await file.write(piece.subarray(at));
    end = piece.length < END_BYTES ? joined(end, piece) : piece;
  }
  thread.postMessage({
    ...{ firstMs, bytes, seconds: (performance.now() - started) / 1000 },
    end: new TextDecoder().decode(end.subarray(-END_BYTES)),
  });
};

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = first.subarray(-END_BYTES);
  const all = new Uint8Array(kept.length + second.length);
  all.set(kept);
  all.set(second, kept.length);
  return all;
}
