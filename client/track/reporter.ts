import type { RuntrailAnswer, RuntrailClient } from "../create-runtrail-client.ts";
import { pause } from "../pause.ts";
import { backoff, type RetryOptions } from "../retry.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { deliver, mayPass } from "./deliver.ts";
import type { Journal } from "./journal.ts";
import { type OnTrackingError, tell, type TrackingProblem, wordsOf } from "./problem.ts";
import type { Content, Creation, Report } from "./report.ts";
import { ReportQueue } from "./report-queue.ts";
import { background, within } from "./timers.ts";

const GATHER_MS = 300;
const CALL_MS = 10_000;
const PATIENT_FAILURES = 8;
const WAITS = { longestSeconds: 15 };

/** What a reporter needs. */
export interface ReporterOptions {
  readonly client: RuntrailClient;
  readonly creation: Creation;
  readonly journal: Journal | null;
  readonly retry: RetryOptions;
  readonly onTrackingError: OnTrackingError;
  onCreated(created: RuntrailAnswer<"createExecution">): void;
  onAnswer(answer: RuntrailAnswer<"updateExecution">): void;
  /** The run is over, whatever is still reported. */
  onOver(cause: RuntrailError): void;
}

/** Sends the reports of one run in their order, several in one call, until they are delivered. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #ending = new AbortController();
  #journal: Journal | null;
  readonly #queue = new ReportQueue();
  #isFull = false;
  /** Lines left out since it is full. */
  #left = 0;
  #count = 0;
  #created: RuntrailAnswer<"createExecution"> | null = null;
  #isRefused = false;
  #failures = 0;
  #pumping: Promise<void> | null = null;
  #wake = new AbortController();
  #timer: { stop(): void } | null = null;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#journal = options.journal;
  }

  get created(): RuntrailAnswer<"createExecution"> | null {
    return this.#created;
  }

  /** Records the run, and waits for it up to this long. */
  async create(milliseconds: number): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      this.#onSettled = resolve;
    });
    void this.#pump();
    await within(milliseconds, settled);
  }
  #onSettled: () => void = () => {};

  /** Takes a report. */
  add(content: Content): void {
    if (this.#isRefused || this.#ending.signal.aborted) return;
    if ("progress" in content && !this.#isNews(content.progress)) return;
    if (this.#queue.isFull(content)) {
      this.#left++;
      if (!this.#isFull) this.#tell("dropped", "The run can hold no more lines.", 1);
      this.#isFull = true;
      return;
    }
    const report: Report = { ...content, n: ++this.#count };
    this.#keep((journal) => journal.append(report));
    const dropped = this.#queue.add(report);
    if (dropped > 0) {
      this.#tell("dropped", `${dropped} log lines that waited are given up.`, dropped);
    }
    if (this.#pumping === null && this.#timer === null) {
      this.#timer = background(GATHER_MS, () => this.#pump());
    }
  }

  /** Sends what waits now; whether all of it was settled in time. */
  async flush(milliseconds: number): Promise<boolean> {
    this.#wake.abort();
    await within(milliseconds, this.#pump());
    return this.#isSettled();
  }

  /** Ends the reporter; what is not delivered is left on disk, or lost. */
  async close(milliseconds: number): Promise<void> {
    const isDelivered = await this.flush(milliseconds);
    this.#ending.abort();
    this.#timer?.stop();
    await within(1000, Promise.resolve(this.#pumping));
    this.#keep((journal) => journal.close(isDelivered));
    if (this.#left > 1) {
      this.#tell("dropped", `${this.#left} lines in all were more than it holds.`, this.#left - 1);
    }
    if (isDelivered) return;
    const reports = this.#queue.length + (this.#created ? 0 : 1);
    if (this.#journal) {
      this.#tell("spilled", "Not everything could be sent in time; the rest is on disk.", reports);
    } else {
      this.#tell("lost", "Not everything could be sent in time.", reports, this.#lastFailure);
    }
  }
  #lastFailure: unknown;

  /** Less than a tenth of a percent is not worth a report, but for the end. */
  #isNews(progress: number): boolean {
    const isNews = Math.abs(progress - this.#progress) >= (progress === 100 ? 1e-9 : 0.1);
    if (isNews) this.#progress = progress;
    return isNews;
  }
  #progress = -1;

  #isSettled(): boolean {
    return this.#isRefused || (this.#created !== null && this.#queue.length === 0);
  }

  #pump(): Promise<void> {
    this.#timer?.stop();
    this.#timer = null;
    this.#pumping ??= this.#send().finally(() => {
      this.#pumping = null;
    });
    return this.#pumping;
  }

  async #send(): Promise<void> {
    while (!this.#isSettled() && !this.#ending.signal.aborted) {
      this.#wake = new AbortController();
      try {
        if (this.#created) await this.#deliver();
        else await this.#create();
        this.#failures = 0;
      } catch (error) {
        if (this.#ending.signal.aborted) return;
        this.#lastFailure = error;
        if (++this.#failures === 1) {
          this.#tell("delayed", `Reports wait: ${wordsOf(error)}`, this.#queue.length, error);
        }
        const asked = error instanceof RuntrailError ? error.retryAfter ?? 0 : 0;
        const wait = Math.max(
          backoff(this.#failures, { ...WAITS, ...this.#options.retry }),
          Math.min(asked, 60) * 1000,
        );
        const signal = AbortSignal.any([this.#wake.signal, this.#ending.signal]);
        await pause(wait, signal);
      }
    }
  }

  async #create(): Promise<void> {
    const { client, creation, onCreated } = this.#options;
    try {
      const created = await this.#call((options) => client.createExecution(creation, options));
      this.#created = created;
      this.#keep((journal) => journal.created(created.execution_id));
      onCreated(created);
    } catch (error) {
      if (mayPass(error, this.#failures < PATIENT_FAILURES)) throw error;
      this.#isRefused = true;
      this.#tell(
        "lost",
        `The run is not recorded: ${wordsOf(error)}`,
        this.#queue.length + 1,
        error,
      );
      this.#queue.clear();
    }
    this.#onSettled();
  }

  async #deliver(): Promise<void> {
    const { client, onAnswer, onOver } = this.#options;
    const execution_id = this.#created?.execution_id ?? "";
    await this.#call((options) =>
      deliver({
        ...{ client, execution_id, options, isPatient: this.#failures < PATIENT_FAILURES },
        delivered: (n) => this.#delivered(n),
        answered: onAnswer,
        late: (reports) => {
          const message = "The database had ended the run; what was reported is kept as events.";
          this.#tell("late", message, reports.length);
          onOver(
            new RuntrailError("execution_already_finished", message, { status: 409, late: true }),
          );
        },
        lost: (reports, cause) =>
          this.#tell("lost", `The API refuses a report: ${wordsOf(cause)}`, reports.length, cause),
      }, this.#queue.first())
    );
  }

  /** One call, which is given up after a while: a connection may hang. */
  async #call<Answer>(
    call: (options: { signal: AbortSignal; retry: false }) => Promise<Answer>,
  ): Promise<Answer> {
    const hanging = new AbortController();
    const timer = background(CALL_MS, () => hanging.abort());
    try {
      const signal = AbortSignal.any([hanging.signal, this.#ending.signal]);
      return await call({ signal, retry: false });
    } finally {
      timer.stop();
    }
  }

  #delivered(n: number): void {
    if (this.#queue.remove(n)) this.#keep((journal) => journal.delivered(n));
  }

  #keep(does: (journal: Journal) => void): void {
    const journal = this.#journal;
    try {
      if (journal) does(journal);
    } catch (cause) {
      this.#journal = null;
      closeQuietly(journal);
      this.#tell("lost", `Nothing more is kept on disk: ${wordsOf(cause)}`, 0, cause);
    }
  }

  #tell(kind: TrackingProblem["kind"], message: string, reports: number, cause?: unknown): void {
    const execution_id = this.#created?.execution_id ?? null;
    tell(this.#options.onTrackingError, { kind, message, reports, execution_id, cause });
  }
}

function closeQuietly(journal: Journal | null): void {
  try {
    journal?.close(false);
  } catch {
    // The disk is full, for example; what is there stays.
  }
}
