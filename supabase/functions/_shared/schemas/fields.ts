// As a namespace, here and everywhere: a bundler then keeps what is used, a quarter of the bytes.
import * as z from "zod";

/** A JSON object. Handed on as it is: rebuilding it would drop a key named `__proto__`. */
export type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Any UUID as Postgres takes it, not only those whose version and variant bits RFC 9562 knows. */
export const uuid = z.guid({
  error: ({ input }) =>
    input === undefined
      ? undefined
      : "must be a UUID, for example 0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
});

/** A moment in an answer: ISO 8601 with offset. */
export const timestamp = z.iso.datetime({ offset: true });

/** A moment in a request: ISO 8601 with offset, or a date, which means its start in UTC. */
export const moment = z.union([timestamp, z.iso.date()], {
  error: "must be ISO 8601 with offset, for example 2026-01-31T09:30:00Z, or a date",
});

/** A JSON object with keys of the caller's own choice. */
export const jsonObject = z.custom<JsonObject>(isObject, "must be a JSON object")
  .meta({ type: "object" });

/** Any JSON value but null, which counts as absent. */
export const json = z.unknown();

export const mode = z.enum(["cloud-run", "local-run"]);
export const status = z.enum(["running", "completed", "failed", "cancelled"]);
export const quality = z.enum(["low", "standard", "high"]);
export const seconds = z.number().min(0).max(9999999.999);
export const count = z.int().min(0).max(2147483647);
export const percent = z.number().min(0).max(100);
export const tags = z.array(z.string());

export const sessionId = z.string().regex(
  /^[A-Za-z0-9][A-Za-z0-9._~-]{0,254}$/,
  "must be a letter or digit and up to 254 more out of A-Z a-z 0-9 . _ ~ and -",
);

/** Paging by number or by cursor; `sort` and filters must not change while a cursor is followed. */
export const paging = {
  page: z.int().min(1).max(2147483647).optional()
    .describe("Page number, from 1. Use it or cursor, not both."),
  page_size: z.int().min(1).max(200).optional().describe("Rows per page; 50 when absent."),
  cursor: z.string().optional()
    .describe("next_cursor or previous_cursor of an earlier answer with the same filters."),
};

/** Where a page stands. */
export const page = {
  page: z.int().nullable().describe("The page number asked for; null when a cursor was."),
  page_size: z.int(),
  has_next_page: z.boolean(),
  next_cursor: z.string().nullable(),
  previous_cursor: z.string().nullable(),
};

/** Whose data the service asks for. */
export const forUser = uuid.optional()
  .describe("For the service: whose data, as that user would see it. A user leaves it out.");

/** How well a run's recording can be replayed. */
export const replayScore = z.int().min(0).max(100).nullable()
  .describe("How well its recording can be replayed, 0 to 100; null where none is stored.");
