import { fileFormat } from "./file-format.ts";

/** The bytes of a file of CSV or of JSON lines, without its gzip if its name says that it has one. */
export async function* readFile(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  using file = await Deno.open(path);
  const { gzip } = fileFormat(path);
  yield* gzip ? file.readable.pipeThrough(new DecompressionStream("gzip")) : file.readable;
}
