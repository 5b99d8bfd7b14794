import postgres from "postgres";
import { consumeReplication } from "./consume-replication.ts";
import type { ReplicatedRow } from "./decode-pgoutput.ts";

/** A running replication stream. */
export interface InsertFollower {
  /** Settled when rows committed from now on arrive; rejected when the first attempt fails. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

const RETRY_MS = 250;

/**
 * Calls `onInsert` with each row committed to a table, read from the write-ahead log, so that the
 * writers pay nothing for it. (`pg_notify` in a trigger would make their commits queue for one
 * lock.) The slot is temporary: it holds back no log after this process, and what is committed
 * while the connection is lost is not delivered, as on hosted projects.
 *
 * The connection is made again when it breaks. postgres.js has `sql.subscribe` for the same
 * purpose, which ends the process by an unhandled rejection when the database stops.
 *
 * @param databaseUrl of a role with `replication` that owns the table and may create publications
 * @param onBroken told why the stream ended, once per loss
 */
export function followInserts(
  options: {
    databaseUrl: string;
    table: string;
    publication: string;
    onInsert: (row: ReplicatedRow) => void;
    onBroken: (message: string) => void;
  },
): InsertFollower {
  const ready = Promise.withResolvers<void>();
  let stopped = false;
  let current: postgres.Sql | undefined;

  async function stream(onStart: () => void) {
    const sql = current = postgres(options.databaseUrl, {
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      onnotice: () => {},
      connection: { application_name: "realtime_replication", replication: "database" },
    });
    await ensurePublication(sql, options.publication, options.table);
    const slot = `realtime_${crypto.randomUUID().replaceAll("-", "")}`;
    await sql.unsafe(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput`);
    const source = await sql.unsafe(
      `START_REPLICATION SLOT ${slot} LOGICAL 0/0 ` +
        `(proto_version '1', publication_names '${options.publication}')`,
    ).writable();
    ready.resolve();
    onStart();
    await consumeReplication(source, options.onInsert);
  }

  async function follow() {
    let started = false;
    ready.promise.then(() => started = true, () => {});
    for (let told = false; !stopped; await new Promise((next) => setTimeout(next, RETRY_MS))) {
      let cause = "the connection was closed";
      try {
        await stream(() => told = false);
      } catch (error) {
        if (error instanceof Error) cause = error.message;
      }
      await current?.end({ timeout: 0 }).catch(() => {});
      if (stopped) return;
      if (!started) return ready.reject(new Error(`Broadcasts cannot be followed: ${cause}`));
      if (!told) options.onBroken(`the database was lost (${cause}) and is connected again`);
      told = true;
    }
  }

  const following = follow();
  return {
    ready: ready.promise,
    async stop() {
      stopped = true;
      await current?.end({ timeout: 0 }).catch(() => {});
      await following;
    },
  };
}

/** Each start makes sure of it: a reset of the database may have taken it away. */
async function ensurePublication(sql: postgres.Sql, name: string, table: string): Promise<void> {
  const known = await sql.unsafe(`select from pg_publication where pubname = '${name}'`);
  if (known.length > 0) return;
  await sql.unsafe(
    `create publication ${name} for table ${table} ` +
      `with (publish = 'insert', publish_via_partition_root = true)`,
  );
}
