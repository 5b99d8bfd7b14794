/** Events on their way from a page to the runner, numbered within their document. */
export interface PageBatch {
  /** 1, 2, 3, … within the document. */
  n: number;
  /** How many events the document had made before these. */
  first: number;
  count: number;
  /** One event per line, JSON. */
  text: string;
}

/** What a document sends. */
export interface Parcel {
  /** Names the document. */
  doc: string;
  /** Events made so far, whether they could be kept or not. */
  made: number;
  batches: PageBatch[];
  /** Whether the document makes no more. */
  ended: boolean;
  /** Why it cannot be recorded. */
  problem?: string;
}

/** What the runner answers: whether to wait until it has room again, or to end. */
export interface Reply {
  hold: boolean;
  stop: boolean;
}

/** Where events wait in the page. */
export interface Outbox {
  /** @returns false when the event is counted, but not kept. */
  add(line: string): boolean;
  /** Sends what there is at once, and from now on without waiting for answers. */
  leave(): void;
  /** All that has not been acknowledged. */
  rest(): Parcel;
  /** The runner has room again. */
  resume(): void;
}

/** What an outbox needs. */
export interface OutboxOptions {
  doc: string;
  sendMs: number;
  sendChars: number;
  maxChars: number;
  post(parcel: Parcel): Promise<Reply>;
  later(callback: () => void, ms: number): unknown;
  /** Events were left out, and those that are made in this call still are. */
  resuming(): void;
  /** From now on events are kept again. */
  resumed(): void;
  stopped(): void;
}

/**
 * Runs in the page: collects events, sends them in batches, and keeps each batch until the runner
 * has it. Holds `maxChars` and one event at most: when more comes than goes, what waits is dropped and
 * events are only counted until everything sent has arrived.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { doc, sendMs, sendChars, maxChars, post, later, stopped } = options;
  const sent = new Map<number, PageBatch>();
  let [made, numbers, sentChars, chars, first] = [0, 0, 0, 0, 0];
  let lines: string[] = [];
  let [timing, leaving, held, dropping] = [false, false, false, false];

  function close() {
    if (lines.length === 0) return;
    const batch = { n: ++numbers, first, count: lines.length, text: lines.join("\n") };
    [lines, chars] = [[], 0];
    sent.set(batch.n, batch);
    sentChars += batch.text.length;
    deliver(batch);
  }

  function deliver(batch: PageBatch) {
    post({ doc, made, batches: [batch], ended: false }).then((reply) => {
      if (sent.delete(batch.n)) sentChars -= batch.text.length;
      if (reply.stop) return stopped();
      if (reply.hold) hold();
      if (sent.size === 0 && dropping) goOn();
      else if (!timing) send();
    }, () => later(() => sent.has(batch.n) && deliver(batch), 500));
  }

  function send() {
    // Two at a time: one is worked on while the other travels.
    if (leaving || sent.size < 2) close();
  }

  function drop() {
    [lines, chars, dropping] = [[], 0, true];
  }

  function hold() {
    held = true;
    drop();
  }

  function goOn() {
    if (held) return;
    options.resuming();
    dropping = false;
    options.resumed();
  }

  return {
    add(line) {
      const index = made++;
      if (!dropping && (chars + sentChars >= maxChars || line.length > maxChars)) {
        drop();
        // With nothing under way, nothing would tell when to go on.
        if (sent.size === 0) later(() => sent.size === 0 && dropping && goOn(), sendMs);
      }
      if (dropping) return false;
      if (lines.length === 0) first = index;
      lines.push(line);
      chars += line.length + 1;
      if (leaving || chars >= sendChars) send();
      else if (!timing) {
        timing = true;
        later(() => {
          timing = false;
          send();
        }, sendMs);
      }
      return true;
    },
    leave() {
      leaving = true;
      close();
      // A download and a declined dialog ask to leave, too, and the page stays.
      later(() => leaving = false, 5000);
    },
    rest() {
      close();
      return { doc, made, batches: [...sent.values()], ended: true };
    },
    resume() {
      held = false;
      if (dropping && sent.size === 0) goOn();
    },
  };
}
