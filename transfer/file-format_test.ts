import assert from "node:assert/strict";
import { fileFormat } from "./file-format.ts";

Deno.test("fileFormat() goes by the ending, and takes anything else for lines of JSON", () => {
  for (
    const [path, format, gzip] of [
      ["runs.csv", "csv", false],
      ["runs.csv.gz", "csv", true],
      ["a.csv/runs.json", "json", false],
      ["runs.json.gz", "json", true],
      ["runs.ndjson", "ndjson", false],
      ["runs.jsonl.gz", "ndjson", true],
      ["runs", "ndjson", false],
      ["runs.gz", "ndjson", true],
      ["runs.parquet", "parquet", false],
    ] as const
  ) assert.deepEqual(fileFormat(path), { format, gzip }, path);
});

Deno.test("fileFormat() refuses Parquet in gzip", () => {
  assert.throws(() => fileFormat("runs.parquet.gz"), /compressed in itself/);
});
