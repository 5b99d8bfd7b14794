import { createHash } from "node:crypto";
import { cutLines } from "./cut-lines.ts";
import type { Content } from "./pages.ts";
import { parquetRows } from "./parquet-rows.ts";
import { type Summary, summaryOf } from "./summary.ts";

/**
 * The bytes of a Parquet file, row group by row group, of flat lines. Its footer carries the summary as
 * metadata; an export that fails has no footer, and what came of it cannot be read.
 */
export async function* parquetFile(
  include: readonly string[],
  lines: Content,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const hash = createHash("sha256");
  const hashed = (bytes: Uint8Array<ArrayBuffer>) => {
    hash.update(bytes);
    return bytes;
  };
  const file = parquetRows(include);
  const cut = cutLines();
  // At once, so that whoever waits has something.
  yield hashed(file.begin());
  for (;;) {
    const { done, value } = await lines.next();
    if (done) {
      const { problem } = value;
      if (problem) throw new Error(`${problem.code}: ${problem.message}`);
      const rest = file.rest();
      if (rest) yield hashed(rest);
      yield file.end(metadata(summaryOf(value, hash.digest("hex"))));
      return;
    }
    for (const line of cut(value)) {
      const group = file.add(line);
      if (group) yield hashed(group);
    }
  }
}

function metadata({ rows, sha256, snapshot, after }: Summary) {
  return [
    { key: "runtrail.rows", value: `${rows}` },
    { key: "runtrail.sha256", value: sha256 },
    { key: "runtrail.snapshot", value: snapshot },
    { key: "runtrail.after", value: after ?? "" },
  ];
}
