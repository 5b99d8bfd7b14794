import { inflated } from "./inflated.ts";
import { refuse, type Result, succeed } from "./result.ts";

/** Largest body, in bytes after decompression; but for those that say otherwise. */
export const BODY_LIMIT = 4 * 1024 * 1024;

/** What a body may be. */
export interface BodyRules {
  /** Largest size in bytes, after decompression. */
  readonly limit: number;
  /** Whether it may be lines of JSON too, see {@link declaresLines}. */
  readonly lines: boolean;
  /** Whether it may be CSV too. */
  readonly csv?: true;
}

/**
 * Reads the body as text and stops at its limit: what lies beyond is never held in memory.
 *
 * @returns the text, empty without a body; or `unsupported_media_type`, `body_too_large`, `invalid_json`
 */
export async function readBody(
  request: Request,
  { limit, lines, csv }: BodyRules,
): Promise<Result<string>> {
  if (request.body === null) return succeed("");
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (encoding !== "identity" && encoding !== "gzip" && encoding !== "deflate") {
    return refuse(
      "unsupported_media_type",
      "The body's content-encoding is not supported. Send it as gzip, deflate or uncompressed.",
    );
  }
  const body = encoding === "identity" ? request.body : inflated(request.body, encoding);
  const reader = body.getReader();
  const isDeclared = declaresJson(request) || (lines && declaresLines(request)) ||
    (csv && declaresCsv(request));
  try {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = Number(request.headers.get("content-length")) > limit ? Infinity : 0;
    while (size <= limit) {
      const { done, value } = await reader.read();
      if (done) return decode(await new Blob(chunks).arrayBuffer());
      if (value.length > 0 && !isDeclared) {
        await reader.cancel();
        return refuse(
          "unsupported_media_type",
          csv
            ? "The body must be JSON, lines of JSON or CSV. Send it with the header content-type: application/json, application/x-ndjson or text/csv."
            : lines
            ? "The body must be JSON, or lines of JSON. Send it with the header content-type: application/json or application/x-ndjson."
            : "The body must be JSON. Send it with the header content-type: application/json.",
        );
      }
      size += value.length;
      chunks.push(value);
    }
    await reader.cancel();
    return refuse(
      "body_too_large",
      `The body is larger than ${limit} bytes (${limit / 1024 ** 2} MiB). Send less${
        lines ? " at a time." : ", and keep what is large in storage of your own."
      }`,
      { details: { limit_bytes: limit } },
    );
  } catch {
    return refuse("invalid_json", `The body could not be read as ${encoding}. Send it again.`);
  }
}

/** Whether the body says that it is lines of JSON, one value each. */
export function declaresLines(request: Request): boolean {
  const type = request.headers.get("content-type") ?? "";
  return /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\s*(;|$)/i.test(type.trim());
}

/** Whether the body says that it is CSV. */
export function declaresCsv(request: Request): boolean {
  return /^text\/csv\s*(;|$)/i.test((request.headers.get("content-type") ?? "").trim());
}

function declaresJson(request: Request): boolean {
  const type = request.headers.get("content-type");
  // Absent is taken as JSON: some HTTP libraries declare nothing when given a string.
  return type === null || /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim());
}

function decode(bytes: ArrayBuffer): Result<string> {
  try {
    return succeed(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("invalid_json", "The body is not UTF-8. Encode the JSON text as UTF-8.");
  }
}
