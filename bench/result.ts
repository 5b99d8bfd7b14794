import type { Comparison } from "./compare.ts";
import type { PeerResult } from "./peers/peer.ts";

/** One line of results: an operation at one size of the history. */
export interface Result {
  rows: number;
  group: string;
  name: string;
  /** Whose history: heavy or light. */
  who: string;
  way: "SQL" | "rpc" | "edge function";
  clients: number;
  /** Null: there is no such thing to measure, which is not zero. */
  comparison: Comparison | null;
}

/** A number that is not a latency: a share, a count, a time of a job. */
export interface Figure {
  rows: number;
  name: string;
  value: number;
  unit: string;
}

/** All that a run measured. */
export interface Findings {
  results: Result[];
  figures: Figure[];
  peers: PeerResult[];
}
