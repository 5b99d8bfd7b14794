import assert from "node:assert/strict";
import { contract } from "../_shared/contract.ts";
import type { Operation } from "../_shared/operation.ts";
import committed from "./openapi.json" with { type: "json" };
import { openapiDocument } from "./openapi-document.ts";
import type { Json } from "./openapi-schema.ts";

const document = openapiDocument();
const paths = document.paths as Record<string, Record<string, Json>>;

/** Every value of the document at the given key, however deep. */
function all(key: string, within: unknown = document): unknown[] {
  if (typeof within !== "object" || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...all(key, value),
  ]);
}

Deno.test("openapi.json is what the contract makes today", () => {
  assert.deepEqual(committed, JSON.parse(JSON.stringify(document)));
});

Deno.test("openapiDocument() has every operation by path and by name, and nothing else", () => {
  const expected = Object.values<Operation>(contract).flatMap((
    { path, method, alsoPost, name },
  ) => [
    `${method.toLowerCase()} ${path}`,
    ...(alsoPost ? [`post ${path}`] : []),
    `post /${name}`,
  ]);
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`)
  );
  assert.deepEqual(documented.sort(), expected.sort());
});

Deno.test("openapiDocument() refers only to what it contains", () => {
  const references = all("$ref").map(String);
  assert.ok(references.length > 0);
  for (const reference of references) {
    const found = reference.slice(2).split("/").reduce<unknown>(
      (at, key) => (at as Json | undefined)?.[key],
      document,
    );
    assert.ok(found, reference);
  }
});

Deno.test("openapiDocument() gives every operation an id of its own, answers and the error form", () => {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const ids = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { responses } of operations) {
    assert.deepEqual((responses as Json).default, { $ref: "#/components/responses/Error" });
  }
});

Deno.test("openapiDocument() declares every parameter of a path as required and in the path", () => {
  for (const [path, methods] of Object.entries(paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [] } of Object.values(methods)) {
      const inPath = (parameters as Json[]).filter((one) => one.in === "path");
      assert.deepEqual(inPath.map(({ name }) => name), named);
      assert.ok(inPath.every(({ required }) => required));
    }
  }
});

Deno.test("openapiDocument() refuses unknown parameters in every body", () => {
  const schemas = (document.components as Json).schemas as Record<string, Json>;
  for (const [name, schema] of Object.entries(schemas)) {
    assert.equal(schema.additionalProperties, false, name);
  }
});
