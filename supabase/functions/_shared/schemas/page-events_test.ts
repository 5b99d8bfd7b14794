import assert from "node:assert/strict";
import * as z from "zod";
import { validate } from "../validate.ts";
import { pageEvents } from "./page-events.ts";

const good = { type: 3, timestamp: 1769851860500, data: { source: 0 } };
const input = z.strictObject({ events: pageEvents });

const right: Record<string, unknown> = {
  "an event": good,
  "every type": [0, 1, 2, 3, 4, 5, 6].map((type) => ({ ...good, type })),
  "a fraction of a millisecond": { ...good, timestamp: good.timestamp + 0.25 },
  "the first moment of 2000": { ...good, timestamp: Date.UTC(2000) },
  "data of null": { ...good, data: null },
  "more than rrweb's own keys": { ...good, delay: 5, extra: [] },
};

const wrong: Record<string, [event: unknown, path: string]> = {
  "null": [null, "events[1]"],
  "a list": [[], "events[1]"],
  "text": ["event", "events[1]"],
  "no type": [{ timestamp: good.timestamp, data: {} }, "events[1].type"],
  "a type of 7": [{ ...good, type: 7 }, "events[1].type"],
  "a type of -1": [{ ...good, type: -1 }, "events[1].type"],
  "a type of 1.5": [{ ...good, type: 1.5 }, "events[1].type"],
  "a type as text": [{ ...good, type: "3" }, "events[1].type"],
  "no timestamp": [{ type: 3, data: {} }, "events[1].timestamp"],
  "a timestamp as text": [{ ...good, timestamp: "now" }, "events[1].timestamp"],
  "seconds": [{ ...good, timestamp: 1769851860 }, "events[1].timestamp"],
  "the year 2100": [{ ...good, timestamp: Date.UTC(2100) }, "events[1].timestamp"],
  "no data": [{ type: 3, timestamp: good.timestamp }, "events[1].data"],
};

Deno.test("pageEvents takes rrweb's events as they are, and none", () => {
  for (const [what, events] of Object.entries(right)) {
    const sent = [events].flat();
    const checked = validate(input, { events: sent });
    assert.ok(checked.ok, what);
    assert.equal(checked.value.events, sent, `${what}: the same list`);
  }
  assert.ok(validate(input, { events: [] }).ok);
});

Deno.test("pageEvents names the first event that is none, and where it is wrong", () => {
  for (const [what, [event, path]] of Object.entries(wrong)) {
    const checked = validate(input, { events: [good, event, null] });
    assert.ok(!checked.ok, what);
    assert.equal(checked.problem.code, "invalid_parameter");
    const details = checked.problem.details as { path: string }[];
    assert.deepEqual(details.map((one) => one.path), [path], what);
  }
  for (const events of [undefined, "[]", {}]) {
    const checked = validate(input, { events });
    assert.ok(!checked.ok);
    assert.deepEqual(checked.problem.details, [{ path: "events", message: "must be a list" }]);
  }
});

Deno.test("pageEvents documents what it checks", () => {
  const documented = z.fromJSONSchema(
    z.toJSONSchema(input, { io: "input", unrepresentable: "any" }),
  );
  for (const [what, event] of Object.entries(right)) {
    assert.ok(documented.safeParse({ events: [event].flat() }).success, what);
  }
  for (const [what, [event]] of Object.entries(wrong)) {
    assert.ok(!documented.safeParse({ events: [event] }).success, what);
  }
});
