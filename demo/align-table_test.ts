import assert from "node:assert/strict";
import { alignTable } from "./align-table.ts";

Deno.test("alignTable() puts columns under their titles and numbers to the right", () => {
  const columns = [{ title: "Name" }, { title: "Count", align: "right" as const }];
  assert.deepEqual(alignTable(columns, [["a long name", "7"], ["b", "1200"]]), [
    "NAME         COUNT",
    "a long name      7",
    "b             1200",
  ]);
});

Deno.test("alignTable() gives colour no room and characters outside the BMP one place", () => {
  const columns = [{ title: "A" }, { title: "B" }];
  const rows = [["\x1b[32mok\x1b[0m", "x"], ["𝛼𝛽𝛾", "y"]];
  assert.deepEqual(alignTable(columns, rows), ["A    B", "\x1b[32mok\x1b[0m   x", "𝛼𝛽𝛾  y"]);
});

Deno.test("alignTable() leaves no spaces at the end of a line", () => {
  const lines = alignTable([{ title: "A" }, { title: "Long title" }], [["1", "x"], ["2", ""], [
    "3",
  ]]);
  assert.deepEqual(lines, ["A  LONG TITLE", "1  x", "2", "3"]);
});
