import type { ProjectAddress, SupabaseClientLike } from "./connection.ts";

const connections = new WeakMap<object, SupabaseClientLike | ProjectAddress>();

/** Notes what a client was made from. */
export function rememberConnection(
  client: object,
  connection: SupabaseClientLike | ProjectAddress,
): void {
  connections.set(client, connection);
}

/** What a client was made from; undefined for one that createRuntrailClient() did not make. */
export function connectionOf(client: object): SupabaseClientLike | ProjectAddress | undefined {
  return connections.get(client);
}
