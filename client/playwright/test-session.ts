import type { VisualRun, VisualSender } from "./options.ts";

type Input = Parameters<VisualSender["recordVisualEvents"]>[0];
/** An event as rrweb made it. */
export type PageEvent = Input["events"][number];

/** A visual session that tests record into. */
export interface TestSession {
  run: VisualRun;
  /** Batches that were stored, in the order of their arrival. */
  batches: Input[];
  /** Calls that were made, answered or not. */
  calls: number;
  /** What the next calls throw, or that they get no answer until they are given up. */
  /** Whether answers ask for a copy of the document. */
  snapshotWanted: boolean;
  fault: Error | "silence" | null;
  events(tab?: string): PageEvent[];
}

export function startSession(): TestSession {
  const batches: Input[] = [];
  const stored = new Map<string, string>();
  const session: TestSession = {
    ...{ batches, calls: 0, fault: null, snapshotWanted: false },
    events: (tab) =>
      batches.filter((batch) => !tab || batch.tab === tab).flatMap(({ events }) => events),
    run: {
      session_id: "session",
      client: {
        recordVisualEvents(input, { signal }) {
          session.calls++;
          if (session.fault === "silence") {
            return new Promise((_, reject) =>
              signal.addEventListener("abort", () => reject(signal.reason))
            );
          }
          if (session.fault) return Promise.reject(session.fault);
          const key = `${input.tab}/${input.sequence}`;
          const content = JSON.stringify(input.events);
          const known = stored.get(key);
          if (known !== undefined && known !== content) {
            return Promise.reject(
              Object.assign(new Error("visual_batch_conflict"), { status: 409 }),
            );
          }
          if (known === undefined) batches.push(input);
          stored.set(key, content);
          return Promise.resolve({ snapshot_wanted: session.snapshotWanted });
        },
      },
    },
  };
  return session;
}
