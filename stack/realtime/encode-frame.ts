import type { BinaryBroadcast } from "./decode-frame.ts";

/** What is sent over the WebSocket. */
export type Frame = string | Uint8Array<ArrayBuffer>;

const USER_BROADCAST = 4;

/** A message of the Phoenix channel protocol, version 2.0.0. */
export function encodeMessage(
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
): Frame {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/** A broadcast from the database. `payload` is JSON and is sent as it stands. */
export function encodeStoredBroadcast(
  topic: string,
  message: { id: string; event: string; payload: string },
): Frame {
  const { id, event, payload } = message;
  const rest = `"event":${JSON.stringify(event)},"type":"broadcast","meta":{"id":"${id}"}`;
  return `[null,null,${JSON.stringify(topic)},"broadcast",{"payload":${payload},${rest}}]`;
}

/** A client's binary broadcast for its receivers: the mirror image of what decodeFrame() reads. */
export function encodeBinaryBroadcast(topic: string, broadcast: BinaryBroadcast): Frame {
  const { event, encoding, payload } = broadcast;
  const name = new TextEncoder().encode(topic);
  const noMetadata = 0;
  const head = [USER_BROADCAST, name.length, event.length, noMetadata, encoding];
  const frame = new Uint8Array(head.length + name.length + event.length + payload.length);
  let at = 0;
  for (const part of [head, name, event, payload]) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}
