// A decompressor emits everything one input chunk yields, up to 1032 times its size, before anyone can
// count it. Small pieces keep that below the limits of those who count.
const PIECE = 2048;

/** The stream decompressed, in pieces small enough for the reader to stop in time. */
export function inflated(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  format: "gzip" | "deflate",
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return stream.pipeThrough(inPieces()).pipeThrough(new DecompressionStream(format));
}

function inPieces(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        controller.enqueue(chunk.subarray(at, at + PIECE));
      }
    },
  });
}
