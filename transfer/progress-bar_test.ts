import assert from "node:assert/strict";
import { progressBar } from "./progress-bar.ts";

const drawn = (total: number | null, isTerminal: boolean, steps: readonly number[]) => {
  const texts: string[] = [];
  const bar = progressBar(total, isTerminal, (text) => texts.push(text));
  for (const step of steps) bar.show(step);
  bar.end();
  return texts;
};

Deno.test("progressBar() redraws its line in a terminal, and writes lines elsewhere", () => {
  assert.deepEqual(drawn(10, true, [0, 5, 10]), [
    "\r[..............................] 0 of 10 executions",
    "\r[###############...............] 5 of 10 executions",
    "\r[##############################] 10 of 10 executions",
    "\n",
  ]);
  assert.deepEqual(drawn(1000, false, [0, 1, 99, 100]), [
    "[..............................] 0 of 1000 executions\n",
    "[###...........................] 100 of 1000 executions\n",
  ]);
});

Deno.test("progressBar() counts where the total is not known, and stays within one that is too low", () => {
  assert.deepEqual(drawn(null, false, [7]), ["7 executions\n"]);
  assert.deepEqual(drawn(5, false, [9]), ["[##############################] 5 of 5 executions\n"]);
  assert.deepEqual(drawn(0, false, [0]), ["[##############################] 0 of 0 executions\n"]);
});
