import { fileURLToPath } from "node:url";
import { fail } from "./lifecycle/fail.ts";
import { targetDatabase } from "./lifecycle/target-database.ts";
import { supabaseCli } from "./supabase-cli.ts";

/**
 * `deno task types`: writes supabase/functions/_shared/database.ts from the database of DB_URL or
 * of the running stack. With `--check` it only compares, and fails when they differ.
 */
const path = "supabase/functions/_shared/database.ts";
const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
const header = "// Generated from the database by `deno task types`. Do not edit.\n\n";

try {
  const types = header + await format(await generate(targetDatabase(54321)));
  if (!Deno.args.includes("--check")) {
    Deno.writeTextFileSync(file, types);
    console.log(`Wrote ${path}`);
  } else {
    const line = firstDifference(types, read());
    if (line !== null) {
      fail(`${path}:${line} is not what the database says now. Run "deno task types", commit it.`);
    }
    console.log(`${path} is current`);
  }
} catch (error) {
  fail(error);
}

async function generate(url: string): Promise<string> {
  const args = ["gen", "types", "--lang=typescript", "--schema=public"];
  const { success, stdout, stderr } = await supabaseCli(args, url);
  if (!success) throw new Error(`supabase gen types failed:\n${stderr || stdout}`);
  return stdout;
}

/** The CLI leaves the layout open; ours makes the file readable and the same everywhere. */
async function format(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext=ts", "--no-config", "--line-width=100", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return new TextDecoder().decode((await output).stdout);
}

function firstDifference(a: string, b: string): number | null {
  if (a === b) return null;
  const [lines, others] = [a.split("\n"), b.split("\n")];
  const at = lines.findIndex((line, at) => line !== others[at]);
  return (at === -1 ? lines.length : at) + 1;
}

function read(): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return "";
  }
}
