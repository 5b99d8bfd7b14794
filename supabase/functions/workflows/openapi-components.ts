import { errorCodes } from "../_shared/error-codes.ts";
import type { Operation } from "../_shared/operation.ts";
import { type Json, openapiSchema } from "./openapi-schema.ts";

/** A reference to a component. */
export function ref(kind: "schemas" | "responses", name: string): Json {
  return { $ref: `#/components/${kind}/${name}` };
}

/** What operations share: the input and the answer of each, the error, the ways to sign in. */
export function openapiComponents(operations: readonly (readonly [string, Operation])[]): Json {
  return {
    securitySchemes: {
      userToken: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "Access token of a signed-in user.",
      },
      secretKey: {
        type: "apiKey",
        in: "header",
        name: "apikey",
        description: "Secret key, for the service. Never send it from a browser.",
      },
    },
    responses: {
      ...Object.fromEntries(operations.map(([name, one]) => [name, response(name, one)])),
      Error: {
        description: "The request was refused or failed.",
        content: { "application/json": { schema: ref("schemas", "Error") } },
      },
    },
    schemas: {
      ...Object.fromEntries(operations.flatMap(([name, one]) => [
        [`${name}Input`, openapiSchema(one.input, "input")],
        [`${name}Answer`, answerSchema(one)],
      ])),
      Error: ERROR,
    },
  };
}

function response(name: string, { message, examples }: Operation): Json {
  return {
    description: message,
    content: {
      "application/json": {
        schema: ref("schemas", `${name}Answer`),
        examples: Object.fromEntries(
          Object.entries(examples).map(([id, { output }]) => [
            id,
            { value: { success: true, ...output, message } },
          ]),
        ),
      },
    },
  };
}

function answerSchema(operation: Operation): Json {
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

const ERROR = {
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
