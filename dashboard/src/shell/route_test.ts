import assert from "node:assert/strict";
import { readRoute, writeRoute } from "./route.ts";

const workflowId = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";

Deno.test("readRoute() understands what writeRoute() wrote", () => {
  for (
    const route of [
      { page: "session", sessionId: "visual-1 &#", seconds: 12.5 },
      { page: "session", sessionId: "s", seconds: null },
      { page: "sessions", filter: { active: true, workflowId, leastScore: 60, page: 3 } },
      { page: "sessions", filter: { active: false, workflowId: null, leastScore: null, page: 1 } },
    ] as const
  ) assert.deepEqual(readRoute(writeRoute(route)), route);
});

Deno.test("readRoute() passes over what makes no sense", () => {
  const none = { active: false, workflowId: null, leastScore: null, page: 1 };
  for (
    const hash of ["", "#", "#page=-1&score=x&workflow=%27&active=2", "#page=1e9&constructor=1"]
  ) {
    assert.deepEqual(readRoute(hash), { page: "sessions", filter: none }, hash);
  }
  assert.deepEqual(readRoute("#session=s&t=-4"), {
    page: "session",
    sessionId: "s",
    seconds: null,
  });
});
