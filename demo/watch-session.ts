import type { RuntrailClient } from "../client/mod.ts";

/** What a second client saw of a session while it went on, and to its end. */
export interface Watched {
  events: number;
  /** How many of them had come before the run ended. */
  live: number;
  /** Why the stream ended. */
  end: string;
}

/** Someone who watches. */
export interface Watcher {
  /** The run has ended: what comes from now on is not live. */
  runEnded(): void;
  /** Fulfilled when the stream has ended. */
  done: Promise<Watched>;
}

/** Follows the events of a visual session until it ends. */
export function watchSession(client: RuntrailClient, session_id: string): Watcher {
  let [events, live, ended] = [0, 0, false];

  async function watch(): Promise<Watched> {
    for await (const line of client.visualStream({ session_id })) {
      if ("end" in line) return { events, live, end: line.end };
      if (!("event" in line)) continue;
      events++;
      if (!ended) live++;
    }
    return { events, live, end: "nothing" };
  }

  const done = watch();
  // Whoever never asks is not told of an error either.
  done.catch(() => {});
  return { runEnded: () => void (ended = true), done };
}
