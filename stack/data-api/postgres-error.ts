import type { ApiError } from "./api-error.ts";

/** An error of the database or of the connection to it. */
export interface DatabaseError extends Error {
  /** An SQLSTATE, or the driver's word for what befell the connection. */
  code: string;
  detail?: string;
  hint?: string;
}

/** Whether `error` came from the database driver. */
export function isDatabaseError(error: unknown): error is DatabaseError {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return false;
  }
  return error.name === "PostgresError" || /^(CONNECTION_|CONNECT_|E[A-Z])/.test(error.code);
}

/**
 * Maps a database error to an answer by PostgREST's table: `PTxyz` chooses the status, `PGRST`
 * status and headers, everything else goes by its SQLSTATE.
 *
 * @param isAnon Whether the request ran as `anon`, whom a missing privilege asks to sign in.
 */
export function postgresError(failure: DatabaseError, isAnon: boolean): ApiError {
  const { code } = failure;
  if (!/^[0-9A-Z]{5}$/.test(code)) return connectionError(failure);
  if (code === "PGRST") return raisedByFunction(failure);
  const status = statusOf(code, failure.message, isAnon);
  return {
    status,
    code,
    message: failure.message,
    details: failure.detail ?? null,
    hint: failure.hint ?? null,
    ...(status === 401 ? { headers: [["www-authenticate", "Bearer"]] } : {}),
  };
}

const EXACT: Record<string, number> = {
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "21000": 500,
  "42P17": 500,
  "42P01": 404,
  "53400": 500,
  "57P01": 503,
  P0001: 400,
};

const BY_CLASS: Record<string, number> = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53": 503,
  "54": 500,
  "55": 500,
  "57": 500,
  "58": 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};

function statusOf(code: string, message: string, isAnon: boolean): number {
  if (code.startsWith("PT")) {
    const status = Number(code.slice(2));
    return isStatus(status) ? status : 500;
  }
  if (code === "42501") return isAnon ? 401 : 403;
  if (code === "42883") return message.startsWith("function xmlagg(") ? 406 : 404;
  return EXACT[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400;
}

/** `raise sqlstate 'PGRST'` carries the body as JSON in its message, the rest in its detail. */
function raisedByFunction(failure: DatabaseError): ApiError {
  const body = parseObject(failure.message);
  const rest = parseObject(failure.detail ?? "");
  if (typeof body?.code !== "string" || typeof body.message !== "string") {
    return unreadable("MESSAGE", failure.message, "a JSON object with 'code' and 'message'");
  }
  const headers = rest?.headers;
  if (!isStatus(rest?.status) || typeof headers !== "object" || headers === null) {
    return unreadable("DETAIL", failure.detail ?? "", "a JSON object with 'status' and 'headers'");
  }
  return {
    status: rest.status,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    code: body.code,
    message: body.message,
    details: typeof body.details === "string" ? body.details : null,
    hint: typeof body.hint === "string" ? body.hint : null,
  };
}

/** What a response can be given; informational ones cannot. */
function isStatus(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599;
}

function unreadable(part: string, text: string, wanted: string): ApiError {
  return {
    status: 500,
    code: "PGRST121",
    message: "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
    details: `Invalid JSON value for ${part}: '${text}'`,
    hint: `${part} must be ${wanted}.`,
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

function connectionError(failure: DatabaseError): ApiError {
  return {
    status: 503,
    code: "PGRST001",
    message: "Database client error. Retrying the connection.",
    details: failure.message,
    hint: null,
  };
}
