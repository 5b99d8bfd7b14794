import type { Authorizer, Claims } from "./authorize.ts";
import type { ClientMessage } from "./decode-frame.ts";
import { encodeBinaryBroadcast, encodeMessage, type Frame } from "./encode-frame.ts";
import type { JoinRequest } from "./join-request.ts";
import type { Subscriber, Topics } from "./topics.ts";

/** What channels need of the outside. */
export interface ChannelContext {
  topics: Topics;
  authorizer: Authorizer;
  /** The claims of a token or an API key; null when it is not valid or no longer. */
  claimsOf(token: string): Promise<Claims | null>;
  /** Told what went wrong while a message was handled; the connection goes on. */
  onError(error: unknown): void;
}

/** A topic that a connection has joined. */
export interface Channel {
  joinRef: string | null;
  /** Passes a broadcast of this client on to the others. Returns whether it wants a reply. */
  broadcast(message: ClientMessage): Promise<boolean>;
  /** Checks the policies anew with a newer token; ends the channel when they say no. */
  renewToken(token: string): Promise<void>;
  /** Stops receiving, without a word to the client. */
  leave(): void;
}

const PREFIX = "realtime:";
const HOUR_MS = 3_600_000; // timers cannot wait for weeks

/**
 * Joins a topic, or returns the reason why not, in the words of hosted Realtime.
 *
 * @param onEnd called when the channel ended by itself: its token expired or lost the permission
 */
export async function joinChannel(
  context: ChannelContext,
  join: { topic: string; joinRef: string | null; token: string; request: JoinRequest },
  send: (frame: Frame) => void,
  onEnd: () => void,
): Promise<{ ok: true; channel: Channel } | { ok: false; reason: string }> {
  const { topics, authorizer } = context;
  const { topic, joinRef } = join;
  const { private: isPrivate, broadcast: options } = join.request.config;
  const name = topic.slice(PREFIX.length);
  if (!topic.startsWith(PREFIX) || name === "") {
    return { ok: false, reason: "TopicNameRequired: You must provide a topic name" };
  }
  let token = join.token;
  const verified = await context.claimsOf(token);
  if (!verified || isExpired(verified)) {
    return { ok: false, reason: "InvalidJWTToken: The token is invalid or expired" };
  }
  let claims = verified;
  if (isPrivate && !await authorizer.canRead(name, claims)) {
    const sentence = `You do not have permissions to read from this Channel topic: ${name}`;
    return { ok: false, reason: `Unauthorized: ${sentence}` };
  }

  let canWrite: boolean | null = isPrivate ? null : true; // null: not asked yet
  let timer: ReturnType<typeof setTimeout> | undefined;
  const subscriber: Subscriber = { send };
  topics.add(name, isPrivate, subscriber);

  function leave() {
    clearTimeout(timer);
    topics.remove(name, isPrivate, subscriber);
  }

  function end(message: string) {
    leave();
    const payload = { extension: "system", status: "error", message, channel: name };
    send(encodeMessage(joinRef, null, topic, "system", payload));
    send(encodeMessage(joinRef, joinRef, topic, "phx_close", {}));
    onEnd();
  }

  function watchExpiry() {
    clearTimeout(timer);
    if (typeof claims.exp !== "number") return; // API keys do not expire
    const rest = claims.exp * 1000 - Date.now();
    if (rest <= 0) end("Token has expired");
    else timer = setTimeout(watchExpiry, Math.min(rest, HOUR_MS));
  }
  watchExpiry();

  const channel: Channel = {
    joinRef,
    leave,
    async broadcast({ broadcast, payload }) {
      canWrite ??= await authorizer.canWrite(name, claims);
      // Silence, as on hosted projects: a refusal would tell that the topic exists.
      if (!canWrite) return false;
      const frame = () =>
        broadcast
          ? encodeBinaryBroadcast(topic, broadcast)
          : encodeMessage(null, null, topic, "broadcast", payload);
      topics.publish(name, isPrivate, frame, options.self ? null : subscriber);
      return options.ack;
    },
    async renewToken(renewed) {
      if (renewed === token || renewed.startsWith("sb_")) return;
      const newClaims = await context.claimsOf(renewed);
      if (!newClaims || isExpired(newClaims)) return end("The token is invalid or expired");
      if (isPrivate && !await authorizer.canRead(name, newClaims)) {
        return end(`You no longer have permission to read from this Channel topic: ${name}`);
      }
      token = renewed;
      claims = newClaims;
      canWrite = isPrivate ? null : true;
      watchExpiry();
    },
  };
  return { ok: true, channel };
}

/** Verification may tolerate clocks that disagree; a channel ends on the second. */
function isExpired(claims: Claims): boolean {
  return typeof claims.exp === "number" && claims.exp * 1000 <= Date.now();
}
