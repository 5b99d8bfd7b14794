import { join } from "node:path";
import { stackDir } from "../lifecycle/stack-state.ts";
import { type PostgresUser, unprivilegedUser } from "./postgres-process.ts";
import type { SchemaDigest } from "./schema-digest.ts";

/** Where a stack's database lies and how it may be treated. */
export interface DataPlace {
  /** Postgres' data directory. */
  postgresDir: string;
  user: PostgresUser;
  /** False where commits need not wait for the disk. */
  durable: boolean;
  /** Which migrations the database holds; null when it was never set up to the end. */
  schema(): SchemaDigest | null;
  /** Notes that the database now holds these migrations; null before it is emptied. */
  record(schema: SchemaDigest | null): void;
  /** Lets others use the place. */
  release(): void;
}

/** A place that is removed with its stack. */
export function ephemeralPlace(port: number): DataPlace {
  let current: SchemaDigest | null = null;
  return {
    postgresDir: join(stackDir(port), "postgres"),
    user: unprivilegedUser(),
    durable: false,
    schema: () => current,
    record: (schema) => current = schema,
    release: () => {},
  };
}
