import type { PostgresFailure } from "./postgres-error.ts";

/** The parts of whatever a database driver throws that an answer may show. */
export function toPostgresFailure(error: unknown): PostgresFailure {
  const parts: Record<string, unknown> = typeof error === "object" && error !== null
    ? { ...error }
    : {};
  const text = (value: unknown) => typeof value === "string" ? value : undefined;
  return {
    code: text(parts.code),
    message: error instanceof Error ? error.message : String(error),
    detail: text(parts.detail),
    hint: text(parts.hint),
  };
}
