import { joinTopic } from "../watch/join-topic.ts";

/**
 * Listens for requests to stop on the run's private channel, where the client was made from a
 * supabase-js client. Without it, or when joining fails, the next heartbeat tells.
 *
 * @returns how to stop listening
 */
export function listen(
  connection: unknown,
  execution_id: string,
  onRequest: () => void,
): () => Promise<void> {
  const leave = joinTopic(connection, `execution:${execution_id}`, {
    onEvent: (event) => event === "cancel_requested" && onRequest(),
    // What was asked before it had joined, it was not told.
    onJoined: onRequest,
    onLost: () => {},
  });
  return leave ?? (() => Promise.resolve());
}
