import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import committed from "../../functions/workflows/openapi.json" with { type: "json" };
import { request } from "../request.ts";

Deno.test("the document served is the committed one, for everyone who asks", async () => {
  const { status, headers, fields } = await request("GET", "/workflows/openapi.json");
  assert.equal(status, 200);
  assert.match(headers.get("content-type") ?? "", /^application\/json/);
  assert.deepEqual(fields, committed);
});

Deno.test("the document is OpenAPI 3.1, and every reference in it leads somewhere", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(committed));
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(validator.version, "3.1");
  const text = JSON.stringify(committed);
  const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path));
  assert.ok(references.size > 10);
  for (const path of references) {
    const found = path?.split("/").reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      committed,
    );
    assert.notEqual(found, undefined, path);
  }
});
