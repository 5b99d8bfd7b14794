import { Duplex, type Writable } from "node:stream";
import { pgoutputDecoder, type ReplicatedRow } from "./decode-pgoutput.ts";

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const XLOG_DATA = "w".charCodeAt(0);
const KEEPALIVE = "k".charCodeAt(0);
// The server asks twice a minute, and keeps all log until then: gigabytes when it is busy.
const CONFIRM_MS = 1000;

/**
 * Reads a replication stream until it ends, and tells the server how far; it ends connections that
 * do not answer for a minute, and keeps the log that has not been confirmed.
 *
 * @throws Error when the connection breaks
 */
export function consumeReplication(
  source: Writable,
  onInsert: (row: ReplicatedRow) => void,
): Promise<void> {
  const decoder = pgoutputDecoder();
  let confirmedAt = 0;
  return new Promise((resolve, reject) => {
    // postgres.js declares less than it returns.
    if (!(source instanceof Duplex)) return reject(new Error("the stream cannot be read"));
    source.on("data", (message: Uint8Array) => {
      const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
      if (view.getUint8(0) === XLOG_DATA) {
        const row = decoder.decode(message.subarray(25));
        if (row) onInsert(row);
      } else if (view.getUint8(0) === KEEPALIVE) {
        const isAsked = view.getUint8(17) === 1;
        if (!isAsked && Date.now() - confirmedAt < CONFIRM_MS) return;
        confirmedAt = Date.now();
        source.write(standbyStatus(view.getBigUint64(1)));
      }
    });
    source.on("error", reject);
    source.on("close", resolve);
  });
}

/** Says that everything up to `position` has been received and may be forgotten. */
function standbyStatus(position: bigint): Uint8Array {
  const message = new DataView(new ArrayBuffer(34));
  message.setUint8(0, "r".charCodeAt(0));
  for (const received of [1, 9, 17]) message.setBigUint64(received, position);
  message.setBigInt64(25, BigInt(Date.now() - POSTGRES_EPOCH_MS) * 1000n);
  return new Uint8Array(message.buffer);
}
