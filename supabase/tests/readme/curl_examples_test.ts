import assert from "node:assert/strict";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { request } from "../request.ts";
import { codeBlocks, section } from "./read-readme.ts";
import { shellWords } from "./shell-words.ts";

interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** What a curl command with the options -X, -H, -d and -s sends. */
function parseCurl([program, ...words]: readonly string[]): CurlRequest {
  assert.equal(program, "curl");
  let method: string | undefined;
  let body: string | undefined;
  const headers: Record<string, string> = {};
  const urls: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "-s") continue;
    if (!word.startsWith("-")) {
      urls.push(word);
      continue;
    }
    const value = words[++at] ?? "";
    if (word === "-X") method = value;
    else if (word === "-d") body = value;
    else if (word === "-H") {
      const colon = value.indexOf(":");
      headers[value.slice(0, colon)] = value.slice(colon + 1).trim();
    } else throw new Error(`The test does not know curl's option ${word}.`);
  }
  const [url = ""] = urls;
  assert.equal(urls.length, 1, `one address: ${urls}`);
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    url,
    headers,
    ...(body === undefined ? {} : { body }),
  };
}

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
