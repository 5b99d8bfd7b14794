import assert from "node:assert/strict";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";
import { request } from "../request.ts";
import { parseCurl } from "./parse-curl.ts";
import { codeBlocks, section } from "./read-readme.ts";
import { shellWords } from "./shell-words.ts";

Deno.test("README's curl examples of exports give whole files", async () => {
  const user = await signUp();
  const variables = { API_URL: target.apiUrl, ACCESS_TOKEN: user.token };
  const [script = ""] = codeBlocks(section("## Export"), "sh");
  const requests = [...shellWords(script, variables)].map(parseCurl);
  assert.equal(requests.length, 2);
  for (const { method, url, headers, body } of requests) {
    const response = await fetch(url, { method, headers, body: body ?? null });
    assert.equal(response.status, 200, url);
    const zipped = response.headers.get("content-type") === "application/gzip";
    const file = zipped
      ? response.body?.pipeThrough(new DecompressionStream("gzip"))
      : response.body;
    // Whatever is shared with everyone is in it.
    assert.match(await new Response(file).text(), /"rows":\d+,.*"after":null\}+\s*$/);
  }
});

Deno.test("README's curl example of a timeline gives a picture", async () => {
  const user = await signUp();
  const EXECUTION_ID = await makeExecution(user, await makeWorkflow(user));
  const variables = { API_URL: target.apiUrl, ACCESS_TOKEN: user.token, EXECUTION_ID };
  const [script = ""] = codeBlocks(section("## Timeline"), "sh");
  const requests = [...shellWords(script, variables)].map(parseCurl);
  assert.equal(requests.length, 1);
  for (const { method, url, headers } of requests) {
    const answer = await request(method, url, { headers });
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "image/svg+xml"]);
  }
});

Deno.test("README's curl examples are answered with success", async () => {
  const user = await signUp();
  const variables: Record<string, string> = {
    API_URL: target.apiUrl,
    PUBLISHABLE_KEY: target.publishableKey,
    ACCESS_TOKEN: user.token,
    WORKFLOW_ID: await makeWorkflow(user),
    // Replaced by what the example that creates one answers.
    EXECUTION_ID: "",
  };
  const script = codeBlocks(section("### curl"), "sh").join("\n");
  let sent = 0;
  for (const words of shellWords(script, variables)) {
    const { method, url, headers, body } = parseCurl(words);
    const answer = await request(method, url, { headers, ...(body ? { body } : {}) });
    assert.equal(answer.fields.success, true, `${method} ${url}: ${answer.text}`);
    variables.EXECUTION_ID = String(answer.fields.execution_id ?? variables.EXECUTION_ID);
    sent++;
  }
  assert.ok(sent >= 4, `${sent} requests`);
});
