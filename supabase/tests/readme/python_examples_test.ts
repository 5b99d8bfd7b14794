import assert from "node:assert/strict";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { request } from "../request.ts";
import { type PythonFunction, runPython, type Value } from "./python.ts";
import { codeBlocks, section } from "./read-readme.ts";

/** A function of the module `requests`, with what of it the examples use. */
function sends(method: string, sent: string[]): PythonFunction {
  return async ([url], { headers, json, params, ...more }) => {
    assert.deepEqual(more, {}, "arguments of requests that the test does not know");
    const address = new URL(String(url));
    for (const [name, value] of Object.entries(params ?? {})) address.searchParams.set(name, value);
    const answer = await request(method, address.href, {
      headers: headers as Record<string, string>,
      ...(json === undefined ? {} : { json }),
    });
    assert.equal(answer.fields.success, true, `${method} ${url}: ${answer.text}`);
    sent.push(`${method} ${address.pathname}`);
    return { json: () => answer.fields, raise_for_status: () => null, status_code: answer.status };
  };
}

Deno.test("README's Python examples are answered with success", async () => {
  const user = await signUp();
  const environ = {
    API_URL: target.apiUrl,
    ACCESS_TOKEN: user.token,
    WORKFLOW_ID: await makeWorkflow(user),
  };
  const sent: string[] = [];
  const printed: Value[] = [];
  for (const program of codeBlocks(section("### Python"), "python")) {
    await runPython(program, {
      os: { environ },
      requests: Object.fromEntries(
        ["get", "post", "patch"].map((method) => [method, sends(method.toUpperCase(), sent)]),
      ),
      print: (positional: readonly Value[]) => printed.push(...positional),
    });
  }
  assert.ok(sent.length >= 3, sent.join());
  assert.ok(printed.length > 0);
});

Deno.test("the reader of Python refuses what it does not understand", async () => {
  for (
    const program of ["for x in y:\n", "x = 1 - 2\n", "import antigravity\n", "print(nothing)\n"]
  ) {
    await assert.rejects(runPython(program, { print: () => null }), program);
  }
});
