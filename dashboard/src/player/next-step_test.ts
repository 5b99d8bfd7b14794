import assert from "node:assert/strict";
import { type Moment, nextStep } from "./next-step.ts";

const moment: Moment = {
  ...{ time: 1000, end: 60_000, live: false, loadedTo: 30_000, nextChunkAt: 30_500 },
  ...{ nextEventAt: 1200, skipsIdle: false },
};

Deno.test("nextStep() goes on while there is something loaded, and waits where there is not", () => {
  assert.deepEqual(nextStep(moment), { do: "go" });
  assert.deepEqual(nextStep({ ...moment, time: 30_000 }), { do: "wait" });
  // After the last chunk the page stays as it is until the end.
  assert.deepEqual(nextStep({ ...moment, time: 40_000, nextChunkAt: null }), { do: "go" });
});

Deno.test("nextStep() ends at the end, and waits there for a session that goes on", () => {
  assert.deepEqual(nextStep({ ...moment, time: 60_000 }), { do: "end" });
  assert.deepEqual(nextStep({ ...moment, time: 60_000, live: true }), { do: "wait" });
});

Deno.test("nextStep() passes over idle time to just before what comes next, when asked to", () => {
  const idle = { ...moment, nextEventAt: 9000 };
  assert.deepEqual(nextStep(idle), { do: "go" });
  const skipping = { ...idle, skipsIdle: true };
  assert.deepEqual(nextStep(skipping), { do: "skip", to: 8500 });
  assert.deepEqual(nextStep({ ...skipping, nextEventAt: 3000 }), { do: "go" });
  assert.deepEqual(nextStep({ ...skipping, nextEventAt: null }), { do: "skip", to: 30_000 });
  const last = { ...skipping, nextEventAt: null, nextChunkAt: null };
  assert.deepEqual(nextStep(last), { do: "skip", to: 59_500 });
});
