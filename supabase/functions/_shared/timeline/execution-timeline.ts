import { contract } from "../contract.ts";
import { perform, type Performer, replyOf } from "../perform.ts";
import { succeed } from "../result.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { prefersSvg } from "./prefers-svg.ts";
import type { Timeline } from "./timeline.ts";

// Names and lines in it are somebody else's. They are escaped; and nothing would run if they were not.
const picture = {
  "content-type": "image/svg+xml",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "x-content-type-options": "nosniff",
};

/**
 * Answers with JSON, or with a picture to who prefers one. Who accepts neither gets JSON, as from every
 * other endpoint; errors are JSON for everyone.
 */
export const executionTimeline: Performer = perform(contract.executionTimeline, {
  async carryOut(operation, { request, parameters, replaced, call }) {
    const done = await call(parameters);
    if (!done.ok) return done;
    const vary = { vary: "accept" };
    if (!prefersSvg(request.headers.get("accept"))) {
      const reply = replyOf(operation, done.value, replaced);
      return succeed({ ...reply, headers: { ...reply.headers, ...vary } });
    }
    return succeed({
      status: operation.status,
      body: drawTimeline(JSON.parse(done.value.text) as Timeline),
      headers: { ...vary, ...picture },
    });
  },
});
