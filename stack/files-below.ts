import { join } from "node:path";

/**
 * Relative paths of all files below a folder (links count as files), sorted, with forward slashes;
 * an absent folder has none.
 */
export function filesBelow(dir: string): string[] {
  const found: string[] = [];
  const pending = [""];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of entriesOf(join(dir, at))) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory) pending.push(path);
      else found.push(path);
    }
  }
  return found.sort();
}

function entriesOf(dir: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(dir)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
