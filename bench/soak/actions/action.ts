import type postgres from "postgres";
import type { Population } from "../population.ts";
import type { Runs } from "../runs.ts";

/** What an action works with. */
export interface Client {
  api: postgres.Sql;
  owner: postgres.Sql;
  population: Population;
  runs: Runs;
}

/** One thing a client does. Errors that the product raises on purpose are the caller's to expect. */
export type Action = (client: Client) => Promise<void>;

/** Any duration that a run may take, in seconds. */
export function seconds(): number {
  return Math.round(Math.exp(Math.random() * 12 - 4) * 1000) / 1000;
}
