import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { signUp } from "../actors.ts";
import { request } from "../request.ts";

const words = (header: string | null) => new Set((header ?? "").toLowerCase().split(/\s*,\s*/));

const addresses = Object.values(contract).flatMap(({ name, method, path }) => [
  { path: `/${name}`, methods: [method, "POST"] },
  { path: path.replace(/\{\w+\}/g, crypto.randomUUID()), methods: [method] },
]);

Deno.test("every endpoint answers a preflight from any origin", async () => {
  for (const { path, methods } of addresses) {
    const { status, headers } = await request("OPTIONS", path, {
      headers: {
        "origin": "https://app.example.com",
        "access-control-request-method": methods[0] ?? "",
        "access-control-request-headers":
          "authorization, content-type, content-encoding, idempotency-key, if-none-match",
      },
    });
    assert.ok(status === 200 || status === 204, `${path}: ${status}`);
    assert.equal(headers.get("access-control-allow-origin"), "*", path);
    assert.equal(headers.get("access-control-allow-credentials"), null, path);
    const allowedMethods = words(headers.get("access-control-allow-methods"));
    for (const method of methods) assert.ok(allowedMethods.has(method.toLowerCase()), path);
    const allowedHeaders = words(headers.get("access-control-allow-headers"));
    for (
      const name of [
        "authorization",
        "apikey",
        "x-client-info",
        "content-type",
        "content-encoding",
        "idempotency-key",
        "if-none-match",
      ]
    ) assert.ok(allowedHeaders.has(name), `${path}: ${name}`);
  }
});

Deno.test("successes and refusals may be read by any origin, with the headers that matter", async () => {
  const { headers: credentials } = await signUp();
  const answers = [
    await request("POST", "/execution-history", { headers: credentials, json: {} }),
    await request("POST", "/execution-history", { json: {} }),
    await request("DELETE", "/execution-history"),
    await request("GET", "/workflows/nowhere"),
    await request("GET", "/workflows/openapi.json"),
  ];
  assert.deepEqual(answers.map(({ status }) => status), [200, 401, 405, 404, 200]);
  for (const { headers, status } of answers) {
    assert.equal(headers.get("access-control-allow-origin"), "*", `${status}`);
    const exposed = words(headers.get("access-control-expose-headers"));
    for (const name of ["retry-after", "ratelimit", "x-request-id", "etag"]) {
      assert.ok(exposed.has(name), `${status}: ${name}`);
    }
  }
});
