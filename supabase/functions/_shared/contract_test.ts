import assert from "node:assert/strict";
import { contract } from "./contract.ts";
import type { Operation } from "./operation.ts";

const operations = Object.entries<Operation>(contract);
const here = (path: string) => new URL(path, import.meta.url);

Deno.test("every operation has one name from key to function, path and SQL", () => {
  for (const [key, { name, rpc, path }] of operations) {
    const kebab = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    assert.equal(name, kebab);
    assert.equal(rpc ?? kebab.replaceAll("-", "_"), kebab.replaceAll("-", "_"));
    assert.match(path, /^\/workflows\//);
  }
});

Deno.test("every operation has a function of its own, listed in the settings without verify_jwt", async () => {
  const settings = await Deno.readTextFile(here("../../config.toml"));
  for (const name of [...operations.map(([, operation]) => operation.name), "workflows"]) {
    const [, section = ""] = settings.split(`[functions.${name}]`);
    assert.match(section.split("[")[0] ?? "", /^verify_jwt = false$/m, name);
    await Deno.stat(here(`../${name}/index.ts`));
  }
});

Deno.test("every parameter of a path is a parameter of its operation", () => {
  for (const [, { path, input }] of operations) {
    for (const [, parameter] of path.matchAll(/\{(\w+)\}/g)) {
      assert.ok(`${parameter}` in input.shape, `${path}: ${parameter}`);
    }
  }
});

Deno.test("no operation takes or gives a field that the envelope needs for itself", () => {
  for (const [key, { input, output }] of operations) {
    assert.ok(!("session_token" in input.shape), key);
    for (const field of ["success", "message", "sanitized", "code", "details", "request_id"]) {
      assert.ok(!(field in output.shape), key);
    }
  }
});

Deno.test("every operation has examples that its schemas accept", () => {
  for (const [key, { input, output, examples }] of operations) {
    assert.ok(Object.keys(examples).length > 0, key);
    for (const example of Object.values(examples)) {
      input.parse(example.input);
      output.parse(example.output);
    }
  }
});
