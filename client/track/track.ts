import { connectionOf } from "../connection-of.ts";
import type { RuntrailClient } from "../create-runtrail-client.ts";
import { randomId } from "../random-id.ts";
import { createRedactor } from "../redact/create-redactor.ts";
import { secretsOfInputs } from "../redact/secrets-of-inputs.ts";
import { cutTo, describeError } from "./describe-error.ts";
import { type Heard, type KeepAlive, keepAlive } from "./keep-alive.ts";
import { listen } from "./listen.ts";
import { wordsOf } from "./problem.ts";
import { redactedCreation } from "./redacted-creation.ts";
import { Reporter } from "./reporter.ts";
import type { End } from "./report.ts";
import { RunCancelledError } from "./run-cancelled-error.ts";
import { startSpilling } from "./start-spilling.ts";
import { within } from "./timers.ts";
import type { TrackOptions } from "./track-options.ts";
import { TrackedRun } from "./tracked-run.ts";

const LONGEST_ERROR = 65_536;

/**
 * Does a piece of work as one execution: records that it starts, what it reports, that it is alive,
 * and how it ends. A returned value makes it completed, a thrown error failed, an abort cancelled.
 * Trouble with tracking never breaks the work.
 *
 * @returns what `work` returns
 * @throws what `work` throws; {@link TypeError} for a secret of fewer than 4 characters
 */
export async function track<Value>(
  client: RuntrailClient,
  options: TrackOptions,
  work: (run: TrackedRun) => Value | Promise<Value>,
): Promise<Value> {
  const {
    secrets = [],
    secret_inputs = [],
    onTrackingError = warn,
    spill,
    heartbeatSeconds = 15,
    createSeconds = 5,
    flushSeconds = 10,
    retry = {},
    signal,
    ...start
  } = options;
  const hidden = secretsOfInputs(start.inputs ?? {}, secret_inputs);
  const redactor = createRedactor([...secrets, ...hidden]);
  const creation = redactedCreation(start, secret_inputs, redactor.value);
  const cancelling = new AbortController();
  const cancel = (reason: unknown) => cancelling.abort(reason);
  const onOuterAbort = () =>
    cancel(new RunCancelledError("The run is cancelled.", null, signal?.reason));
  if (signal?.aborted) onOuterAbort();
  signal?.addEventListener("abort", onOuterAbort, { once: true });

  let alive: KeepAlive | null = null;
  let stopListening = () => Promise.resolve();
  let isEnding = false;
  const hear = ({ status, cancel_requested, cancel_reason }: Heard) => {
    if (isEnding) return;
    if (cancel_requested) {
      const why = cancel_reason ? `: ${cancel_reason}` : ".";
      cancel(new RunCancelledError(`The run was asked to stop${why}`, cancel_reason));
    } else if (status !== "running") {
      cancel(new RunCancelledError(`The run is ${status} already.`, null));
    }
  };
  const over = (late: Error) =>
    cancel(new RunCancelledError("The database has ended the run.", null, late));
  const spilling = spill === undefined
    ? null
    : await startSpilling(client, spill, creation, onTrackingError);
  const reporter = new Reporter({
    ...{ client, creation, onTrackingError, retry, journal: spilling?.journal ?? null },
    onCreated({ execution_id }) {
      if (isEnding) return;
      alive = keepAlive(client, execution_id, heartbeatSeconds, hear, over);
      stopListening = listen(connectionOf(client), execution_id, () => void alive?.beat());
    },
    onAnswer: ({ status, cancel_requested_at, cancel_reason }) =>
      hear({ status, cancel_reason, cancel_requested: cancel_requested_at !== null }),
    onOver: over,
  });
  await reporter.create(createSeconds * 1000);

  const [began, started] = [Date.now(), performance.now()];
  const prefix = creation.idempotency_key.slice(0, 8) + randomId().slice(0, 4);
  let entries = 0;
  const run = new TrackedRun({
    ...{ client, redactor, signal: cancelling.signal, sessionId: creation.session_id ?? null },
    created: () => reporter.created,
    now: () => new Date(began + performance.now() - started).toISOString(),
    nextId: () => `${prefix}-${++entries}`,
    report: (content) => reporter.add(content),
    flush: () => reporter.flush(flushSeconds * 1000),
  });
  const seconds = () => Math.round(performance.now() - started) / 1000;
  const finish = async (outcome: Omit<End, "execution_time_seconds">) => {
    isEnding = true;
    reporter.add({ end: { ...outcome, execution_time_seconds: seconds() } });
    alive?.stop();
    signal?.removeEventListener("abort", onOuterAbort);
    const until = performance.now() + flushSeconds * 1000;
    await reporter.close(flushSeconds * 1000);
    await spilling?.stop(until - performance.now());
    await within(1000, stopListening());
  };
  const cancelled = (): Pick<End, "status" | "error"> | null => {
    if (!cancelling.signal.aborted) return null;
    const text = redactor.text(wordsOf(cancelling.signal.reason));
    return { status: "cancelled", error: cutTo(LONGEST_ERROR, text) };
  };

  let value: Value;
  try {
    value = await work(run);
  } catch (thrown) {
    const error = cutTo(LONGEST_ERROR, redactor.text(describeError(thrown)));
    await finish(cancelled() ?? { status: "failed", error });
    throw thrown;
  }
  const result = redactor.value(value);
  const kept = result === undefined || result === null ? {} : { result };
  await finish({ ...(cancelled() ?? { status: "completed" }), ...kept });
  return value;
}

function warn(problem: { message: string; execution_id: string | null }): void {
  console.warn(
    `runtrail: ${problem.message} (execution ${problem.execution_id ?? "not recorded"})`,
  );
}
