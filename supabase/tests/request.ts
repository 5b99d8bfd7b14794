import { functionsUrl } from "./actors.ts";

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** The fields of a body that is a JSON object; else empty. */
  readonly fields: Record<string, unknown>;
}

/** What a request carries. */
export interface Carried {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON text, declared as JSON unless the headers say otherwise. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: BodyInit;
}

/** Sends one request with plain `fetch` to a path below `/functions/v1`, or to a whole address. */
export async function request(
  method: string,
  path: string,
  { headers, json, body }: Carried = {},
): Promise<Answer> {
  const response = await fetch(path.startsWith("/") ? functionsUrl + path : path, {
    method,
    headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: json === undefined ? body ?? null : JSON.stringify(json),
    redirect: "manual",
  });
  const text = await response.text();
  const isObject = text.startsWith("{") &&
    /^application\/(\S+\+)?json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    fields: isObject ? JSON.parse(text) : {},
  };
}
