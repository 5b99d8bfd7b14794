const decoder = new TextDecoder();

/**
 * Reads what Postgres answers to one flight, until it is ready for the next.
 *
 * @param count Statements in the flight.
 * @returns The first column of the first row of each.
 * @throws Error with the words of Postgres' error.
 */
export async function readAnswer(
  source: { read(into: Uint8Array): Promise<number | null> },
  count: number,
): Promise<(string | null)[]> {
  const values: (string | null)[] = Array(count).fill(null);
  let bytes = new Uint8Array(65_536);
  let view = new DataView(bytes.buffer);
  let start = 0;
  let end = 0;
  let statement = 0;
  let seen = false;
  let failure: string | null = null;
  while (true) {
    while (end - start >= 5 && end - start >= 1 + view.getInt32(start + 1)) {
      const size = view.getInt32(start + 1);
      const body = bytes.subarray(start + 5, start + 1 + size);
      switch (String.fromCharCode(bytes[start] ?? 0)) {
        case "D":
          if (!seen) values[statement] = firstColumn(body);
          seen = true;
          break;
        case "C":
          statement++;
          seen = false;
          break;
        case "E":
          failure ??= describeError(body);
          break;
        case "Z":
          if (failure !== null) throw new Error(failure);
          return values;
      }
      start += 1 + size;
    }
    if (start > 0) {
      bytes.copyWithin(0, start, end);
      [start, end] = [0, end - start];
    }
    const needed = end >= 5 ? 1 + view.getInt32(1) : 0;
    if (needed > bytes.length) {
      const grown = new Uint8Array(needed * 2);
      grown.set(bytes.subarray(0, end));
      bytes = grown;
      view = new DataView(bytes.buffer);
    }
    const read = await source.read(bytes.subarray(end));
    if (read === null) throw new Error("Postgres closed the connection.");
    end += read;
  }
}

function firstColumn(row: Uint8Array): string | null {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  const size = view.getInt16(0) > 0 ? view.getInt32(2) : -1;
  return size < 0 ? null : decoder.decode(row.subarray(6, 6 + size));
}

/** The fields of an error: each a letter and a text that ends with a zero. */
function describeError(body: Uint8Array): string {
  const fields = decoder.decode(body).split("\0").filter(Boolean);
  const field = (letter: string) => fields.find((text) => text[0] === letter)?.slice(1);
  return [field("C"), field("M"), field("D")].filter(Boolean).join(" ");
}
