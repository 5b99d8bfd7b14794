import { dirname } from "node:path";

/**
 * The first folder on the way to a path (the path itself included) that a user cannot enter, or
 * null. Parts that do not exist yet are no obstacle.
 */
export function closedAncestor(path: string, uid: number): string | null {
  const parent = dirname(path);
  const above = parent === path ? null : closedAncestor(parent, uid);
  if (above !== null) return above;
  try {
    const info = Deno.statSync(path);
    const enter = info.uid === uid ? 0o100 : 0o001;
    return ((info.mode ?? 0) & enter) === 0 ? path : null;
  } catch {
    return null;
  }
}
