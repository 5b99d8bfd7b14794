/**
 * Writes `openapi.json` beside this file from the contract; with `--check` it only compares, and fails
 * when the committed document is not current.
 */
import { parseArgs } from "node:util";
import { openapiDocument } from "./openapi-document.ts";

const { values } = parseArgs({ args: Deno.args, options: { check: { type: "boolean" } } });
const file = new URL("openapi.json", import.meta.url);
const current = JSON.stringify(openapiDocument(), null, 2) + "\n";

if (!values.check) {
  await Deno.writeTextFile(file, current);
  console.log("Wrote supabase/functions/workflows/openapi.json");
} else if (await Deno.readTextFile(file) !== current) {
  console.error("openapi.json is not current. Run deno task openapi and commit the result.");
  Deno.exit(1);
}
