import type { Send } from "./connection.ts";
import type { CallOptions, RuntrailAnswer, RuntrailInput } from "./create-runtrail-client.ts";
import { followStream, type StreamLine, type StreamOptions } from "./follow-stream.ts";
import { readAnswer } from "./read-answer.ts";
import { RuntrailError } from "./runtrail-error.ts";

export type { StreamLine, StreamOptions } from "./follow-stream.ts";

/** The methods that send or answer something else than a JSON object. */
export interface VisualMethods {
  /** Sends a batch of page events, as compressed lines where the runtime can compress. */
  recordVisualEvents(
    input: RuntrailInput<"recordVisualEvents">,
    options?: CallOptions,
  ): Promise<RuntrailAnswer<"recordVisualEvents">>;

  /** Fetches chunks: gzip members one after the other. By GET, so that a browser keeps them. */
  visualChunk(
    input: Omit<RuntrailInput<"visualChunk">, "if_none_match">,
    options?: CallOptions,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; etag: string | null }>;

  /**
   * Follows the events of a session, each of them once; a connection that is lost, or reaches the
   * platform's time limit, is made anew.
   *
   * @example for await (const line of runtrail.visualStream({ session_id })) console.log(line);
   */
  visualStream(
    input: RuntrailInput<"visualStream">,
    options?: StreamOptions,
  ): AsyncGenerator<StreamLine, void>;
}

/** Calls again what fails for a passing reason, as the options say. */
type Repeat = <Answer>(call: () => Promise<Answer>, options?: CallOptions) => Promise<Answer>;

/** Makes these methods. All can be repeated: a batch is stored once. */
export function visualMethods(send: Send, repeat: Repeat): VisualMethods {
  return {
    async recordVisualEvents(input, options) {
      const compressed = typeof CompressionStream !== "undefined";
      const { events, ...others } = input;
      const name = compressed ? `record-visual-events?${queryOf(others)}` : "record-visual-events";
      const body = compressed ? await compressedLines(events) : input;
      const headers = compressed ? LINES : undefined;
      return await repeat(async () => {
        const response = await send(name, body, options?.signal, headers);
        return await readAnswer(response) as RuntrailAnswer<"recordVisualEvents">;
      }, options);
    },
    async visualChunk({ session_id, tab, sequence, ...others }, options) {
      const path = ["workflows/visual", session_id, "chunks", tab, sequence].join("/");
      return await repeat(async () => {
        const response = await send(`${path}?${queryOf(others)}`, null, options?.signal);
        if (!response.ok) await readAnswer(response);
        return { bytes: await bytesOf(response), etag: response.headers.get("etag") };
      }, options);
    },
    visualStream: (input, options) => followStream(send, input, options ?? {}),
  };
}

const LINES = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };

async function compressedLines(events: readonly unknown[]): Promise<Blob> {
  const lines = new Blob(events.map((event) => `${JSON.stringify(event)}\n`));
  return await new Response(lines.stream().pipeThrough(new CompressionStream("gzip"))).blob();
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new RuntrailError("network_error", `The answer broke off: ${cause}`, {
      status: 0,
      cause,
    });
  }
}

function queryOf(parameters: Record<string, unknown>): URLSearchParams {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}
