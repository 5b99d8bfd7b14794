/** How much a recording shows and costs. */
export type VisualQuality = "low" | "standard" | "high";

/** What a batch of events is answered with, as far as the recorder needs it. */
export interface VisualBatchAnswer {
  /** The recording cannot be shown from here on without a fresh copy of the document. */
  readonly snapshot_wanted: boolean;
}

/** What takes the events: a client of Runtrail. */
export interface VisualSender {
  recordVisualEvents(
    input: {
      session_id: string;
      user_id?: string;
      tab: string;
      sequence: number;
      event_offset: number;
      final: boolean;
      events: { type: number; timestamp: number; data: unknown }[];
    },
    options: { signal: AbortSignal; retry: false },
  ): Promise<VisualBatchAnswer>;
}

/** The run that is recorded: what `track()` gives its callback, or any object of this shape. */
export interface VisualRun {
  /** Null when the run does not stream: nothing is recorded then. */
  readonly session_id: string | null;
  /** Whose run it is, where the service records. */
  readonly user_id?: string | null;
  readonly client: VisualSender;
  /** Removes what must never leave from an event. */
  redact?(value: unknown): unknown;
  /** Removes parts of the same from what can be read on the page: a text, or what a field holds. */
  redactParts?(text: string): string;
}

/** Options of `recordVisual()`. */
export interface RecordVisualOptions {
  /** The quality the run was created with; standard when absent. */
  readonly quality?: VisualQuality;
  /** A CSS selector: text and inputs of these elements are masked at every quality. */
  readonly mask?: string;
  /** A CSS selector: of these elements only the size is recorded. */
  readonly block?: string;
  /** Seconds that events wait at most before they are sent on; 2 when absent. */
  readonly batchSeconds?: number;
  /** Bytes that are held at most while the API takes none; 32 MiB when absent. */
  readonly maxHeldBytes?: number;
  /** Seconds that `stop()` waits for what is still to be sent; 10 when absent. */
  readonly stopSeconds?: number;
  /** Whether SIGINT and SIGTERM send what is held before the process ends; true when absent. */
  readonly handleSignals?: boolean;
  /** Told of every error; the run and the page go on in any case. */
  readonly onError?: (error: unknown) => void;
}

/** What has been recorded. */
export interface VisualSummary {
  /** Events that the API has taken. */
  events: number;
  /** Seconds from the first event to the last. */
  seconds: number;
  /** Events that are known to be missing. */
  lost_events: number;
  /** Bytes of the events taken, uncompressed. */
  bytes: number;
}

/** A recording under way. */
export interface VisualRecorder {
  /** What has been recorded by now. */
  summary(): VisualSummary;
  /** Makes every page send a fresh copy of its document. */
  snapshot(): void;
  /**
   * Ends the recording, waits for what is still to be sent, `stopSeconds` at most, and tells the
   * sum. Call it before the context is closed; calling it again gives the same.
   */
  stop(): Promise<VisualSummary>;
}
