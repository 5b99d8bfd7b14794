import type { RuntrailInput } from "../create-runtrail-client.ts";
import { randomId } from "../random-id.ts";
import { REDACTED } from "../redact/create-redactor.ts";
import type { Creation } from "./report.ts";

/** What a run is recorded with: without secrets, and with a key that makes it once. */
export function redactedCreation(
  start: RuntrailInput<"createExecution">,
  secretInputs: readonly string[],
  redact: (value: unknown) => unknown,
): Creation {
  const { inputs, metadata, tags } = start;
  const hide = ([name, value]: [string, unknown]) =>
    [name, secretInputs.includes(name) ? REDACTED : value] as const;
  const redacted = {
    ...(inputs ? { inputs: redact(Object.fromEntries(Object.entries(inputs).map(hide))) } : {}),
    ...(metadata ? { metadata: redact(metadata) } : {}),
    ...(tags ? { tags: redact(tags) } : {}),
  };
  // Chosen here, so that it is known even where the API cannot be reached.
  // With a key of the caller's own it must be the same each time, so the database chooses it.
  const chooses = start.visual_streaming_enabled && !start.session_id && !start.idempotency_key;
  const session = chooses ? { session_id: `visual-${randomId()}` } : {};
  const idempotency_key = start.idempotency_key ?? randomId();
  return { ...start, ...session, ...redacted as typeof start, idempotency_key };
}
