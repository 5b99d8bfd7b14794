import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { build } from "vite";
import { pageConfig } from "./page-config.ts";

const usage = `deno task dashboard [options]
Builds the dashboard for any static host.
  --out DIR   where to write it (dashboard/dist/site)
Environment:
  API_URL           the project's URL
  PUBLISHABLE_KEY   its publishable key`;

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dashboard/dist/site" },
    // The local stack serves page and API at one origin.
    "same-origin": { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  },
});
const apiUrl = Deno.env.get("API_URL");
const publishableKey = Deno.env.get("PUBLISHABLE_KEY");
if (values.help || !publishableKey || !(apiUrl || values["same-origin"])) {
  console.log(usage);
  Deno.exit(values.help ? 0 : 1);
}
const project = { apiUrl: values["same-origin"] ? null : apiUrl ?? null, publishableKey };
await build(pageConfig(project, resolve(values.out)));
