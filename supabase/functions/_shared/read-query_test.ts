import assert from "node:assert/strict";
import { contract } from "./contract.ts";
import { parameterKinds } from "./parameter-kinds.ts";
import { readQuery } from "./read-query.ts";

const kinds = parameterKinds(contract.executionHistory.input);

function read(query: string): unknown {
  return readQuery(new URLSearchParams(query), kinds);
}

Deno.test("parameterKinds() takes the kind of every parameter from its schema", () => {
  const of = (name: string) => kinds.get(name);
  assert.deepEqual(
    ["workflow_id", "page", "min_seconds", "visual_streaming_only", "tags"].map(of),
    ["text", "number", "number", "boolean", "list"],
  );
  assert.deepEqual(["status_filter", "metadata", "created_after"].map(of), [
    "list",
    "object",
    "text",
  ]);
  assert.equal(of("nope"), undefined);
});

Deno.test("readQuery() reads text as what its parameter holds", () => {
  assert.deepEqual(read("page=2&min_seconds=1.5&visual_streaming_only=True&search=12"), [
    ["page", 2],
    ["min_seconds", 1.5],
    ["visual_streaming_only", true],
    ["search", "12"],
  ]);
  assert.deepEqual(read("include_payloads=FALSE"), [["include_payloads", false]]);
});

Deno.test("readQuery() reads lists repeated, with commas or as JSON, and objects as JSON", () => {
  assert.deepEqual(read("tags=a&tags=b,c"), [["tags", ["a", "b", "c"]]]);
  assert.deepEqual(read('tags=["a,b"]'), [["tags", ["a,b"]]]);
  assert.deepEqual(read('metadata={"a":1}'), [["metadata", { a: 1 }]]);
});

Deno.test("readQuery() keeps every digit of numbers in objects, and no deeper nesting than bodies", () => {
  const [[, metadata] = []] = readQuery(
    new URLSearchParams({ metadata: '{"id":9007199254740993}' }),
    kinds,
  );
  assert.equal(JSON.stringify(metadata), '{"id":9007199254740993}');
  const deep = `${'{"a":'.repeat(65)}1${"}".repeat(65)}`;
  assert.deepEqual(read(`metadata=${deep}`), [["metadata", deep]]);
});

Deno.test("readQuery() leaves to validation what does not fit, and what it does not know", () => {
  assert.deepEqual(read("page=two&metadata={&visual_streaming_only=1&nope=x"), [
    ["page", "two"],
    ["metadata", "{"],
    ["visual_streaming_only", "1"],
    ["nope", "x"],
  ]);
});

Deno.test("readQuery() takes an empty value for absent and ignores what is for the relay", () => {
  assert.deepEqual(read("workflow_id=&tags=&forceFunctionRegion=eu-west-1"), []);
});

Deno.test("readQuery() gives every occurrence of a parameter that is not a list", () => {
  assert.deepEqual(read("page=1&page=2"), [["page", 1], ["page", 2]]);
});
