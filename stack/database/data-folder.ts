import { join, resolve } from "node:path";
import { runningPostgres } from "../lifecycle/end-leftovers.ts";
import { endProcess } from "../lifecycle/end-process.ts";
import { lockFile } from "../lifecycle/lock-file.ts";
import { closedAncestor } from "./closed-ancestor.ts";
import type { DataPlace } from "./data-place.ts";
import { pathExists } from "./path-exists.ts";
import { type PostgresUser, unprivilegedUser } from "./postgres-process.ts";
import type { SchemaDigest } from "./schema-digest.ts";

const markerName = "runtrail.json";
const postgresMajor = "17";

/**
 * Opens a folder in which a database outlives its stack (`--data`), made when absent, for this
 * process alone. What a killed stack has left running on it is ended.
 *
 * @throws Error saying why a folder cannot be used: it holds other files, another stack uses it, it
 * is from another Postgres version or user, or Postgres' user cannot reach it.
 */
export async function openDataFolder(path: string): Promise<DataPlace> {
  const folder = resolve(path);
  const postgresDir = join(folder, "postgres");
  const marker = join(folder, markerName);
  claimFolder(folder, marker);
  checkVersion(folder, postgresDir);
  const user = userFor(folder, postgresDir);
  const lock = lockFile(join(folder, "lock"));
  if (lock === null) {
    throw new Error(
      `The data folder ${folder} is in use by another stack. End that one first ` +
        `(deno task stop --port N), or give this one a folder of its own with --data.`,
    );
  }
  const leftover = runningPostgres(postgresDir);
  if (leftover !== null) await endProcess(leftover, "SIGINT");
  return {
    postgresDir,
    user,
    durable: true,
    schema: () => JSON.parse(Deno.readTextFileSync(marker).trim() || "null"),
    record: (schema: SchemaDigest | null) =>
      Deno.writeTextFileSync(marker, `${JSON.stringify(schema, null, 2)}\n`),
    release: lock.release,
  };
}

function makeFolder(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(
      `The data folder ${folder} cannot be made (${reason}). ` +
        `Name one that you can write to with --data.`,
    );
  }
}

/** The marker is written before anything else, so that a folder is ours or empty. */
function claimFolder(folder: string, marker: string): void {
  makeFolder(folder);
  if (pathExists(marker)) return;
  if ([...Deno.readDirSync(folder)].length > 0) {
    throw new Error(
      `The data folder ${folder} holds other files (it lacks ${markerName}). ` +
        `Name an empty folder with --data, or one that an earlier start has made.`,
    );
  }
  Deno.writeTextFileSync(marker, "null\n");
}

function checkVersion(folder: string, postgresDir: string): void {
  const file = join(postgresDir, "PG_VERSION");
  const version = pathExists(file) ? Deno.readTextFileSync(file).trim() : postgresMajor;
  if (version === postgresMajor) return;
  throw new Error(
    `The data folder ${folder} is from Postgres ${version}, this is ${postgresMajor}. ` +
      `Keep it for a dump by the old version, and start with another --data folder.`,
  );
}

/** Root cannot run Postgres: the owner of what is there does, or else the user `nobody`. */
function userFor(folder: string, postgresDir: string): PostgresUser {
  const self = Deno.uid();
  const owner = pathExists(postgresDir) ? Deno.statSync(postgresDir).uid : null;
  if (self !== 0) {
    if (owner === null || owner === self) return {};
    throw new Error(
      `The data folder ${folder} belongs to another user (number ${owner}), probably because a ` +
        `stack was started by root. Remove it, or name another folder with --data.`,
    );
  }
  const user = owner ? { uid: owner, gid: owner } : unprivilegedUser();
  const closed = closedAncestor(folder, user.uid ?? 0);
  if (closed === null) return user;
  throw new Error(
    `Postgres does not run as root, and the user it runs as cannot enter ${closed}, where the ` +
      `data folder ${folder} lies. Name a folder elsewhere, such as --data /var/lib/runtrail.`,
  );
}
