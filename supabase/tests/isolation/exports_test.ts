import assert from "node:assert/strict";
import { request } from "../request.ts";
import { makeScene, MARK } from "./scene.ts";

const include = ["inputs", "result", "logs", "events", "visual"];

Deno.test("outsiders export nothing of an owner's, in any format and by any filter", async () => {
  const { owner, outsiders, workflow_id, execution_id, session_id } = await makeScene();
  const own = await request("POST", "/export-executions", {
    headers: owner.headers,
    json: { include, workflow_id },
  });
  assert.ok(own.text.includes(MARK) && own.text.includes(execution_id));
  const { created_at } = JSON.parse(own.text.split("\n")[0] ?? "");
  const place = [own.headers.get("x-export-snapshot"), created_at];
  for (
    const filter of [
      {},
      { workflow_id },
      { session_id },
      { tags: [MARK] },
      { metadata: { mark: MARK } },
      { inputs: { mark: MARK } },
      { search: MARK },
      { after: [...place, "ffffffff-ffff-ffff-ffff-ffffffffffff"].join() },
      { after: [...place, execution_id].join(), sort: "created_at.asc" },
    ]
  ) {
    for (const format of ["ndjson", "csv", "json", "flat", "parquet"]) {
      for (const [who, { headers }] of Object.entries(outsiders)) {
        const json = { ...filter, format, include };
        const answer = await request("POST", "/export-executions", { headers, json });
        const what = `${who}, ${JSON.stringify(json)}: ${answer.text}`;
        assert.equal(answer.status, who === "nobody" ? 401 : 200, what);
        assert.ok(!answer.text.includes(MARK) && !answer.text.includes(execution_id), what);
        // Unfiltered it has what is shared with everyone, of other tests say.
        const isFiltered = Object.keys(filter).length > 0 && !("after" in filter);
        if (answer.status === 200 && format !== "parquet" && isFiltered) {
          assert.match(answer.text, /"rows":0,/, what);
        }
      }
    }
  }
});
