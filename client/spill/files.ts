import type * as Fs from "node:fs";
import type * as Path from "node:path";

/** The file system of Node and Deno; asked for when it is needed, so that browsers can load this. */
export function files(): { fs: typeof Fs; path: typeof Path } {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): unknown };
  };
  const fs = process?.getBuiltinModule?.("node:fs") as typeof Fs | undefined;
  const path = process?.getBuiltinModule?.("node:path") as typeof Path | undefined;
  if (!fs || !path) throw new Error("Spilling to disk needs Node 20.16 or later, or Deno.");
  return { fs, path };
}
