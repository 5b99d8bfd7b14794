import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow } from "../files-below.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const builder = join(repository, "dashboard/build/build-page.ts");
const dist = join(repository, "dashboard/dist");
// What the page is made of.
const sources = ["dashboard", "client", "supabase/functions/_shared"];
const aside = /(^|\/)(dist|node_modules|tests)\/|_test\.ts$/;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Builds the dashboard unless it has been built from the same sources before.
 *
 * @returns The folder with its files.
 * @throws Error with what the build said.
 */
export async function buildDashboard(publishableKey: string): Promise<string> {
  const dir = join(dist, `local-${await digest(publishableKey)}`);
  if (isThere(dir)) return dir;
  Deno.mkdirSync(dist, { recursive: true });
  // Of several stacks one builds; the others wait, and find what it has built.
  using lock = await Deno.open(join(dist, "build.lock"), { create: true, write: true });
  await lock.lock(true);
  if (isThere(dir)) return dir;
  removeOldBuilds();
  const building = Deno.makeTempDirSync({ dir: dist, prefix: "local-new-" });
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", builder, "--same-origin", "--out", building],
    cwd: repository,
    env: { PUBLISHABLE_KEY: publishableKey, NO_COLOR: "1" },
  }).output();
  if (!success) {
    Deno.removeSync(building, { recursive: true });
    const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("").trim();
    throw new Error(`The dashboard could not be built: ${said}`);
  }
  Deno.renameSync(building, dir);
  return dir;
}

async function digest(publishableKey: string): Promise<string> {
  const parts: BlobPart[] = [publishableKey];
  for (const folder of sources) {
    for (const file of filesBelow(join(repository, folder))) {
      if (aside.test(file)) continue;
      parts.push(`\0${folder}/${file}\0`, Deno.readFileSync(join(repository, folder, file)));
    }
  }
  parts.push(Deno.readFileSync(join(repository, "deno.lock")));
  const bytes = await new Blob(parts).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8).toHex();
}

function isThere(dir: string): boolean {
  try {
    return Deno.statSync(dir).isDirectory;
  } catch {
    return false;
  }
}

/** A stack that still serves one of them builds it again. */
function removeOldBuilds(): void {
  for (const { name } of Deno.readDirSync(dist)) {
    const path = join(dist, name);
    const age = Date.now() - (Deno.statSync(path).mtime?.getTime() ?? Date.now());
    if (name.startsWith("local-") && age > dayMs) Deno.removeSync(path, { recursive: true });
  }
}
