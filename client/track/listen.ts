/** The part of a supabase-js client that listens to a channel. */
interface Realtime {
  channel(topic: string, options: { config: { private: boolean } }): Channel;
  removeChannel(channel: Channel): Promise<unknown>;
}

interface Channel {
  on(type: "broadcast", filter: { event: string }, callback: () => void): Channel;
  subscribe(callback: (status: string) => void): Channel;
}

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
  if (!isRealtime(connection)) return () => Promise.resolve();
  try {
    const channel = connection
      .channel(`execution:${execution_id}`, { config: { private: true } })
      .on("broadcast", { event: "cancel_requested" }, onRequest)
      // What was asked before it had joined, it was not told.
      .subscribe((status) => status === "SUBSCRIBED" && onRequest());
    return async () => {
      try {
        await connection.removeChannel(channel);
      } catch {
        // It is left as it is; nobody listens any more.
      }
    };
  } catch {
    return () => Promise.resolve();
  }
}

function isRealtime(connection: unknown): connection is Realtime {
  return typeof connection === "object" && connection !== null &&
    "channel" in connection && typeof connection.channel === "function" &&
    "removeChannel" in connection && typeof connection.removeChannel === "function";
}
