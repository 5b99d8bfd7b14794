import { errorCodes } from "../_shared/error-codes.ts";
import type { Operation } from "../_shared/operation.ts";
import { type Json, openapiSchema } from "./openapi-schema.ts";

/** The form of every error. */
export const errorSchema = {
  type: "object",
  properties: {
    success: { const: false },
    code: { type: "string", enum: Object.keys(errorCodes) },
    message: { type: "string", description: "What happened and what to do." },
    details: { description: "Particulars for programs, or null." },
    request_id: { type: "string" },
  },
  required: ["success", "code", "message", "details", "request_id"],
  additionalProperties: false,
};

const lines = {
  type: "string",
  description:
    'One JSON object a line: {"tab", "sequence", "event"} for each page event; {"after"} when a chunk ' +
    'is complete, and in silence; last {"end", "after"} with session_ended, time_limit or caught_up; ' +
    'or {"error": {"code", "status", "message"}, "after"}.',
};

const text = { schema: { type: "string" } };
const binary = { schema: { type: "string", format: "binary" } };

/** What an operation answers that is no JSON object. */
export function contentOf({ answers }: Operation): Json {
  if (answers === "file") {
    return {
      "application/x-ndjson": text,
      "text/csv": text,
      "application/json": { schema: { type: "object" } },
      "application/vnd.apache.parquet": binary,
      "application/gzip": binary,
    };
  }
  return answers === "lines"
    ? { "application/x-ndjson": { schema: lines }, "text/event-stream": { schema: lines } }
    : { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
}

/** What an operation answers besides a JSON object, by the Accept header. */
export function alsoContentOf({ alsoAnswers }: Operation): Json {
  return alsoAnswers === "svg" ? { "image/svg+xml": text } : {};
}

/** The fields of an operation in the envelope of a success. */
export function answerSchema(operation: Operation): Json {
  const { properties, required, ...rest } = openapiSchema(operation.output, "output");
  return {
    ...rest,
    properties: {
      success: { const: true },
      ...properties,
      sanitized: {
        type: "integer",
        minimum: 1,
        description: "Characters replaced because Postgres cannot hold them; absent when none.",
      },
      message: { type: "string" },
    },
    required: ["success", ...required, "message"],
  };
}

/** An error with the fields of the answer: the report is kept, the run is as it was. */
export function lateSchema(operation: Operation): Json {
  const { properties, required, ...rest } = openapiSchema(operation.output, "output");
  return {
    ...rest,
    properties: {
      ...errorSchema.properties,
      ...properties,
      code: { const: "execution_already_finished" },
      late: { const: true },
    },
    required: [...errorSchema.required, ...required],
  };
}
