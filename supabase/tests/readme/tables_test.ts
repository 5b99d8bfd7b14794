import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import type { Operation } from "../../functions/_shared/operation.ts";
import { type ErrorCodeEntry, errorCodes } from "../../functions/_shared/error-codes.ts";
import { EVENT_NESTING_LIMIT, NESTING_LIMIT } from "../../functions/_shared/parse-json.ts";
import { BODY_LIMIT } from "../../functions/_shared/read-body.ts";
import { ROWS_BODY_LIMIT } from "../../functions/_shared/import/read-rows.ts";
import { pictureLimits } from "../../functions/_shared/timeline/picture-limits.ts";
import { EVENTS_BODY_LIMIT } from "../../functions/_shared/visual/read-events.ts";
import { readme, section, tableRows } from "./read-readme.ts";

const root = new URL("../../../", import.meta.url);
const codes: Readonly<Record<string, ErrorCodeEntry>> = errorCodes;

/** All files of a folder with this end of name, joined. */
async function sources(folder: string, end: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(new URL(folder, root))) {
    if (isDirectory) texts.push(await sources(`${folder}${name}/`, end));
    else if (isFile && name.endsWith(end) && !name.endsWith("_test.ts")) {
      texts.push(await Deno.readTextFile(new URL(folder + name, root)));
    }
  }
  return texts.join("\n");
}

const sql = await sources("supabase/migrations/", ".sql");
const bare = (cell: string) => cell.replaceAll("`", "");

Deno.test("README's error table is that of the functions", () => {
  const rows = tableRows(section("## Errors"), ["code", "status", "meaning"]);
  const shown = rows.map(([code = "", status, meaning]) => [bare(code), { status, meaning }]);
  const expected = Object.entries(codes).map((
    [code, { status, sentence }],
  ) => [code, { status: String(status), meaning: sentence }]);
  assert.equal(shown.length, new Set(shown.map(([code]) => code)).size, "a code stands twice");
  assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(expected));
});

