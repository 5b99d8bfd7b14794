/** A message of the Phoenix channel protocol, version 2.0.0, as a client sends it. */
export interface ClientMessage {
  /** The `ref` of the join that the message belongs to. */
  joinRef: string | null;
  /** What the reply must repeat. */
  ref: string | null;
  topic: string;
  event: string;
  /** The JSON payload; `{}` when it was not an object. */
  payload: Record<string, unknown>;
  /** Set instead when a broadcast came as a binary frame. */
  broadcast?: BinaryBroadcast;
}

/** A client's broadcast whose payload is handed on without looking into it. */
export interface BinaryBroadcast {
  event: Uint8Array;
  /** 1 for JSON, 0 for bytes. */
  encoding: number;
  payload: Uint8Array;
}

const USER_BROADCAST_PUSH = 3;

/** Decodes a WebSocket message; null when it does not follow the protocol. */
export function decodeFrame(data: unknown): ClientMessage | null {
  if (typeof data === "string") return decodeText(data);
  return data instanceof ArrayBuffer ? decodeBinary(new Uint8Array(data)) : null;
}

function decodeText(text: string): ClientMessage | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [joinRef, ref, topic, event, payload]: unknown[] = parts;
  if (typeof topic !== "string" || typeof event !== "string") return null;
  return {
    joinRef: typeof joinRef === "string" ? joinRef : null,
    ref: typeof ref === "string" ? ref : null,
    topic,
    event,
    payload: typeof payload === "object" && payload !== null ? { ...payload } : {},
  };
}

/**
 * One byte each: kind, the sizes of join ref, ref, topic, event and metadata, the encoding; then
 * these five as UTF-8, then the payload. The metadata is not used: storing broadcasts is not
 * provided here.
 */
function decodeBinary(bytes: Uint8Array): ClientMessage | null {
  const [kind, joinRefSize = 0, refSize = 0, topicSize = 0, eventSize = 0, metaSize = 0, encoding] =
    bytes;
  if (kind !== USER_BROADCAST_PUSH || encoding === undefined) return null;
  const decoder = new TextDecoder();
  let at = 7;
  const take = (size: number) => bytes.subarray(at, at += size);
  const joinRef = decoder.decode(take(joinRefSize));
  const ref = decoder.decode(take(refSize));
  const topic = decoder.decode(take(topicSize));
  const event = take(eventSize);
  take(metaSize);
  if (at > bytes.length) return null;
  const broadcast = { event, encoding, payload: bytes.subarray(at) };
  return { joinRef, ref, topic, event: "broadcast", payload: {}, broadcast };
}
