import assert from "node:assert/strict";
import { service, signedOut, signInAnonymously, signUp } from "../actors.ts";

const everyone = async () => ({
  "a user": await signUp(),
  "an anonymous sign-in": await signInAnonymously(),
  "nobody": signedOut(),
  "the service": service(),
});

Deno.test("no table or view of the private schema is reachable", async () => {
  for (const [who, { client }] of Object.entries(await everyone())) {
    for (
      const table of [
        "settings",
        "visible_executions",
        "execution_event_totals",
        "deleted_accounts",
        "maintenance_runs",
        "retention_requests",
        "retention_sweeps",
        "visual_tabs",
        "quotas",
        "account_quotas",
        "quota_counters",
        "visual_rates",
        "stored_measures",
        "stored_deltas",
      ]
    ) {
      const hidden = await client.schema("private").from(table).select();
      assert.equal(hidden.status, 406, `${who}, ${table}`);
      assert.equal(hidden.error?.code, "PGRST106", `${who}, ${table}`);
      const byName = await client.from(table).select();
      assert.equal(byName.status, 404, `${who}, ${table}`);
      assert.equal(byName.error?.code, "PGRST205", `${who}, ${table}`);
    }
  }
});

Deno.test("no function of the private schema is reachable", async () => {
  for (const [who, { client }] of Object.entries(await everyone())) {
    for (
      const [name, parameters] of [
        ["owner_keys", { user_id: null }],
        ["is_anonymous_user", { user_id: crypto.randomUUID() }],
        ["remove_deleted_accounts", {}],
        ["maintain", {}],
        ["health", {}],
        ["apply_retention", {}],
        ["purge_executions", { execution_ids: [], part: "rows", progress: {} }],
        ["refuse_over_quota", { quota: null, seconds: 1 }],
        ["appended_logs", { execution_id: crypto.randomUUID() }],
      ] as const
    ) {
      const hidden = await client.schema("private").rpc(name, parameters);
      assert.equal(hidden.error?.code, "PGRST106", `${who}, ${name}`);
      const byName = await client.rpc(name, parameters);
      assert.equal(byName.status, 404, `${who}, ${name}`);
      assert.equal(byName.error?.code, "PGRST202", `${who}, ${name}`);
    }
  }
});

Deno.test("the schema of accounts is not reachable", async () => {
  for (const [who, { client }] of Object.entries(await everyone())) {
    const { error } = await client.schema("auth").from("users").select();
    assert.equal(error?.code, "PGRST106", who);
  }
});