Deno.test("SQL raises the codes of the table, with their statuses, and no other", () => {
  const raised = [...sql.matchAll(/private\.refuse(?:_with_headers)?\(\s*(\d+),\s*'(\w+)'/g)]
    .map(([, status, slug]) => `${status} ${slug}`);
  const calls = [...sql.matchAll(/perform private\.refuse(?:_with_headers)?\(/g)];
  assert.equal(raised.length, calls.length, "a call of private.refuse() that the test cannot read");
  const expected = Object.entries(codes).filter(([, { origin }]) => origin !== "edge")
    .map(([slug, { status }]) => `${status} ${slug}`);
  assert.deepEqual(new Set(raised), new Set(expected));
});

Deno.test("every code that is the functions' own is used in them", async () => {
  const functions = (await sources("supabase/functions/_shared/", ".ts"))
    .replace(/export const errorCodes = \{[\s\S]*?\} as const/, "");
  for (const [code, { origin }] of Object.entries(codes)) {
    assert.equal(functions.includes(`"${code}"`) || origin === "sql", true, code);
  }
});

// Where each row of the limits table has its numbers from.
const limits: Readonly<Record<string, RegExp | readonly number[]>> = {
  "`inputs`": /refuse_larger_than\('inputs', (\d+)/,
  "`result`": /refuse_larger_than\('result', (\d+)/,
  "`logs`": /refuse_larger_than\('logs', (\d+)[\s\S]*?jsonb_array_length\(new\.logs\) > (\d+)/,
  "`error`": /refuse_larger_than\('error', (\d+)/,
  "`metadata`": /refuse_larger_than\('metadata', (\d+)/,
  "`tags`":
    /cardinality\(\w+\.tags\) > (\d+)[\s\S]*?char_length\(t\.tag\) not between (\d+) and (\d+)/,
  "events of an execution (`append_logs`)": /v_total\.events > (\d+)[\s\S]*?v_total\.bytes > (\d+)/,
  "`id` and `step_id` of an entry of `append_logs`": /entry_id varchar\((\d+)\)/,
  "name of a step": /step varchar\((\d+)\)/,
  "steps in one answer of `execution-detail`":
    /where s\.kind = 'step_started'\s+order by s\.seq\s+limit (\d+)/,
  "workflow `definition`": /octet_length\(definition::text\) <= (\d+)/,
  "request body, after decompression": [BODY_LIMIT],
  "nesting of the body": [NESTING_LIMIT],
  "request body with page events, after decompression": [EVENTS_BODY_LIMIT],
  "request body with imported rows, after decompression": [ROWS_BODY_LIMIT],
  "nesting of a page event": [EVENT_NESTING_LIMIT],
  "chunks in one answer of `visual-chunks`": /v_chunk_limit constant integer := (\d+)/,
  "bytes in one answer of `visual-chunk`": /v_answer_bytes constant integer := (\d+)/,
  "items of a batch": /v_count > (\d+) then/,
  "`page_size`": /page_size not between 1 and (\d+)/,
  "a history page with `include_payloads`": /v_payload_limit constant integer := (\d+)/,
  "events in one answer of `execution-detail`": /v_size_limit constant integer := (\d+)/,
  "active executions in one answer": /'created_at\.desc', 1, (\d+), null/,
  "points of `execution-trends`": /refuse_many_points\.points > (\d+)/,
  "hours in `execution-trends`": /'hour' and refuse_long_trend\.length > interval '(\d+) days'/,
  "days of another time zone in `execution-trends`": /interval '(\d+) days 1 hour'/,
  "changes of inputs or result in `compare-executions`": /v_changes\[:(\d+)\]/,
  "levels of inputs or result in `compare-executions`": /cardinality\(c\.position\) < (\d+)/,
  "steps of each run in `compare-executions`": /where s\.place <= (\d+)/,
  "log lines of each run in `compare-executions`": /l\.part, l\.place\s+limit (\d+)/,
  "runs of the other mode in `last-good-execution`": /c\.mode = run\.mode or c\.place = (\d+)/,
  "`compare-workflows`, `compare-modes`: runs a side": /w\.fits\s+order by .*\s+limit (\d+)/,
  "`compare-modes`: runs looked at for a side": /w\.fits or w\.place = (\d+)/,
  "lines in `execution-timeline`": /private\.count_log_lines\(e\) > (\d+)/,
  "steps in `execution-timeline`": /group by v\.kind\s+having count\(\*\) > (\d+)/,
  "chunks in `execution-timeline`": /order by c\.arrival\s+limit (\d+)/,
  "rows of the picture of `execution-timeline`": [pictureLimits.rows],
  "log lines written out in that picture": [pictureLimits.lines],
  "tabs of the recording in that picture": [pictureLimits.tabs],
  "bars in `executions-timeline`": /cardinality\(v_bars\) = (\d+)/,
  "`timeout_seconds`": /check \(timeout_seconds between (\d+) and (\d+)\)/,
  "`reason` of a request to stop": /char_length\(cancel_execution\.reason\) > (\d+)/,
  "heartbeats that are stored": /last_heartbeat_at <= now\(\) - interval '(\d+) seconds'/,
  "`heartbeat_timeout_seconds` of a workflow": /heartbeat_timeout_seconds between (\d+) and (\d+)/,
  "`default_timeout_seconds` of a workflow": /default_timeout_seconds between (\d+) and (\d+)/,
  "`cancel_grace_seconds` of a workflow": /cancel_grace_seconds between (\d+) and (\d+)/,
  "repeated requests with an `idempotency_key`": /idempotency_key_hours integer default (\d+)/,
  "days of a retention policy": /check \(completed_days between (\d+) and (\d+)\)/,
  "`keep_last_failures`, `keep_last_successes`":
    /check \(keep_last_successes between (\d+) and (\d+)\)/,
  "`execution_ids` of `delete-executions`":
    /cardinality\(delete_executions\.execution_ids\) not between (\d+) and (\d+)/,
  "`execution_ids` of `execution-states`":
    /cardinality\(execution_states\.execution_ids\) not between (\d+) and (\d+)/,
  "states in one answer of `execution-states`": /v_page_size constant integer := (1000)/,
  "`batch_size` of `delete-executions`": /v_batch_size not between (\d+) and (\d+)/,
  "executions counted by `preview-retention`": /v_cap constant integer := (50000)/,
  "purges in `preview-retention` by workflow and part": /s\.workflow_id, s\.part\s+limit (\d+)/,
  "page events of a batch (low, standard, high)":
    /v_batch_limit.*\s+when 'low' then (\d+) when 'standard' then (\d+) else (\d+)/,
  "page events of a session (low, standard, high)":
    /v_session_limit.*\s+when 'low' then (\d+) when 'standard' then (\d+) else (\d+)/,
  "tabs of a visual session": /v_tab_limit constant integer := (\d+)/,
  "batches of a visual session": /v_batches_limit constant integer := (\d+)/,
  "recordings deleted by one call":
    /coalesce\(s\.chunks, 0\) <= (\d+) and coalesce\(s\.bytes, 0\) <= (\d+)/,
  "`sequence` of a batch of page events": /check \(sequence between (\d+) and (\d+)\)/,
  "page events after the end of a run": /visual_grace_seconds integer not null default (\d+)/,
  "`running_executions` of an account or workflow":
    /most between (0) and case name[\s\S]*?'running_executions' then (\d+)/,
  "`session_id`, `idempotency_key`": /session_id varchar\((\d+)\)/,
};

/** The numbers of a cell, sizes in bytes. What stands in brackets only explains. */
function numbers(cell: string): number[] {
  const found = cell.replace(/\([^)]*\)/g, "").matchAll(/(\d+(?: \d{3})*)(?: ([KM])iB)?/g);
  return [...found].map(([, digits = "", unit = ""]) =>
    Number(digits.replaceAll(" ", "")) * 1024 ** ["", "K", "M"].indexOf(unit)
  );
}

Deno.test("README's limits are those of the migrations and the functions", () => {
  const rows = tableRows(section("## Limits"), ["what", "limit", "when exceeded"]);
  assert.deepEqual(rows.map(([what]) => what).sort(), Object.keys(limits).sort());
  for (const [what = "", limit = "", exceeded = ""] of rows) {
    const source = limits[what];
    const expected = source instanceof RegExp
      ? (source.exec(sql) ?? []).slice(1).map(Number)
      : source;
    assert.deepEqual(numbers(limit), expected, what);
    for (const [, status, code = ""] of exceeded.matchAll(/(\d{3}) `(\w+)`/g)) {
      assert.equal(codes[code]?.status, Number(status), `${what}: ${code}`);
    }
  }
});

Deno.test("README's endpoint table is the contract", () => {
  const rows = tableRows(section("## Endpoints"), [
    "REST path",
    "function",
    "RPC",
    "migration",
    "tests",
  ]);
  assert.deepEqual(
    rows.map(([path = "", name = "", rpc = ""]) => [path, name, rpc].map(bare)),
    Object.values<Operation>(contract).map((
      { method, alsoPost, path, name, rpc },
    ) => [`${method}${alsoPost ? ", POST" : ""} ${path}`, name, rpc ?? "none"]),
  );
  for (const [, name = "", rpc = "", migration = "", tests = ""] of rows) {
    if (rpc !== "none") assert.ok(migration.includes(`_${bare(rpc)}.sql)`), migration);
    assert.ok(tests.includes(`(supabase/tests/${bare(name).replaceAll("-", "_")})`), tests);
  }
});

Deno.test("every link of the README to a file or folder leads to one", async () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map(([, path = ""]) => path);
  assert.ok(links.length > 10);
  for (const link of links) await Deno.stat(new URL(link.replace(/#.*/, ""), root));
});
