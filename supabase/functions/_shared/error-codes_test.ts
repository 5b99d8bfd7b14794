import assert from "node:assert/strict";
import { type ErrorCodeEntry, errorCodes } from "./error-codes.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);

/** Every slug that the migrations raise, with its status. */
async function raisedBySql(): Promise<Map<string, number>> {
  const raised = new Map<string, number>();
  for await (const { name } of Deno.readDir(MIGRATIONS)) {
    const sql = await Deno.readTextFile(new URL(name, MIGRATIONS));
    for (
      const [, status, slug] of sql.matchAll(
        /private\.refuse(?:_with_headers)?\(\s*(\d{3}),\s*'(\w+)'/g,
      )
    ) {
      raised.set(`${slug}`, Number(status));
    }
  }
  return raised;
}

Deno.test("errorCodes lists every slug that SQL raises, with the same status, and no other as SQL's", async () => {
  const raised = await raisedBySql();
  assert.ok(raised.size > 10, "the migrations raise nothing: the pattern is out of date");
  const listed = Object.entries<ErrorCodeEntry>(errorCodes)
    .filter(([, { origin }]) => origin !== "edge")
    .map(([slug, { status }]) => [slug, status] as const);
  assert.deepEqual([...raised].sort(), listed.sort());
});

Deno.test("errorCodes lists every slug that the functions answer with, and none that nobody does", async () => {
  const used = new Set<string>();
  for (const folder of ["./", "./visual/", "./export/", "./import/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, import.meta.url))) {
      // The generated types answer nothing, and a column may have the name of a slug.
      if (!name.endsWith(".ts") || /_test\.ts$|^error-codes|^database\.ts$/.test(name)) continue;
      const source = await Deno.readTextFile(new URL(folder + name, import.meta.url));
      for (const [, word] of source.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)) used.add(`${word}`);
    }
  }
  for (const [slug, { origin }] of Object.entries<ErrorCodeEntry>(errorCodes)) {
    assert.equal(used.has(slug), origin !== "sql", `${slug} is listed as ${origin}`);
  }
});
