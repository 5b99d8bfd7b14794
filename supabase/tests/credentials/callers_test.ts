import assert from "node:assert/strict";
import {
  makeExecution,
  makeWorkflow,
  service,
  signedOut,
  signInAnonymously,
  signUp,
  target,
} from "../actors.ts";
import { request } from "../request.ts";

const HISTORY = "/execution-history";

/** The users whose executions an answer of execution-history shows. */
function owners(fields: Record<string, unknown>): unknown[] {
  return (fields.executions as { user_id: unknown }[]).map(({ user_id }) => user_id);
}

async function withRun() {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await makeExecution(owner, workflow_id);
  return { owner, workflow_id, token: owner.token };
}

Deno.test("a user's token in the Authorization header makes the caller that user", async () => {
  const { owner, token, workflow_id } = await withRun();
  const headers = { authorization: `Bearer ${token}` };
  const { status, fields } = await request("POST", HISTORY, { headers, json: { workflow_id } });
  assert.equal(status, 200);
  assert.deepEqual(owners(fields), [owner.userId]);
});

Deno.test("the scheme of the Authorization header is read in any case", async () => {
  const { token, workflow_id } = await withRun();
  const headers = { authorization: `bearer ${token}` };
  assert.equal((await request("POST", HISTORY, { headers, json: { workflow_id } })).status, 200);
});

Deno.test("session_token in the body makes the caller that user", async () => {
  const { owner, token, workflow_id } = await withRun();
  const json = { workflow_id, session_token: token };
  const { status, fields } = await request("POST", HISTORY, { json });
  assert.equal(status, 200);
  assert.deepEqual(owners(fields), [owner.userId]);
});

Deno.test("session_token in the query string makes the caller that user", async () => {
  const { token, workflow_id } = await withRun();
  for (
    const [method, path] of [
      ["GET", `/workflows/executions/active?workflow_id=${workflow_id}&`],
      ["GET", `/workflows/executions/stats/${workflow_id}?`],
      ["POST", `${HISTORY}?`],
    ] as const
  ) {
    assert.equal((await request(method, `${path}session_token=${token}`)).status, 200, path);
  }
});

Deno.test("the same token in header, body and query string is one token", async () => {
  const { owner, token } = await withRun();
  const { status } = await request("POST", `${HISTORY}?session_token=${token}`, {
    headers: owner.headers,
    json: { session_token: token },
  });
  assert.equal(status, 200);
});

Deno.test("an empty session_token counts as absent", async () => {
  const { owner } = await withRun();
  const json = { session_token: "" };
  const { status } = await request("POST", HISTORY, { headers: owner.headers, json });
  assert.equal(status, 200);
});

Deno.test("different tokens in two places return 400 conflicting_credentials", async () => {
  const [one, other] = await Promise.all([signUp(), signUp()]);
  for (
    const [path, json] of [
      [HISTORY, { session_token: other.token }],
      [`${HISTORY}?session_token=${other.token}`, {}],
    ] as const
  ) {
    const { status, fields } = await request("POST", path, { headers: one.headers, json });
    assert.equal(status, 400);
    assert.equal(fields.code, "conflicting_credentials");
  }
  const { fields } = await request("POST", `${HISTORY}?session_token=${one.token}`, {
    json: { session_token: other.token },
  });
  assert.equal(fields.code, "conflicting_credentials");
});

Deno.test("an Authorization that repeats the apikey counts as absent", async () => {
  const { owner, token } = await withRun();
  const repeated = (key: string) => ({ apikey: key, authorization: `Bearer ${key}` });
  const nobody = await request("POST", HISTORY, {
    headers: repeated(target.publishableKey),
    json: {},
  });
  assert.equal(nobody.status, 401);
  assert.equal(nobody.fields.code, "authentication_required");
  const user = await request("POST", HISTORY, {
    headers: repeated(target.publishableKey),
    json: { session_token: token },
  });
  assert.equal(user.status, 200);
  const asService = await request("POST", HISTORY, {
    headers: repeated(target.secretKey),
    json: { user_id: owner.userId },
  });
  assert.equal(asService.status, 200);
});

Deno.test("a secret key as apikey makes the caller the service", async () => {
  const { owner, workflow_id } = await withRun();
  const { headers } = service();
  const anyone = await request("POST", HISTORY, { headers, json: { workflow_id } });
  assert.equal(anyone.fields.code, "user_id_required");
  const json = { workflow_id, user_id: owner.userId };
  const named = await request("POST", HISTORY, { headers, json });
  assert.deepEqual(owners(named.fields), [owner.userId]);
});

Deno.test("a user's token beside a secret key makes the caller the user", async () => {
  const { token } = await withRun();
  const stranger = await signUp();
  const headers = { apikey: target.secretKey, authorization: `Bearer ${token}` };
  const { fields } = await request("POST", HISTORY, {
    headers,
    json: { user_id: stranger.userId },
  });
  assert.equal(fields.code, "user_id_not_allowed");
});

Deno.test("an anonymous sign-in is a user with rows of their own", async () => {
  const visitor = await signInAnonymously();
  const workflow_id = await makeWorkflow(visitor);
  await makeExecution(visitor, workflow_id);
  const { fields } = await request("POST", HISTORY, {
    headers: visitor.headers,
    json: { workflow_id },
  });
  assert.deepEqual(owners(fields), [visitor.userId]);
});

Deno.test("no credentials, or a publishable key alone, return 401 authentication_required", async () => {
  for (const headers of [{}, signedOut().headers]) {
    const answer = await request("POST", HISTORY, { headers, json: {} });
    assert.equal(answer.status, 401);
    assert.equal(answer.fields.code, "authentication_required");
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
  }
});

Deno.test("a key that is none of the project's returns 401", async () => {
  for (const apikey of ["sb_secret_NotAKeyOfThisProject000_00000000", "key"]) {
    const { status } = await request("POST", HISTORY, { headers: { apikey }, json: {} });
    assert.equal(status, 401, apikey);
  }
});
