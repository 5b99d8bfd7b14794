import assert from "node:assert/strict";
import { callStatement } from "./call.ts";

Deno.test("callStatement() binds lists as arrays and objects as JSON", () => {
  assert.deepEqual(
    callStatement({
      name: "execution_history",
      parameters: { tags: ['a "quoted" tag'], metadata: { a: 1 }, page: 2, search: "x" },
    }),
    {
      text: "select to_jsonb(r) from public.execution_history(" +
        "tags => $1, metadata => $2, page => $3, search => $4) as r",
      parameters: ['{"a \\"quoted\\" tag"}', '{"a":1}', "2", "x"],
    },
  );
});
