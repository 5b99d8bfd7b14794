import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { problemOf } from "../result.ts";
import type { Content, Ending } from "./pages.ts";
import { textFile } from "./text-file.ts";
import { textFormats } from "./text-formats.ts";

async function* content(ending: Ending, ...lines: string[]): Content {
  for (const line of lines) yield await new TextEncoder().encode(line);
  return ending;
}

const textOf = async (bytes: AsyncGenerator<Uint8Array<ArrayBuffer>, void>) =>
  await new Blob(await Array.fromAsync(bytes)).text();
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const whole: Ending = { rows: 2, snapshot: "1:1:", after: null };

Deno.test("textFile() ends each format with count, place and the checksum of what comes before", async () => {
  const { rows, snapshot, after } = whole;
  const summary = (text: string) => JSON.stringify({ rows, sha256: sha256(text), snapshot, after });
  const csv = "a\r\n1\r\n2\r\n";
  assert.equal(
    await textOf(textFile(textFormats.csv, content(whole, "a\r\n", "1\r\n2\r\n"))),
    `${csv}# ${summary(csv)}\r\n`,
  );
  const lines = '{"a":1}\n{"a":2}\n';
  assert.equal(
    await textOf(textFile(textFormats.ndjson, content(whole, lines))),
    `${lines}{"export":${summary(lines)}}\n`,
  );
  const list = '[\n{"a":1},\n{"a":2}\n]';
  assert.equal(
    await textOf(textFile(textFormats.json, content(whole, lines))),
    `{"executions":${list},"export":${summary(list)},"success":true,` +
      `"message":"Executions exported."}\n`,
  );
});

Deno.test("textFile() tells at the end where to go on, and what failed", async () => {
  const problem = problemOf("statement_timeout", "It took too long.");
  const cut: Ending = { rows: 1, snapshot: "1:1:", after: "1:1:,x", problem };
  const error = { code: "statement_timeout", message: "It took too long." };
  const file = await textOf(textFile(textFormats.json, content(cut, "{}\n")));
  const { export: told, success, message, executions } = JSON.parse(file);
  assert.deepEqual([executions, success, message], [[{}], false, error.message]);
  assert.deepEqual([told.rows, told.after, told.error], [1, "1:1:,x", error]);
  const lines = await textOf(textFile(textFormats.ndjson, content(cut, "{}\n")));
  assert.deepEqual(JSON.parse(lines.split("\n")[1] ?? "").export.error, error);
});
