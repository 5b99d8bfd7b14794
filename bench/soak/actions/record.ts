import { uploadBatch } from "../../../supabase/tests/record_visual_events/faulty-round.ts";
import { randomSession } from "../../../supabase/tests/record_visual_events/random-session.ts";
import { asCaller } from "../as-caller.ts";
import { pick } from "../runs.ts";
import type { Action } from "./action.ts";

/** A recorder uploads a few batches of a session, of a run that may have ended; some are lost. */
export const record: Action = async ({ api, runs }) => {
  const run = pick(Math.random() < 0.8 ? runs.running : runs.finished);
  if (!run) return;
  const session_id = await asCaller(api, run.userId, async (request) => {
    const [row] = await request<{ session_id: string }[]>`
      select session_id from public.visual_recordings where execution_id = ${run.id}`;
    return row?.session_id;
  });
  if (session_id === undefined) return;
  // Whoever records the same run uses other names of tabs: a batch is uploaded once.
  const name = crypto.randomUUID();
  for (const batch of randomSession(Math.random).slice(0, 3)) {
    if (Math.random() < 0.2) continue;
    const parameters = { ...batch.parameters, tab: `${name}-${batch.tab}` };
    await asCaller(api, run.userId, uploadBatch(session_id, { ...batch, parameters }));
  }
};
