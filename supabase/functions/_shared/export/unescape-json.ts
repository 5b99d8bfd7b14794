const [QUOTE, BACKSLASH, U] = [0x22, 0x5c, 0x75] as const;

// What a letter behind a backslash stands for; a quote, a slash and a backslash for themselves.
const ESCAPES = new Map([[0x62, 8], [0x66, 12], [0x6e, 10], [0x72, 13], [0x74, 9]]);

/**
 * The bytes of a JSON string, of which the opening quote has been read, without its escapes. Piece by
 * piece: parsed as a whole, pages of an export would fill the memory. The pieces are overwritten.
 *
 * @returns whether its closing quote has come
 */
export async function* unescapeJson(
  pieces: AsyncIterator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, boolean> {
  const next = unescaper();
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return false;
    const { bytes, ended } = next(value);
    if (bytes.length > 0) yield bytes;
    if (ended) return true;
  }
}

/**
 * Unescapes one piece after the other, in place: what is not on the heap does not make the collector
 * hurry. A plain function, because its loop is most of what an export costs here.
 */
function unescaper() {
  // An escape that has begun: a backslash, or what follows it up to here.
  let begun: string | null = null;
  return (piece: Uint8Array<ArrayBuffer>) => {
    // The end of an escape may stand for more bytes than it has.
    const bytes = begun === null ? piece : new Uint8Array(piece.length + 3);
    let [escape, length, ended] = [begun, 0, false];
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (escape === null) {
        if (byte === BACKSLASH) escape = "";
        else if (byte !== QUOTE) bytes[length++] = byte;
        else {
          ended = true;
          break;
        }
      } else if (escape === "" && byte !== U) {
        bytes[length++] = ESCAPES.get(byte) ?? byte;
        escape = null;
      } else {
        escape += String.fromCharCode(byte);
        if (escape.length < 5) continue;
        const character = String.fromCharCode(parseInt(escape.slice(1), 16));
        // At most as long as the escape.
        for (const one of new TextEncoder().encode(character)) bytes[length++] = one;
        escape = null;
      }
    }
    begun = escape;
    return { bytes: bytes.subarray(0, length), ended };
  };
}
