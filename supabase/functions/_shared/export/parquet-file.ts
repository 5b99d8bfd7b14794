import { createHash } from "node:crypto";
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { Content } from "./pages.ts";
import { parquetColumns } from "./parquet-columns.ts";
import { type Summary, summaryOf } from "./summary.ts";

// What a row group holds is in memory until it is written.
const GROUP_ROWS = 5_000;
const GROUP_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of a Parquet file, row group by row group, of flat lines. Its footer carries the summary as
 * metadata; an export that fails has no footer, and what came of it cannot be read.
 */
export async function* parquetFile(
  include: readonly string[],
  lines: Content,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const columns = parquetColumns(include);
  const root: SchemaElement = { name: "root", num_children: columns.length };
  const schema: SchemaElement[] = [root, ...columns.flatMap((column) => column.schema)];
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: "runtrail" });
  const hash = createHash("sha256");
  const decoder = new TextDecoder();
  let group: unknown[][] = columns.map(() => []);
  let size = 0;
  let begun = "";
  const writeGroup = () => {
    const columnData = columns.map(({ name, statistics = true }, at) => ({
      ...{ name, data: group[at] ?? [], statistics, offsetIndex: false },
    }));
    file.write({ columnData, rowGroupSize: GROUP_ROWS });
    group = columns.map(() => []);
    size = 0;
    const bytes = taken(writer);
    hash.update(bytes);
    return bytes;
  };
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      const { problem } = value;
      if (problem) throw new Error(`${problem.code}: ${problem.message}`);
      if (group[0]?.length || value.rows === 0) yield writeGroup();
      // Declared at the end only: the writer would make JSON of what is JSON already.
      file.schema = schema.map((one) =>
        one.logical_type?.type === "JSON" ? { ...one, converted_type: "JSON" } : one
      );
      file.kvMetadata = metadata(summaryOf(value, hash.digest("hex")));
      file.finish();
      yield taken(writer);
      return;
    }
    size += value.length;
    const whole = (begun + decoder.decode(value, { stream: true })).split("\n");
    begun = whole.pop() ?? "";
    for (const line of whole) {
      const row: Record<string, unknown> = JSON.parse(line);
      for (const [at, { name, convert }] of columns.entries()) {
        const field = row[name] ?? null;
        group[at]?.push(field === null || !convert ? field : convert(field as never));
      }
      if (group[0]?.length === GROUP_ROWS) yield writeGroup();
    }
    if (size >= GROUP_BYTES && group[0]?.length) yield writeGroup();
  }
}

/** The bytes written so far, which the writer forgets. */
function taken(writer: ByteWriter): Uint8Array<ArrayBuffer> {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes as Uint8Array<ArrayBuffer>;
}

function metadata({ rows, sha256, snapshot, after }: Summary) {
  return [
    { key: "runtrail.rows", value: `${rows}` },
    { key: "runtrail.sha256", value: sha256 },
    { key: "runtrail.snapshot", value: snapshot },
    { key: "runtrail.after", value: after ?? "" },
  ];
}
