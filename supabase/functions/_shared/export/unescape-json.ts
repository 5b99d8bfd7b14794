const [QUOTE, BACKSLASH, U] = [0x22, 0x5c, 0x75] as const;

// What a letter behind a backslash stands for; a quote, a slash and a backslash for themselves.
const ESCAPES = new Map([[0x62, 8], [0x66, 12], [0x6e, 10], [0x72, 13], [0x74, 9]]);

/**
 * The bytes of a JSON string, of which the opening quote has been read, without its escapes. Piece by
 * piece: parsed as a whole, pages of an export would fill the memory.
 *
 * @returns whether its closing quote has come
 */
export async function* unescapeJson(
  pieces: AsyncIterator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, boolean> {
  // An escape that has begun: a backslash, or what follows it up to here.
  let escape: string | null = null;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return false;
    const bytes = new Uint8Array(value.length + 3);
    let length = 0;
    for (const byte of value) {
      if (escape === null) {
        if (byte === QUOTE) {
          if (length > 0) yield bytes.subarray(0, length);
          return true;
        }
        if (byte === BACKSLASH) escape = "";
        else bytes[length++] = byte;
      } else if (escape === "" && byte !== U) {
        bytes[length++] = ESCAPES.get(byte) ?? byte;
        escape = null;
      } else {
        escape += String.fromCharCode(byte);
        if (escape.length < 5) continue;
        const character = String.fromCharCode(parseInt(escape.slice(1), 16));
        // At most as long as the escape, of which a part may have come with the piece before.
        for (const one of new TextEncoder().encode(character)) bytes[length++] = one;
        escape = null;
      }
    }
    if (length > 0) yield bytes.subarray(0, length);
  }
}
