import { contract } from "../_shared/contract.ts";
import type { Operation } from "../_shared/operation.ts";
import { mayBeLate, openapiComponents, ref } from "./openapi-components.ts";
import { type Json, openapiSchema, without } from "./openapi-schema.ts";

const DESCRIPTION =
  "History of browser-workflow runs. Each operation answers under its REST path, " +
  "and by POST with a JSON body under the name of its function. Null counts as absent; unknown " +
  "parameters are refused. Older clients may send the user's token as session_token in the body or " +
  "query string; prefer the Authorization header, since query strings end up in logs.";

/** The OpenAPI 3.1 document of the contract. */
export function openapiDocument(): Json {
  const operations = Object.entries<Operation>(contract)
    .map(([key, operation]) => [capitalized(key), operation] as const);
  const paths: Record<string, Json> = {};
  for (const [name, operation] of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = byPath(name, operation);
    if (operation.alsoPost) {
      const post = { ...byName(name, operation), operationId: `${name}ByPost`, tags: ["REST"] };
      (paths[operation.path] ??= {}).post = post;
    }
    paths[`/${operation.name}`] = { post: byName(name, operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Runtrail",
      version: "0.1.0",
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
      description: DESCRIPTION,
    },
    servers: [{ url: "/functions/v1" }],
    security: [{ userToken: [] }, { secretKey: [] }],
    tags: [
      { name: "REST", description: "Operations by path." },
      { name: "Functions", description: "The same operations by name, for functions.invoke()." },
    ],
    paths,
    components: openapiComponents(operations),
  };
}

function securityOf({ caller }: Operation): Json {
  return caller === "service" ? { security: [{ secretKey: [] }] } : {};
}

function byName(name: string, operation: Operation): Json {
  return {
    operationId: `${name}ByName`,
    summary: operation.summary,
    tags: ["Functions"],
    ...securityOf(operation),
    requestBody: body(ref("schemas", `${name}Input`), operation, []),
    responses: responses(name, operation),
  };
}

function byPath(name: string, operation: Operation): Json {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => `${parameter}`);
  const input = openapiSchema(operation.input, "input");
  const inBody = operation.method !== "GET";
  const { lines } = operation;
  const all = Object.keys(input.properties);
  const outside = lines ? all.filter((name) => name !== lines) : inBody ? inPath : all;
  const parameters = outside.map((parameter) => {
    const { description, ...schema } = input.properties[parameter] ?? {};
    return {
      name: parameter,
      in: inPath.includes(parameter) ? "path" : "query",
      required: inPath.includes(parameter) || (!inBody && input.required.includes(parameter)),
      ...(description ? { description } : {}),
      schema,
      examples: examples(operation, (sent) => sent[parameter]),
    };
  });
  const schema = inPath.length > 0 ? without(inPath, input) : ref("schemas", `${name}Input`);
  return {
    operationId: name,
    summary: operation.summary,
    tags: ["REST"],
    ...securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(inBody ? { requestBody: body(schema, operation, inPath) } : {}),
    responses: operation.answers === "redirect" ? redirect : responses(name, operation),
  };
}

const redirect = {
  302: {
    description: "The way to the page.",
    headers: { location: { required: true, schema: { type: "string", format: "uri" } } },
  },
  default: ref("responses", "Error"),
};

function body(schema: Json, operation: Operation, inPath: readonly string[]): Json {
  const pick = (sent: Json) =>
    Object.fromEntries(Object.entries(sent).filter(([name]) => !inPath.includes(name)));
  return {
    content: {
      "application/json": { schema, examples: examples(operation, pick) },
      ...(operation.lines ? { "application/x-ndjson": { schema: linesOf(operation.lines) } } : {}),
      ...(operation.csv ? { "text/csv": { schema: { type: "string" } } } : {}),
    },
  };
}

function linesOf(parameter: string): Json {
  return {
    type: "string",
    description: `The ${parameter}, one a line; the other parameters in path and query string.`,
  };
}

/** One example per example of the operation that says something about the part asked for. */
function examples(operation: Operation, pick: (sent: Json) => unknown): Json {
  return Object.fromEntries(
    Object.entries(operation.examples).map(([id, { input }]) => [id, { value: pick(input) }])
      .filter(([, example]) => (example as Json).value !== undefined),
  );
}

const unchanged = { 304: { description: "The caller has it: see if_none_match." } };

function responses(name: string, operation: Operation): Json {
  // 200 where 201 is usual: a repeated request with the same idempotency key.
  const statuses = operation.status === 201 ? [200, 201] : [operation.status];
  return {
    ...Object.fromEntries(statuses.map((one) => [one, ref("responses", name)])),
    ...(operation.answers === "bytes" ? unchanged : {}),
    ...(mayBeLate(operation) ? { 409: ref("responses", `${name}Conflict`) } : {}),
    default: ref("responses", "Error"),
  };
}

function capitalized(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
