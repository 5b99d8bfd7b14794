import { type ApiError, apiErrorResponse } from "../data-api/api-error.ts";
import type { CallResult } from "./run-call.ts";
import type { Accepted } from "./accept.ts";
import type { Routine } from "./routine.ts";

/** What of the request decides the form of the answer. */
export interface ResponseOptions {
  accepted: Accepted;
  head: boolean;
  offset: number;
  /** The preference for a count that was followed, `count=exact`. */
  counted: string | null;
}

/** The answer to a call that succeeded, with the status and headers the function asked for. */
export function callResponse(
  routine: Routine,
  result: CallResult,
  { accepted, head, offset, counted }: ResponseOptions,
): Response {
  const ownHeaders = readHeaders(result.headers);
  if (ownHeaders === "invalid") return apiErrorResponse(INVALID_HEADERS);
  if (result.status && !/^[2-5]\d\d$/.test(result.status)) return apiErrorResponse(INVALID_STATUS);

  const total = result.total === null ? null : Number(result.total);
  const rows = Number(result.rows);
  const isVoid = routine.returns === "void";
  const range = contentRange(offset, rows, total);
  const headers = new Headers({ "content-range": range.header });
  if (!isVoid) headers.set("content-type", accepted.contentType);
  if (counted) headers.set("preference-applied", counted);
  for (const [name, value] of ownHeaders) {
    if (name.toLowerCase() === "set-cookie") headers.append(name, value);
    else headers.set(name, value);
  }
  const status = Number(result.status || (isVoid ? 204 : range.status));
  const bodyless = head || isVoid || status === 204 || status === 304;
  const body = accepted.binary ? fromHex(result.body) : result.body;
  return new Response(bodyless ? null : body, { status, headers });
}

function contentRange(offset: number, rows: number, total: number | null) {
  const known = total ?? "*";
  const header = rows > 0 ? `${offset}-${offset + rows - 1}/${known}` : `*/${known}`;
  return { header, status: total !== null && rows > 0 && rows < total ? 206 : 200 };
}

/** `[{"name": "value"}, ...]`: one object per header, so that a name may be repeated. */
function readHeaders(text: string | null): [string, string][] | "invalid" {
  if (!text) return [];
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return "invalid";
    const entries = list.map((item) => Object.entries(item ?? {}));
    const flat = entries.flatMap(([entry, ...others]) => entry && !others.length ? [entry] : []);
    const valid = flat.length === list.length && flat.every(([, v]) => typeof v === "string");
    return valid ? flat.map(([name, value]) => [name, String(value)]) : "invalid";
  } catch {
    return "invalid";
  }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(text.replace(/^\\x/, ""));
}

const INVALID_HEADERS: ApiError = {
  status: 500,
  code: "PGRST111",
  message:
    "response.headers guc must be a JSON array composed of objects with a single key and a string value",
  details: null,
  hint: null,
};

const INVALID_STATUS: ApiError = {
  status: 500,
  code: "PGRST112",
  message: "response.status guc must be a valid status code",
  details: null,
  hint: null,
};
