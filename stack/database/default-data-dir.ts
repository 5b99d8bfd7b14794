import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { closedAncestor } from "./closed-ancestor.ts";
import { unprivilegedUser } from "./postgres-process.ts";

/**
 * Where a stack keeps its database unless told otherwise: in the repository; or, when root works in
 * a folder that Postgres' user cannot enter (such as `/root`), below `/var/lib`.
 */
export function defaultDataDir(port: number): string {
  const repository = fileURLToPath(new URL("../../", import.meta.url));
  const inRepository = join(repository, ".runtrail", String(port));
  const { uid } = unprivilegedUser();
  if (uid === undefined || closedAncestor(inRepository, uid) === null) return inRepository;
  const name = repository.split("/").filter(Boolean).join("-");
  return join("/var/lib/runtrail", `${name}-${port}`);
}
