import type { Operation } from "../_shared/operation.ts";
import {
  alsoContentOf,
  answerSchema,
  contentOf,
  errorSchema,
  lateSchema,
} from "./openapi-answers.ts";
import { type Json, openapiSchema } from "./openapi-schema.ts";

/** A reference to a component. */
export function ref(kind: "schemas" | "responses", name: string): Json {
  return { $ref: `#/components/${kind}/${name}` };
}

/** Whether an operation is a report, which a run that the database ended takes too late. */
export function mayBeLate({ output }: Operation): boolean {
  return "late" in output.shape;
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
      ...Object.fromEntries(
        operations.filter(([, one]) => mayBeLate(one)).map(([name]) => [`${name}Conflict`, {
          description: "The execution has a final status, or the database had ended it before.",
          content: {
            "application/json": {
              schema: { anyOf: [ref("schemas", "Error"), ref("schemas", `${name}Late`)] },
            },
          },
        }]),
      ),
      Error: {
        description: "The request was refused or failed.",
        content: { "application/json": { schema: ref("schemas", "Error") } },
      },
    },
    schemas: {
      ...Object.fromEntries(operations.flatMap(([name, one]) => [
        [`${name}Input`, openapiSchema(one.input, "input")],
        ...(hasFields(one) ? [[`${name}Answer`, answerSchema(one)] as const] : []),
        ...(mayBeLate(one) ? [[`${name}Late`, lateSchema(one)] as const] : []),
      ])),
      Error: errorSchema,
    },
  };
}

/** Whether a success is a JSON object, by one method at least. */
function hasFields({ answers }: Operation): boolean {
  return answers === undefined || answers === "redirect";
}

function response(name: string, operation: Operation): Json {
  const { message, examples } = operation;
  if (!hasFields(operation)) return { description: message, content: contentOf(operation) };
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
      ...alsoContentOf(operation),
    },
  };
}
