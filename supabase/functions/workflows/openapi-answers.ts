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
