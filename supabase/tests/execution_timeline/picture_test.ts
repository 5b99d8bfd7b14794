import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import {
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signedOut,
  signInAnonymously,
  signUp,
  target,
} from "../actors.ts";
import { type Answer, request } from "../request.ts";

const svg = { accept: "image/svg+xml" };
const pathOf = (execution_id: string) => `/workflows/executions/${execution_id}/timeline`;

async function ownRun(name = "Order a kettle") {
  const owner = await signUp();
  return { owner, execution_id: await makeExecution(owner, await makeWorkflow(owner, name)) };
}

function assertPicture({ status, headers, text }: Answer, name: string): void {
  assert.equal(status, 200, text);
  assert.equal(headers.get("content-type"), "image/svg+xml");
  assert.equal(
    headers.get("content-security-policy"),
    "default-src 'none'; style-src 'unsafe-inline'",
  );
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("vary"), "accept");
  assert.match(text, /^<svg .*<\/svg>$/s);
  assert.ok(text.includes(`>${name}: running</title>`));
}

Deno.test("execution-timeline answers a picture to who prefers one, by path and by name", async () => {
  const { owner, execution_id } = await ownRun();
  const headers = { ...owner.headers, ...svg };
  const json = { execution_id };
  for (
    const answer of [
      await request("GET", pathOf(execution_id), { headers }),
      await request("GET", `/execution-timeline?execution_id=${execution_id}`, { headers }),
      await request("POST", "/execution-timeline", { headers, json }),
    ]
  ) assertPicture(answer, "Order a kettle");
});

Deno.test("execution-timeline goes by the weights of the Accept header", async () => {
  const { owner, execution_id } = await ownRun();
  for (
    const [accept, type] of [
      ["image/svg+xml", "image/svg+xml"],
      ["application/json;q=0.5, image/svg+xml;q=0.6", "image/svg+xml"],
      ["image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8", "image/svg+xml"],
      ["*/*", "application/json"],
      ["application/json", "application/json"],
      ["image/svg+xml;q=0.5, application/json", "application/json"],
      ["image/svg+xml, application/json", "application/json"],
      // Accepts neither.
      ["text/html", "application/json"],
    ]
  ) {
    const headers = { ...owner.headers, accept: `${accept}` };
    const answer = await request("GET", pathOf(execution_id), { headers });
    assert.equal(answer.status, 200, accept);
    assert.equal(answer.headers.get("content-type"), type, accept);
    assert.equal(answer.headers.get("vary"), "accept", accept);
  }
});

Deno.test("a picture is shown to whom the timeline is shown, and to nobody else", async () => {
  const { owner, execution_id } = await ownRun("Hidden");
  const [stranger, visitor] = [await signUp(), await signInAnonymously()];
  const shared = await makeExecution(service(), await makePublicWorkflow());
  const unknown = crypto.randomUUID();
  for (
    const [who, actor, id, status, code] of [
      ["owner", owner, execution_id, 200, undefined],
      ["service", service(), execution_id, 200, undefined],
      ["user, of a shared run", stranger, shared, 200, undefined],
      ["stranger", stranger, execution_id, 404, "execution_not_found"],
      ["stranger, of none", stranger, unknown, 404, "execution_not_found"],
      ["anonymous sign-in", visitor, execution_id, 404, "execution_not_found"],
      ["anonymous sign-in, of a shared run", visitor, shared, 404, "execution_not_found"],
      ["nobody", signedOut(), execution_id, 401, "authentication_required"],
    ] as const
  ) {
    const headers = { ...actor.headers, ...svg };
    const answer = await request("GET", pathOf(id), { headers });
    assert.equal(answer.status, status, who);
    assert.equal(answer.fields.code, code, who);
    if (status !== 200) assert.doesNotMatch(answer.text, /<svg|Hidden/, who);
  }
});

Deno.test("an address with a session_token is a picture in a page", async () => {
  const { owner, execution_id } = await ownRun();
  const headers = { accept: "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8" };
  const path = `${pathOf(execution_id)}?session_token=${owner.token}`;
  const answer = await request("GET", path, { headers });
  assertPicture(answer, "Order a kettle");
  assert.equal(answer.text.includes(owner.token), false);
});

Deno.test("what is wrong with a request for a picture is told in JSON", async () => {
  const { owner, execution_id } = await ownRun();
  const headers = { ...owner.headers, ...svg };
  for (
    const [path, code] of [
      ["/workflows/executions/nothing/timeline", "invalid_parameter"],
      [`${pathOf(execution_id)}?theme=dark`, "unknown_parameter"],
    ] as const
  ) {
    const answer = await request("GET", path, { headers });
    assert.deepEqual([answer.status, answer.fields.code], [400, code]);
  }
});

Deno.test("client.executionTimelineSvg() gives the picture, through either connection", async () => {
  const { owner, execution_id } = await ownRun();
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  for (const connection of [address, owner.client]) {
    const client = createRuntrailClient(connection);
    const text = await client.executionTimelineSvg({ execution_id });
    assert.match(text, /^<svg .*<\/svg>$/s);
    const call = client.executionTimelineSvg({ execution_id: crypto.randomUUID() });
    await assert.rejects(call, { code: "execution_not_found" });
  }
});
