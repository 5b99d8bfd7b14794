import assert from "node:assert/strict";
import { interruptedWatch } from "./interrupted-watch.ts";

Deno.test({
  name: "1 000 changes of status while the connection is cut every second: none is missed",
  // supabase-js keeps timers.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { cuts, timesLive } = await interruptedWatch(1000, 100);
    assert.ok(cuts > 3, `${cuts} cuts`);
    assert.ok(timesLive > 0, "it was live again");
  },
});
