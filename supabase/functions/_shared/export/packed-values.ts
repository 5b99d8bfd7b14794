/** Values of a column as bytes: as objects, those of a row group would fill the heap. */
export interface PackedValues {
  /** Takes a value as a flat line has it; returns how many bytes that are. */
  add(value: unknown): number;
  /** All values in their order, each made of its bytes; null stays null. */
  unpacked(make: (bytes: Uint8Array) => unknown): unknown[];
  /** Forgets them. */
  clear(): void;
}

const FIRST_BYTES = 16 * 1024;
// What is kept for the next values; longer ones are rare.
const KEPT_BYTES = 1024 * 1024;

/** @param most how many values there are at most */
export function packedValues(most: number): PackedValues {
  const encoder = new TextEncoder();
  // Where each value ends; of null the complement of it.
  const ends = new Int32Array(most);
  let bytes = new Uint8Array(FIRST_BYTES);
  let [count, size] = [0, 0];
  const reserve = (wanted: number) => {
    if (wanted <= bytes.length) return;
    const larger = new Uint8Array(Math.max(wanted, 2 * bytes.length));
    larger.set(bytes.subarray(0, size));
    bytes = larger;
  };
  return {
    add(value) {
      if (value === null) {
        ends[count++] = ~size;
        return 0;
      }
      const text = typeof value === "string" ? value : JSON.stringify(value);
      // A code unit takes three bytes at most.
      reserve(size + 3 * text.length);
      const { written } = encoder.encodeInto(text, bytes.subarray(size));
      ends[count++] = size += written;
      return written;
    },
    unpacked(make) {
      let start = 0;
      return Array.from(ends.subarray(0, count), (end) => {
        if (end < 0) return null;
        const value = make(bytes.subarray(start, end));
        start = end;
        return value;
      });
    },
    clear() {
      [count, size] = [0, 0];
      if (bytes.length > KEPT_BYTES) bytes = new Uint8Array(FIRST_BYTES);
    },
  };
}
