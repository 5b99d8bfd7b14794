import assert from "node:assert/strict";
import { readRecording } from "../../demo/read-recording.ts";
import { makeExecution, makeWorkflow, signUp, target } from "../../supabase/tests/actors.ts";
import { createRuntrailClient } from "../mod.ts";
import type { VisualRun, VisualSender } from "./options.ts";

type Batch = Parameters<VisualSender["recordVisualEvents"]>[0];

/** An event as rrweb made it. */
export type PageEvent = Batch["events"][number];

/** A visual session on the Supabase under test, whose recorder can be troubled. */
export interface TestSession {
  run: VisualRun;
  sessionId: string;
  /** The access token of the user whose run it is. */
  token: string;
  /** Batches that the API said it stored, in the order of their arrival. */
  batches: Batch[];
  /** Calls that were made, answered or not. */
  calls: number;
  /** What the next calls throw, or that they get no answer until they are given up. */
  fault: Error | "silence" | null;
  /** Whether answers ask for a copy of the document, whatever the API says. */
  snapshotWanted: boolean;
  events(): PageEvent[];
  /** What the API gives back, tab by tab. */
  storedEvents(): Promise<PageEvent[]>;
  /** Asserts that the API gives back what it said it stored, tab by tab. */
  assertStored(): Promise<void>;
}

/** Starts a run that streams. */
export async function startSession(): Promise<TestSession> {
  const user = await signUp();
  const session_id = `session-${crypto.randomUUID()}`;
  await makeExecution(user, await makeWorkflow(user), {
    ...{ session_id, visual_streaming_enabled: true, visual_quality: "high" },
  });
  const client = createRuntrailClient({
    ...{ url: target.apiUrl, key: target.publishableKey, accessToken: user.token },
  });
  const batches: Batch[] = [];
  const session: TestSession = {
    ...{ batches, calls: 0, fault: null, snapshotWanted: false },
    events: () => batches.flatMap(({ events }) => events),
    ...{ sessionId: session_id, token: user.token },
    async storedEvents() {
      const { tabs } = await client.visualChunks({ session_id });
      // By name, as below: the answer has those first in which something happened first.
      const names = tabs.map(({ tab }) => tab).sort();
      const read = names.map((tab) => readRecording(client, session_id, { tab }));
      return (await Promise.all(read)).flatMap(({ events }) => events);
    },
    async assertStored() {
      const inTabs = Object.groupBy(batches, ({ tab }) => tab);
      const sent = Object.keys(inTabs).sort().flatMap((tab) => inTabs[tab] ?? []);
      assert.deepEqual(await session.storedEvents(), sent.flatMap(({ events }) => events));
    },
    run: {
      session_id,
      client: {
        async recordVisualEvents(input, options) {
          session.calls++;
          if (session.fault === "silence") return await silence(options.signal);
          if (session.fault) throw session.fault;
          const answer = await client.recordVisualEvents(input, options);
          if (answer.stored) batches.push(input);
          return session.snapshotWanted ? { snapshot_wanted: true } : answer;
        },
      },
    },
  };
  return session;
}

/** The run of a session, and every event that the runner has received of it. */
export function noted({ run }: TestSession): { run: VisualRun; received: PageEvent[] } {
  const received: PageEvent[] = [];
  const redact = (event: unknown) => {
    received.push(event as PageEvent);
    return event;
  };
  return { run: { ...run, redact }, received };
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true })
  );
}
