/** Visual sessions for the HTTP tests: executions that stream, and page events. */
import { createRuntrailClient } from "../../client/mod.ts";
import { type Actor, makeExecution } from "./actors.ts";

/** A session and its execution. */
export interface Session {
  readonly execution_id: string;
  readonly session_id: string;
}

/** A page event. */
export interface Event {
  readonly type: number;
  readonly timestamp: number;
  readonly data: unknown;
}

/** Starts a run that streams. */
export async function makeSession(
  actor: Actor,
  workflow_id: string,
  parameters: Record<string, unknown> = {},
): Promise<Session> {
  const session_id = `session-${crypto.randomUUID()}`;
  const execution_id = await makeExecution(actor, workflow_id, {
    visual_streaming_enabled: true,
    session_id,
    ...parameters,
  });
  return { execution_id, session_id };
}

/** When {@link makeEvents} has its first event. */
export const START = Date.UTC(2026, 0, 31, 9, 30);

/**
 * Events of one batch, a second after those of the one before: a full snapshot first in every fifth
 * batch, else changes, 100 ms apart.
 */
export function makeEvents(
  sequence: number,
  count = 3,
  data: unknown = { text: "é\u2028\r\n" },
): Event[] {
  return Array.from({ length: count }, (_, at) => ({
    type: at === 0 && sequence % 5 === 0 ? 2 : 3,
    timestamp: START + sequence * 1000 + at * 100,
    data,
  }));
}

/** Records these batches of the session, as the recorder would. */
export async function recordBatches(
  actor: Actor,
  session_id: string,
  sequences: readonly number[],
  more: Record<string, unknown> = {},
): Promise<void> {
  const runtrail = createRuntrailClient(actor.client);
  for (const sequence of sequences) {
    const events = makeEvents(sequence);
    await runtrail.recordVisualEvents({ session_id, sequence, events, ...more });
  }
}

/** The events that a gzip of lines holds. */
export async function eventsOf(bytes: Uint8Array<ArrayBuffer>): Promise<unknown[]> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** The lines of a stream's answer. */
export function linesOf(text: string): Record<string, unknown>[] {
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
