import { DuckDBConnection } from "@duckdb/node-api";
import type { RuntrailClient } from "../../../client/mod.ts";

const include = ["inputs", "result", "logs", "events", "visual"] as const;
const formats = ["csv", "json", "ndjson", "flat", "parquet"] as const;

/** All that exports tell of a workflow's runs, as text by the name of the export. */
export async function exportsOfRuns(
  client: RuntrailClient,
  workflow_id: string,
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const format of formats) {
    const { body } = await client.exportExecutions({
      ...{ workflow_id, format, include: [...include] },
    });
    const bytes = await new Response(body).bytes();
    texts[`export as ${format}`] = format === "parquet"
      ? await textOfParquet(bytes)
      : new TextDecoder().decode(bytes);
  }
  const rows = await Array.fromAsync(client.export({ workflow_id, include: [...include] }));
  texts["client.export()"] = JSON.stringify(rows);
  return texts;
}

/** Its values and what its footer says: in the file they are compressed. */
async function textOfParquet(bytes: Uint8Array): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".parquet" });
  await Deno.writeFile(file, bytes);
  const connection = await DuckDBConnection.create();
  try {
    const parts: string[] = [];
    for (const source of ["read_parquet", "parquet_metadata", "parquet_kv_metadata"]) {
      const read = await connection.runAndReadAll(`select * from ${source}('${file}')`);
      parts.push(JSON.stringify(read.getRowObjectsJson()));
    }
    return parts.join("\n");
  } finally {
    connection.closeSync();
    await Deno.remove(file);
  }
}
