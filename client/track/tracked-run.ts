import type { RuntrailAnswer, RuntrailClient } from "../create-runtrail-client.ts";
import type { Redactor } from "../redact/create-redactor.ts";
import { cutTo, describeError, messageOf } from "./describe-error.ts";
import type { Content, Entry } from "./report.ts";

const LONGEST_MESSAGE = 64 * 1024;
const LONGEST_DATA = 256 * 1024;

/** How a line is logged. */
export interface LogOptions {
  /** info unless said otherwise. */
  readonly level?: "debug" | "info" | "warn" | "error";
  /** Anything structured that belongs to it. */
  readonly data?: unknown;
}

/** What a tracked run shares with its steps. */
export interface RunContext {
  readonly client: RuntrailClient;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly sessionId: string | null;
  created(): RuntrailAnswer<"createExecution"> | null;
  /** A moment, which never lies before an earlier one. */
  now(): string;
  /** An id that no other entry of the run has. */
  nextId(): string;
  report(content: Content): void;
  flush(): Promise<boolean>;
}

/** A run as the work in it sees it, or one of its steps. */
export class TrackedRun {
  readonly #context: RunContext;
  readonly #step: { readonly id: string; readonly name: string } | null;

  constructor(context: RunContext, step: { id: string; name: string } | null = null) {
    this.#context = context;
    this.#step = step;
  }

  /** Null until the run is recorded, which it is at once unless the API cannot be reached. */
  get execution_id(): string | null {
    return this.#context.created()?.execution_id ?? null;
  }

  /** The visual session; null when the run does not stream. */
  get session_id(): string | null {
    return this.#context.created()?.session_id ?? this.#context.sessionId;
  }

  get visual_stream_url(): string | null {
    return this.#context.created()?.visual_stream_url ?? null;
  }

  get viewer_url(): string | null {
    return this.#context.created()?.viewer_url ?? null;
  }

  /** Aborted when the run is cancelled, or was ended by the database. */
  get signal(): AbortSignal {
    return this.#context.signal;
  }

  /** The client the run is tracked with. What is sent with it directly is sent as it is. */
  get client(): RuntrailClient {
    return this.#context.client;
  }

  /** Logs a line. */
  log(message: string, { level, data }: LogOptions = {}): void {
    this.#append({ ...(level ? { level } : {}), ...this.#text(message), ...this.#data(data) });
  }

  /**
   * Does a step: times it, and reports how it ended. Steps of a step are begun with the run that
   * `work` is given, so that those that go on at the same time are told apart.
   *
   * @throws what `work` throws; and when the run is cancelled already
   */
  async step<Value>(
    name: string,
    work: (step: TrackedRun) => Value | Promise<Value>,
  ): Promise<Value> {
    this.signal.throwIfAborted();
    const id = this.#context.nextId();
    const step = Array.from(this.#context.redactor.text(`${name}`)).slice(0, 200).join("");
    this.#append({ kind: "step_started", step, id });
    const end = (how: Partial<Entry>) =>
      this.#append({ kind: "step_finished", step, step_id: id, ...how });
    try {
      const value = await work(new TrackedRun(this.#context, { id, name: step }));
      end({});
      return value;
    } catch (thrown) {
      const text = this.#text(messageOf(thrown));
      end({ level: "error", ...text, ...this.#data({ stack: describeError(thrown) }) });
      throw thrown;
    }
  }

  /** Says how much is done, in percent. */
  progress(percent: number): void {
    if (!Number.isFinite(percent)) return;
    this.#context.report({ progress: Math.min(100, Math.max(0, percent)) });
  }

  /** The value, which JSON can carry, without the secrets: in texts and keys, however deep. */
  redact(value: unknown): unknown {
    return this.#context.redactor.json(value);
  }

  /**
   * The text without what may be a part of a secret: what begins one at its end, as while it is typed,
   * and what ends one at its start.
   */
  redactParts(text: string): string {
    return this.#context.redactor.parts(text);
  }

  /** Sends what waits now; whether all of it was settled within a few seconds. */
  async flush(): Promise<boolean> {
    return await this.#context.flush();
  }

  #append(entry: Partial<Entry>): void {
    const { now, nextId, report } = this.#context;
    const within = this.#step ? { step: this.#step.name, step_id: this.#step.id } : {};
    report({ entry: { id: nextId(), at: now(), ...within, ...entry } });
  }

  #text(message: unknown): { message: string } {
    return { message: cutTo(LONGEST_MESSAGE, this.#context.redactor.text(`${message}`)) };
  }

  #data(data: unknown): { data?: unknown } {
    const json = this.#context.redactor.value(data);
    if (json === undefined || json === null) return {};
    const { length } = JSON.stringify(json);
    return { data: length > LONGEST_DATA ? `[${length} characters, too long to log]` : json };
  }
}
