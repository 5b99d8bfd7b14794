import type { RuntrailAnswer, RuntrailClient } from "../../../client/mod.ts";
import { timelineEntries } from "./timeline-entries.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

type Detail = RuntrailAnswer<"executionDetail">;

/** The run that a session shows: its state, steps and log, as far as they have been read. */
export class RunLog {
  readonly #runtrail: RuntrailClient;
  readonly #executionId: string;
  readonly #events: Detail["events"][number][] = [];
  #detail: Detail | null = null;
  #entries: readonly TimelineEntry[] = [];

  constructor(runtrail: RuntrailClient, executionId: string) {
    this.#runtrail = runtrail;
    this.#executionId = executionId;
  }

  get detail(): Detail | null {
    return this.#detail;
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  /** Reads what is new. */
  async read(): Promise<void> {
    for (let after: number | null = this.#events.at(-1)?.seq ?? 0; after !== null;) {
      const detail: Detail = await this.#runtrail.executionDetail({
        execution_id: this.#executionId,
        events_after: after,
      });
      this.#detail = detail;
      this.#events.push(...detail.events);
      after = detail.next_events_after;
    }
    const { steps = [], logs = null } = this.#detail ?? {};
    this.#entries = timelineEntries(steps, this.#events, logs);
  }
}
