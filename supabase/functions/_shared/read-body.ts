import { refuse, type Result, succeed } from "./result.ts";

/** Largest body, in bytes after decompression. */
export const BODY_LIMIT = 4 * 1024 * 1024;

// A decompressor emits everything one input chunk yields, up to 1032 times its size, before anyone can
// count it. Small pieces keep that below the limit.
const PIECE = 2048;

/**
 * Reads the body as text and stops at {@link BODY_LIMIT}: what lies beyond is never held in memory.
 *
 * @returns the text, empty without a body; or `unsupported_media_type`, `body_too_large`, `invalid_json`
 */
export async function readBody(request: Request): Promise<Result<string>> {
  if (request.body === null) return succeed("");
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (encoding !== "identity" && encoding !== "gzip" && encoding !== "deflate") {
    return refuse(
      "unsupported_media_type",
      "The body's content-encoding is not supported. Send it as gzip, deflate or uncompressed.",
    );
  }
  const body = encoding === "identity"
    ? request.body
    : request.body.pipeThrough(inPieces()).pipeThrough(new DecompressionStream(encoding));
  const reader = body.getReader();
  try {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = Number(request.headers.get("content-length")) > BODY_LIMIT ? Infinity : 0;
    while (size <= BODY_LIMIT) {
      const { done, value } = await reader.read();
      if (done) return decode(await new Blob(chunks).arrayBuffer());
      if (value.length > 0 && !declaresJson(request)) {
        await reader.cancel();
        return refuse(
          "unsupported_media_type",
          "The body must be JSON. Send it with the header content-type: application/json.",
        );
      }
      size += value.length;
      chunks.push(value);
    }
    await reader.cancel();
    return refuse(
      "body_too_large",
      `The body is larger than ${BODY_LIMIT} bytes (4 MiB). Send less, and keep what is large in storage of your own.`,
      { details: { limit_bytes: BODY_LIMIT } },
    );
  } catch {
    return refuse("invalid_json", `The body could not be read as ${encoding}. Send it again.`);
  }
}

function declaresJson(request: Request): boolean {
  const type = request.headers.get("content-type");
  // Absent is taken as JSON: some HTTP libraries declare nothing when given a string.
  return type === null || /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim());
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

function decode(bytes: ArrayBuffer): Result<string> {
  try {
    return succeed(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("invalid_json", "The body is not UTF-8. Encode the JSON text as UTF-8.");
  }
}
