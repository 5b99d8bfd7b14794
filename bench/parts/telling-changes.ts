import type { BenchStack } from "../bench-stack.ts";
import type { Deed } from "./at-once.ts";

/** Measures while changes are told on channels, or while they are not; they are afterwards. */
export async function tellingChanges<Result>(
  { admin }: BenchStack,
  isOn: boolean,
  measured: () => Promise<Result>,
): Promise<Result> {
  await admin`update private.settings set broadcasts_changes = ${isOn}`;
  try {
    return await measured();
  } finally {
    await admin`update private.settings set broadcasts_changes = true`;
  }
}

/**
 * Lets `quietly()` decide for each connection, where the setting is one for all: so what is told
 * and what is not can be measured at the same time. For that long the settings are a view, which
 * both sides read.
 */
export async function tellingByConnection<Result>(
  { admin }: BenchStack,
  measured: () => Promise<Result>,
): Promise<Result> {
  const columns = await admin<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'private.settings'::regclass and attnum > 0 and not attisdropped
    order by attnum`;
  const select = columns.map(({ name }) =>
    name === "broadcasts_changes"
      ? "current_setting('bench.keeps_quiet', true) is distinct from 'on' as broadcasts_changes"
      : name
  );
  await admin.unsafe(`
    alter table private.settings rename to settings_of_all;
    create view private.settings as select ${select.join(", ")} from private.settings_of_all;
    alter view private.settings owner to postgres;
    grant select on private.settings to authenticated, service_role`);
  try {
    return await measured();
  } finally {
    await admin.unsafe(`
      drop view private.settings;
      alter table private.settings_of_all rename to settings`);
  }
}

/** The same deed on a connection whose changes are not told, within `tellingByConnection()`. */
export function quietly(deed: Deed): Deed {
  return async (connection) => {
    await connection.run([
      { text: "select set_config('bench.keeps_quiet', 'on', false)", parameters: [] },
    ]);
    return await deed(connection);
  };
}
