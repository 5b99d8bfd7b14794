import { type Channel, type ChannelContext, joinChannel } from "./channel.ts";
import { type ClientMessage, decodeFrame } from "./decode-frame.ts";
import { encodeMessage, type Frame } from "./encode-frame.ts";
import { parseJoinRequest } from "./join-request.ts";

/**
 * Serves one WebSocket of a client: Phoenix channels, protocol version 2.0.0.
 *
 * Messages are handled one after the other, so that a broadcast sent right after a join finds the
 * channel joined.
 *
 * @param apikey stands in when a join brings no token of a user
 */
export function serveConnection(socket: WebSocket, apikey: string, context: ChannelContext): void {
  const channels = new Map<string, Channel>();
  let queue = Promise.resolve();

  function send(frame: Frame) {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  }

  function reply(message: ClientMessage, status: "ok" | "error", response: unknown) {
    const { joinRef, ref, topic } = message;
    if (ref !== null) send(encodeMessage(joinRef, ref, topic, "phx_reply", { status, response }));
  }

  async function join(message: ClientMessage) {
    const { topic, joinRef, payload } = message;
    leave(topic); // a client that lost its memory joins again
    const parsed = parseJoinRequest(payload);
    if (!parsed.ok) return reply(message, "error", { reason: parsed.reason });
    const { access_token: token, config } = parsed.request;
    const joined = await joinChannel(
      context,
      {
        topic,
        joinRef,
        // Clients send the API key as the token of those who are signed out.
        token: token && !token.startsWith("sb_") ? token : apikey,
        request: parsed.request,
      },
      send,
      () => channels.delete(topic),
    );
    if (!joined.ok) return reply(message, "error", { reason: joined.reason });
    channels.set(topic, joined.channel);
    reply(message, "ok", { postgres_changes: [] });
    if (config.broadcast.replication_ready) {
      const text = "Replication connection established";
      const ready = { extension: "system", status: "ok", message: text, channel: topic.slice(9) };
      send(encodeMessage(joinRef, null, topic, "system", ready));
    }
  }

  function leave(topic: string) {
    const channel = channels.get(topic);
    if (!channel) return;
    channels.delete(topic);
    channel.leave();
    send(encodeMessage(channel.joinRef, channel.joinRef, topic, "phx_close", {}));
  }

  async function handle(message: ClientMessage) {
    const { topic, event, payload } = message;
    if (topic === "phoenix" && event === "heartbeat") return reply(message, "ok", {});
    if (event === "phx_join") return await join(message);
    if (event === "phx_leave") {
      reply(message, "ok", {});
      return leave(topic);
    }
    const channel = channels.get(topic);
    if (!channel) return reply(message, "error", { reason: "unmatched topic" });
    if (event === "access_token" && typeof payload.access_token === "string") {
      await channel.renewToken(payload.access_token);
    } else if (event === "broadcast") {
      if (await channel.broadcast(message)) reply(message, "ok", {});
    } else if (event === "presence") {
      reply(message, "error", { reason: "NotProvided: the local stack has no presence" });
    }
  }

  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", ({ data }) => {
    const message = decodeFrame(data);
    if (message) queue = queue.then(() => handle(message)).catch(context.onError);
    else socket.close(1003, "not a message of protocol version 2.0.0");
  });
  socket.addEventListener("close", () => {
    queue = queue.then(() => channels.forEach((channel) => channel.leave()));
  });
}
