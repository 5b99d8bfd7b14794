import { RuntrailError } from "./runtrail-error.ts";

// Three times as long as the server is silent at most.
const SILENCE_MS = 30_000;

/**
 * The whole lines of a streamed answer; of a `text/event-stream`, what its events carry. A line that the
 * connection's end cuts off is left out.
 *
 * @throws {RuntrailError} `network_error` when the connection breaks, ends in a line or falls silent
 */
export async function* readLines(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  const stop = () => reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  let begun: string[] = [];
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader);
      if (done) break;
      const [first = "", ...others] = value.split("\n");
      begun.push(first);
      const next = others.pop();
      if (next === undefined) continue;
      const lines = [begun.join(""), ...others];
      begun = [next];
      for (const line of lines) {
        const content = line.startsWith("data: ") ? line.slice(6) : line;
        if (content !== "") yield content;
      }
    }
  } catch (cause) {
    throw new RuntrailError("network_error", `The stream broke off: ${cause}`, {
      status: 0,
      cause,
    });
  } finally {
    signal?.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
  throw new RuntrailError("network_error", "The stream ended without saying why.", { status: 0 });
}

async function withinSilence(
  reader: ReadableStreamDefaultReader<string>,
): Promise<ReadableStreamReadResult<string>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing came any more")), SILENCE_MS);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(timer);
  }
}
