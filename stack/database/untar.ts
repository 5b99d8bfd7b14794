/** One regular file of an archive. */
export interface TarEntry {
  /** Path inside the archive, with forward slashes. */
  name: string;
  data: Uint8Array;
}

const block = 512;
const text = new TextDecoder();

/**
 * Reads the regular files of a gzipped ustar archive. Written here because a fresh machine
 * (a slim container image) need not have `tar`, and the archive in question is one of ours
 * to choose: plain files with short names.
 */
export async function untar(gzipped: Uint8Array<ArrayBuffer>): Promise<TarEntry[]> {
  const stream = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const entries: TarEntry[] = [];
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const field = (from: number, length: number) =>
      text.decode(bytes.subarray(at + from, at + from + length)).split("\0")[0] ?? "";
    const size = parseInt(field(124, 12).trim(), 8);
    const type = field(156, 1);
    const name = [field(345, 155), field(0, 100)].filter(Boolean).join("/");
    const start = at + block;
    if (type === "" || type === "0") {
      entries.push({ name, data: bytes.subarray(start, start + size) });
    }
    at = start + Math.ceil(size / block) * block;
  }
  return entries;
}
