import type { ApiError } from "../data-api/api-error.ts";

/** The arguments of a call, before the function is known. */
export interface CallArguments {
  /**
   * `json`: an object or array whose text goes to Postgres untouched; `text`: name to text, from a
   * query string or form; `raw`: a body that is one value.
   */
  kind: "json" | "text" | "raw";
  names: string[];
  /** For `json` and `raw`. */
  body: string;
  /** For `json`: whether the body is an array of argument objects, of which the first counts. */
  isArray: boolean;
  /** For `text`; several values of one name are for a variadic parameter. */
  values: Map<string, string[]>;
  /** The types of a single unnamed parameter that would take the body as it is. */
  bodyTypes: string[];
}

export type ReadArguments = { ok: true; value: CallArguments } | { ok: false; error: ApiError };

/** Arguments from a query string, or from a form. */
export function textArguments(entries: [name: string, value: string][]): CallArguments {
  const values = new Map<string, string[]>();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  return {
    kind: "text",
    names: [...values.keys()],
    body: "",
    isArray: false,
    values,
    bodyTypes: [],
  };
}

/** Reads the arguments from the body of a POST, by its content type. */
export async function bodyArguments(req: Request): Promise<ReadArguments> {
  const declared = req.headers.get("content-type") ?? "application/json";
  const [mediaType = ""] = declared.split(";");
  switch (mediaType.trim().toLowerCase()) {
    case "application/json":
      return jsonArguments(await req.text());
    case "application/x-www-form-urlencoded":
      return {
        ok: true,
        value: textArguments([...new URLSearchParams(await req.text())]),
      };
    case "text/plain":
      return { ok: true, value: raw(await req.text(), "text") };
    case "text/xml":
      return { ok: true, value: raw(await req.text(), "xml") };
    case "application/octet-stream":
      return {
        ok: true,
        value: raw(`\\x${new Uint8Array(await req.arrayBuffer()).toHex()}`, "bytea"),
      };
    default:
      return invalid(415, `Content-Type not acceptable: ${mediaType.trim()}`);
  }
}

function jsonArguments(text: string): ReadArguments {
  const body = text.trim() === "" ? "{}" : text;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return invalid(400, "Empty or invalid json");
  }
  const isArray = Array.isArray(value);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const names = typeof first === "object" && first !== null && !Array.isArray(first)
    ? Object.keys(first)
    : [];
  return {
    ok: true,
    value: {
      kind: "json",
      names,
      body,
      isArray,
      values: new Map(),
      bodyTypes: ["json", "jsonb"],
    },
  };
}

function raw(body: string, type: string): CallArguments {
  return { kind: "raw", names: [], body, isArray: false, values: new Map(), bodyTypes: [type] };
}

function invalid(status: number, message: string): ReadArguments {
  return { ok: false, error: { status, code: "PGRST102", message, details: null, hint: null } };
}
