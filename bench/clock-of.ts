import { processesClock, type ProcessorClock, processorClock } from "./processor-time.ts";
import type { Connection } from "./wire/connection.ts";

/** A clock of this process and of the backends that these connections lead to. */
export async function clockOf(connections: readonly Connection[]): Promise<ProcessorClock> {
  return processorClock(await backends(connections));
}

/** A clock of the backends alone. */
export async function backendClockOf(connections: readonly Connection[]): Promise<ProcessorClock> {
  return processesClock(await backends(connections));
}

async function backends(connections: readonly Connection[]): Promise<number[]> {
  return await Promise.all(connections.map(async (connection) => {
    const [pid] = await connection.run([{ text: "select pg_backend_pid()", parameters: [] }]);
    return Number(pid);
  }));
}
