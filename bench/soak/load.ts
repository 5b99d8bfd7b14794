import type postgres from "postgres";
import { actions } from "./actions.ts";
import type { Client } from "./actions/action.ts";
import { populate } from "./population.ts";
import { Runs } from "./runs.ts";
import type { SoakDatabase } from "./soak-database.ts";
import type { Workers } from "./workers.ts";

/** Clients at work. */
export interface Load {
  runs: Runs;
  userIds: readonly string[];
  /** Ends their connections. */
  end(): Promise<void>;
}

const clients = 16;

/** Lets 16 clients do at random what clients do: create, finish, beat, cancel, import, delete, … */
export async function startLoad(database: SoakDatabase, workers: Workers): Promise<Load> {
  const owner = database.owner(4);
  const population = await populate(owner, 6);
  const runs = new Runs();
  const connections: postgres.Sql[] = [owner];
  for (let i = 0; i < clients; i++) {
    const api = database.api(1);
    connections.push(api);
    const client: Client = { api, owner, population, runs };
    workers.start("clients", 0, () => anAction()(client));
  }
  return {
    runs,
    userIds: population.users,
    end: async () => void await Promise.all(connections.map((sql) => sql.end({ timeout: 0 }))),
  };
}

function anAction() {
  const total = actions.reduce((sum, { weight }) => sum + weight, 0);
  let at = Math.random() * total;
  for (const { weight, action } of actions) {
    at -= weight;
    if (at < 0) return action;
  }
  throw new Error("There are no actions.");
}
