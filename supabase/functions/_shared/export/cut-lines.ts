import { Buffer } from "node:buffer";

const NEWLINE = 0x0a;

/**
 * Cuts bytes that come in pieces into lines of text; what follows the last line break waits. A line is
 * text only when it is asked for, so that the collector finds one at a time. A piece that was cut is
 * given back at once: the collector does not hurry for what is not on its heap.
 */
export function cutLines(): (piece: Uint8Array<ArrayBuffer>) => Generator<string, void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let begun: Uint8Array[] = [];
  return function* (piece) {
    let start = 0;
    for (let end; (end = piece.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      const rest = piece.subarray(start, end);
      const line = begun.length > 0 ? Buffer.concat([...begun, rest]) : rest;
      begun = [];
      yield decoder.decode(line);
    }
    if (start < piece.length) begun.push(piece.slice(start));
    piece.buffer.transfer(0);
  };
}
