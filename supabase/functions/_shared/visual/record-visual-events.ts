import { contract } from "../contract.ts";
import { perform, type Performer, replyOf } from "../perform.ts";
import { succeed } from "../result.ts";
import type { PageEvent } from "../schemas/page-events.ts";
import { makeBatch } from "./make-batch.ts";
import { readEvents } from "./read-events.ts";

/** Takes page events, and hands them to the database as bytes that it need not look into. */
export const recordVisualEvents: Performer = perform(contract.recordVisualEvents, {
  read: readEvents,
  async carryOut(operation, { parameters, replaced, call }) {
    const { events, final, tab = "main", ...others } = parameters;
    const batch = await makeBatch(events as readonly PageEvent[]);
    const done = await call({ ...others, tab, is_final: final, ...batch });
    return done.ok ? succeed(replyOf(operation, done.value, replaced)) : done;
  },
});
