/** `deno task import`: reads executions from a file, see the usage text. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { fail } from "../stack/lifecycle/fail.ts";
import { importFile } from "./import-file.ts";
import { progressBar } from "./progress-bar.ts";

const usage = `deno task import FILE
Imports the executions of FILE: CSV when its name ends in .csv, else lines of JSON, compressed when
.gz follows; an export, or what an older system wrote. Into the project that API_URL names, as the
service with SECRET_KEY. Can be repeated: what is there already stays as it is. Ends with an error
when a row was refused.`;

try {
  const { values, positionals: [path] } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(usage);
    Deno.exit(0);
  }
  const [url, key] = [Deno.env.get("API_URL"), Deno.env.get("SECRET_KEY")];
  if (!path || !url || !key) throw new Error(path ? "Set API_URL and SECRET_KEY." : usage);
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const { imported, unchanged, refused } = await importFile({
    path: resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path),
    ...{ url, key },
    bar: (total) => progressBar(total, Deno.stderr.isTerminal(), write),
    onRefused: (row, code, message) => console.log(`row ${row}: ${code}: ${message}`),
  });
  console.log(`${imported} imported, ${unchanged} there already, ${refused} refused`);
  Deno.exit(refused > 0 ? 1 : 0);
} catch (error) {
  fail(error);
}
