import { contract } from "../contract.ts";
import { logError } from "../log-error.ts";
import { perform, type Performer } from "../perform.ts";
import { type Result, succeed } from "../result.ts";
import { eventStream } from "./event-stream.ts";
import { type Round, sessionLines } from "./session-lines.ts";
import { streamText } from "./stream-text.ts";

// Below the 150 seconds after which the hosted platform cuts an answer off.
const USUAL_SECONDS = 100;

/**
 * Streams the events of a session as lines of JSON, and follows it while it lasts. An error before the
 * first line is an ordinary one. Who accepts `text/event-stream` gets each line as an event of such a
 * stream: supabase-js hands on nothing else before its end.
 */
export const visualStream: Performer = perform(contract.visualStream, {
  async carryOut(operation, { request, requestId, parameters, call }) {
    const { follow = true, after = 0, ...session } = parameters;
    const ask = async (after: unknown, signal: AbortSignal): Promise<Result<Round>> => {
      const done = await call({ ...session, after }, signal);
      if (done.ok) return succeed(JSON.parse(done.value.text));
      const { log } = done.problem;
      if (log && !signal.aborted) logError(operation.name, requestId, log);
      return done;
    };
    const until = Date.now() + 1000 * streamSeconds();
    const first = await ask(after, request.signal);
    if (!first.ok) return first;
    const asEvents = /\btext\/event-stream\b/.test(request.headers.get("accept") ?? "");
    const body = streamText((gone) => {
      const lines = sessionLines({
        ...{ first: first.value, after: Number(after), follow: follow === true, until, gone },
        next: (after) => ask(after, gone),
      });
      return asEvents ? eventStream(lines) : lines;
    });
    const type = asEvents ? "text/event-stream" : "application/x-ndjson";
    return succeed({ status: 200, body, headers: { "content-type": type } });
  },
});

function streamSeconds(): number {
  return Number(Deno.env.get("RUNTRAIL_STREAM_SECONDS")) || USUAL_SECONDS;
}
