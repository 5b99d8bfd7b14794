import assert from "node:assert/strict";
import { chart } from "./chart.ts";
import { digits, size, table } from "./format.ts";
import { logScale } from "./log-scale.ts";
import { spread } from "./spread.ts";

Deno.test("chart() names itself, follows the colour scheme and draws each series", () => {
  const svg = chart("Reads & writes", "What was measured.", [
    { label: "first page", points: [[1e4, 1], [1e6, 1.2]], other: false },
    { label: "counting < all", points: [[1e4, 3], [1e6, 300]], other: true },
    { label: "nothing", points: [], other: false },
  ]);
  assert.match(svg, /<title id="title">Reads &amp; writes<\/title>\n<desc id="desc">What was/);
  assert.match(svg, /prefers-color-scheme:dark/);
  assert.equal(svg.match(/<polyline/g)?.length, 2);
  assert.match(svg, />counting &lt; all<\/text>/);
  assert.doesNotMatch(svg, /NaN|nothing/);
});

Deno.test("logScale() begins and ends at powers of ten", () => {
  const { ticks, at } = logScale([20, 3000], 0, 300);
  assert.deepEqual(ticks, [10, 100, 1000, 10000]);
  assert.deepEqual([at(10), at(100), at(10000)], [0, 100, 300]);
});

Deno.test("spread() moves labels apart, in order, and not beyond the limit", () => {
  assert.deepEqual(spread([100, 100, 10], 10, 200), [95, 105, 10]);
  assert.deepEqual(spread([198, 200], 10, 200), [190, 200]);
});

Deno.test("digits(), size() and table() write for people", () => {
  assert.deepEqual([1234.5, 12.34, 0.1234, NaN].map(digits), ["1235", "12.3", "0.12", "–"]);
  assert.deepEqual([500, 10_000, 1_000_000].map(size), ["500", "10 k", "1 M"]);
  assert.equal(table(["", "a"], [["b", "1"]]), "|  | a |\n| --- | ---: |\n| b | 1 |");
});
