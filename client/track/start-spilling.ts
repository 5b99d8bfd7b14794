import type { RuntrailClient } from "../create-runtrail-client.ts";
import type { Journal } from "./journal.ts";
import { type OnTrackingError, tell, wordsOf } from "./problem.ts";
import type { Creation } from "./report.ts";
import { within } from "./timers.ts";

/** What goes on on disk beside a run. */
export interface Spilling {
  readonly journal: Journal;
  /** Waits up to this long for what earlier runs left to be sent, then ends that. */
  stop(milliseconds: number): Promise<void>;
}

/** Opens the file of a run, and begins to send those of earlier ones; null when it cannot. */
export async function startSpilling(
  client: RuntrailClient,
  directory: string,
  creation: Creation,
  onTrackingError: OnTrackingError,
): Promise<Spilling | null> {
  try {
    // Only where it is asked for: it needs the file system.
    const { openJournal, sendSpilled } = await import("../spill.ts");
    const journal = openJournal(directory, creation);
    const ending = new AbortController();
    const sending = sendSpilled(client, directory, { onTrackingError, signal: ending.signal })
      .catch((cause) => {
        const message = `What is on disk is not sent: ${wordsOf(cause)}`;
        tell(onTrackingError, { kind: "delayed", message, reports: 0, execution_id: null, cause });
      });
    return {
      journal,
      async stop(milliseconds) {
        await within(Math.max(0, milliseconds), sending);
        ending.abort();
        await within(1000, sending);
      },
    };
  } catch (cause) {
    const message = `Nothing is kept on disk: ${wordsOf(cause)}`;
    tell(onTrackingError, { kind: "lost", message, reports: 0, execution_id: null, cause });
    return null;
  }
}
