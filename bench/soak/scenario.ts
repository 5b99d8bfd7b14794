import type { SoakDatabase } from "./soak-database.ts";

/** What must hold at the end, and what was found. */
export interface Check {
  what: string;
  holds: boolean;
  found: string;
}

/** How long and how much. */
export interface Extent {
  seconds: number;
  /** Rows of history, where the scenario needs one. */
  rows: number;
}

/** One way to put the database under strain. */
export interface Scenario {
  /** In words, for the usage text. */
  about: string;
  /** Returns every check, those that hold too. */
  run(database: SoakDatabase, extent: Extent, say: (line: string) => void): Promise<Check[]>;
}
