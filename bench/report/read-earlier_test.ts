import assert from "node:assert/strict";
import { readEarlier } from "./read-earlier.ts";

Deno.test("readEarlier() puts runs together and says what differed", async () => {
  const folder = await Deno.makeTempDir();
  const write = async (name: string, rows: number) => {
    const path = `${folder}/${name}.json`;
    const figure = { rows, name: "fold", value: rows, unit: "ms" };
    const conditions = [["machine", "one"], ["command", `--rows ${rows}`]];
    const run = { conditions, results: [], figures: [figure], peers: [] };
    await Deno.writeTextFile(path, JSON.stringify(run));
    return path;
  };
  try {
    const { findings, conditions } = await readEarlier([await write("a", 1), await write("b", 2)]);
    assert.deepEqual(findings.figures.map(({ value }) => value), [1, 2]);
    assert.deepEqual(conditions, [["machine", "one"], ["command", "--rows 1; then --rows 2"]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
