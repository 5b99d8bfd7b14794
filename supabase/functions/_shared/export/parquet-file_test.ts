import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { DuckDBConnection } from "@duckdb/node-api";
import { problemOf } from "../result.ts";
import type { Content, Ending } from "./pages.ts";
import { parquetFile } from "./parquet-file.ts";

const whole: Ending = { rows: 0, snapshot: "1:1:", after: null };

async function* linesOf(rows: Iterable<Record<string, unknown>>, ending: Ending): Content {
  for (const row of rows) yield await new TextEncoder().encode(`${JSON.stringify(row)}\n`);
  return ending;
}

/** What DuckDB answers about a file of these rows, in which FILE stands for its name. */
async function asked(rows: Iterable<Record<string, unknown>>, include: string[], sql: string) {
  const file = await Deno.makeTempFile({ suffix: ".parquet" });
  const connection = await DuckDBConnection.create();
  try {
    const bytes = await Array.fromAsync(parquetFile(include, linesOf(rows, whole)));
    await Deno.writeFile(file, await new Blob(bytes).bytes());
    const read = await connection.runAndReadAll(sql.replaceAll("FILE", `'${file}'`));
    return read.getRowObjectsJson();
  } finally {
    connection.closeSync();
    await Deno.remove(file);
  }
}

function* manyRows(count: number) {
  for (let n = 0; n < count; n++) {
    yield {
      ...{ status: n % 3 ? "completed" : "failed", error: n % 7 ? null : `\ufeffé ${n}` },
      ...{ progress: n % 5 ? n % 100 : null, tags: n % 2 ? [] : ["a", `t${n}`] },
      created_at: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
    };
  }
}

Deno.test("parquetFile() writes rows over several pages and row groups, each once", async () => {
  const count = 45_000;
  const [found] = await asked(
    manyRows(count),
    [],
    `select count(*)::integer as rows, count(distinct created_at)::integer as moments,
      (count(*) filter (where status = 'failed'))::integer as failed,
      (count(*) filter (where starts_with(error, chr(65279) || 'é ')))::integer as errors,
      sum(progress)::integer as progress, sum(len(tags))::integer as tags
    from FILE`,
  );
  let progress = 0;
  for (const row of manyRows(count)) progress += row.progress ?? 0;
  assert.deepEqual(found, {
    ...{ rows: count, moments: count, failed: count / 3 },
    ...{ errors: Math.ceil(count / 7), progress, tags: count },
  });
});

Deno.test("parquetFile() tells the bounds of numbers for each row group", async () => {
  const groups = await asked(
    manyRows(45_000),
    [],
    `select row_group_num_rows::integer as rows, stats_min_value as low, stats_max_value as high,
      stats_null_count::integer as nulls
    from parquet_metadata(FILE) where path_in_schema = 'created_at' order by row_group_id`,
  );
  assert.deepEqual(groups.map(({ rows }) => rows), [20_000, 20_000, 5_000]);
  const moment = (n: number) =>
    new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace("T", " ").slice(0, 19);
  for (const [at, { low, high, nulls }] of groups.entries()) {
    assert.ok(`${low}`.startsWith(moment(at * 20_000)), `${low}`);
    assert.ok(`${high}`.startsWith(moment(Math.min(at * 20_000 + 19_999, 44_999))), `${high}`);
    assert.equal(nulls, 0);
  }
});

Deno.test("parquetFile() ends a row group early when its rows are large", async () => {
  const inputs = (n: number) => JSON.stringify({ n, random: randomBytes(400_000).toString("hex") });
  const rows = Array.from({ length: 12 }, (_, n) => ({ status: `s${n}`, inputs: inputs(n) }));
  const [found] = await asked(
    rows,
    ["inputs"],
    `select count(*)::integer as rows, sum((inputs ->> 'n')::integer)::integer as sum,
      (min(length(inputs::varchar)) > 800_000) as whole,
      (select max(row_group_num_rows)::integer from parquet_metadata(FILE)) as most
    from FILE`,
  );
  assert.deepEqual(found, { rows: 12, sum: 66, whole: true, most: 4 });
});

Deno.test("parquetFile() breaks off without a footer when its rows do", async () => {
  const problem = problemOf("statement_timeout", "It took too long.");
  const file = parquetFile([], linesOf(manyRows(2), { ...whole, after: "x", problem }));
  const came: Uint8Array[] = [];
  await assert.rejects(async () => {
    for await (const bytes of file) came.push(bytes);
  }, /statement_timeout/);
  assert.deepEqual(came.map((bytes) => new TextDecoder().decode(bytes)), ["PAR1"]);
});
