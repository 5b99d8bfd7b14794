import { type Realtime, SharedTopic, type TopicListener } from "./shared-topic.ts";

const joined = new WeakMap<object, Map<string, SharedTopic>>();

/**
 * Listens to a private channel, where the client was made from a supabase-js client.
 *
 * @returns how to stop listening; null where nothing can be joined
 */
export function joinTopic(
  connection: unknown,
  topic: string,
  listener: TopicListener,
): (() => Promise<void>) | null {
  if (!isRealtime(connection)) return null;
  const topics = joined.get(connection) ?? new Map<string, SharedTopic>();
  joined.set(connection, topics);
  const shared = topics.get(topic) ?? new SharedTopic(connection, topic);
  topics.set(topic, shared);
  shared.add(listener);
  return () => shared.remove(listener);
}

function isRealtime(connection: unknown): connection is Realtime {
  return typeof connection === "object" && connection !== null &&
    "channel" in connection && typeof connection.channel === "function" &&
    "removeChannel" in connection && typeof connection.removeChannel === "function";
}
