import type { Send } from "./connection.ts";
import type { CallOptions, RuntrailInput } from "./create-runtrail-client.ts";
import { pause } from "./pause.ts";
import { readAnswer } from "./read-answer.ts";
import { readLines } from "./read-lines.ts";
import { backoff, isPassing } from "./retry.ts";
import { RuntrailError, type RuntrailErrorCode } from "./runtrail-error.ts";

/** A line of a stream. */
export type StreamLine =
  /** A page event. */
  | { readonly tab: string; readonly sequence: number; readonly event: unknown }
  /** A chunk that holds no events that could be read. */
  | { readonly tab: string; readonly sequence: number; readonly unreadable: true }
  /** Everything up to this chunk has come; resume with this number. Comes again in silence. */
  | { readonly after: number }
  /** The last line. */
  | { readonly end: "session_ended" | "time_limit" | "caught_up"; readonly after: number };

/** Options of following a stream. */
export interface StreamOptions extends CallOptions {
  /** False: end with the connection, whatever ends it. */
  readonly resume?: boolean;
}

/** What a line may be; everything else is left out. */
type Sent = Partial<Record<"tab" | "event" | "end", unknown>> & {
  readonly sequence?: number;
  readonly after?: number;
  readonly error?: {
    readonly code: RuntrailErrorCode;
    readonly status: number;
    readonly message: string;
  };
};

// About two minutes without a line.
const ATTEMPTS = 10;

/** The lines of a session's stream over as many connections as it takes. */
export async function* followStream(
  send: Send,
  input: RuntrailInput<"visualStream">,
  { signal, resume }: StreamOptions,
): AsyncGenerator<StreamLine, void> {
  let after = input.after ?? 0;
  // How much of the chunk after it has been passed on, so that nothing comes twice.
  let passedOn = 0;
  let failures = 0;
  for (let connected = false;;) {
    let skip = passedOn;
    let begun = false;
    try {
      const headers = { accept: "text/event-stream" };
      const response = await send("visual-stream", { ...input, after }, signal, headers);
      if (!response.ok) await readAnswer(response);
      connected = true;
      for await (const line of readLines(response, signal)) {
        failures = 0;
        begun = true;
        const sent = parse(line);
        if (sent.error) throw new RuntrailError(sent.error.code, sent.error.message, sent.error);
        if (sent.end === "time_limit" && resume !== false) break;
        if (sent.sequence !== undefined) {
          if (skip-- > 0) continue;
          passedOn++;
        } else if (sent.after !== undefined) {
          if (sent.after > after) passedOn = skip = 0;
          after = sent.after;
        } else continue;
        yield sent as StreamLine;
        if (sent.end) return;
      }
    } catch (error) {
      // A token that expires on the way is asked for anew; one that is refused is not.
      const passes = isPassing(error) || (begun && isExpired(error));
      if (!passes || !connected || resume === false || ++failures >= ATTEMPTS) throw error;
      await pause(backoff(failures, {}), signal);
      if (signal?.aborted) throw error;
    }
  }
}

function isExpired(error: unknown): boolean {
  return error instanceof RuntrailError && error.status === 401;
}

function parse(line: string): Sent {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
