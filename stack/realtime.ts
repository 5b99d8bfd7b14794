import postgres from "postgres";
import { type Claims, createAuthorizer } from "./realtime/authorize.ts";
import { serveConnection } from "./realtime/connection.ts";
import { encodeStoredBroadcast } from "./realtime/encode-frame.ts";
import { followInserts } from "./realtime/follow-inserts.ts";
import { createTopics } from "./realtime/topics.ts";

/** The running Realtime. */
export interface Realtime {
  /** Answers a request to `/realtime/v1/websocket`. */
  handle(req: Request): Response;
  /** Closes all connections, those of the clients and those to the database. */
  stop(): Promise<void>;
}

export interface RealtimeOptions {
  /** As the role supabase_realtime_admin, who owns realtime.messages and may read the log. */
  databaseUrl: string;
  /** The API keys: `publishable` stands for the role anon, `secret` for service_role. */
  keys: { publishable: string; secret: string };
  /** The claims of an access token; null when it is forged, expired or not one. */
  verifyJwt: (token: string) => Promise<Claims | null>;
  /** Receives a line when something needs attention, prefixed. */
  onLog: (line: string) => void;
}

const HOUR_MS = 3_600_000;

/**
 * Serves Realtime's broadcast: between clients, and from the database by `realtime.send()`; on
 * public channels, and on private ones, whose visitors the policies of realtime.messages admit.
 * Not provided: row changes (`postgres_changes`), presence, replay and broadcast over REST.
 *
 * Returns when broadcasts from the database are being followed.
 */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const onLog = (line: string) => options.onLog(`realtime | ${line}`);
  const sql = postgres(options.databaseUrl, {
    max: 4,
    onnotice: () => {},
    connection: { application_name: "realtime_authorization", statement_timeout: 8000 },
  });
  const topics = createTopics();
  const sockets = new Set<WebSocket>();
  const follower = followInserts({
    databaseUrl: options.databaseUrl,
    table: "realtime.messages",
    // Hosted's name: the CLI's reset leaves it alone.
    publication: "supabase_realtime_messages_publication",
    onBroken: onLog,
    onInsert({ topic, event, payload, id, private: isPrivate, extension }) {
      if (extension !== "broadcast" || !topic || !event || !payload || !id) return;
      const message = { id, event, payload };
      const frame = () => encodeStoredBroadcast(`realtime:${topic}`, message);
      topics.publish(topic, isPrivate === "t", frame, null);
    },
  });
  await follower.ready;
  // Hosted projects drop the partitions of messages that are older than three days.
  const trim = () =>
    sql`delete from realtime.messages where inserted_at < localtimestamp - interval '3 days'`
      .catch((error) => onLog(`old messages stay: ${error}`));
  await trim();
  const trimming = setInterval(trim, HOUR_MS);

  function claimsOfKey(key: string): Claims | null {
    if (key === options.keys.publishable) return { role: "anon" };
    return key === options.keys.secret ? { role: "service_role" } : null;
  }
  const context = {
    topics,
    authorizer: createAuthorizer(sql, onLog),
    claimsOf: async (token: string) => claimsOfKey(token) ?? await options.verifyJwt(token),
    onError: (error: unknown) => onLog(`a message was not handled: ${error}`),
  };

  return {
    handle(req) {
      const params = new URL(req.url).searchParams;
      const apikey = params.get("apikey") ?? req.headers.get("apikey") ?? "";
      if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
        return Response.json({ message: "Connect with a WebSocket" }, { status: 426 });
      }
      if (!claimsOfKey(apikey)) {
        return Response.json({ message: "Invalid or missing API key" }, { status: 401 });
      }
      if (params.get("vsn") !== "2.0.0") {
        return Response.json({ message: "Only vsn=2.0.0 is spoken here" }, { status: 400 });
      }
      const { socket, response } = Deno.upgradeWebSocket(req);
      sockets.add(socket);
      socket.addEventListener("close", () => sockets.delete(socket));
      serveConnection(socket, apikey, context);
      return response;
    },
    async stop() {
      clearInterval(trimming);
      for (const socket of sockets) socket.close(1001, "the stack stops");
      await follower.stop();
      await sql.end({ timeout: 1 });
    },
  };
}
