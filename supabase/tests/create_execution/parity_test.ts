import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import {
  type Actor,
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signedOut,
  signUp,
} from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";
import { ways } from "../ways.ts";

/** A rule about what the owner of a workflow sends. */
function owners(
  when: string,
  status: number,
  slug: string | undefined,
  parameters: (owner: Actor, workflow_id: string) => Promise<Record<string, unknown>>,
): Rule {
  return {
    when,
    status,
    ...(slug ? { slug } : {}),
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      const more = await parameters(owner, workflow_id);
      return () => ({ actor: owner, input: { workflow_id, ...more } });
    },
  };
}

/** A rule about one parameter of the owner's. */
const sends = (slug: string, status: number, parameter: Record<string, unknown>, as: string) =>
  owners(`when ${as}`, status, slug, () => Promise.resolve(parameter));

const invalid = (parameter: Record<string, unknown>, as: string) =>
  sends("invalid_parameter", 400, parameter, as);
const tooLarge = (parameter: Record<string, unknown>, as: string) =>
  sends("payload_too_large", 413, parameter, as);

testParity(contract.createExecution, [
  {
    ...owners("for a workflow of one's own", 201, undefined, () => Promise.resolve({})),
    check: (fields) => {
      assert.equal(fields.status, "running");
      assert.equal(fields.replayed, false);
      assert.equal(fields.session_id, null);
      assert.equal(fields.visual_stream_url, null);
    },
  },
  {
    ...owners("with every parameter", 201, undefined, () =>
      Promise.resolve({
        inputs: { url: "https://example.com", nested: { list: [1, 2.5, null] } },
        mode: "local-run",
        visual_enabled: true,
        visual_streaming_enabled: true,
        visual_quality: "high",
        metadata: { customer: "acme" },
        tags: ["nightly", "with, comma"],
        timeout_seconds: 900,
      })),
    check: ({ session_id, visual_stream_url, viewer_url }) => {
      const place = new RegExp(`^https?://[^/]+/functions/v1/workflows/visual/${session_id}/`);
      assert.match(String(visual_stream_url), place);
      assert.match(String(viewer_url), place);
    },
  },
  {
    ...owners(
      "replayed, for the same idempotency key and content",
      200,
      undefined,
      async (o, w) => {
        const content = { idempotency_key: crypto.randomUUID(), inputs: { a: 1 } };
        await makeExecution(o, w, content);
        return content;
      },
    ),
    check: (fields) => assert.equal(fields.replayed, true),
  },
  {
    when: "for a public workflow",
    status: 201,
    arrange: async () => {
      const [actor, workflow_id] = await Promise.all([signUp(), makePublicWorkflow()]);
      return () => ({ actor, input: { workflow_id } });
    },
  },
  {
    when: "for a user, when the service names them",
    status: 201,
    arrange: async () => {
      const owner = await signUp();
      const input = { workflow_id: await makeWorkflow(owner), user_id: owner.userId };
      return () => ({ actor: service(), input });
    },
  },
  owners(
    "when the key was used with other content",
    409,
    "idempotency_key_reused",
    async (o, w) => {
      const idempotency_key = crypto.randomUUID();
      await makeExecution(o, w, { idempotency_key, inputs: { a: 1 } });
      return { idempotency_key, inputs: { a: 2 } };
    },
  ),
  owners("when another run has the session", 409, "session_id_in_use", async (o, w) => {
    const session_id = `session-${crypto.randomUUID()}`;
    await makeExecution(o, w, { session_id });
    return { session_id };
  }),
  owners("when the workflow is archived", 409, "workflow_archived", async (o, w) => {
    await o.client.from("workflows").update({ archived_at: new Date().toISOString() })
      .eq("workflow_id", w).throwOnError();
    return {};
  }),
  owners(
    "when there is no such workflow",
    404,
    "workflow_not_found",
    () => Promise.resolve({ workflow_id: crypto.randomUUID() }),
  ),
  owners(
    "when the workflow is a stranger's",
    404,
    "workflow_not_found",
    async () => ({ workflow_id: await makeWorkflow(await signUp()) }),
  ),
  owners(
    "when a user names another user",
    400,
    "user_id_not_allowed",
    async () => ({ user_id: (await signUp()).userId }),
  ),
  {
    when: "when the service names nobody for an owned workflow",
    status: 400,
    slug: "user_id_required",
    arrange: async () => {
      const workflow_id = await makeWorkflow(await signUp());
      return () => ({ actor: service(), input: { workflow_id } });
    },
  },
  {
    when: "when the service names a user who does not exist",
    status: 404,
    slug: "user_not_found",
    arrange: async () => {
      const input = { workflow_id: await makePublicWorkflow(), user_id: crypto.randomUUID() };
      return () => ({ actor: service(), input });
    },
  },
  invalid({ mode: "cloud" }, "mode is unknown"),
  invalid({ visual_quality: "ultra" }, "visual_quality is unknown"),
  invalid({ inputs: [1] }, "inputs is a list"),
  invalid({ metadata: "acme" }, "metadata is text"),
  invalid({ timeout_seconds: 0 }, "timeout_seconds is 0"),
  invalid({ timeout_seconds: 2592001 }, "timeout_seconds is over 30 days"),
  invalid({ session_id: "a/b" }, "session_id is not safe in a link"),
  invalid({ session_id: "s".repeat(256) }, "session_id is too long"),
  invalid({ idempotency_key: "" }, "idempotency_key is empty"),
  invalid({ idempotency_key: "k".repeat(256) }, "idempotency_key is too long"),
  invalid({ tags: ["t".repeat(65)] }, "a tag is too long"),
  invalid({ tags: [""] }, "a tag is empty"),
  tooLarge({ inputs: { text: "x".repeat(262144) } }, "inputs is too large"),
  tooLarge({ metadata: { text: "x".repeat(16384) } }, "metadata is too large"),
  tooLarge({ tags: Array.from({ length: 33 }, (_, n) => `tag ${n}`) }, "there are 33 tags"),
]);

Deno.test("create-execution returns 401 in every way when nobody is signed in", async () => {
  const workflow_id = await makePublicWorkflow();
  for (const [name, way] of Object.entries(ways)) {
    const { status } = await way(contract.createExecution, signedOut(), { workflow_id });
    assert.equal(status, 401, name);
  }
});
